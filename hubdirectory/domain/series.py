"""A schedule as calendars understand it (RFC 5545): a first time, a rule that goes on from there, days left out and added."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .regular_days import RECURRING
from .schedules import Calendar, Recurrence, Span

# What terms and bank holidays take away can only be named day by day; beyond these days nothing is promised.
NAMED_DAYS = 366


@dataclass(frozen=True)
class Series:
    """`first` is one of its own times. `until` None goes on for ever; `left_out` and `added` are starts, in UTC.

    `lengths` are those of its times whose end is not as long after the start as the first's: the night that the clocks change.
    """

    rule: Recurrence
    first: Span
    until: date | None
    left_out: tuple[datetime, ...]
    added: tuple[datetime, ...]
    lengths: tuple[Span, ...]

    @property
    def recurs(self) -> bool:
        return self.rule.freq in RECURRING


def series_of(rule: Recurrence, first: date, calendar: Calendar, taken: Collection[date] = ()) -> Series | None:
    """The rule from a day on; None where it does not happen within a year of it. On `taken` days another rule stands for it."""
    last = first + timedelta(days=NAMED_DAYS)
    rule = rule.simplest()
    days = [day for day in _days(first, last) if rule.is_regular(day)] if rule.freq in RECURRING or rule.start else []
    extra = sorted(day for day in rule.extra_dates if first <= day <= last and day not in taken)
    if not days:
        return _only_extra(rule, extra)
    limited = rule.term_time_only or rule.not_bank_holidays
    until = min(filter(None, (rule.until, last if limited else None)), default=None)
    on = [day for day in days if rule.occurs_on(day, calendar) and day not in taken]
    spans = [rule.span_on(day) for day in days]
    here, named = frozenset(on), frozenset(days)
    return Series(
        rule, spans[0], until,
        left_out=tuple(rule.span_on(day)[0] for day in days if day not in here),
        added=tuple(rule.span_on(day)[0] for day in extra if day not in named),
        lengths=_other_lengths([rule.span_on(day) for day in on], spans[0]),
    )  # fmt: skip


def _only_extra(rule: Recurrence, extra: list[date]) -> Series | None:
    if not extra:
        return None
    spans = [rule.span_on(day) for day in extra]
    once = Recurrence("ONCE", rule.opens, rule.closes, start=extra[0])
    return Series(once, spans[0], None, (), tuple(start for start, _ in spans[1:]), _other_lengths(spans, spans[0]))


def _other_lengths(spans: list[Span], first: Span) -> tuple[Span, ...]:
    return tuple(span for span in spans if span[1] - span[0] != first[1] - first[0])


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))
