"""Grid references to degrees, against Ordnance Survey's own transformation (OSTN15)."""

from __future__ import annotations

import pytest

from hubdirectory.domain.distance import Point, miles_between
from hubdirectory.geocoding.grid import to_point, to_reference

# The first is a point of Ordnance Survey's published test data; the others were made with OSTN15.
OFFICIAL = {
    "St Mary's, Isles of Scilly": (91492.146, 11318.804, 49.9222639, -6.2997775),
    "Hartlepool": (450765, 532203, 54.6823424, -1.2141638),
    "Greenwich": (538884, 177322, 51.4778153, -0.0014615),
    "Dover": (631890, 141120, 51.1224113, 1.3123794),
    "Cardiff": (318300, 176350, 51.4801838, -3.1778913),
    "Edinburgh": (325790, 673900, 55.9523696, -3.1899902),
    "Stornoway": (142210, 932900, 58.2092067, -6.3903483),
    "Lerwick": (447490, 1141380, 60.1541604, -1.1464235),
    "Boston": (534460, 344010, 52.9766057, 0.0010942),
}


@pytest.mark.parametrize("place", OFFICIAL)
def test_degrees_are_within_five_metres_from_scilly_to_shetland(place: str) -> None:
    easting, northing, latitude, longitude = OFFICIAL[place]
    assert miles_between(to_point(easting, northing), Point(latitude, longitude)) * 1609.344 < 5


@pytest.mark.parametrize("place", OFFICIAL)
def test_there_and_back_is_the_same_millimetre(place: str) -> None:
    easting, northing, _, _ = OFFICIAL[place]
    reference = to_reference(to_point(easting, northing))
    assert reference is not None
    assert abs(reference.easting - easting) < 0.001
    assert abs(reference.northing - northing) < 0.001


def test_a_place_abroad_has_no_grid_reference() -> None:
    assert to_reference(Point(48.85, 2.35)) is None
    assert to_reference(Point(53.35, -9.6)) is None
