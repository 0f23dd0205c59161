"""Places that came without a ward: given theirs as soon as the wards are known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hubdirectory.actions.wards import Wards
from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.postcodes import PostcodePlace
from hubdirectory.indexing import services_at_location
from hubdirectory.models import Location


@dataclass(frozen=True)
class Warded:
    """How many places were given their ward, and the services there, whose index entries must follow."""

    count: int = 0
    services: tuple[str, ...] = ()

    def remarks(self) -> tuple[str, ...]:
        return (f"Places that were given their ward: {self.count:,}.",) if self.count else ()


def give_wards(session: Session, find_postcode: Callable[[str], PostcodePlace | None], places: Any = None) -> Warded:
    """Give each place its ward, where it has none and lies in one of ours.

    `places` is a query of the ids that are looked at; all of them without one. A ward that somebody chose stays.
    """
    wards = Wards(session)
    if not wards:
        return Warded()
    query = select(Location).where(Location.area_id.is_(None), or_(Location.latitude.is_not(None), Location.postcode != ""))
    changed = []
    for location in session.scalars(query if places is None else query.where(Location.id.in_(places))):
        found = find_postcode(location.postcode) if location.postcode else None
        location.area_id = wards.ward_of(_point(location), found.ward_code if found else None)
        if location.area_id:
            changed.append(location.id)
    session.flush()
    services = dict.fromkeys(id_ for place_id in changed for id_ in services_at_location(session, place_id))
    return Warded(len(changed), tuple(services))


def _point(location: Location) -> Point | None:
    if location.latitude is None or location.longitude is None:
        return None
    return Point(location.latitude, location.longitude)
