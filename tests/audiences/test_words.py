"""Times, distances, money and numbers, as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from hubdirectory.domain.schedules import LONDON, Recurrence
from hubdirectory.understanding.crisis import KINDS
from hubdirectory.web import formatting, recurrences, times
from hubdirectory.web.crisis import built_in_panel, panel_of
from hubdirectory.web.crisis_words import GENERAL, SHIPPED
from hubdirectory.web.hub_marks import hub_marks

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def in_english(town):
    with town.app.test_request_context("/"):
        yield


@pytest.fixture
def in_polish(town):
    with town.app.test_request_context("/?lang=pl"):
        yield


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("clock", "words"),
    [(time(10), "10am"), (time(22, 5), "10:05pm"), (time(12), "12 noon"), (time(0), "midnight"), (time(0, 30), "12:30am"),
     (time(12, 30), "12:30pm")],
)  # fmt: skip
def test_a_time_is_said_with_am_and_pm(clock, words):
    assert times.clock(clock) == words


@pytest.mark.usefixtures("in_polish")
def test_a_time_in_polish_has_24_hours():
    assert times.clock(time(22, 5)) == "22:05"


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [(at(24, 10), at(24, 12), "On now, until 12 noon"), (at(24, 10, 50), at(24, 12), "In 20 minutes, at 10:50am"),
     (at(24, 14), at(24, 15), "Today, 2pm to 3pm"), (at(25, 10), at(25, 12), "Tomorrow, 10am to 12 noon"),
     (at(27, 10), at(27, 12), "Friday 27 November, 10am to 12 noon"), (at(24, 0), at(25, 0), "On now, all day"),
     (at(27, 0), at(28, 0), "Friday 27 November, all day")],
)  # fmt: skip
def test_when_it_is_on_is_said_as_a_person_would(starts, ends, words):
    assert times.when(starts, ends, NOW) == words


def test_a_day_of_another_year_says_the_year():
    assert times.day_words(date(2027, 1, 5), date(2026, 11, 24)) == "Tuesday 5 January 2027"


def test_a_day_on_which_the_clocks_change_is_all_day_too():
    starts = datetime(2027, 3, 28, 0, tzinfo=LONDON)
    ends = (starts + timedelta(days=1)).replace(hour=0)
    assert times.span_words(starts.astimezone(UTC), ends.astimezone(UTC)) == "all day"


@pytest.mark.parametrize(
    ("rule", "words"),
    [(Recurrence("WEEKLY", time(10), time(12), byday=("TU",)), "Every Tuesday, 10am to 12 noon"),
     (Recurrence("WEEKLY", time(9), time(17), byday=("MO", "TU", "WE", "TH", "FR")), "Monday to Friday, 9am to 5pm"),
     (Recurrence("WEEKLY", time(10), time(12), byday=("MO", "TH"), term_time_only=True),
      "Monday and Thursday, 10am to 12 noon, in school term time"),
     (Recurrence("WEEKLY", time(10), time(12), byday=("TU",), interval=2), "Every other week on Tuesday, 10am to 12 noon"),
     (Recurrence("MONTHLY", time(18), time(20), byday=("2TH",)), "Second Thursday of the month, 6pm to 8pm"),
     (Recurrence("MONTHLY", time(18), time(20), byday=("-1FR",)), "Last Friday of the month, 6pm to 8pm"),
     (Recurrence("DAILY", time(0), time(0)), "Every day, all day"),
     (Recurrence("ONCE", time(18), time(20), start=date(2026, 12, 24)), "Thursday 24 December 2026, 6pm to 8pm"),
     (Recurrence("WEEKLY", time(10), time(12), byday=("TU",), until=date(2027, 3, 2)),
      "Every Tuesday, 10am to 12 noon, until 2 March 2027"),
     (Recurrence("DAILY", time(9), time(17), byday=("MO", "TU", "WE", "TH", "FR")), "Monday to Friday, 9am to 5pm"),
     (Recurrence("DAILY", time(9), time(17), byday=("SA", "SU")), "Saturday and Sunday, 9am to 5pm"),
     (Recurrence("DAILY", time(9), time(17), byday=("SA",)), "Every Saturday, 9am to 5pm"),
     (Recurrence("DAILY", time(9), time(17), interval=3), "Every 3 days, 9am to 5pm"),
     (Recurrence("DAILY", time(9), time(17), interval=3, byday=("SA",)), "Every 3 days, where that is Saturday, 9am to 5pm"),
     (Recurrence("DAILY", time(9), time(17), bymonthday=(1, 15)), "On day 1 and 15 of the month, 9am to 5pm"),
     (Recurrence("MONTHLY", time(18), time(20), bymonthday=(-1,)), "On the last day of the month, 6pm to 8pm"),
     (Recurrence("MONTHLY", time(18), time(20), bymonthday=(-1, 15)), "On day 15 and the last day of the month, 6pm to 8pm"),
     (Recurrence("MONTHLY", time(18), time(20), byday=("FR",), bymonthday=(13,)),
      "On day 13 of the month, where that is Friday, 6pm to 8pm"),
     (Recurrence("MONTHLY", time(18), time(20), byday=("+5SA",)), "Fifth Saturday of the month, 6pm to 8pm"),
     (Recurrence("MONTHLY", time(18), time(20), byday=("1MO",), interval=3),
      "First Monday of the month, every 3 months, 6pm to 8pm"),
     (Recurrence("YEARLY", time(18), time(20), interval=2), "Once every 2 years, 6pm to 8pm")],
)  # fmt: skip
def test_a_rule_is_said_in_words(rule, words):
    assert recurrences.rule_words(rule) == words


@pytest.mark.parametrize(
    ("miles", "words"),
    [(0.0, "a few minutes' walk"), (0.25, "about a quarter of a mile"), (0.5, "about half a mile"), (1.0, "about a mile"),
     (2.34, "2.3 miles in a straight line"), (41.6, "42 miles in a straight line")],
)  # fmt: skip
def test_a_distance_is_said_roughly(miles, words):
    assert formatting.distance(miles) == words


@pytest.mark.parametrize(
    ("miles", "words"),
    [(0.0, "about 5 minutes on foot"), (0.37, "about 10 minutes on foot"), (4.0, "about 40 minutes by bus"), (40.0, ""),
     (1.5, "about 40 minutes on foot, or 20 by bus")],
)  # fmt: skip
def test_a_way_is_said_in_rough_minutes(miles, words):
    assert formatting.travel_times(miles) == words


@pytest.mark.parametrize(("amount", "words"), [("3", "£3"), ("3.50", "£3.50"), ("1200", "£1,200"), ("0.5", "£0.50")])
def test_money_is_said_shortly(amount, words):
    assert formatting.money(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("number", "link"),
    [("01632 960 123", "tel:+441632960123"), ("(01429) 523 400", "tel:+441429523400"), ("999", "tel:999"), ("111", "tel:111"),
     ("116 123", "tel:116123"), ("+48 22 123 45 67", "tel:+48221234567"), ("ask at the desk", ""), ("", "")],
)  # fmt: skip
def test_a_number_can_be_dialled(number, link):
    assert formatting.phone_link(number) == link


def test_a_number_is_read_in_groups():
    assert formatting.phone_words("01632 960 123") == "01632 960 123"
    assert formatting.phone_words("02079460123") == "020 7946 0123"


@pytest.mark.parametrize(
    ("address", "link"),
    [("https://example.org/x", "https://example.org/x"), ("www.example.org", "https://www.example.org"),
     ("javascript:alert(1)", ""), ("not an address", ""), ("", "")],
)  # fmt: skip
def test_only_an_address_of_the_web_is_a_link(address, link):
    assert formatting.web_address(address) == link


def test_hubs_are_told_apart_by_colour_shape_and_letter():
    names = {"c": "Community Hub Central", "n": "Community Hub North", "s": "Community Hub South"}
    marks = hub_marks(names)
    assert [mark.letter for mark in marks.values()] == ["C", "N", "S"]
    assert len({mark.shape for mark in marks.values()}) == len({mark.number for mark in marks.values()}) == 3


def test_the_built_in_crisis_panel_is_the_one_that_every_directory_begins_with(town):
    written = town.app.extensions["site_facts"].crisis.get()
    assert {GENERAL, *KINDS} == set(SHIPPED)
    assert all(panel_of(written.get(kind), kind) == built_in_panel(kind) for kind in SHIPPED)


def test_the_crisis_lines_are_the_real_ones():
    assert [line.tel for line in built_in_panel().lines] == ["999", "111", "116123", "85258"]


def test_a_panel_that_the_manager_wrote_stands_as_written(town):
    line = {"name": "Jean", "number": "01632 960 001", "tel": "01632960001"}
    mine = {"heading": "Talk to us", "intro": "Now.", "lines": [line]}
    assert panel_of(mine).heading == "Talk to us"
    assert panel_of(mine).lines[0].name == "Jean"
