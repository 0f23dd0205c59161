"""Where somebody comes from, roughly: enough to measure from, too little to find their door. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.wards import Wards
from hubdirectory.actions.whereabouts import whereabouts
from hubdirectory.domain.distance import Point
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.spots import spot_of
from hubdirectory.geocoding.port import Found
from hubdirectory.models import Area

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


@dataclass(frozen=True)
class Whence:
    """The spot, and the slug of the ward that the place itself lies in; "" where no ward is known."""

    spot: Point
    ward: str


def whence(world: World, actor: Actor, typed: str) -> Whence | None:
    """Of a postcode, a street, a hub or another place, as typed. None where it is not known."""
    actor.must(Permission.NAVIGATE)
    known = whereabouts(world, typed)
    if known:
        return Whence(spot_of(known.point), known.ward.slug if known.ward else "")
    place = world.geocoder.geocode(typed)
    if not isinstance(place, Found):
        return None
    return Whence(spot_of(place.point), _ward_at(world, place.point) if place.exact else "")


def ward_names(world: World, slugs: Iterable[str]) -> dict[str, str]:
    """By slug; without those that are none."""
    with world.database.reading() as session:
        return dict(session.execute(select(Area.slug, Area.name).where(Area.slug.in_(set(slugs)))).all())


def ward_name(world: World, slug: str) -> str:
    """Its name, "" for none."""
    return ward_names(world, [slug]).get(slug, "")


def _ward_at(world: World, point: Point) -> str:
    with world.database.reading() as session:
        ward_id = Wards(session).ward_of(point)
        return session.scalar(select(Area.slug).where(Area.id == ward_id)) or ""
