"""When something is on, as people write it. Each line is a sentence that somebody might type."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain import forms
from hubdirectory.domain.record_data import SCHEDULE
from hubdirectory.domain.said_schedules import said
from hubdirectory.domain.said_words import span_of

TODAY = date(2026, 11, 24)  # a Tuesday


def short(schedule):
    """What a schedule says beyond nothing."""
    return {key: value for key, value in schedule.items() if value != SCHEDULE[key] or key == "freq"}


def weekly(*days, opens="10:00", closes="12:00", **more):
    return {"freq": "WEEKLY", "byday": list(days), "opens": opens, "closes": closes, **more}


def monthly(*days, opens="14:00", closes="16:00", **more):
    return {"freq": "MONTHLY", "byday": list(days), "opens": opens, "closes": closes, **more}


EVERY_WEEK = [
    ("every Tuesday 10 to 12", [weekly("TU")]),
    ("Tuesdays 10-12", [weekly("TU")]),
    ("10am to 12 noon every Tuesday", [weekly("TU")]),
    ("We meet on Tuesdays between 10am and 12pm", [weekly("TU")]),
    ("Tue 10.00–12.00", [weekly("TU")]),
    ("Mondays and Wednesdays 9.30am - 11.30am", [weekly("MO", "WE", opens="09:30", closes="11:30")]),
    ("Mon, Wed & Fri 2 to 4", [weekly("MO", "WE", "FR", opens="14:00", closes="16:00")]),
    ("Mon-Fri 9 to 5", [weekly("MO", "TU", "WE", "TH", "FR", opens="09:00", closes="17:00")]),
    ("weekdays 0900-1700", [weekly("MO", "TU", "WE", "TH", "FR", opens="09:00", closes="17:00")]),
    ("weekends 10 till 4", [weekly("SA", "SU", opens="10:00", closes="16:00")]),
    ("Friday to Sunday 18:00 to 20:00", [weekly("FR", "SA", "SU", opens="18:00", closes="20:00")]),
    ("Sundays half past ten to quarter to twelve", [weekly("SU", opens="10:30", closes="11:45")]),
    ("Thursdays at 7pm for 2 hours", [weekly("TH", opens="19:00", closes="21:00")]),
    ("Thursdays at 1pm for an hour", [weekly("TH", opens="13:00", closes="14:00")]),
    ("Fridays and Saturdays 10pm to 2am", [weekly("FR", "SA", opens="22:00", closes="02:00")]),
    ("Tuesday mornings 8 to 9", [weekly("TU", opens="08:00", closes="09:00")]),
    ("Tuesday evenings 7 to 9", [weekly("TU", opens="19:00", closes="21:00")]),
    ("Tuesday 10 to 12 and Thursday 2 to 4", [weekly("TU"), weekly("TH", opens="14:00", closes="16:00")]),
    ("open 10-12 Tuesday, 12-6 Friday", [weekly("TU"), weekly("FR", opens="12:00", closes="18:00")]),
    ("Tuesdays 10-12 & 1-3", [weekly("TU"), weekly("TU", opens="13:00", closes="15:00")]),
    ("every day 8am to midnight", [{"freq": "DAILY", "opens": "08:00", "closes": "00:00"}]),
    ("24 hours a day, seven days a week", [{"freq": "DAILY", "opens": "00:00", "closes": "00:00"}]),
]
EVERY_MONTH = [
    ("second Thursday of the month 2-4pm", [monthly("2TH")]),
    ("the 2nd and 4th Thursday of each month, 2pm to 4pm", [monthly("2TH", "4TH")]),
    ("last Friday of the month 2 to 4", [monthly("-1FR")]),
    ("first Monday 2 to 4", [monthly("1MO")]),
    ("on the 15th of each month 2pm to 4pm", [{"freq": "MONTHLY", "bymonthday": [15], "opens": "14:00", "closes": "16:00"}]),
    ("last day of the month 2pm to 4pm", [{"freq": "MONTHLY", "bymonthday": [-1], "opens": "14:00", "closes": "16:00"}]),
]
WITH_DATES = [
    ("every Tuesday 10 to 12, term time only", [weekly("TU", term_time_only=True)]),
    ("Tuesdays 10 to 12, not in the school holidays", [weekly("TU", term_time_only=True)]),
    ("Tuesdays 10 to 12, not on bank holidays", [weekly("TU", not_bank_holidays=True)]),
    ("Tuesdays 10 to 12 except bank holidays", [weekly("TU", not_bank_holidays=True)]),
    ("Tuesdays 10 to 12, no bank and school holidays", [weekly("TU", not_bank_holidays=True, term_time_only=True)]),
    ("Tuesdays 10 to 12 from 5 January until 30 March", [weekly("TU", start="2027-01-05", until="2027-03-30")]),
    ("Tuesdays 10 to 12, 5 January to 30 March 2027", [weekly("TU", start="2027-01-05", until="2027-03-30")]),
    ("between 5 January and 30 March, Tuesdays 10 to 12", [weekly("TU", start="2027-01-05", until="2027-03-30")]),
    ("Tuesdays 10 to 12 starting 5/1/2027", [weekly("TU", start="2027-01-05")]),
    ("Tuesdays 10 to 12 since 1 October", [weekly("TU", start="2026-10-01")]),
    ("Tuesdays 10 to 12 from September to July", [weekly("TU", start="2026-09-01", until="2027-07-31")]),
    ("Tuesdays 10 to 12 until the end of February", [weekly("TU", until="2027-02-28")]),
    ("Tuesdays 10 to 12 from 5 January for six weeks", [weekly("TU", start="2027-01-05", until="2027-02-15")]),
    ("Tuesdays 10 to 12, not on 22 and 29 December", [weekly("TU", exceptions=["2026-12-22", "2026-12-29"])]),
    ("Tuesdays 10 to 12, also on Saturday 5 December", [weekly("TU", extra_dates=["2026-12-05"])]),
    ("Saturday 12 December 10 to 12", [{"freq": "ONCE", "start": "2026-12-12", "opens": "10:00", "closes": "12:00"}]),
    ("every other Friday 10 to 12 from 4 December", [weekly("FR", interval=2, start="2026-12-04")]),
    ("fortnightly on Mondays 10 to 12 from 7 December", [weekly("MO", interval=2, start="2026-12-07")]),
    ("every 3 weeks on Monday 10 to 12 from 7 December", [weekly("MO", interval=3, start="2026-12-07")]),
    (
        "Tuesday 10 to 12 and Thursday 2 to 4, term time only",
        [weekly("TU", term_time_only=True), weekly("TH", opens="14:00", closes="16:00", term_time_only=True)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "meant"), EVERY_WEEK + EVERY_MONTH + WITH_DATES, ids=lambda value: str(value)[:60])
def test_a_sentence_says_what_it_means(sentence, meant):
    read = said(sentence, TODAY)
    assert [short(one) for one in read.schedules] == meant
    assert read.not_understood == ()
    assert not any(list(forms.wrong_in_schedule(one)) for one in read.schedules)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("every Tuesday 10 to 12 at Central hub", "Central hub"),
        ("at the Belle Vue Centre, Thursdays 6.30pm to 8pm", "Belle Vue Centre"),
        ("Fridays 1 to 3 in St Aidan’s church hall, term time only", "St Aidan's church hall"),
        ("at Central hub every Tuesday from 10 to 12", "Central hub"),
        ("Tuesdays at 10am to 12", ""),
    ],
)
def test_the_place_is_taken_out_of_the_sentence(sentence, place):
    read = said(sentence, TODAY)
    assert read.place == place
    assert read.not_understood == ()
    assert len(read.schedules) == 1


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("Tuesdays 10 to 12 unless the tide is high", ("unless the tide is high",)),
        ("when the moon is full", ("when the moon is full",)),
        ("Tuesdays 10 to 12, ages 5 to 11 years", ("ages 5 to 11 years",)),
        ("Tuesday 31 June 10 to 12", ("31 June",)),
        ("Tuesdays 10 to 12 until Easter", ("until Easter",)),
        ("Tuesdays 27:00 to 28:00", ("27:00 to 28:00",)),
    ],
)
def test_what_was_not_understood_is_said_and_never_dropped(sentence, left):
    assert said(sentence, TODAY).not_understood == left


@pytest.mark.parametrize(
    ("sentence", "guess"),
    [
        ("Fridays at 7pm", "end"),
        ("Fridays", "end"),
        ("every other Friday 10 to 12", "start"),
        ("every second Friday 10 to 12", "second"),
        ("Fridays 7 to 9", "clock"),
    ],
)
def test_what_was_guessed_is_named(sentence, guess):
    assert guess in said(sentence, TODAY).guesses


def test_nothing_that_is_certain_is_called_a_guess():
    assert said("Fridays 10am to 12 noon", TODAY).guesses == ()
    assert said("Fridays 2pm to 4pm", TODAY).guesses == ()


def test_until_when_is_left_open_where_nobody_says_it():
    (one,) = said("Fridays at 7pm", TODAY).schedules
    assert (one["opens"], one["closes"]) == ("19:00", "")


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ("10", "2", (time(10), time(14))), ("11", "1pm", (time(11), time(13))), ("2", "4pm", (time(14), time(16))),
        ("10pm", "2", (time(22), time(2))), ("12", "1", (time(12), time(13))), ("9", "12", (time(9), time(12))),
        ("noon", "midnight", (time(12), time(0))), ("1830", "2000", (time(18, 30), time(20))),
        ("6.30", "8", (time(18, 30), time(20))), ("8", "6", (time(8), time(18))),
    ],
)  # fmt: skip
def test_the_half_of_the_day_that_nobody_said_is_the_likely_one(first, last, span):
    assert span_of(first, last)[:2] == span


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_a_failure(text):
    said(text, TODAY)


WORDS = """
every Tuesday Thursdays 10 to 12 noon midnight 31 June last second of the month 5/1 29/2 from until not on also
and , January February
2027 at Central hub half past quarter term time bank holidays fortnightly for 6 weeks hours 25:99
"""
PIECES = st.lists(
    st.sampled_from(WORDS.split()),
    max_size=14,
)


@given(PIECES)
def test_any_order_of_the_words_gives_schedules_of_the_right_form(pieces):
    for one in said(" ".join(pieces), TODAY).schedules:
        assert set(one) == set(SCHEDULE)
        wrong = {part for part, _ in forms.wrong_in_schedule(one)}
        assert wrong <= {"opens", "closes", "until", "byday", "interval"}
