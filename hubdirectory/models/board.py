"""The day at the hubs: who wants to be told, who was told, notices for everybody, day sheets, rooms."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment, now_utc


class Listener(Identified, Base):
    """Somebody without an account wants to be told when a day changes at a place or of a service.

    The address is kept for nothing else: the row goes when they stop, and a few days after it was not confirmed.
    """

    __tablename__ = "listener"
    __table_args__ = (
        UniqueConstraint("email", "record_kind", "record_id"),
        Index("ix_listener_record", "record_kind", "record_id"),
    )

    email: Mapped[str] = mapped_column(String(254))
    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(36))
    locale: Mapped[str] = mapped_column(String(12), default="en")
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)


class Telling(Base):
    """Those who asked were told of a change of a dated happening. `deed`: the number of the deed that they were told of."""

    __tablename__ = "telling"

    occurrence_id: Mapped[str] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), primary_key=True)
    deed: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    people: Mapped[int] = mapped_column(Integer, default=0)


class Notice(Identified, Base):
    """Snow, flood, heat or anything: words on every page from one moment to another, and what does not happen meanwhile.

    `places` and `services` are ids, `needs` slugs. `done_at`: when, after its end, what it cancelled was put back.
    """

    __tablename__ = "notice"

    kind: Mapped[str] = mapped_column(String(20))
    heading: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    warm: Mapped[bool] = mapped_column(Boolean, default=False)
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment, index=True)
    places: Mapped[list[str]] = mapped_column(JSON, default=list)
    services: Mapped[list[str]] = mapped_column(JSON, default=list)
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    by: Mapped[str] = mapped_column(String(200), default="")
    done_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class NoticeCancelling(Base):
    """A notice cancelled this date, by the deed of that number. Where somebody puts it on again by hand, it stays on."""

    __tablename__ = "notice_cancelling"

    notice_id: Mapped[str] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True)
    occurrence_id: Mapped[str] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), primary_key=True)
    deed: Mapped[int] = mapped_column(Integer)


class SentSheet(Base):
    """A hub was sent the sheet of a day."""

    __tablename__ = "sent_sheet"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    people: Mapped[int] = mapped_column(Integer, default=0)


class Rooms(Base):
    """How many rooms of a place are for sessions: more at once than these is too much."""

    __tablename__ = "rooms"

    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), primary_key=True)
    count: Mapped[int] = mapped_column(SmallInteger)
