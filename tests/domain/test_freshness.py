"""What is fresh and what is stale, at which moment, and how many months one says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain.freshness import (
    FIRST_ASKED,
    Freshness,
    Limits,
    confirmed_at,
    months_between,
    months_later,
    part_standing,
    record_state,
    stale_at,
    standing,
)

USUAL = Limits()
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "state", "months"),
    [
        ("2026-01-10T09:00", "fresh", 0), ("2026-06-25T08:59", "fresh", 5), ("2026-06-26T09:00", "due_soon", 5),
        ("2026-07-10T08:59", "due_soon", 5), ("2026-07-10T09:00", "stale", 6), ("2027-01-10T08:59", "stale", 11),
        ("2027-01-10T09:00", "long_stale", 12), ("2027-03-10T09:00", "long_stale", 14),
    ],
)  # fmt: skip
def test_a_confirmation_of_january_is_stale_in_july(now: str, state: str, months: int) -> None:
    found = standing(at("2026-01-10T09:00"), at(now), 6)
    assert (found.state, found.months) == (state, months)
    assert found.stale == (state in ("stale", "long_stale"))


def test_what_nobody_ever_confirmed_is_long_stale_and_has_no_months() -> None:
    found = standing(None, at("2026-01-10T09:00"), 6)
    assert (found.state, found.months, found.stale) == (Freshness.LONG_STALE, None, True)


def test_times_hold_three_months_and_the_rest_six_unless_set_otherwise() -> None:
    assert [USUAL.of("service", part) for part in ("all", "contact", "times")] == [6, 6, 3]
    assert [USUAL.of("organisation"), USUAL.of("location")] == [6, 6]
    ours = Limits({"times": 1, "organisation": 12})
    assert [ours.of("service", "times"), ours.of("organisation"), ours.of("service")] == [1, 12, 6]


def test_confirming_the_whole_confirms_its_parts_and_a_part_nothing_else() -> None:
    confirmed = {"all": at("2026-01-10T09:00"), "times": at("2026-05-10T09:00")}
    assert confirmed_at(confirmed, "times") == at("2026-05-10T09:00")
    assert confirmed_at(confirmed, "contact") == confirmed_at(confirmed) == at("2026-01-10T09:00")
    assert confirmed_at({"times": at("2026-05-10T09:00")}) is None


def test_a_service_with_times_goes_stale_with_its_times() -> None:
    confirmed = {"all": at("2026-01-10T09:00")}
    came = at("2025-01-01T09:00")
    assert stale_at("service", confirmed, came, USUAL, has_times=True) == at("2026-04-10T09:00")
    assert stale_at("service", confirmed, came, USUAL) == at("2026-07-10T09:00")
    later = {**confirmed, "times": at("2026-06-01T09:00")}
    assert stale_at("service", later, came, USUAL, has_times=True) == at("2026-07-10T09:00")


def test_what_was_never_confirmed_goes_stale_some_weeks_after_it_came() -> None:
    came = at("2026-01-10T09:00")
    assert stale_at("service", {}, came, USUAL) == came + FIRST_ASKED


def test_a_record_is_as_stale_as_the_stalest_of_its_parts() -> None:
    confirmed = {"all": at("2026-01-10T09:00")}
    now = at("2026-05-01T09:00")
    assert part_standing("service", confirmed, now, USUAL, "times").state == Freshness.STALE
    assert record_state("service", confirmed, now, USUAL, has_times=True) == Freshness.STALE
    assert record_state("service", confirmed, now, USUAL) == Freshness.FRESH


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2026-08-31T12:00", "2027-02-28T12:00", 6), ("2026-08-31T12:00", "2027-02-28T11:00", 5),
        ("2025-09-24T12:00", "2026-11-24T12:00", 14), ("2026-01-31T00:00", "2026-01-30T00:00", -1),
    ],
)  # fmt: skip
def test_months_are_counted_by_the_calendar(earlier: str, later: str, months: int) -> None:
    assert months_between(at(earlier), at(later)) == months


@given(MOMENTS, st.integers(0, 60))
def test_so_many_months_later_so_many_months_have_gone_by_and_not_a_moment_sooner(moment: datetime, months: int) -> None:
    later = months_later(moment, months)
    assert months_between(moment, later) == months
    assert months_between(moment, later - timedelta(microseconds=1)) == months - 1
    assert standing(moment, later, months or 1).stale == (months > 0)
