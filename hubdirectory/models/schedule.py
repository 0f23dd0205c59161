"""Schedule: when a service happens, or when a hub is open, in RFC 5545's terms."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import JSON, Boolean, Date, ForeignKey, SmallInteger, String, Time
from sqlalchemy.orm import Mapped, mapped_column

from hubdirectory.domain.schedules import Recurrence

from .base import Base, Identified


class Schedule(Identified, Base):
    """Clock times are Europe/London's. `byday` such as ["TU"] or ["2TH"]; dates in the lists are ISO texts."""

    __tablename__ = "schedule"

    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    at_location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id", ondelete="SET NULL"), index=True)
    freq: Mapped[str] = mapped_column(String(10), default="WEEKLY")
    interval: Mapped[int] = mapped_column(SmallInteger, default=1)
    byday: Mapped[list[str]] = mapped_column(JSON, default=list)
    bymonthday: Mapped[list[int]] = mapped_column(JSON, default=list)
    dtstart: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    count: Mapped[int | None] = mapped_column(SmallInteger)
    opens_at: Mapped[time] = mapped_column(Time)
    closes_at: Mapped[time] = mapped_column(Time)
    extra_dates: Mapped[list[str]] = mapped_column(JSON, default=list)
    exceptions: Mapped[list[str]] = mapped_column(JSON, default=list)
    term_time_only: Mapped[bool] = mapped_column(Boolean, default=False)
    not_bank_holidays: Mapped[bool] = mapped_column(Boolean, default=False)
    description: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(SmallInteger, default=0)

    def recurrence(self) -> Recurrence:
        return Recurrence(
            self.freq, self.opens_at, self.closes_at,
            byday=tuple(self.byday or ()), bymonthday=tuple(self.bymonthday or ()), interval=self.interval or 1,
            start=self.dtstart, until=self.until, count=self.count,
            extra_dates=frozenset(map(date.fromisoformat, self.extra_dates or ())),
            exceptions=frozenset(map(date.fromisoformat, self.exceptions or ())),
            term_time_only=bool(self.term_time_only), not_bank_holidays=bool(self.not_bank_holidays),
        )  # fmt: skip
