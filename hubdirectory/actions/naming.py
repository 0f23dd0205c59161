"""Places by the names that the directory itself knows: hubs, venues, streets and wards."""

from __future__ import annotations

import threading

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.domain.distance import Point
from hubdirectory.geocoding.names import Gazetteer, NamedPlace, street_in
from hubdirectory.geocoding.port import Found, Kind, NotFound, refusal
from hubdirectory.models import Area, Database, Location


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
            stamp = session.execute(select(func.count(), func.max(Location.updated_at))).one()._tuple()
            if stamp != self._stamp:
                self._gazetteer = Gazetteer.from_entries(_entries(session), self._town)
                self._stamp = stamp
            return self._gazetteer


def _entries(session: Session) -> list[NamedPlace]:
    public = select(Location).where(Location.confidential.is_(False), Location.latitude.is_not(None))
    entries = []
    for place in session.scalars(public):
        point = Point(place.latitude, place.longitude)
        entries.append(NamedPlace(place.name, Kind.HUB if place.kind == "hub" else Kind.PLACE, point))
        street = street_in(place.address_1)
        if street:
            entries.append(NamedPlace(street, Kind.STREET, point))
    for area in session.scalars(select(Area).where(Area.latitude.is_not(None))):
        entries.append(NamedPlace(area.name, Kind.WARD, Point(area.latitude, area.longitude)))
    return entries


