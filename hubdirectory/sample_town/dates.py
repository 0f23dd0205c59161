"""Lays a service's times, states and confirmations on the calendar, always seen from one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from .facts import DAYS, When
from .town import SampleSchedule

# How long ago a record was confirmed: share of the records, and the span in days. The rest never was.
CONFIRMED = ((0.62, 3, 90), (0.24, 90, 180), (0.05, 190, 360), (0.05, 420, 435))


def schedule_of(when: When, today: date, rng: Random, course: bool = False) -> SampleSchedule:
    """A time on the calendar. A course began some weeks ago or begins soon, and ends."""
    start = until = None
    if when.freq == "ONCE":
        start = today + timedelta(days=when.once)
    elif when.fortnightly:
        start = _weekday_before(today - timedelta(days=7 * rng.randrange(4, 8)), when.byday)
    elif course and when.freq == "WEEKLY":
        start = _weekday_before(today + timedelta(days=7 * rng.randrange(-4, 4)), when.byday)
        until = start + timedelta(days=7 * rng.choice((5, 7, 9, 11)))
    return SampleSchedule(
        when.opens, when.closes, when.freq, when.byday, interval=2 if when.fortnightly else 1, dtstart=start, until=until,
        term_time_only=when.term, not_bank_holidays=when.not_bank_holidays, at_location=when.place,
    )  # fmt: skip


def _weekday_before(day: date, byday: tuple[str, ...]) -> date:
    wanted = {DAYS.index(code[-2:]) for code in byday} or set(range(7))
    return next(day - timedelta(days=n) for n in range(7) if (day - timedelta(days=n)).weekday() in wanted)


def moment(today: date, days_ago: int, rng: Random) -> datetime:
    """A moment in working hours, so many days before today, in UTC."""
    minutes = int(rng.random() * 540)
    return datetime.combine(today - timedelta(days=days_ago), time(8 + minutes // 60, minutes % 60), UTC)


def confirmed(today: date, rng: Random) -> datetime | None:
    """When a record was last confirmed: mostly within six months, some 14 months ago, a few never."""
    dice = rng.random()
    for share, fewest, most in CONFIRMED:
        if dice < share:
            return moment(today, rng.randrange(fewest, most), rng)
        dice -= share
    return None


def dice(seed: str) -> Random:
    """Chance that falls the same way every time for the same seed."""
    return Random(seed)  # noqa: S311
