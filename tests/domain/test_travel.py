"""Rough times on foot and by bus."""

from __future__ import annotations

import pytest

from hubdirectory.domain.travel import travel


@pytest.mark.parametrize(
    ("miles", "on_foot", "by_bus"),
    [
        (0, 5, None),
        (0.373, 10, None),  # 600 m as the crow flies, 800 m to walk
        (0.75, 20, 15),
        (1.5, 40, 20),
        (2.2, 60, 30),
        (3, None, 35),
        (15, None, 130),
        (16, None, None),
    ],
)
def test_a_distance_becomes_minutes(miles, on_foot, by_bus):
    assert travel(miles) == (on_foot, by_bus)


def test_farther_never_takes_less():
    times = [travel(tenth / 10) for tenth in range(150)]
    for way in ("on_foot", "by_bus"):
        minutes = [getattr(one, way) for one in times if getattr(one, way) is not None]
        assert minutes == sorted(minutes)
        assert all(some % 5 == 0 for some in minutes)


@pytest.mark.parametrize("miles", [-1, float("nan")])
def test_no_distance_is_negative(miles):
    with pytest.raises(ValueError, match="not negative"):
        travel(miles)
