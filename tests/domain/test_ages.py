"""Which age bands a service is for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain.ages import BANDS, bands_of

ages = st.none() | st.integers(0, 120)


@pytest.mark.parametrize(
    ("minimum", "maximum", "bands"),
    [
        (None, None, tuple(BANDS)),
        (0, None, tuple(BANDS)),
        (None, 0, ("under-5",)),
        (None, 4, ("under-5",)),
        (None, 5, ("under-5", "5-to-11")),
        (5, 11, ("5-to-11",)),
        (11, 12, ("5-to-11", "12-to-17")),
        (16, 25, ("12-to-17", "18-to-25")),
        (18, None, ("18-to-25", "26-to-64", "65-and-over")),
        (50, None, ("26-to-64", "65-and-over")),
        (65, 65, ("65-and-over",)),
        (64, 64, ("26-to-64",)),
        (18, 999, ("18-to-25", "26-to-64", "65-and-over")),
        (130, None, ("65-and-over",)),
    ],
)
def test_a_service_is_in_every_band_from_which_somebody_may_come(minimum, maximum, bands) -> None:
    assert bands_of(minimum, maximum) == bands


def test_limits_the_wrong_way_round_are_read_the_right_way_round() -> None:
    assert bands_of(25, 16) == bands_of(16, 25)


def test_the_bands_follow_each_other_without_gap_or_overlap() -> None:
    edges = list(BANDS.values())
    assert edges[0][0] == 0
    assert [youngest for youngest, _ in edges[1:]] == [oldest + 1 for _, oldest in edges[:-1]]


@given(ages, ages, st.integers(0, 120))
def test_whoever_may_come_finds_the_service_under_their_own_band(minimum: int | None, maximum: int | None, age: int) -> None:
    low, high = sorted((minimum or 0, 120 if maximum is None else maximum))
    own = next(slug for slug, (youngest, oldest) in BANDS.items() if youngest <= age <= oldest)
    if low <= age <= high:
        assert own in bands_of(minimum, maximum)
    assert bands_of(minimum, maximum)
