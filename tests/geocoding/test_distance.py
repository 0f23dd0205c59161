"""Points, miles and boxes."""

from __future__ import annotations

import math

import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain.distance import Point, bounding_box, miles_between

HARTLEPOOL = Point(54.6823, -1.2142)
PLACES = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_a_known_distance_is_right() -> None:
    # Hartlepool to Middlesbrough: 7.5 miles as the crow flies.
    assert miles_between(HARTLEPOOL, Point(54.5742, -1.2350)) == pytest.approx(7.51, abs=0.02)


def test_longitude_nought_is_a_place_like_any_other() -> None:
    assert miles_between(Point(51.4778, 0.0), Point(51.4778, -0.001)) == pytest.approx(0.043, abs=0.001)
    assert bounding_box(Point(0.0, 0.0), 1).holds(Point(0.0, 0.0))


@given(PLACES, PLACES)
def test_distances_agree_with_another_program(a: Point, b: Point) -> None:
    other = great_circle((a.latitude, a.longitude), (b.latitude, b.longitude)).miles
    assert miles_between(a, b) == pytest.approx(other, rel=1e-4, abs=1e-3)
    assert miles_between(a, b) == pytest.approx(miles_between(b, a), abs=1e-6)


@given(PLACES, PLACES, st.floats(0, 13_000))
def test_a_box_never_leaves_out_what_is_within_the_distance(centre: Point, other: Point, miles: float) -> None:
    if miles_between(centre, other) <= miles:
        assert bounding_box(centre, miles).holds(other)


@given(st.floats(0, 2 * math.pi), st.floats(0.01, 30))
def test_what_lies_on_the_edge_of_the_circle_is_in_the_box(bearing: float, miles: float) -> None:
    edge = great_circle(miles=miles).destination((54.6823, -1.2142), math.degrees(bearing))
    assert (
        bounding_box(HARTLEPOOL, miles).holds(Point(edge.latitude, edge.longitude))
        or miles_between(HARTLEPOOL, Point(edge.latitude, edge.longitude)) > miles
    )


def test_a_box_of_five_miles_is_not_wider_than_it_need_be() -> None:
    box = bounding_box(HARTLEPOOL, 5)
    assert miles_between(HARTLEPOOL, Point(box.north, HARTLEPOOL.longitude)) == pytest.approx(5, abs=0.001)
    assert miles_between(HARTLEPOOL, Point(HARTLEPOOL.latitude, box.east)) == pytest.approx(5, abs=0.01)
    assert not box.holds(Point(54.6823, -1.4))


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (-91, 0), (0, 181), (math.nan, 0), (0, math.inf)])
def test_what_is_not_on_the_map_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="lies between"):
        Point(latitude, longitude)


@pytest.mark.parametrize("miles", [-1, math.nan])
def test_a_negative_distance_is_refused(miles: float) -> None:
    with pytest.raises(ValueError, match="not negative"):
        bounding_box(HARTLEPOOL, miles)
