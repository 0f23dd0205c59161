"""Open now, until 5pm; opens tomorrow at 9am."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain.openings import Opening, opening_now
from hubdirectory.domain.schedules import LONDON, Calendar, Recurrence
from tests.domain.recurrences import A_FEW_HUNDRED, NOTHING_SPECIAL, rules

WEEK = ("MO", "TU", "WE", "TH", "FR")
MORNING = Recurrence("WEEKLY", time(9), time(12), byday=WEEK)
AFTERNOON = Recurrence("WEEKLY", time(12), time(17), byday=WEEK)
EVENING = Recurrence("WEEKLY", time(18), time(21), byday=("TU",))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def opening(text: str, *given_: Recurrence, calendar: Calendar = NOTHING_SPECIAL) -> tuple[bool, str | None, str | None]:
    found = opening_now(given_, at(text), calendar)
    until, opens = (moment and f"{moment.astimezone(LONDON):%a %H:%M}" for moment in (found.until, found.next_opens))
    return found.is_open, until, opens


def test_two_rules_that_touch_are_one_opening() -> None:
    assert opening("2026-11-24T10:00", MORNING, AFTERNOON, EVENING) == (True, "Tue 17:00", "Tue 18:00")


def test_two_rules_that_overlap_are_open_until_the_later_of_them() -> None:
    drop_in = Recurrence("WEEKLY", time(11), time(14), byday=("TU",))
    assert opening("2026-11-24T10:00", drop_in, MORNING) == (True, "Tue 14:00", "Wed 09:00")


def test_a_shorter_rule_inside_a_longer_one_does_not_close_it() -> None:
    lunch = Recurrence("WEEKLY", time(12, 30), time(13), byday=("TU",))
    assert opening("2026-11-24T12:45", lunch, AFTERNOON) == (True, "Tue 17:00", "Wed 12:00")


def test_closed_it_says_when_it_opens() -> None:
    assert opening("2026-11-24T08:59", MORNING, EVENING) == (False, None, "Tue 09:00")
    assert opening("2026-11-24T12:00", MORNING) == (False, None, "Wed 09:00")
    assert opening("2026-11-27T18:00", MORNING) == (False, None, "Mon 09:00")


def test_it_is_open_from_the_very_minute_to_the_minute_before() -> None:
    assert opening("2026-11-24T09:00", MORNING)[:2] == (True, "Tue 12:00")
    assert opening("2026-11-24T11:59", MORNING)[:2] == (True, "Tue 12:00")


def test_after_midnight_it_is_still_saturday_night() -> None:
    night = Recurrence("WEEKLY", time(22), time(2), byday=("SA",))
    assert opening("2026-11-22T01:30", night) == (True, "Sun 02:00", "Sat 22:00")


def test_a_bank_holiday_moves_the_next_opening_on() -> None:
    weekdays = Recurrence("WEEKLY", time(9), time(17), byday=WEEK, not_bank_holidays=True)
    christmas = Calendar(frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
    assert opening("2026-12-24T18:00", weekdays, calendar=christmas) == (False, None, "Tue 09:00")


def test_what_never_closes_has_no_closing_time() -> None:
    assert opening("2026-11-24T10:00", Recurrence("DAILY", time(), time())) == (True, None, None)


def test_a_day_that_ends_at_one_minute_to_midnight_goes_on_into_the_next() -> None:
    assert opening("2026-11-24T10:00", Recurrence("DAILY", time(), time(23, 59))) == (True, None, None)
    weekdays = Recurrence("WEEKLY", time(), time(23, 59), byday=WEEK)
    assert opening("2026-11-24T10:00", weekdays) == (True, "Fri 23:59", "Mon 00:00")


def test_a_whole_day_is_open_until_midnight() -> None:
    assert opening("2026-11-24T10:00", Recurrence("WEEKLY", time(), time(), byday=("TU",))) == (True, "Wed 00:00", "Tue 00:00")


def test_what_is_open_all_week_but_on_sunday_says_so() -> None:
    six_days = Recurrence("WEEKLY", time(), time(), byday=(*WEEK, "SA"))
    assert opening("2026-11-24T10:00", six_days) == (True, "Sun 00:00", "Mon 00:00")


def test_through_the_nights_of_the_clocks_two_rules_that_touch_stay_one() -> None:
    nights = [Recurrence("DAILY", time(22), time(1, 30)), Recurrence("DAILY", time(1, 30), time(6))]
    assert opening("2026-03-28T23:00", *nights) == (True, "Sun 06:00", "Sun 22:00")
    assert opening("2026-10-24T23:00", *nights) == (True, "Sun 06:00", "Sun 22:00")


def test_what_is_over_and_what_has_no_rules_is_closed_for_good() -> None:
    over = Recurrence("WEEKLY", time(9), time(17), byday=WEEK, until=date(2026, 11, 20))
    assert opening_now([over], at("2026-11-24T10:00"), NOTHING_SPECIAL) == Opening(False, None, None)
    assert opening_now([], at("2026-11-24T10:00"), NOTHING_SPECIAL) == Opening(False, None, None)


def test_the_last_opening_has_an_end_and_nothing_after_it() -> None:
    last = Recurrence("ONCE", time(9), time(17), start=date(2026, 11, 24))
    assert opening("2026-11-24T10:00", last) == (True, "Tue 17:00", None)


@A_FEW_HUNDRED
@given(st.lists(rules(), max_size=3), st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_it_is_open_until_it_is_not_and_opens_when_it_says(several: list[Recurrence], now: datetime) -> None:
    def is_open(moment: datetime) -> bool:
        return any(rule.is_on(moment, NOTHING_SPECIAL) for rule in several)

    found = opening_now(several, now, NOTHING_SPECIAL)
    moment = timedelta(microseconds=1)
    assert found.is_open == is_open(now)
    if found.until:
        assert found.is_open
        assert is_open(found.until - moment)
        assert not is_open(found.until)
    if found.next_opens:
        assert is_open(found.next_opens)
        assert not is_open(found.next_opens - moment)
