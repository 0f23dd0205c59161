"""Where somebody is, as far as they said: miles to each public place, their ward and district. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.finding import places_within
from hubdirectory.actions.results import WhereFrom
from hubdirectory.actions.wards import Wards
from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.port import Found
from hubdirectory.geocoding.postcodes import PostcodePlace, PostcodeTableError
from hubdirectory.models import Area

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


@dataclass(frozen=True)
class Here:
    """`said` None: no place was typed. `miles`: a straight line to each public place, by its id; empty where it is unknown."""

    said: WhereFrom | None = None
    point: Point | None = None
    miles: Mapping[str, float] = field(default_factory=dict)
    exact: bool = False


def here(world: World, session: Session, typed: str) -> Here:
    """The place that the words mean; `said.found` False where they mean none that is known."""
    if not typed.strip():
        return Here()
    found = world.geocoder.geocode(typed)
    if not isinstance(found, Found):
        return Here(WhereFrom(typed, found=False))
    said = WhereFrom(typed, True, found.label, tuple(other.label for other in found.alternatives))
    return Here(said, found.point, places_within(session, found.point, None), found.exact)


def areas_of(world: World, session: Session, place: Here) -> frozenset[str]:
    """The slug of the ward and the code of the district; none for the middle of something, which may be in another one."""
    if place.point is None or place.said is None or not place.exact:
        return frozenset()
    known = _postcode(world, place.said.typed) or PostcodePlace("", place.point)
    wards = Wards(session)
    ward = session.scalar(select(Area.slug).where(Area.id == wards.ward_of(known.point, known.ward_code)))
    return frozenset(filter(None, (ward, wards.district_of(known))))


def _postcode(world: World, typed: str) -> PostcodePlace | None:
    try:
        return world.postcodes.find(typed) or world.postcodes.find_in(typed)
    except PostcodeTableError:
        return None
