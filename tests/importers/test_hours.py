"""Opening hours as people write them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.cells import tidy
from importers.hours import HoursReading, read_day_hours, read_hours
from importers.record import DAYS, Opening

WEEK = "MO TU WE TH FR"


def said(reading: HoursReading) -> list[str]:
    """The openings in short: "MO 09:00-17:00", "2TU 10:00-12:00 (Job Club)"."""
    return [short(opening) for opening in reading.openings]


def short(opening: Opening) -> str:
    end = f"{opening.closes:%H:%M}" if opening.closes else "?"
    note = f" ({opening.note})" if opening.note else ""
    return f"{opening.week or ''}{opening.day} {opening.opens:%H:%M}-{end}{note}"


def each(days: str, hours: str) -> list[str]:
    return [f"{day} {hours}" for day in days.split()]


WHOLLY = {
    "Monday 11am - 2pm": ["MO 11:00-14:00"],
    "Wednesdays 1:30 – 3:30pm": ["WE 13:30-15:30"],
    "Mon-Fri 9-5": each(WEEK, "09:00-17:00"),
    "9 - 4 weekdays except Wed 9 - 2": [
        "MO 09:00-16:00", "TU 09:00-16:00", "WE 09:00-14:00", "TH 09:00-16:00", "FR 09:00-16:00",
    ],
    "Tues & Thurs 10am-12noon": ["TU 10:00-12:00", "TH 10:00-12:00"],
    "Tues/Weds 10am - 12pm. Thurs 10am - 2pm": ["TU 10:00-12:00", "WE 10:00-12:00", "TH 10:00-14:00"],
    "24 hours": each(" ".join(DAYS), "00:00-00:00"),
    "24 hours a day, 7 days a week": each(" ".join(DAYS), "00:00-00:00"),
    "first Wednesday of the month 10-12": ["1WE 10:00-12:00"],
    "1st and 3rd Tuesday 2pm-4pm": ["1TU 14:00-16:00", "3TU 14:00-16:00"],
    "Last Monday of every month 10.30am-12noon": ["-1MO 10:30-12:00"],
    "Fri 8pm-2am": ["FR 20:00-02:00"],
    "noon to midnight Fridays": ["FR 12:00-00:00"],
    "Wed-Mon 10:00-16:00": each("MO WE TH FR SA SU", "10:00-16:00"),
    "Mon to Fri 0900-1700hrs": each(WEEK, "09:00-17:00"),
    "between 10am and 2pm on weekdays": each(WEEK, "10:00-14:00"),
    "Monday - Saturday 7.30am = 4.30pm": each("MO TU WE TH FR SA", "07:30-16:30"),
    "Monday 9:00 AM – 5:00 PM": ["MO 09:00-17:00"],
    "Daily (except Tues & Sat) 10:30am - 12pm": each("MO WE TH FR SU", "10:30-12:00"),
    "Mon 1-2pm Thurs 10-11am Sat 12- 1pm": ["MO 13:00-14:00", "TH 10:00-11:00", "SA 12:00-13:00"],
    "Monday 10am-12pm and 2pm-4pm": ["MO 10:00-12:00", "MO 14:00-16:00"],
    "Wednesday 7:30pm": ["WE 19:30-?"],
    "Friday from 6pm": ["FR 18:00-?"],
    "Tuesday evening 6-8pm": ["TU 18:00-20:00"],
    "Monday-Friday 8.30am-4.30pm (Office)": each(WEEK, "08:30-16:30 (Office)"),
    "Thursday 4 - 6pm Job Club Monday 1 - 2pm": ["MO 13:00-14:00 (Job Club)", "TH 16:00-18:00"],
    "Children aged 5-11, Mondays 4-5pm": ["MO 16:00-17:00 (Children aged 5-11)"],
}  # fmt: skip


@pytest.mark.parametrize("text", WHOLLY)
def test_hours_as_people_write_them_are_read_whole(text: str) -> None:
    reading = read_hours(text)
    assert said(reading) == WHOLLY[text]
    assert reading.extent == "whole"


NOT_AT_ALL = [
    "alternate Saturdays 9.15am-12.15pm", "every other Tuesday 10am-12pm", "April to October: daily 10am-5pm",
    "Thursday morning, tinned food and dry goods only", "Tuesdays 7-9", "Monday 16-25 year olds",
    "Sundays and Bank Holidays 10-4", "Saturday 10am-9am", "Mon 0161 496 0123", "12/05/2026", "Timetabled route",
    "closed 1-2 for lunch", "3 for £2 Mondays",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_AT_ALL)
def test_what_may_mean_two_things_is_left_as_words(text: str) -> None:
    reading = read_hours(text)
    assert (reading.openings, reading.closed, reading.remainder, reading.extent) == ((), (), text, "none")


def test_an_assumption_about_the_half_of_the_day_is_said() -> None:
    assert read_hours("Mon 9-5").assumptions == ("“9-5” was taken as 9am to 5pm.",)
    assert read_hours("Mon 2-4").assumptions == ("“2-4” was taken as 2pm to 4pm.",)
    assert read_hours("Mon 10-12").assumptions == ()


def test_words_beside_the_hours_are_kept() -> None:
    reading = read_hours("Monday - Friday via referral and Saturdays 10am -2pm")
    assert said(reading) == ["SA 10:00-14:00"]
    assert (reading.remainder, reading.extent) == ("Monday - Friday via referral", "partly")


def test_hours_in_the_middle_of_a_long_sentence_are_not_taken_for_the_opening_hours() -> None:
    text = "Families can be sent to us by the advice drop-in at the library on Tuesdays, 10am-2pm"
    assert said(read_hours(text)) == []
    assert said(read_hours(text, prose=True)) == ["TU 10:00-14:00"]


def test_closed_days_are_told_from_unknown_ones() -> None:
    reading = read_hours("Mon-Fri 9am-5pm, closed Sat & Sun")
    assert reading.closed == ("SA", "SU")
    assert read_hours("Monday: Closed\nTuesday: 9am-5pm").closed == ("MO",)
    assert read_hours("CLOSED").closed == DAYS


def test_a_gap_at_lunch_stays_words() -> None:
    reading = read_hours("Mon 9am-5pm, closed 12-1 for lunch")
    assert said(reading) == ["MO 09:00-17:00"]
    assert reading.remainder == "closed 12-1 for lunch"


def test_appointments_are_noticed() -> None:
    assert read_hours("By appointment only").extent == "whole"
    assert read_hours("Mon - Fri by appointment").by_appointment
    assert read_hours("Mon - Fri by appointment").remainder == "Mon - Fri"


def test_term_time_and_bank_holidays_are_noticed() -> None:
    opening = read_hours("Mon & Thur 1-3pm (except bank holidays), term time only").openings[0]
    assert opening.not_bank_holidays
    assert opening.term_time_only
    assert not read_hours("Mon 1-3pm including bank holidays").openings[0].not_bank_holidays


def test_past_midnight_is_the_next_day() -> None:
    assert read_hours("Fri 8pm-2am").openings[0].ends_next_day
    assert not read_hours("Fri 8am-2pm").openings[0].ends_next_day


def test_a_description_may_say_its_times_in_passing() -> None:
    text = "A drop-in for people who struggle with anxiety. Meets on Tuesdays 7-9pm in the church hall."
    assert said(read_hours(text, prose=True)) == ["TU 19:00-21:00"]
    assert read_hours("Meets on alternate Saturdays 9am-12pm", prose=True).openings == ()


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("09:00-18:00", ["TU 09:00-18:00"]),
        ("08:30-13:00,14:00-17:30", ["TU 08:30-13:00", "TU 14:00-17:30"]),
        ("09:00-13:00:14:00-18:00", ["TU 09:00-13:00", "TU 14:00-18:00"]),
        ("08:30-00:00", ["TU 08:30-00:00"]),
        ("08:00-23:59", ["TU 08:00-23:59"]),
        ("24 hours", ["TU 00:00-00:00"]),
        ("office 9-5 (ring first)", ["TU 09:00-17:00 (office; ring first)"]),
    ],
)
def test_the_cell_of_one_day_is_read(cell: str, hours: list[str]) -> None:
    assert said(read_day_hours(cell, "TU")) == hours


def test_the_cell_of_one_day_may_say_closed_or_nothing() -> None:
    assert read_day_hours("CLOSED", "SU").closed == ("SU",)
    assert read_day_hours("", "SU").extent == "empty"
    assert read_day_hours("Mon 9-5", "TU").remainder == "Mon 9-5"


TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))


@given(days=st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True), opens=TIMES, closes=TIMES)
def test_hours_that_we_write_ourselves_are_read_back(days: list[str], opens: dt.time, closes: dt.time) -> None:
    length = (closes.hour * 60 + closes.minute - opens.hour * 60 - opens.minute) % 1440
    names = dict(zip(DAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
    written = ", ".join(names[day] for day in days) + f" {opens:%H:%M}-{closes:%H:%M}"
    reading = read_hours(written)
    ambiguous = 10 <= opens.hour <= 12 and 10 <= closes.hour <= 12 and length > 720
    if 0 < length <= 1200 and not ambiguous:
        assert [(one.day, one.opens, one.closes) for one in reading.openings] == [
            (day, opens, closes) for day in DAYS if day in days
        ]
    else:
        assert reading.openings == () or length == 0 or length >= 1439 or ambiguous


LIKELY = st.sampled_from(
    ["Mon", "Tuesday", "9", "10am", "-", "to", "12 noon", "(", ")", "and", "closed", "except", "1st", "of the month",
     "by appointment", "£2", "0161 496 0123", "\n", ".", ",", "24/7", "term time only", "Job Club", "evening", "May"]
)  # fmt: skip


@given(st.lists(LIKELY, max_size=14).map(" ".join) | st.text(max_size=120))
@settings(max_examples=400)
def test_no_text_breaks_the_reading_and_none_is_lost(text: str) -> None:
    for reading in (read_hours(text), read_hours(text, prose=True), read_day_hours(text, "MO")):
        assert all(opening.day in DAYS for opening in reading.openings)
    reading = read_hours(text)
    if reading.extent in ("none", "empty"):
        assert reading.remainder == " ".join(tidy(text).split()) or not any(sign.isalnum() for sign in text)


def test_a_text_of_many_pages_is_left_alone() -> None:
    pages = "Monday 9-5 " * 1000
    assert read_hours(pages).openings == ()
    assert read_hours(pages).extent == "none"
