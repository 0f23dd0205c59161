"""Schedules laid out over ten years, as dates are kept and calendars are followed: against dateutil and recurring-ical-events.

A run takes a sample of the random schedules; HUB_EVERY_SCHEDULE=1 takes a thousand of each (some five minutes).
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import assume, given, settings

from hubdirectory.domain.days import LONDON
from hubdirectory.domain.occurrences import DayChange, Expansion, Horizon, Planned, identity_of, rules_with_changes
from hubdirectory.domain.schedules import Calendar, Recurrence
from hubdirectory.domain.series import series_of
from tests.domain.recurrences import A_THOUSAND, NOTHING_SPECIAL, TEN_YEARS, days_by_dateutil, plain_rules, regular_days, rules

EVERY = settings(A_THOUSAND, max_examples=1000 if os.environ.get("HUB_EVERY_SCHEDULE") else 40)
MANY = settings(A_THOUSAND, max_examples=1000 if os.environ.get("HUB_EVERY_SCHEDULE") else 150)
FREE = Calendar(frozenset({date(2026, 12, 25), date(2026, 12, 28)}), ((date(2026, 9, 2), date(2026, 10, 23)),))


@MANY
@given(plain_rules())
def test_ten_years_laid_out_are_the_days_that_dateutil_says(rule):
    first, last = rule.start - timedelta(days=50), rule.start + TEN_YEARS
    laid_out = list(rule.between(first, last, NOTHING_SPECIAL))
    assert [day for day, _ in laid_out] == sorted(day for day in days_by_dateutil(rule) if first <= day <= last)
    assert all(span == rule.span_on(day) for day, span in laid_out)


@EVERY
@given(plain_rules())
def test_ten_years_laid_out_begin_when_recurring_ical_events_says(rule):
    assume(regular_days(rule))
    last = rule.start + TEN_YEARS
    ours = {span[0] for _, span in rule.between(rule.start, last, NOTHING_SPECIAL)}
    found = recurring_ical_events.of(calendar_of(rule)).between(rule.start, last + timedelta(days=1))
    theirs = {event.start.astimezone(UTC) for event in found if rule.start <= event.start.astimezone(LONDON).date() <= last}
    assert ours == theirs


@EVERY
@given(rules())
def test_a_series_to_follow_has_the_days_of_its_schedule_for_a_year(rule):
    """With terms, bank holidays, exceptions and extra dates, from any day on."""
    first = date(2026, 8, 30)
    series = series_of(rule, first, FREE)
    last = first + timedelta(days=366)
    ours = {span for _, span in rule.between(first, last, FREE)}
    if series is None:
        assert not ours
        return
    found = recurring_ical_events.of(followed(series)).between(first, last + timedelta(days=1))
    theirs = {(event.start.astimezone(UTC), event.end.astimezone(UTC)) for event in found}
    assert {span for span in ours if first <= span[0].astimezone(LONDON).date() <= last} == {
        span for span in theirs if first <= span[0].astimezone(LONDON).date() <= last
    }


def calendar_of(rule):
    """The rule as a calendar of one event, which begins on a day of its own."""
    days = sorted(regular_days(rule))
    event = icalendar.Event()
    event.add("uid", "one@example.org")
    event.add("dtstart", datetime.combine(days[0], rule.opens, LONDON))
    event.add("duration", timedelta(minutes=1))
    if rule.freq != "ONCE":
        event.add("rrule", said(rule.simplest(), rule.last_day))
    for name, dates in (("rdate", rule.extra_dates - rule.exceptions), ("exdate", rule.exceptions)):
        if dates:
            event.add(name, [datetime.combine(day, rule.opens, LONDON) for day in sorted(dates)])
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    return calendar


def said(rule, last):
    rrule = {"freq": rule.freq, "interval": rule.step}
    rrule |= {"byday": list(rule.byday)} if rule.byday else {}
    rrule |= {"bymonthday": list(rule.bymonthday)} if rule.bymonthday else {}
    rrule |= {"until": datetime.combine(last, rule.opens, LONDON).astimezone(UTC)} if last else {}
    return rrule


def followed(series):
    event = icalendar.Event()
    event.add("uid", "one@example.org")
    event.add("dtstart", series.first[0].astimezone(LONDON))
    event.add("dtend", series.first[1].astimezone(LONDON))
    if series.recurs:
        event.add("rrule", said(series.rule, series.until))
    for name, starts in (("exdate", series.left_out), ("rdate", series.added)):
        if starts:
            event.add(name, [moment.astimezone(LONDON) for moment in starts])
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    for starts, ends in series.lengths:
        other = icalendar.Event()
        other.add("uid", "one@example.org")
        for name, moment in (("recurrence-id", starts), ("dtstart", starts), ("dtend", ends)):
            other.add(name, moment.astimezone(LONDON))
        calendar.add_component(other)
    return calendar


# what is kept


TUESDAYS = Recurrence("WEEKLY", time(10), time(12), byday=("TU",))
TUESDAY = date(2026, 11, 24)


def test_the_horizon_is_four_weeks_behind_and_twelve_ahead():
    horizon = Horizon.around(datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    assert (horizon.first, horizon.today, horizon.last) == (date(2026, 10, 27), TUESDAY, date(2027, 2, 16))
    assert date(2027, 2, 16) in horizon and date(2027, 2, 17) not in horizon


def test_it_is_the_next_day_by_londons_clock():
    assert Horizon.around(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)).today == date(2026, 6, 2)


def test_an_identity_is_of_service_place_day_and_clock():
    (dated, *_) = Expansion(Horizon.around(datetime(2026, 11, 24, tzinfo=UTC)), NOTHING_SPECIAL).of(TUESDAYS)
    plan = Planned(dated, "hub")
    same = identity_of("shed", plan.place, dated.mark)
    assert same == identity_of("shed", "hub", "2026-10-27|100000")
    others = {identity_of("shed", None, dated.mark), identity_of("choir", "hub", dated.mark), identity_of("shed", "hub", "x")}
    assert same not in others and len(others) == 3


def changed(*changes, rules=((TUESDAYS, frozenset({"hub"})),)):
    found = list(rules_with_changes(rules, changes))
    days = [TUESDAY + timedelta(days=n) for n in range(-1, 9)]
    return [str(day) for day in days if any(rule.occurs_on(day, NOTHING_SPECIAL) for rule in found)]


def test_a_cancelled_day_is_an_exception_of_its_rule():
    assert changed(DayChange("hub", gone=TUESDAYS.span_on(TUESDAY))) == ["2026-12-01"]


def test_a_day_that_falls_away_at_one_of_two_places_is_still_on():
    both = ((TUESDAYS, frozenset({"hub", "hall"})),)
    gone = TUESDAYS.span_on(TUESDAY)
    assert changed(DayChange("hub", gone=gone), rules=both) == ["2026-11-24", "2026-12-01"]
    assert changed(DayChange("hub", gone=gone), DayChange("hall", gone=gone), rules=both) == ["2026-12-01"]


def test_another_place_at_the_same_time_loses_nothing():
    two = ((TUESDAYS, frozenset({"hub"})), (TUESDAYS, frozenset({"hall"})))
    assert changed(DayChange("hub", gone=TUESDAYS.span_on(TUESDAY)), rules=two) == ["2026-11-24", "2026-12-01"]


def test_a_moved_day_is_a_rule_of_its_own():
    wednesday = TUESDAYS.span_on(TUESDAY + timedelta(days=1))
    assert changed(DayChange("hub", gone=TUESDAYS.span_on(TUESDAY), instead=wednesday)) == ["2026-11-25", "2026-12-01"]


@pytest.mark.parametrize("night", [date(2026, 3, 28), date(2026, 10, 24)])
def test_a_series_says_the_length_of_the_night_on_which_the_clocks_change(night):
    nights = Recurrence("DAILY", time(22), time(6))
    assert series_of(nights, date(2026, 3, 1), NOTHING_SPECIAL).lengths.count(nights.span_on(night)) == 1


def test_a_rule_with_holidays_ends_where_nobody_knows_them():
    assert series_of(TUESDAYS, TUESDAY, NOTHING_SPECIAL).until is None
    assert series_of(replace(TUESDAYS, not_bank_holidays=True), TUESDAY, NOTHING_SPECIAL).until == date(2027, 11, 25)
