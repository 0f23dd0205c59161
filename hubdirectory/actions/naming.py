"""Places by the names that the directory itself knows: hubs, venues, streets and wards."""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from statistics import fmean

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hubdirectory.domain.distance import Box, Point
from hubdirectory.geocoding.names import SHORT_FORMS, STREET_WORDS, Gazetteer, NamedPlace, street_in
from hubdirectory.geocoding.port import Found, Kind, NotFound, refusal
from hubdirectory.models import Area, Database, Location
from hubdirectory.understanding.words import words_of

MARGIN = 0.05
"""Degrees: some three miles."""


class DirectoryGazetteer:
    """A gazetteer of the public places, made anew whenever one of them changed."""

    def __init__(self, database: Database, town: str) -> None:
        self._database, self._town = database, town
        self._lock = threading.Lock()
        self._stamp: object = None
        self._gazetteer = Gazetteer.from_entries([], town)

    def geocode(self, text: str) -> Found | NotFound:
        refused = refusal(text)
        return refused or self._fresh().geocode(text)

    def _fresh(self) -> Gazetteer:
        with self._lock, self._database.reading() as session:
            wards = session.execute(select(func.count(), func.sum(Area.latitude), func.max(Area.name))).one()
            stamp = (session.execute(select(func.count(), func.max(Location.updated_at))).one(), wards)
            if stamp != self._stamp:
                self._gazetteer = Gazetteer.from_entries(_entries(session, self._town), self._town)
                self._stamp = stamp
            return self._gazetteer


def _entries(session: Session, town: str) -> list[NamedPlace]:
    columns = (Location.name, Location.kind, Location.address_1, Location.latitude, Location.longitude)
    public = select(*columns).where(Location.confidential.is_(False), Location.latitude.is_not(None))
    entries = []
    for name, kind, address, latitude, longitude in session.execute(public):
        point = Point(latitude or 0.0, longitude or 0.0)
        names = (name, hub_by_its_short_name(name)) if kind == "hub" else (name,)
        entries += [NamedPlace(one, Kind.HUB if kind == "hub" else Kind.PLACE, point) for one in names]
        street = street_in(address)
        if street:
            entries.append(NamedPlace(street, Kind.STREET, point))
    return entries + _wards(session, town)


def _wards(session: Session, town: str) -> list[NamedPlace]:
    """The wards, and the town itself at the middle of them."""
    rows = session.execute(select(Area.name, Area.latitude, Area.longitude).where(Area.latitude.is_not(None)))
    wards = [NamedPlace(name, Kind.WARD, Point(latitude or 0.0, longitude or 0.0)) for name, latitude, longitude in rows]
    if not wards:
        return []
    middle = Point(fmean(ward.point.latitude for ward in wards), fmean(ward.point.longitude for ward in wards))
    return [*wards, NamedPlace(town, Kind.PLACE, middle)]


def said_of_places(session: Session, town: str) -> tuple[set[str], set[str]]:
    """Names of places, also of confidential ones, and words that are part of the name of a street, a district or a town.

    A town from which nobody here has an address is in neither: no list of those comes with the postcodes.
    """
    columns = (Location.name, Location.kind, Location.address_1, Location.address_2, Location.city)
    names, districts = set(), {town, *session.scalars(select(Area.name))}
    for name, kind, address, district, city in session.execute(select(*columns)):
        names |= {name, address, hub_by_its_short_name(name) if kind == "hub" else name}
        districts |= {street_in(address) or "", district, city}
    districts |= {half for name in districts for half in re.split(r"\s+(?:&|and)\s+", name)}
    words = {word for name in districts for word in words_of(name)}
    return names | districts, words - STREET_WORDS - set(SHORT_FORMS)


def around_the_town(database: Database) -> Box | None:
    """Where places are looked for first: round the wards, and a few miles more. None without wards."""
    columns = (func.min(Area.latitude), func.min(Area.longitude), func.max(Area.latitude), func.max(Area.longitude))
    with suppress(SQLAlchemyError), database.reading() as session:
        south, west, north, east = session.execute(select(*columns)).one()
        if south is not None and west is not None and north is not None and east is not None:
            return Box(south - MARGIN, west - MARGIN, north + MARGIN, east + MARGIN)
    return None  # no wards, or the tables are not there yet


def hub_by_its_short_name(name: str) -> str:
    """People say "Central hub" for "Community Hub Central"."""
    own = " ".join(word for word in name.split() if word.casefold() not in ("community", "hub", "the"))
    return f"{own} hub" if own else name
