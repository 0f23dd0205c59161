"""When something recurs, in RFC 5545's terms, on the wall clock of Europe/London.

Everything is asked day by day (`occurs_on`): a rule is a question about a date, so bank holidays, term time,
month ends and the clocks changing need no case of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from .days import LONDON, WEEKDAYS, moment_of
from .packed_dates import LONGEST_PART, packed, unpacked
from .regular_days import RECURRING, RegularDays

DAY_SLUGS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_GAP_DAYS = 366
# The column holds 500 characters, but Meilisearch cuts what it filters by after 468 bytes.
LONGEST_PATTERN = 460
# Start and end in UTC.
Span = tuple[datetime, datetime]
_FIELD = re.compile(r"([icsutb])([\d-]*)")


@dataclass(frozen=True)
class Calendar:
    """What days are special: bank holidays, and the first and last days of the school terms."""

    bank_holidays: frozenset[date] = frozenset()
    terms: tuple[tuple[date, date], ...] = ()

    def in_term(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.terms)


@dataclass(frozen=True)
class Recurrence(RegularDays):
    """One rule. `freq` is DAILY, WEEKLY, MONTHLY, YEARLY (on the day and month of `start`) or ONCE (on `start`).

    `byday` holds RFC 5545 weekdays, `TU` or, for a month, `2TH` and `-1FR`; with month days beside it both must hold.
    Weeks begin on Monday. Closing at or before opening means the next day; 00:00 to 00:00 is the whole day.
    `interval` and `count` are counted from `start`, and mean nothing without one. As in RFC 5545, exceptions use up the
    count and extra dates do not; neither do terms and bank holidays change it.
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
        """Whether it happens on that day. An extra date was named on purpose: holidays do not take it away, exceptions do."""
        if day in self.exceptions:
            return False
        return day in self.extra_dates or (self.is_regular(day) and self._is_allowed(day, calendar))

    def _is_allowed(self, day: date, calendar: Calendar) -> bool:
        if self.not_bank_holidays and day in calendar.bank_holidays:
            return False
        return not self.term_time_only or calendar.in_term(day)

    def span_on(self, day: date) -> Span:
        """Start and end, in UTC, of what begins on that day.

        Where the clock skips the opening time, so that it would close before it opens, it lasts as long as on other days.
        """
        last = day if self.closes > self.opens else day + timedelta(days=1)
        start, end = moment_of(day, self.opens), moment_of(last, self.closes)
        if end <= start:
            end = start + (datetime.combine(last, self.closes) - datetime.combine(day, self.opens))
        return start, end

    def is_on(self, moment: datetime, calendar: Calendar) -> bool:
        """Whether it is on at that moment (with a zone), also when it began yesterday."""
        today = moment.astimezone(LONDON).date()
        return any(self._is_on(moment, day, calendar) for day in (today, today - timedelta(days=1)))

    def _is_on(self, moment: datetime, day: date, calendar: Calendar) -> bool:
        if not self.occurs_on(day, calendar):
            return False
        start, end = self.span_on(day)
        return start <= moment < end

    def next_spans(self, after: datetime, calendar: Calendar, days: int = LONGEST_GAP_DAYS) -> Iterator[Span]:
        """Spans that end after a moment, in order, looking so many days ahead."""
        yesterday = after.astimezone(LONDON).date() - timedelta(days=1)
        for day in self._possible_days(yesterday, yesterday + timedelta(days=days + 1)):
            if self.occurs_on(day, calendar):
                span = self.span_on(day)
                if span[1] > after:
                    yield span

    def between(self, first: date, last: date, calendar: Calendar) -> Iterator[tuple[date, Span]]:
        """The days from first to last on which it happens, each with start and end."""
        for day in self._possible_days(first, last):
            if self.occurs_on(day, calendar):
                yield day, self.span_on(day)

    def _possible_days(self, first: date, last: date) -> Iterator[date]:
        """The days from first to last, without those before and after all that it can have."""
        first = max(first, min((self.start or first, *self.extra_dates)))
        last = min(last, max((self.last_day or last, *self.extra_dates)))
        return (first + timedelta(days=offset) for offset in range((last - first).days + 1))

    def weekdays(self) -> tuple[str, ...]:
        """The slugs of the weekdays that it keeps to, in the week's order; none for a date in a month or a year."""
        if self.freq not in ("DAILY", "WEEKLY", "MONTHLY"):
            return ()
        if self.byday:
            codes = {rule[-2:] for rule in self.byday}
            return tuple(slug for slug, code in zip(DAY_SLUGS, WEEKDAYS, strict=True) if code in codes)
        if self.freq == "DAILY":
            return DAY_SLUGS
        return (DAY_SLUGS[self.start.weekday()],) if self.start and self.freq == "WEEKLY" else ()

    def simplest(self) -> Recurrence:
        """The rule that is on at the same moments, said in the one way that rules alike have in common."""
        extra = self.extra_dates - self.exceptions
        if not (self.term_time_only or self.not_bank_holidays):
            extra = frozenset(day for day in extra if not self.is_regular(day))
        return replace(
            self, byday=self.named_weekdays(), bymonthday=self.named_month_days(),
            interval=self.step if self.start and self.freq in RECURRING else 1, until=self.last_day, count=None,
            extra_dates=extra, exceptions=frozenset(day for day in self.exceptions if self.is_regular(day)),
        )  # fmt: skip

    def without(self, days: Iterable[date]) -> Recurrence:
        """The same rule with these days as exceptions."""
        left_out = frozenset(days)
        return replace(self, exceptions=self.exceptions | left_out) if left_out else self

    def pattern(self) -> str:
        """The rule as one line of at most LONGEST_PATTERN characters: rules on at the same moments have the same line.

        Where its extra dates and exceptions are too many (some hundreds), the oldest are left out.
        """
        rule = self.simplest()
        dates = sorted(rule.extra_dates | rule.exceptions)
        text = _written(rule, dates)
        while len(text) > LONGEST_PATTERN and dates:
            surplus = len(text) - LONGEST_PATTERN
            dates = dates[1 + surplus // LONGEST_PART :]
            text = _written(rule, dates)
        return text


def _written(rule: Recurrence, dates: list[date]) -> str:
    hours = "-".join(f"{clock:%H%M%S}".removesuffix("00") for clock in (rule.opens, rule.closes))
    fields = {"i": rule.interval if rule.interval > 1 else "", "s": rule.start, "u": rule.until,
              "t": int(rule.term_time_only) or "", "b": int(rule.not_bank_holidays) or ""}  # fmt: skip
    said = "".join(f"{name}{value}" for name, value in fields.items() if value)
    head = ";".join((rule.freq, ",".join(rule.byday), ",".join(map(str, rule.bymonthday)), hours, said))
    extra, left_out = ([day for day in dates if day in given] for given in (rule.extra_dates, rule.exceptions))
    return head + packed("+", extra) + packed("-", left_out)


def recurrence_of(pattern: str) -> Recurrence:
    """The rule back from its pattern, as `simplest` says it."""
    return _parsed(pattern)


@lru_cache(maxsize=20_000)
def _parsed(pattern: str) -> Recurrence:
    freq, byday, bymonthday, hours, *rest = pattern.split(";")
    opens, closes = (time(int(clock[:2]), int(clock[2:4]), int(clock[4:] or 0)) for clock in hours.split("-"))
    said = dict(_FIELD.findall("".join(part for part in rest if part[:1] not in ("+", "-"))))
    return Recurrence(
        freq, opens, closes,
        byday=tuple(byday.split(",")) if byday else (),
        bymonthday=tuple(map(int, bymonthday.split(","))) if bymonthday else (),
        interval=int(said.get("i") or 1), start=_day(said.get("s")), until=_day(said.get("u")),
        count=int(said["c"]) if said.get("c") else None,
        extra_dates=unpacked("+", rest), exceptions=unpacked("-", rest),
        term_time_only=said.get("t") == "1", not_bank_holidays=said.get("b") == "1",
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
