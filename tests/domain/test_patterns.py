"""A rule as one line, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain.packed_dates import packed, unpacked
from hubdirectory.domain.schedules import LONGEST_PATTERN, Calendar, Recurrence, recurrence_of
from tests.domain.recurrences import A_FEW_HUNDRED, NOTHING_SPECIAL, TEN_YEARS, calendars, each_day, rules

TUESDAYS = Recurrence("WEEKLY", time(10), time(12), byday=("TU",))
TODAY = date(2026, 11, 24)


@A_FEW_HUNDRED
@given(rules())
def test_a_pattern_leads_back_to_the_rule_as_it_is_said_most_simply(rule: Recurrence) -> None:
    assert recurrence_of(rule.pattern()) == rule.simplest()
    assert recurrence_of(rule.pattern()).pattern() == rule.pattern()


@A_FEW_HUNDRED
@given(rules(), calendars())
def test_the_rule_from_a_pattern_happens_on_the_same_days_at_the_same_hours(rule: Recurrence, calendar: Calendar) -> None:
    again = recurrence_of(rule.pattern())
    assert (again.opens, again.closes) == (rule.opens, rule.closes)
    first = (rule.start or date(2010, 1, 1)) - timedelta(days=50)
    window = list(each_day(first, first + TEN_YEARS))
    assert [again.occurs_on(day, calendar) for day in window] == [rule.occurs_on(day, calendar) for day in window]


@A_FEW_HUNDRED
@given(rules())
def test_a_pattern_fits_its_column_and_what_meilisearch_filters_by(rule: Recurrence) -> None:
    assert len(rule.pattern().encode()) <= LONGEST_PATTERN < 468


@pytest.mark.parametrize(
    "same",
    [
        replace(TUESDAYS, byday=("TU", "TU")),
        replace(TUESDAYS, interval=0),
        replace(TUESDAYS, count=3),  # without a start there is nothing to count from
        replace(TUESDAYS, bymonthday=(3,)),  # means nothing in a week
        replace(TUESDAYS, exceptions=frozenset({date(2026, 11, 25)})),  # a Wednesday
        replace(TUESDAYS, extra_dates=frozenset({TODAY})),
        replace(TUESDAYS, extra_dates=frozenset({date(2026, 11, 25)}), exceptions=frozenset({date(2026, 11, 25)})),
    ],
)
def test_rules_that_are_on_at_the_same_moments_have_the_same_pattern(same: Recurrence) -> None:
    assert same.pattern() == TUESDAYS.pattern()


def test_six_times_from_a_day_and_until_the_sixth_are_the_same() -> None:
    course = replace(TUESDAYS, start=TODAY)
    assert replace(course, count=6).pattern() == replace(course, until=date(2026, 12, 29)).pattern()
    assert replace(course, byday=()).pattern() == course.pattern()


def test_rules_that_differ_in_anything_that_matters_have_different_patterns() -> None:
    others = [
        replace(TUESDAYS, **{field: value})
        for field, value in {
            "closes": time(12, 1), "byday": ("WE",), "start": TODAY, "until": TODAY, "term_time_only": True,
            "not_bank_holidays": True, "extra_dates": frozenset({date(2026, 11, 25)}), "exceptions": frozenset({TODAY}),
            "freq": "DAILY",
        }.items()
    ]  # fmt: skip
    others += [replace(TUESDAYS, start=TODAY, interval=2), replace(TUESDAYS, closes=time(12, 0, 59)), TUESDAYS]
    assert len({rule.pattern() for rule in others}) == len(others)


def test_a_plain_pattern_is_readable() -> None:
    assert TUESDAYS.pattern() == "WEEKLY;TU;;1000-1200;"
    assert replace(TUESDAYS, start=TODAY, interval=2, term_time_only=True).pattern() == "WEEKLY;TU;;1000-1200;i2s2026-11-24t1"


def test_dates_a_week_apart_take_a_character_each() -> None:
    wednesdays = frozenset(date(2026, 12, 2) + timedelta(days=7 * n) for n in range(5))
    assert replace(TUESDAYS, extra_dates=wednesdays).pattern() == "WEEKLY;TU;;1000-1200;;+2026-12-027777"


@given(st.frozensets(st.dates(date(1970, 1, 1), date(2100, 1, 1))), st.sampled_from("+-"))
def test_packed_dates_come_back(days: frozenset[date], sign: str) -> None:
    text = packed(sign, sorted(days))
    assert unpacked(sign, text.split(";")) == days
    assert text == text.lower()


def test_where_a_pattern_cannot_hold_all_dates_the_latest_are_kept() -> None:
    extra = frozenset(date(2015, 1, 7) + timedelta(days=7 * n) for n in range(900))
    rule = replace(TUESDAYS, extra_dates=extra)
    again = recurrence_of(rule.pattern())
    assert LONGEST_PATTERN - 12 <= len(rule.pattern()) <= LONGEST_PATTERN
    assert again.extra_dates == frozenset(sorted(extra)[-len(again.extra_dates) :])
    assert len(again.extra_dates) > 400
    assert again.occurs_on(max(extra), NOTHING_SPECIAL)


def test_hundreds_of_scattered_dates_fit_for_the_years_to_come() -> None:
    closed = frozenset(date(year, month, day) for year in range(2016, 2036) for month, day in ((1, 1), (5, 5), (8, 27), (12, 25)))
    rule = replace(TUESDAYS, freq="DAILY", byday=(), exceptions=closed)
    assert recurrence_of(rule.pattern()).exceptions == closed
