"""Our rules held against dateutil and recurring-ical-events over ten years."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import icalendar
import recurring_ical_events
from hypothesis import assume, given
from hypothesis import strategies as st

from hubdirectory.domain.schedules import DAY_SLUGS, LONDON, Calendar, Recurrence
from tests.domain.recurrences import (
    A_FEW_HUNDRED,
    A_THOUSAND,
    NOTHING_SPECIAL,
    TEN_YEARS,
    calendars,
    clocks,
    days,
    days_by_dateutil,
    each_day,
    plain_rules,
    regular_days,
    rules,
    span_by_dateutil,
)

NIGHTS_OF_CHANGE = (date(2025, 3, 30), date(2025, 10, 26), date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28))


@A_THOUSAND
@given(plain_rules())
def test_a_rule_happens_on_the_days_that_dateutil_says_over_ten_years(rule: Recurrence) -> None:
    window = each_day(rule.start - timedelta(days=50), rule.start + TEN_YEARS)
    assert {day for day in window if rule.occurs_on(day, NOTHING_SPECIAL)} == days_by_dateutil(rule)


@A_FEW_HUNDRED
@given(plain_rules(), st.booleans(), st.booleans(), st.data())
def test_terms_and_bank_holidays_take_days_off_the_rule_but_nothing_off_its_count_or_its_extra_dates(
    rule: Recurrence, terms: bool, holidays: bool, data: st.DataObject
) -> None:
    regular = regular_days(rule)
    free = data.draw(st.frozensets(st.sampled_from(sorted(regular)), max_size=10)) if regular else frozenset()
    first = rule.start + timedelta(days=data.draw(st.integers(-10, 300)))
    calendar = Calendar(free, ((first, first + timedelta(days=90)),))
    limited = Recurrence(**{**vars_of(rule), "term_time_only": terms, "not_bank_holidays": holidays})
    expected = {
        day for day in regular
        if not (holidays and day in free) and not (terms and not first <= day <= first + timedelta(days=90))
    }  # fmt: skip
    expected = {day for day in (expected | rule.extra_dates) - rule.exceptions if day <= rule.start + TEN_YEARS}
    window = each_day(rule.start - timedelta(days=50), rule.start + TEN_YEARS)
    assert {day for day in window if limited.occurs_on(day, calendar)} == expected


@A_FEW_HUNDRED
@given(plain_rules())
def test_the_next_spans_from_before_the_start_are_all_that_dateutil_says(rule: Recurrence) -> None:
    first = min({rule.start} | rule.extra_dates)
    after = datetime.combine(first - timedelta(days=2), time(12), UTC)
    spans = list(rule.next_spans(after, NOTHING_SPECIAL, days=(rule.start + TEN_YEARS - after.date()).days))
    assert spans == [rule.span_on(day) for day in sorted(days_by_dateutil(rule))]
    assert spans == sorted(spans)


@A_FEW_HUNDRED
@given(rules(), calendars(), st.datetimes(datetime(1995, 1, 1), datetime(2045, 1, 1), timezones=st.just(UTC)))
def test_the_next_span_is_the_first_to_end_after_the_moment_and_says_whether_it_is_on(rule, calendar, moment) -> None:
    spans = list(islice(rule.next_spans(moment, calendar), 3))
    assert all(start < end and end > moment for start, end in spans)
    assert spans == sorted(spans)
    assert rule.is_on(moment, calendar) == any(start <= moment for start, _ in spans)


@A_FEW_HUNDRED
@given(plain_rules(), st.data())
def test_it_is_on_exactly_while_one_of_its_spans_lasts(rule: Recurrence, data: st.DataObject) -> None:
    happens = days_by_dateutil(rule)
    middle = sorted(day for day in happens if day < rule.start + TEN_YEARS - timedelta(days=4))
    assume(middle)
    day = data.draw(st.sampled_from(middle))
    spans = [rule.span_on(near) for near in each_day(day - timedelta(days=3), day + timedelta(days=3)) if near in happens]
    start, end = rule.span_on(day)
    for moment in (start, start - timedelta(minutes=1), start + (end - start) / 2, end - timedelta(minutes=1), end):
        assert rule.is_on(moment, NOTHING_SPECIAL) == any(one <= moment < other for one, other in spans)


@A_FEW_HUNDRED
@given(clocks, clocks, st.one_of(st.sampled_from(NIGHTS_OF_CHANGE), days))
def test_a_span_opens_and_closes_by_the_clock_on_the_wall(opens: time, closes: time, day: date) -> None:
    rule = Recurrence("DAILY", opens, closes)
    for near in each_day(day - timedelta(days=1), day + timedelta(days=1)):
        (start, end), (opened, closed) = rule.span_on(near), span_by_dateutil(rule, near)
        assert start == opened
        assert end == closed or end > start >= closed


@A_FEW_HUNDRED
@given(plain_rules())
def test_starts_and_ends_are_those_of_recurring_ical_events(rule: Recurrence) -> None:
    """A calendar keeps the length of an event where the clocks change meanwhile; we keep the clock."""
    assume(rule.start in regular_days(rule))
    end = rule.start + timedelta(days=730)
    found = recurring_ical_events.of(calendar_of(rule)).between(rule.start - timedelta(days=45), end)
    theirs = {(event.start.astimezone(UTC), event.end.astimezone(UTC)) for event in found if event.start.date() < end}
    ours = {rule.span_on(day) for day in days_by_dateutil(rule) if day < end}
    assert {start for start, _ in ours} == {start for start, _ in theirs}
    assert all(start.astimezone(LONDON).utcoffset() != end.astimezone(LONDON).utcoffset() for start, end in ours ^ theirs)


@A_FEW_HUNDRED
@given(plain_rules())
def test_a_regular_day_is_always_one_of_the_weekdays_it_names(rule: Recurrence) -> None:
    assume(rule.freq in ("DAILY", "WEEKLY") or (rule.freq == "MONTHLY" and rule.byday))
    assert {DAY_SLUGS[day.weekday()] for day in regular_days(rule)} <= set(rule.weekdays())


def calendar_of(rule: Recurrence) -> icalendar.Calendar:
    event = icalendar.Event()
    start = datetime.combine(rule.start, rule.opens, LONDON)
    last = rule.start if rule.closes > rule.opens else rule.start + timedelta(days=1)
    event.add("uid", "one@example.org")
    event.add("dtstart", start)
    event.add("dtend", datetime.combine(last, rule.closes, LONDON))
    if rule.freq != "ONCE":
        event.add("rrule", rrule_of(rule))
    for name, dates in (("rdate", rule.extra_dates), ("exdate", rule.exceptions)):
        if dates:
            event.add(name, [datetime.combine(day, rule.opens, LONDON) for day in sorted(dates)])
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    return calendar


def rrule_of(rule: Recurrence) -> dict[str, object]:
    said: dict[str, object] = {"freq": rule.freq, "interval": rule.interval}
    if rule.byday:
        said["byday"] = list(rule.byday)
    if rule.bymonthday:
        said["bymonthday"] = list(rule.bymonthday)
    last = min(filter(None, (rule.until, max(regular_days(rule)))), default=None) if rule.until or rule.count else None
    if last:
        said["until"] = datetime.combine(last, rule.opens, LONDON).astimezone(UTC)
    return said


def vars_of(rule: Recurrence) -> dict[str, object]:
    return {name: getattr(rule, name) for name in rule.__dataclass_fields__}

