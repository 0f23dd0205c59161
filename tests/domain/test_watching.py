"""Three failures on three different days before an address is called broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hubdirectory.domain.watching import Look, Problem, Record, after, our_line_is_down, web_address

NIGHT = datetime(2026, 11, 24, 2, tzinfo=UTC)
GONE, THERE = Look(Problem.NOT_FOUND, 404), Look(None, 200)


def nights(*looks: Look) -> list[Record]:
    known, found = Record(), []
    for number, look in enumerate(looks):
        now = NIGHT + timedelta(days=number)
        known, _ = after(known, look, now, now.date())
        found.append(known)
    return found


def test_three_nights_of_failures_break_it_and_one_that_works_mends_it() -> None:
    broken = [bool(one.broken_since) for one in nights(GONE, GONE, GONE, GONE, THERE)]
    assert broken == [False, False, True, True, False]
    assert nights(GONE, GONE, GONE, GONE)[-1].broken_since == NIGHT + timedelta(days=2)


def test_a_night_on_which_it_works_begins_the_count_anew() -> None:
    assert not any(one.broken_since for one in nights(GONE, GONE, THERE, GONE, GONE))


def test_three_failures_on_one_day_are_one() -> None:
    known = Record()
    for hour in range(3):
        known, _ = after(known, GONE, NIGHT + timedelta(hours=hour), NIGHT.date())
    assert known.failed_days == 1


@pytest.mark.parametrize(("asked", "hours"), [(None, 20), (60, 20), (48 * 3600, 48), (30 * 86400, 168)])
def test_a_busy_host_is_no_failure_and_gets_its_rest(asked: int | None, hours: int) -> None:
    known = Record(NIGHT.date(), 2)
    look = Look(Problem.BUSY, 429, timedelta(seconds=asked) if asked else None)
    assert after(known, look, NIGHT, NIGHT.date()) == (known, NIGHT + timedelta(hours=hours))


def test_when_nothing_answers_at_all_it_is_our_own_line() -> None:
    silent = [Look(Problem.NO_ANSWER), Look(Problem.NO_SUCH_HOST), Look(Problem.NO_ANSWER)]
    assert our_line_is_down(silent)
    assert not our_line_is_down([*silent, THERE])
    assert not our_line_is_down([*silent, GONE])
    assert not our_line_is_down(silent[:2])


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org/a", "https://example.org/a"), (" www.example.org ", "https://www.example.org"),
        ("example.org/x", "https://example.org/x"), ("ask Jean", ""), ("javascript:alert(1)", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_is_written_as_a_web_address(written: str, address: str) -> None:
    assert web_address(written) == address
