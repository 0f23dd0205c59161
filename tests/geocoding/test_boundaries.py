"""Boundaries packed into a short text, and places in them again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.areas import Area, Areas
from hubdirectory.geocoding.boundaries import AreasError, Boundary, packed, read_boundaries, unpacked

# Across the meridian of Greenwich, with a hole that touches it.
WEST, EAST = -0.01, 0.01
RING = ((WEST, 51.0), (EAST, 51.0), (EAST, 51.02), (WEST, 51.02), (WEST, 51.0))
HOLE = ((0.0, 51.005), (0.005, 51.005), (0.005, 51.015), (0.0, 51.015), (0.0, 51.005))
TOWN = Area("E1", "Greenwich")
degrees = st.integers(-180_000_000, 180_000_000).map(lambda millionths: millionths / 1_000_000)
rings = st.lists(st.lists(st.tuples(degrees, degrees), min_size=1, max_size=6).map(tuple), max_size=4).map(tuple)


def area_at(longitude, latitude, *shapes):
    return Areas.from_packed(shapes or [(TOWN, packed((RING, HOLE)))]).area_of(Point(latitude, longitude))


@given(rings)
def test_what_was_packed_comes_out_as_it_went_in(some):
    assert unpacked(packed(some)) == some


def test_a_place_on_longitude_0_is_a_place():
    assert area_at(0.0, 51.002) == TOWN
    assert area_at(-0.000001, 51.01) == TOWN


def test_a_hole_is_not_in_the_area_and_its_rim_is_in_it_or_not_but_never_both():
    assert area_at(0.0025, 51.01) is None
    assert area_at(0.0075, 51.01) == TOWN
    inner = Area("E2", "Middle")
    both = [(TOWN, packed((RING, HOLE))), (inner, packed((HOLE,)))]
    for corner in HOLE:
        alone = [area_at(*corner, shape) for shape in both]
        assert [one is not None for one in alone].count(True) == 1


def test_a_place_on_the_border_of_two_is_in_exactly_one():
    west = (Area("W", "West"), packed((((0.0, 51.0), (0.01, 51.0), (0.01, 51.01), (0.0, 51.01)),)))
    east = (Area("E", "East"), packed((((0.01, 51.0), (0.02, 51.0), (0.02, 51.01), (0.01, 51.01)),)))
    for latitude in (51.0, 51.003, 51.005):
        alone = [area_at(0.01, latitude, shape) for shape in (west, east)]
        assert [one is not None for one in alone].count(True) == 1


def test_an_area_without_a_boundary_holds_no_place():
    assert area_at(0.0, 51.01, (TOWN, "")) is None


def test_columns_are_found_whatever_their_year():
    boundary = Boundary(1, {"WD25CD": "E05013038", "WD25NM": "Burn Valley", "WD25NMW": " ", "LAD24CD": None}, ())
    assert (boundary.value("WD", "CD"), boundary.value("WD", "NM")) == ("E05013038", "Burn Valley")
    assert (boundary.value("LAD", "CD"), boundary.value("LSOA", "CD")) == ("", "")


def test_a_line_is_no_area():
    line = {"properties": {}, "geometry": {"type": "LineString", "coordinates": [[0, 51], [0, 52]]}}
    with pytest.raises(AreasError, match="Feature 1 cannot be used: it is a LineString"):
        read_boundaries({"features": [line]})


def test_real_wards_pack_to_a_quarter_and_lose_no_place(real_data):
    path = real_data / "areas" / "ward_E06000001.geojson"
    boundaries = read_boundaries(path)
    known = [(Area(one.value("WD", "CD"), one.value("WD", "NM")), packed(one.rings)) for one in boundaries]
    assert sum(len(text) for _, text in known) < path.stat().st_size / 4
    again, first = Areas.from_packed(known), Areas.from_geojson(path, "WD25CD", "WD25NM")
    for feature in json.loads(path.read_text())["features"]:
        middle = Point(feature["properties"]["LAT"], feature["properties"]["LONG"])
        assert again.area_of(middle) == first.area_of(middle) is not None
