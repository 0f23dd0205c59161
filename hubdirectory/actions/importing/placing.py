"""Places that came without a point: found by their postcode as soon as it is known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.geocoding.postcodes import PostcodePlace
from hubdirectory.indexing import services_at_location
from hubdirectory.models import Location


@dataclass(frozen=True)
class Placed:
    """How many places were put on the map, the services there, and how many places are still not on it."""

    count: int
    services: tuple[str, ...]
    left: int

    def remarks(self) -> tuple[str, ...]:
        said = []
        if self.count:
            said.append(f"Places put on the map now that their postcodes are known: {self.count:,}.")
        if self.left:
            said.append(
                f"Places not on the map, because their postcode is missing, ended or not loaded: {self.left:,}. "
                "`hub postcodes load` loads postcodes."
            )
        return tuple(said)


def place(session: Session, places: Any, find_postcode: Callable[[str], PostcodePlace | None]) -> Placed:
    """Give every place of the query `places` (of ids) its point, where it has none and its postcode is known."""
    unplaced = list(session.scalars(select(Location).where(Location.id.in_(places), Location.latitude.is_(None))))
    moved = []
    for location in unplaced:
        found = find_postcode(location.postcode) if location.postcode else None
        if found:
            location.latitude, location.longitude = found.point.latitude, found.point.longitude
            moved.append(location.id)
    session.flush()
    services = dict.fromkeys(id_ for moved_id in moved for id_ in services_at_location(session, moved_id))
    return Placed(len(moved), tuple(services), len(unplaced) - len(moved))
