"""Clock changes, nights that end after midnight, whole days and Sundays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from hubdirectory.domain.schedules import LONDON, Calendar, Recurrence
from tests.domain.recurrences import NOTHING_SPECIAL


def rule(freq: str = "WEEKLY", opens: time = time(10), closes: time = time(12), **more: object) -> Recurrence:
    return Recurrence(freq, opens, closes, **more)


def london(text: str, fold: int = 0) -> datetime:
    """A moment by London's clock; `fold=1` for the second of an hour that comes twice."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


# clocks


@pytest.mark.parametrize(("day", "utc"), [("2026-03-28", 10), ("2026-03-29", 9), ("2026-10-24", 9), ("2026-10-25", 10)])
def test_ten_stays_ten_on_the_wall_when_the_clocks_change(day: str, utc: int) -> None:
    start, end = rule("DAILY").span_on(date.fromisoformat(day))
    assert (start.hour, end.hour) == (utc, utc + 2)


def test_a_night_with_an_hour_less_is_an_hour_shorter_and_one_with_an_hour_more_longer() -> None:
    night = rule("DAILY", time(22), time(6))
    lengths = {day: night.span_on(date.fromisoformat(day)) for day in ("2026-03-28", "2026-10-24", "2026-06-01")}
    assert [(end - start) / timedelta(hours=1) for start, end in lengths.values()] == [7, 9, 8]


def test_what_opens_in_the_hour_that_is_skipped_opens_as_long_after() -> None:
    start, end = rule("DAILY", time(1, 30), time(5)).span_on(date(2026, 3, 29))
    assert (start.astimezone(LONDON).time(), end.astimezone(LONDON).time()) == (time(2, 30), time(5))


def test_what_would_close_before_it_opens_in_the_skipped_hour_lasts_as_long_as_ever() -> None:
    start, end = rule("DAILY", time(1, 30), time(2)).span_on(date(2026, 3, 29))
    assert (start, end - start) == (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), timedelta(minutes=30))


def test_of_an_hour_that_comes_twice_it_opens_in_the_first_and_stays_open_through_the_second() -> None:
    late = rule("DAILY", time(1, 30), time(2, 30))
    assert [late.is_on(london("2026-10-25T01:45", fold), NOTHING_SPECIAL) for fold in (0, 1)] == [True, True]
    assert late.is_on(london("2026-10-25T01:15", fold=1), NOTHING_SPECIAL)  # half past one has been once already
    assert not late.is_on(london("2026-10-25T01:15"), NOTHING_SPECIAL)


def test_what_closes_in_the_hour_that_comes_twice_closes_the_first_time() -> None:
    disco = rule(byday=("SA",), opens=time(22), closes=time(1, 30))
    assert disco.is_on(london("2026-10-25T01:15"), NOTHING_SPECIAL)
    assert not disco.is_on(london("2026-10-25T01:15", fold=1), NOTHING_SPECIAL)


# after midnight, whole days, Sundays


def test_saturday_night_is_on_at_half_past_one_on_sunday_and_over_at_two() -> None:
    disco = rule(byday=("SA",), opens=time(22), closes=time(2))
    on = ("2026-11-21T22:00", "2026-11-22T01:30", "2026-11-22T01:59")
    off = ("2026-11-21T01:30", "2026-11-21T21:59", "2026-11-22T02:00", "2026-11-22T22:30")
    assert all(disco.is_on(london(at), NOTHING_SPECIAL) for at in on)
    assert not any(disco.is_on(london(at), NOTHING_SPECIAL) for at in off)


def test_a_night_that_begins_before_a_bank_holiday_goes_on_into_it_and_none_begins_on_it() -> None:
    disco = rule("DAILY", time(22), time(2), not_bank_holidays=True)
    christmas = Calendar(frozenset({date(2026, 12, 25)}))
    assert disco.is_on(london("2026-12-25T01:00"), christmas)
    assert not disco.is_on(london("2026-12-25T23:00"), christmas)
    assert not disco.is_on(london("2026-12-26T01:00"), christmas)


def test_the_last_night_before_until_goes_on_after_midnight() -> None:
    assert rule("DAILY", time(22), time(2), until=date(2026, 11, 20)).is_on(london("2026-11-21T01:00"), NOTHING_SPECIAL)


def test_midnight_to_midnight_is_the_whole_day_and_not_the_next() -> None:
    sunday = rule(byday=("SU",), opens=time(), closes=time())
    times = ("2026-11-22T00:00", "2026-11-22T12:00", "2026-11-22T23:59", "2026-11-23T00:00", "2026-11-21T23:59")
    assert [sunday.is_on(london(at), NOTHING_SPECIAL) for at in times] == [True, True, True, False, False]


def test_sundays_are_days_like_others() -> None:
    assert rule(byday=("SU",)).is_on(london("2026-11-22T11:00"), NOTHING_SPECIAL)
    assert rule(byday=("SU",)).weekdays() == ("sunday",)


def test_a_moment_in_any_zone_is_the_same_moment() -> None:
    monday = rule(byday=("MO",), opens=time(0, 30), closes=time(1))
    assert monday.is_on(datetime(2026, 6, 7, 23, 45, tzinfo=UTC), NOTHING_SPECIAL)
