"""Places that a draft names in words: found among those known, or made when the draft is published."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.wards import Wards
from hubdirectory.domain.record_data import NEW_PLACE, Data
from hubdirectory.geocoding.postcodes import PostcodePlace, PostcodeTableError
from hubdirectory.geocoding.written import address_key
from hubdirectory.models import Location, new_id

from .slugs import new_slug

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def settle_places(world: World, session: Session, data: Mapping[str, Any]) -> Data:
    """The same data, each new place in it now a location with an id."""
    if not any(_is_new(place) for place in data.get("places") or []):
        return dict(data)
    places = [
        {"location": _location(world, session, place), "description": place.get("description", "")} if _is_new(place) else place
        for place in data["places"]
    ]
    once = [place for number, place in enumerate(places) if place["location"] not in [one["location"] for one in places[:number]]]
    return {**data, "places": once}


def _is_new(place: Mapping[str, Any]) -> bool:
    return not place.get("location")


def _location(world: World, session: Session, said: Mapping[str, Any]) -> str:
    """A confidential place is never taken for one that is not, nor the other way round."""
    place = {**NEW_PLACE, **{name: said[name] for name in NEW_PLACE if name in said}}
    found = _postcode(world, place["postcode"])
    place["postcode"] = found.postcode if found else place["postcode"].upper()
    place["name"] = place["name"] or place["address_1"] or place["postcode"]
    wanted = _key(place)
    same = select(Location).where(Location.postcode == place["postcode"]).order_by(Location.created_at, Location.id)
    for location in session.scalars(same):
        known = {**NEW_PLACE, **{name: getattr(location, name) for name in NEW_PLACE}}
        if _key(known) == wanted:
            return location.id
    return _new(session, place, found)


def _key(place: Mapping[str, Any]) -> tuple[str, str, bool]:
    return address_key(place["address_1"], place["name"], place["postcode"], place["confidential"])


def _new(session: Session, place: Data, found: PostcodePlace | None) -> str:
    location = Location(
        id=new_id(), kind="venue", state="published", **place,
        latitude=found.point.latitude if found else None, longitude=found.point.longitude if found else None,
        area_id=Wards(session).ward_of(found.point, found.ward_code) if found else None,
    )  # fmt: skip
    location.slug = new_slug(session, "location", place["name"], location.id)
    session.add(location)
    session.flush()
    return location.id


def _postcode(world: World, postcode: str) -> PostcodePlace | None:
    with suppress(PostcodeTableError):
        return world.postcodes.find(postcode)
    return None
