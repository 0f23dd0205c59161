"""What searches led to, counted without a person in it; what is missing here; and needs proposed for services."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment, now_utc


class SearchedWeek(Base):
    """A week, by its Monday, and the salt of its marks. The salt goes when the week is over, and the marks mean nothing then."""

    __tablename__ = "searched_week"

    week: Mapped[date] = mapped_column(Date, primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))


class Searched(Base):
    """A phrase that was searched for in a week, known by a keyed hash until enough different visitors typed it.

    visitors, opened: a mark of each visitor who searched, and of each who opened a result; empty once the week is over
    phrase: in clear while FEWEST different visitors have typed it in this week and it leads nowhere; else ""
    outcome: what it found last without a day or a place: nothing, partly (without some of its words), found or "" (unknown)
    """

    __tablename__ = "searched"
    __table_args__ = (Index("ix_searched_phrase", "phrase"),)

    week: Mapped[date] = mapped_column(Date, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    visitors: Mapped[list[str]] = mapped_column(JSON, default=list)
    opened: Mapped[list[str]] = mapped_column(JSON, default=list)
    count: Mapped[int] = mapped_column(default=0)
    phrase: Mapped[str] = mapped_column(String(60), default="")


class Gap(Identified, Base):
    """Something that people look for and nobody here offers. `need`: the slug of the need it belongs to, "" where unknown."""

    __tablename__ = "gap"

    words: Mapped[str] = mapped_column(String(200))
    need: Mapped[str] = mapped_column(String(90), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    filed_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class Proposal(Base):
    """Needs that a service's own text speaks of and that it does not have. `terms`: their slugs; none where it speaks of none.

    looked_at: when its text was read; a later edit has it read again
    decided_at: when the manager confirmed or refused them
    """

    __tablename__ = "proposal"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    terms: Mapped[list[str]] = mapped_column(JSON, default=list)
    looked_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
