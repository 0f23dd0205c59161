"""Arithmetic of days, weeks and months, and a London clock's moment in UTC."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def moment_of(day: date, clock: time) -> datetime:
    """The moment in UTC.

    A time that the clock skips is as long after the skip; of one that it repeats, the first is meant (RFC 5545, 3.3.5).
    """
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def weeks_between(first: date, day: date) -> int:
    """Whole weeks from the week of the one to that of the other; weeks begin on Monday."""
    monday = first - timedelta(days=first.weekday()) if first.toordinal() > first.weekday() else first
    return (day - monday).days // 7


def months_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def days_in_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def is_nth(day: date, rule: str) -> bool:
    """Whether a rule such as `TU` (every one), `2TH` or `-1FR` (of the month) names that day."""
    if rule[-2:] != WEEKDAYS[day.weekday()]:
        return False
    from_start, from_end = (day.day - 1) // 7 + 1, (days_in_month(day) - day.day) // 7 + 1
    return rule[:-2].removeprefix("+") in ("", f"{from_start}", f"-{from_end}")


def later(day: date, days: int) -> date | None:
    """So many days later; None beyond the last day that there is."""
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if ordinal <= date.max.toordinal() else None
