"""Random rules, and what dateutil says of them: a second opinion that shares no code with ours."""

from __future__ import annotations

import datetime as datetime_module
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any
from unittest.mock import patch

from dateutil import rrule, tz
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from hubdirectory.domain.schedules import WEEKDAYS, Calendar, Recurrence

TEN_YEARS = timedelta(days=3653)
EVERY = bool(os.environ.get("HUB_EVERY_SCHEDULE"))
# The same examples in every run: a test run says what changed in the code, not in the dice.
A_THOUSAND = settings(
    max_examples=1000 if EVERY else 300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow],
    phases=set(Phase) - {Phase.explain},
)  # fmt: skip
A_FEW_HUNDRED = settings(A_THOUSAND, max_examples=200 if EVERY else 80)
FREQUENCIES = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY}
LONDON = tz.gettz("Europe/London")
NOTHING_SPECIAL = Calendar()

clocks = st.builds(time, st.integers(0, 23), st.sampled_from((0, 0, 0, 15, 30, 45)))
# dateutil's zones know of no summer time after 2037.
days = st.dates(date(1995, 1, 1), date(2027, 12, 31))
# Month ends, 29 February, the days on which the clocks change, and the holidays are where rules go wrong.
awkward_days = st.one_of(
    days,
    st.sampled_from([
        date(2024, 2, 29), date(2020, 2, 29), date(2026, 1, 31), date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 29),
        date(2026, 3, 28), date(2026, 10, 25), date(2026, 10, 24), date(2027, 1, 1), date(2023, 8, 28), date(2026, 5, 31),
    ]),
)  # fmt: skip
weekdays = st.lists(st.sampled_from(WEEKDAYS), max_size=7).map(tuple)
# dateutil asks for both where plain and numbered weekdays are mixed; RFC 5545 means either.
month_weekdays = weekdays | st.lists(
    st.builds("{}{}".format, st.sampled_from(("1", "2", "3", "4", "5", "-1", "-2", "-5")), st.sampled_from(WEEKDAYS)),
    max_size=3,
).map(tuple)  # fmt: skip
month_days = st.lists(st.integers(1, 31) | st.integers(-31, -1) | st.sampled_from((31, 30, 29, -1)), max_size=3).map(tuple)


@st.composite
def plain_rules(draw: st.DrawFn) -> Recurrence:
    """Any rule that dateutil understands as well: with a start, without terms and holidays."""
    freq = draw(st.sampled_from(("DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "ONCE")))
    start = draw(awkward_days)
    by_weekday = {"DAILY": weekdays, "WEEKLY": weekdays, "MONTHLY": month_weekdays}.get(freq, st.just(()))
    by_month_day = {"DAILY": month_days, "MONTHLY": month_days}.get(freq, st.just(()))
    rule = Recurrence(
        freq, draw(clocks), draw(clocks), start=start,
        byday=draw(st.one_of(st.just(()), by_weekday)), bymonthday=draw(st.one_of(st.just(()), by_month_day)),
        interval=draw(st.one_of(st.integers(1, 3), st.integers(1, 30))),
        until=draw(st.none() | st.integers(-3, 4000).map(lambda n: start + timedelta(days=n))),
        count=draw(st.none() | st.integers(1, 12) | st.integers(1, 800)),
    )  # fmt: skip
    nearby = st.integers(-40, 3700).map(lambda n: start + timedelta(days=n))
    regular = sorted(regular_days(rule))[:400]
    on_the_rule = st.sampled_from(regular) if regular else nearby
    some = st.lists(st.one_of(nearby, on_the_rule), max_size=8).map(frozenset)
    return replace(rule, extra_dates=draw(some), exceptions=draw(some))


@st.composite
def rules(draw: st.DrawFn) -> Recurrence:
    """Any rule at all: without a start, in term time, not on bank holidays."""
    rule = draw(plain_rules())
    start = draw(st.sampled_from((rule.start, rule.start, None)))
    return replace(rule, start=start, term_time_only=draw(st.booleans()), not_bank_holidays=draw(st.booleans()))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Holidays and terms anywhere; terms may touch or overlap."""
    firsts = draw(st.lists(days, max_size=12))
    terms = tuple((first, first + timedelta(days=draw(st.integers(0, 400)))) for first in firsts)
    return Calendar(draw(st.frozensets(days, max_size=30)), terms)


def regular_days(rule: Recurrence) -> frozenset[date]:
    """The days of the rule alone over ten years, by dateutil."""
    return _regular_days(replace(rule, opens=time(), closes=time(), extra_dates=frozenset(), exceptions=frozenset()))


@lru_cache(maxsize=100)
def _regular_days(rule: Recurrence) -> frozenset[date]:
    if rule.freq == "ONCE":
        return frozenset({rule.start} if rule.until is None or rule.start <= rule.until else ())
    found = rrule.rrule(
        FREQUENCIES[rule.freq], dtstart=datetime.combine(rule.start, time()), interval=rule.interval, wkst=rrule.MO,
        byweekday=[_weekday(code) for code in rule.byday] or None, bymonthday=list(rule.bymonthday) or None,
        until=_earliest(rule.until, rule.start + TEN_YEARS),
    )  # fmt: skip
    with patch.object(rrule, "datetime", _NotForEver()):
        return frozenset(moment.date() for moment in islice(found, rule.count))


class _NotForEver:
    """The datetime module for dateutil, which looks for a rule that never happens until the last year that there is."""

    MAXYEAR = 2060

    def __getattr__(self, name: str) -> Any:
        return getattr(datetime_module, name)


def days_by_dateutil(rule: Recurrence) -> set[date]:
    """The days over ten years with extra dates and exceptions."""
    last = rule.start + TEN_YEARS
    return {day for day in (regular_days(rule) | rule.extra_dates) - rule.exceptions if day <= last}


def span_by_dateutil(rule: Recurrence, day: date) -> tuple[datetime, datetime]:
    """Start and end in UTC by dateutil's zone: a time that the clock skips is as long after as the skipped hour."""
    last = day if rule.closes > rule.opens else day + timedelta(days=1)
    return _moment(day, rule.opens), _moment(last, rule.closes)


def each_day(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _moment(day: date, clock: time) -> datetime:
    return tz.resolve_imaginary(datetime.combine(day, clock, LONDON)).astimezone(UTC)


def _weekday(code: str) -> rrule.weekday:
    return rrule.weekday(WEEKDAYS.index(code[-2:]), int(code[:-2]) if len(code) > 2 else None)


def _earliest(until: date | None, last: date) -> datetime:
    return datetime.combine(min(until or last, last), time())
