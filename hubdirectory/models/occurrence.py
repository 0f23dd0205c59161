"""Occurrence: one dated happening of a service, as its schedule says it and as the manager changed it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, SmallInteger, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubdirectory.domain.occurrences import DayChange

from .base import Base, Identified, Moment, now_utc
from .location import Location

_TOUCHED = "touched_at IS NOT NULL"


class Occurrence(Identified, Base):
    """`planned_*` is what the schedule says, the rest what is so: they differ where it was moved.

    `identity` stands for service, place, day and time as planned (domain.occurrences): by it a row is found again
    when schedules are rolled anew.
    `planned` is false where the schedule no longer says so; such a row is kept for what was done to it, and shown
    nowhere. `one_off` rows stand by themselves. `day` is London's date of `starts`. `touched_at` says that somebody
    changed it. Clock times and places of the future may change with the schedule, but never what was done by hand.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        Index("ix_occurrence_place", "location_id", "day"),
        Index("ix_occurrence_touched", "service_id", "touched_at"),
        # Only what was touched can stand on another day than planned.
        Index("ix_occurrence_moved", "planned_day", sqlite_where=text(_TOUCHED), postgresql_where=text(_TOUCHED)),
    )

    identity: Mapped[str] = mapped_column(String(36))
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    planned: Mapped[bool] = mapped_column(Boolean, default=True)
    one_off: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    planned_day: Mapped[date] = mapped_column(Date)
    planned_starts: Mapped[datetime] = mapped_column(Moment)
    planned_ends: Mapped[datetime] = mapped_column(Moment)
    planned_location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id", ondelete="SET NULL"))
    day: Mapped[date] = mapped_column(Date, index=True)
    starts: Mapped[datetime] = mapped_column(Moment)
    ends: Mapped[datetime] = mapped_column(Moment)
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    said: Mapped[str] = mapped_column(String(300), default="")
    cancelled: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    full: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    late_minutes: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    featured: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    touched_at: Mapped[datetime | None] = mapped_column(Moment)
    touched_by: Mapped[str] = mapped_column(String(200), default="", server_default="")

    location: Mapped[Location | None] = relationship(lazy="raise", foreign_keys=[location_id], viewonly=True)

    @property
    def moved_in_time(self) -> bool:
        return not self.one_off and (self.starts, self.ends) != (self.planned_starts, self.planned_ends)

    @property
    def moved_in_place(self) -> bool:
        return not self.one_off and self.location_id != self.planned_location_id

    def change(self) -> DayChange:
        """What it changes in when its service is on."""
        gone = not self.one_off and (self.cancelled or self.moved_in_time)
        instead = not self.cancelled and (self.one_off or self.moved_in_time)
        return DayChange(
            self.planned_location_id,
            gone=(self.planned_starts, self.planned_ends) if gone else None,
            instead=(self.starts, self.ends) if instead else None,
        )


class OccurrenceDeed(Identified, Base):
    """What somebody did to an occurrence, and how it stood before, so that it can be undone."""

    __tablename__ = "occurrence_deed"
    __table_args__ = (UniqueConstraint("occurrence_id", "number"),)

    occurrence_id: Mapped[str] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    verb: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    by: Mapped[str] = mapped_column(String(200), default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
