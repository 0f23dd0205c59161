"""When something recurs, in RFC 5545's terms, on the wall clock of Europe/London.

Everything is asked day by day (`occurs_on`): a rule is a question about a date, so bank holidays, term time,
month ends and the clocks changing need no case of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_SLUGS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_GAP_DAYS = 366


@dataclass(frozen=True)
class Calendar:
    """What days are special: bank holidays, and the first and last days of the school terms."""

    bank_holidays: frozenset[date] = frozenset()
    terms: tuple[tuple[date, date], ...] = ()

    def in_term(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.terms)


@dataclass(frozen=True)
class Recurrence:
    """One rule. `byday` holds RFC 5545 weekdays, `TU` or, for a month, `2TH` and `-1FR`.

    Closing at or before opening means the next day; 00:00 to 00:00 is the whole day.
    """

    freq: str
    opens: time
    closes: time
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()
    interval: int = 1
    start: date | None = None
    until: date | None = None
    count: int | None = None
    extra_dates: frozenset[date] = field(default_factory=frozenset)
    exceptions: frozenset[date] = field(default_factory=frozenset)
    term_time_only: bool = False
    not_bank_holidays: bool = False

    def occurs_on(self, day: date, calendar: Calendar) -> bool:
        """Whether it happens on that day."""
        if day in self.exceptions or (self.not_bank_holidays and day in calendar.bank_holidays):
            return False
        if self.term_time_only and not calendar.in_term(day):
            return False
        return day in self.extra_dates or (self._in_range(day) and self._matches(day) and self._counted(day))

    def _in_range(self, day: date) -> bool:
        return (self.start is None or day >= self.start) and (self.until is None or day <= self.until)

    def _matches(self, day: date) -> bool:
        match self.freq:
            case "DAILY":
                return self._on_interval((day - (self.start or day)).days)
            case "WEEKLY":
                return self._on_weekday(day) and self._on_interval(_weeks_between(self.start or day, day))
            case "MONTHLY":
                return self._on_month_day(day) and self._on_interval(_months_between(self.start or day, day))
            case "YEARLY":
                first = self.start or day
                return (day.month, day.day) == (first.month, first.day) and self._on_interval(day.year - first.year)
        return day == self.start

    def _on_interval(self, steps: int) -> bool:
        return steps % max(self.interval, 1) == 0

    def _on_weekday(self, day: date) -> bool:
        wanted = self.byday or ((WEEKDAYS[self.start.weekday()],) if self.start else ())
        return WEEKDAYS[day.weekday()] in wanted

    def _on_month_day(self, day: date) -> bool:
        if self.byday:
            return any(_is_nth(day, rule) for rule in self.byday)
        wanted = self.bymonthday or ((self.start.day,) if self.start else ())
        return day.day in wanted or day.day - _days_in_month(day) - 1 in wanted

    def _counted(self, day: date) -> bool:
        if self.count is None or self.start is None:
            return True
        days = (self.start + timedelta(n) for n in range((day - self.start).days + 1))
        return sum(1 for earlier in days if self._in_range(earlier) and self._matches(earlier)) <= self.count

    def span_on(self, day: date) -> tuple[datetime, datetime]:
        """Start and end, in UTC, of what begins on that day."""
        last = day if self.closes > self.opens else day + timedelta(days=1)
        return _utc(day, self.opens), _utc(last, self.closes)

    def is_on(self, moment: datetime, calendar: Calendar) -> bool:
        """Whether it is on at that moment (with a zone), also when it began yesterday."""
        today = moment.astimezone(LONDON).date()
        for day in (today, today - timedelta(days=1)):
            start, end = self.span_on(day)
            if start <= moment < end and self.occurs_on(day, calendar):
                return True
        return False

    def next_spans(self, after: datetime, calendar: Calendar, days: int = LONGEST_GAP_DAYS) -> Iterator[tuple[datetime, datetime]]:
        """Spans that end after a moment, in order, looking so many days ahead."""
        first = after.astimezone(LONDON).date() - timedelta(days=1)
        for offset in range(days + 2):
            day = first + timedelta(days=offset)
            if self.until and day > self.until and not self.extra_dates:
                return
            if self.occurs_on(day, calendar):
                span = self.span_on(day)
                if span[1] > after:
                    yield span

    def weekdays(self) -> tuple[str, ...]:
        """The day slugs on which it can happen, in the week's order."""
        if self.freq == "DAILY":
            return DAY_SLUGS
        if self.byday:
            codes = {rule[-2:] for rule in self.byday}
            return tuple(slug for slug, code in zip(DAY_SLUGS, WEEKDAYS, strict=True) if code in codes)
        return (DAY_SLUGS[self.start.weekday()],) if self.start and self.freq == "WEEKLY" else ()

    def pattern(self) -> str:
        """The rule as one line: two schedules that are on at the same moments have the same pattern."""
        parts = [self.freq, ",".join(self.byday), ",".join(map(str, self.bymonthday)), f"{self.opens:%H%M}-{self.closes:%H%M}"]
        if self.interval > 1 or self.count or self.freq in ("MONTHLY", "YEARLY", "ONCE"):
            parts.append(f"i{self.interval}c{self.count or ''}s{self.start or ''}")
        elif self.start:
            parts.append(f"s{self.start}")
        parts.append(f"u{self.until or ''}t{int(self.term_time_only)}b{int(self.not_bank_holidays)}")
        parts += [f"+{day}" for day in sorted(self.extra_dates)] + [f"-{day}" for day in sorted(self.exceptions)]
        return ";".join(parts)


def recurrence_of(pattern: str) -> Recurrence:
    """The rule back from its pattern."""
    return _parsed(pattern)


@lru_cache(maxsize=20_000)
def _parsed(pattern: str) -> Recurrence:
    freq, byday, bymonthday, hours, *rest = pattern.split(";")
    opens, closes = (time(int(clock[:2]), int(clock[2:])) for clock in hours.split("-"))
    interval, count, start, tail = 1, None, None, rest
    if tail[0].startswith("i"):
        head, _, began = tail[0].partition("s")
        steps, _, times = head[1:].partition("c")
        interval, count, start = int(steps), int(times) if times else None, _day(began)
        tail = tail[1:]
    elif tail[0].startswith("s"):
        start, tail = _day(tail[0][1:]), tail[1:]
    until, flags = tail[0][1:].split("t")
    return Recurrence(
        freq, opens, closes,
        byday=tuple(byday.split(",")) if byday else (),
        bymonthday=tuple(map(int, bymonthday.split(","))) if bymonthday else (),
        interval=interval, start=start, until=_day(until), count=count,
        extra_dates=frozenset(date.fromisoformat(day[1:]) for day in tail[1:] if day[0] == "+"),
        exceptions=frozenset(date.fromisoformat(day[1:]) for day in tail[1:] if day[0] == "-"),
        term_time_only=flags[0] == "1", not_bank_holidays=flags[2] == "1",
    )  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _utc(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def _weeks_between(first: date, day: date) -> int:
    monday = first - timedelta(days=first.weekday())
    return (day - monday).days // 7


def _months_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def _days_in_month(day: date) -> int:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _is_nth(day: date, rule: str) -> bool:
    if rule[-2:] != WEEKDAYS[day.weekday()]:
        return False
    if len(rule) == 2:
        return True
    from_end = -((_days_in_month(day) - day.day) // 7 + 1)
    return int(rule[:-2]) in ((day.day - 1) // 7 + 1, from_end)
