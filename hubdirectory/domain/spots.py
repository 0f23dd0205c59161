"""A spot: the middle of a square of about 600 yards, in which a few hundred households live.

It stands in the address of a page instead of a postcode: good enough to measure miles from (it is off by a quarter of a
mile at most), too rough to say whose home it is.
"""

from __future__ import annotations

import re

from .distance import Point

SOUTH_NORTH, WEST_EAST = 0.005, 0.01
FARTHEST_OFF_MILES = 0.3
"""Half the square's diagonal in the south of England, where it is largest."""
_WRITTEN = re.compile(r"(-?\d{1,2}\.\d{1,3}),(-?\d{1,3}\.\d{1,2})")


def spot_of(point: Point) -> Point:
    return Point(_rounded(point.latitude, SOUTH_NORTH, 3), _rounded(point.longitude, WEST_EAST, 2))


def written(spot: Point) -> str:
    """`54.685,-1.21`."""
    return f"{spot.latitude:.3f},{spot.longitude:.2f}"


def read(text: str) -> Point | None:
    """What `written` wrote, made a spot again whatever was typed; None for anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    try:
        return spot_of(Point(float(found[1]), float(found[2]))) if found else None
    except ValueError:
        return None


def _rounded(degrees: float, step: float, digits: int) -> float:
    return round(round(degrees / step) * step, digits) + 0.0
