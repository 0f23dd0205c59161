"""Schedules by example: the cases that directories get wrong."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import islice

import pytest

from hubdirectory.domain.schedules import DAY_SLUGS, LONDON, Calendar, Recurrence
from tests.domain.recurrences import NOTHING_SPECIAL, each_day

TEN, NOON = time(10), time(12)
YEAR_2026 = list(each_day(date(2026, 1, 1), date(2026, 12, 31)))


def rule(freq: str = "WEEKLY", opens: time = TEN, closes: time = NOON, **more: object) -> Recurrence:
    return Recurrence(freq, opens, closes, **more)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def days_of(given: Recurrence, calendar: Calendar = NOTHING_SPECIAL, among: list[date] = YEAR_2026) -> list[str]:
    return [f"{day:%m-%d}" for day in among if given.occurs_on(day, calendar)]


# days


def test_the_second_tuesday_and_the_last_friday_of_each_month() -> None:
    found = days_of(rule("MONTHLY", byday=("2TU", "-1FR")))
    assert found[:4] == ["01-13", "01-30", "02-10", "02-27"]
    assert len(found) == 24


def test_a_fifth_saturday_is_only_in_the_months_that_have_one() -> None:
    assert days_of(rule("MONTHLY", byday=("5SA",))) == ["01-31", "05-30", "08-29", "10-31"]


def test_a_plain_weekday_in_a_month_is_every_one_also_beside_a_numbered_one() -> None:
    assert days_of(rule("MONTHLY", byday=("MO", "1TU")))[:5] == ["01-05", "01-06", "01-12", "01-19", "01-26"]


def test_a_plus_before_the_number_changes_nothing() -> None:
    assert days_of(rule("MONTHLY", byday=("+2TU",))) == days_of(rule("MONTHLY", byday=("2TU",)))


def test_the_31st_is_left_out_in_short_months() -> None:
    assert days_of(rule("MONTHLY", bymonthday=(31,))) == [f"{month:02}-31" for month in (1, 3, 5, 7, 8, 10, 12)]


def test_the_last_day_of_the_month_is_the_last_day_of_every_month() -> None:
    assert days_of(rule("MONTHLY", bymonthday=(-1,)))[:4] == ["01-31", "02-28", "03-31", "04-30"]
    assert rule("MONTHLY", bymonthday=(-1,)).occurs_on(date(2028, 2, 29), NOTHING_SPECIAL)


def test_friday_the_13th_is_a_friday_and_a_13th() -> None:
    assert days_of(rule("MONTHLY", byday=("FR",), bymonthday=(13,))) == ["02-13", "03-13", "11-13"]


def test_every_day_but_the_weekend_may_be_said_as_daily() -> None:
    weekdays = ("MO", "TU", "WE", "TH", "FR")
    assert days_of(rule("DAILY", byday=weekdays)) == days_of(rule(byday=weekdays))


def test_every_other_week_counts_weeks_from_monday() -> None:
    fortnightly = rule(byday=("SU", "MO"), interval=2, start=date(2026, 11, 1))  # a Sunday: Monday is of the next week
    assert days_of(fortnightly) == ["11-01", "11-09", "11-15", "11-23", "11-29", "12-07", "12-13", "12-21", "12-27"]


def test_29_february_comes_every_four_years() -> None:
    leap = rule("YEARLY", start=date(2024, 2, 29))
    years = [day for day in each_day(date(2024, 1, 1), date(2034, 12, 31)) if leap.occurs_on(day, NOTHING_SPECIAL)]
    assert years == [date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29)]


@pytest.mark.parametrize("freq", ["YEARLY", "MONTHLY", "WEEKLY", "ONCE", "HOURLY", ""])
def test_a_rule_that_names_no_day_never_happens(freq: str) -> None:
    assert days_of(rule(freq)) == []


def test_one_date_is_that_day_alone() -> None:
    assert days_of(rule("ONCE", start=date(2026, 11, 24), interval=2, count=9)) == ["11-24"]


@pytest.mark.parametrize("byday", [("XX",), ("TH2",), ("anTU",), ("",)])
def test_a_weekday_that_nobody_can_read_names_no_day(byday: tuple[str, ...]) -> None:
    for freq in ("WEEKLY", "MONTHLY", "DAILY"):
        assert days_of(rule(freq, byday=byday, start=date(2026, 1, 1), count=3)) == []


@pytest.mark.parametrize("interval", [0, -1])
def test_an_interval_of_nothing_is_one(interval: int) -> None:
    assert days_of(rule(byday=("TU",), interval=interval)) == days_of(rule(byday=("TU",)))


def test_a_rule_for_ever_may_end_on_the_last_day_there_is() -> None:
    assert rule(byday=("FR",), until=date.max).occurs_on(date(9999, 12, 31), NOTHING_SPECIAL)
    assert rule("MONTHLY", bymonthday=(-1,), start=date.min).occurs_on(date(2026, 11, 30), NOTHING_SPECIAL)
    assert rule("WEEKLY", byday=("MO",), start=date.min, interval=2, count=3).last_day == date(1, 1, 29)


# count, until, exceptions, extra dates


def test_exceptions_use_up_the_count() -> None:
    course = rule(byday=("TU",), start=date(2026, 11, 3), count=4, exceptions=frozenset({date(2026, 11, 10)}))
    assert days_of(course) == ["11-03", "11-17", "11-24"]


def test_terms_and_bank_holidays_do_not_make_a_course_longer() -> None:
    course = rule(byday=("MO",), start=date(2026, 12, 14), count=3, not_bank_holidays=True, term_time_only=True)
    terms = ((date(2026, 11, 2), date(2026, 12, 18)), (date(2026, 12, 21), date(2026, 12, 31)))
    calendar = Calendar(frozenset({date(2026, 12, 28)}), terms)
    assert days_of(course, calendar) == ["12-14", "12-21"]


def test_extra_dates_do_not_use_up_the_count() -> None:
    course = rule(byday=("TU",), start=date(2026, 11, 3), count=2, extra_dates=frozenset({date(2026, 11, 4), date(2026, 12, 2)}))
    assert days_of(course) == ["11-03", "11-04", "11-10", "12-02"]


def test_an_exception_takes_an_extra_date_away() -> None:
    day = frozenset({date(2026, 11, 4)})
    assert days_of(rule(extra_dates=day, exceptions=day)) == []


def test_an_extra_date_is_on_purpose_also_on_a_bank_holiday_and_out_of_term() -> None:
    boxing_day = date(2026, 12, 26)
    given = rule(byday=("TU",), not_bank_holidays=True, term_time_only=True, extra_dates=frozenset({boxing_day}))
    assert days_of(given, Calendar(frozenset({boxing_day}))) == ["12-26"]


def test_until_is_the_last_day_itself() -> None:
    assert days_of(rule("DAILY", start=date(2026, 11, 2), until=date(2026, 11, 4))) == ["11-02", "11-03", "11-04"]


def test_the_sooner_of_until_and_count_ends_it() -> None:
    start = date(2026, 11, 3)
    assert days_of(rule(byday=("TU",), start=start, until=date(2026, 11, 20), count=9)) == ["11-03", "11-10", "11-17"]
    assert days_of(rule(byday=("TU",), start=start, until=date(2026, 12, 20), count=1)) == ["11-03"]


def test_no_times_at_all_is_never() -> None:
    assert days_of(rule(byday=("TU",), start=date(2026, 11, 3), count=0)) == []


def test_a_count_without_a_start_cannot_be_counted() -> None:
    assert len(days_of(rule(byday=("TU",), count=2))) == 52


@pytest.mark.parametrize(
    ("freq", "more"),
    [("MONTHLY", {"byday": ("6MO",)}), ("MONTHLY", {"bymonthday": (31,), "interval": 12}), ("DAILY", {"bymonthday": (32,)})],
)
def test_a_count_that_is_never_used_up_ends_nothing(freq: str, more: dict[str, object]) -> None:
    assert rule(freq, start=date(2026, 4, 1), count=3, **more).last_day is None


def test_term_time_takes_in_the_first_and_the_last_day() -> None:
    term = Calendar(terms=((date(2026, 11, 3), date(2026, 11, 17)),))
    assert days_of(rule(byday=("TU",), term_time_only=True), term) == ["11-03", "11-10", "11-17"]
    assert days_of(rule(byday=("TU",), term_time_only=True)) == []


# the next spans


def starts(given: Recurrence, after: str, number: int = 5, days: int = 366, calendar: Calendar = NOTHING_SPECIAL) -> list[str]:
    spans = islice(given.next_spans(london(after), calendar, days), number)
    return [f"{start.astimezone(LONDON):%m-%d %H:%M}" for start, _ in spans]


def test_what_is_on_now_is_the_first_of_the_next_spans() -> None:
    assert starts(rule(byday=("TU",)), "2026-11-24T11:00", 2) == ["11-24 10:00", "12-01 10:00"]
    assert starts(rule(byday=("TU",)), "2026-11-24T12:00", 1) == ["12-01 10:00"]
    assert starts(rule(byday=("SA",), opens=time(22), closes=time(2)), "2026-11-22T01:30", 1) == ["11-21 22:00"]


def test_extra_dates_come_in_order_between_the_regular_days() -> None:
    extra = frozenset({date(2026, 11, 18), date(2026, 11, 30), date(2026, 11, 22)})
    night = rule(byday=("SA",), opens=time(22), closes=time(2), extra_dates=extra)
    assert starts(night, "2026-11-19T01:00") == ["11-18 22:00", "11-21 22:00", "11-22 22:00", "11-28 22:00", "11-30 22:00"]


def test_extra_dates_after_until_and_before_the_start_still_come() -> None:
    extra = frozenset({date(2026, 11, 1), date(2026, 12, 24)})
    course = rule(byday=("TU",), start=date(2026, 11, 10), until=date(2026, 11, 17), extra_dates=extra)
    assert starts(course, "2026-10-20T09:00") == ["11-01 10:00", "11-10 10:00", "11-17 10:00", "12-24 10:00"]


def test_what_happens_once_a_year_is_found_a_year_ahead() -> None:
    gala = rule("YEARLY", start=date(2020, 7, 4))
    assert starts(gala, "2026-07-04T12:00") == ["07-04 10:00"]


def test_it_looks_no_further_than_it_is_asked_to() -> None:
    assert starts(rule("DAILY"), "2026-11-24T09:00", 99, days=2) == ["11-24 10:00", "11-25 10:00", "11-26 10:00"]


def test_a_rule_that_is_over_has_no_next() -> None:
    assert starts(rule(byday=("TU",), until=date(2026, 11, 17)), "2026-11-24T09:00") == []
    assert starts(rule("ONCE", start=date(2026, 11, 17)), "2026-11-24T09:00") == []


# the weekdays it keeps to


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (rule("DAILY"), DAY_SLUGS),
        (rule("DAILY", byday=("SU", "SA")), ("saturday", "sunday")),
        (rule(byday=("TH", "MO", "TH")), ("monday", "thursday")),
        (rule(start=date(2026, 11, 24)), ("tuesday",)),
        (rule("MONTHLY", byday=("-1FR", "2TU")), ("tuesday", "friday")),
        (rule("MONTHLY", bymonthday=(15,)), ()),
        (rule("YEARLY", start=date(2026, 11, 24)), ()),
        (rule("ONCE", start=date(2026, 11, 24), byday=("TU",)), ()),
    ],
)
def test_weekdays_are_those_that_a_rule_keeps_to(given: Recurrence, expected: tuple[str, ...]) -> None:
    assert given.weekdays() == expected
