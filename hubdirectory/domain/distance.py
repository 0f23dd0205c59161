"""Points on the map and the miles between them."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, degrees, isfinite, radians, sin, sqrt
from typing import NamedTuple

# The mean radius of the Earth (IUGG), in statute miles.
EARTH_RADIUS_MILES = 6371.0088 / 1.609344


@dataclass(frozen=True)
class Point:
    """A place on the map in WGS84 degrees. Raises ValueError for what is not on it; 0 is a real longitude."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (isfinite(self.latitude) and -90 <= self.latitude <= 90):
            raise ValueError(f"a latitude lies between -90 and 90: {self.latitude}")
        if not (isfinite(self.longitude) and -180 <= self.longitude <= 180):
            raise ValueError(f"a longitude lies between -180 and 180: {self.longitude}")


class Box(NamedTuple):
    """The edges of an area in WGS84 degrees; `west` is never greater than `east`."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        return self.south <= point.latitude <= self.north and self.west <= point.longitude <= self.east


def miles_between(a: Point, b: Point) -> float:
    """Statute miles as the crow flies (haversine; within 0.5 % of the true figure)."""
    south_north = radians(b.latitude - a.latitude)
    west_east = radians(b.longitude - a.longitude)
    chord = sin(south_north / 2) ** 2
    chord += cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(west_east / 2) ** 2
    return 2 * EARTH_RADIUS_MILES * asin(min(1.0, sqrt(chord)))


def bounding_box(point: Point, miles: float) -> Box:
    """A box that holds everything within `miles` of the point, and some that is farther: measure those after.

    Where the circle crosses a pole or the date line the box goes round the whole Earth. Raises ValueError for
    a negative distance.
    """
    if not miles >= 0:
        raise ValueError(f"a distance is not negative: {miles}")
    angle = miles / EARTH_RADIUS_MILES
    # A hair more than the circle, so that rounding never leaves out what lies on its edge.
    south, north = (point.latitude + side * (degrees(angle) + 1e-9) for side in (-1, 1))
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    # The circle is widest nearer the pole than its centre, so cos(latitude) alone would cut its sides off.
    widest = degrees(asin(min(1.0, sin(angle) / cos(radians(point.latitude))))) + 1e-9
    west, east = point.longitude - widest, point.longitude + widest
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    return Box(south, west, north, east)
