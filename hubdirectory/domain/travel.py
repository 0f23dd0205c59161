"""How long a way takes on foot and by bus, roughly, from a straight line: enough to choose by, not to set off by.

On foot: 800 m in 10 minutes (Manual for Streets, Department for Transport 2007, section 4.4.1). The way is longer than the
straight line by a third. By bus: 10 miles an hour with its stops, and 10 minutes to walk to the stop and to wait; both are
rules of thumb of ours, for towns. The sea, a railway or a river in between is not known of.
"""

from __future__ import annotations

from typing import NamedTuple

WAY_TO_LINE = 4 / 3
WALKING_MILES_PER_HOUR = 4.8 / 1.609344
BUS_MILES_PER_HOUR = 10.0
TO_AND_AT_THE_STOP_MINUTES = 10
ROUNDED_TO_MINUTES = 5
LONGEST_WALK_MINUTES = 60
"""Beyond an hour nobody is told to walk."""
LONGEST_BUS_MILES = 15.0


class Travel(NamedTuple):
    """Minutes, in steps of 5. None where that is no way to go: too far to walk, or not worth a bus."""

    on_foot: int | None
    by_bus: int | None


def travel(miles: float) -> Travel:
    """The times for a straight line of that many miles. Raises ValueError for a negative one."""
    if not miles >= 0:
        raise ValueError(f"a distance is not negative: {miles}")
    way = miles * WAY_TO_LINE
    walk = _rounded(way / WALKING_MILES_PER_HOUR * 60)
    bus = _rounded(way / BUS_MILES_PER_HOUR * 60 + TO_AND_AT_THE_STOP_MINUTES)
    return Travel(
        on_foot=walk if walk <= LONGEST_WALK_MINUTES else None,
        by_bus=bus if bus < walk and miles <= LONGEST_BUS_MILES else None,
    )


def _rounded(minutes: float) -> int:
    return max(ROUNDED_TO_MINUTES, round(minutes / ROUNDED_TO_MINUTES) * ROUNDED_TO_MINUTES)
