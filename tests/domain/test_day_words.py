"""Days in what people type."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hubdirectory.domain.day_words import day_in, windows
from hubdirectory.domain.days import LONDON

TUESDAY_MORNING = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words", "day", "part", "bare"),
    [("art on Tuesday", "art", "tuesday", "", False), ("zumba tonight", "zumba", "today", "evening", False),
     ("Art on Tuesdays for kids", "Art for kids", "tuesday", "", False), ("tomorrow morning", "", "tomorrow", "morning", False),
     ("something to do today", "something to do", "today", "", False), ("yoga this weekend", "yoga", "weekend", "", False),
     ("friday night disco", "disco", "friday", "evening", False), ("this afternoon", "", "today", "afternoon", False),
     ("choir every wed", "choir", "wednesday", "", False), ("art tuesday", "art", "tuesday", "", True),
     ("Sunday lunch", "lunch", "sunday", "", True), ("joga w środę", "joga", "wednesday", "", False),
     ("basen jutro", "basen", "tomorrow", "", False), ("on thurs evening quiz", "quiz", "thursday", "evening", False)],
)  # fmt: skip
def test_a_day_is_read_out_of_the_words(text, words, day, part, bare):
    read = day_in(text)
    assert (read.words, read.day, read.part, read.bare) == (words, day, part, bare)


@pytest.mark.parametrize(
    "text", ["", "mental health", "wedding dress", "monetary advice", "sundial", "satin", "friary", "w sercu"]
)
def test_what_only_looks_like_a_day_is_none(text):
    assert day_in(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("today", ["11-24 00:00 to 11-25 00:00"]), ("tonight", ["11-24 17:00 to 11-25 00:00"]),
     ("tomorrow morning", ["11-25 05:00 to 11-25 12:00"]),
     ("weekend", ["11-28 00:00 to 11-29 00:00", "11-29 00:00 to 11-30 00:00"]),
     ("on tuesday evening", [f"{day} 17:00 to {after} 00:00" for day, after in (
         ("11-24", "11-25"), ("12-01", "12-02"), ("12-08", "12-09"), ("12-15", "12-16"), ("12-22", "12-23"))])],
)  # fmt: skip
def test_a_day_is_a_time_on_londons_clock(text, expected):
    found = [[f"{moment.astimezone(LONDON):%m-%d %H:%M}" for moment in span] for span in windows(day_in(text), TUESDAY_MORNING)]
    assert [" to ".join(span) for span in found] == expected
