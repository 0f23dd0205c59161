"""What somebody with an account keeps for themselves, and who is on duty at a hub."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Date, ForeignKey, SmallInteger, String, Time
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment, now_utc


class SavedService(Base):
    """A service on somebody's list."""

    __tablename__ = "saved_service"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True, index=True)
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)


class ListCalendar(Base):
    """The calendar of a list: who has its address may follow it, so only the address's hash is kept.

    The address is made of `salt` and the site's own secret; another salt makes the old address lead nowhere.
    """

    __tablename__ = "list_calendar"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)


class Duty(Identified, Base):
    """Somebody is at a hub for a chat, by the name that visitors may know.

    On one `day`, or each week on a `weekday` (Monday is 0).
    """

    __tablename__ = "duty"
    __table_args__ = (CheckConstraint("(day IS NULL) <> (weekday IS NULL)", name="day_or_weekday"),)

    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(120), default="")
    day: Mapped[date | None] = mapped_column(Date)
    weekday: Mapped[int | None] = mapped_column(SmallInteger)
    opens_at: Mapped[time] = mapped_column(Time)
    closes_at: Mapped[time] = mapped_column(Time)
