"""What navigators keep: notes for one another, templates, favourites, and signposts with nobody's name on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment, now_utc


class NavigatorNote(Identified, Base):
    """Something about a service that only professionals need: `kind` is one of domain.navigator_notes.Kind.

    `weeks` of a wait; None for anything else. Nothing is overwritten: the newest that was not removed is what holds, by
    `number`, which grows with each note of a service.
    """

    __tablename__ = "navigator_note"
    __table_args__ = (Index("ix_navigator_note_service", "service_id", "number"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
    weeks: Mapped[int | None] = mapped_column(SmallInteger)
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class NavigatorTemplate(Identified, Base):
    """A start that a place's navigators share: needs, filters as pairs of the search's address, services by id."""

    __tablename__ = "navigator_template"

    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    filters: Mapped[list[Any]] = mapped_column(JSON, default=list)
    services: Mapped[list[str]] = mapped_column(JSON, default=list)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class Favourite(Base):
    """A service that a navigator wants at hand."""

    __tablename__ = "favourite"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(Moment, default=now_utc)


class Signpost(Identified, Base):
    """Services suggested to somebody: where and on which day, and nothing about whom or by whom.

    `needs` are slugs, `age_band` one of domain.ages.BANDS, `ward` an area's slug; each may be empty. `way` is a Way,
    `outcome` an Outcome of the whole or "". `sheet_id` is the sheet's, where one was made.
    `once` is a hash of the form that it came by, so that the same form sent again records nothing.
    """

    __tablename__ = "signpost"
    __table_args__ = (Index("ix_signpost_month", "location_id", "day"),)

    reference: Mapped[str] = mapped_column(String(60), unique=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date, index=True)
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    age_band: Mapped[str] = mapped_column(String(20), default="")
    ward: Mapped[str] = mapped_column(String(90), default="")
    way: Mapped[str] = mapped_column(String(10))
    sheet_id: Mapped[str | None] = mapped_column(String(36), index=True)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    taken_back: Mapped[date | None] = mapped_column(Date)
    once: Mapped[str | None] = mapped_column(String(64), unique=True)


class SignpostService(Base):
    """One of the services of a signpost, and what became of it: an Outcome, or ""."""

    __tablename__ = "signpost_service"

    signpost_id: Mapped[str] = mapped_column(ForeignKey("signpost.id", ondelete="CASCADE"), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    outcome: Mapped[str] = mapped_column(String(20), default="")
