"""What the directory has already, as ids: so that a row finds its organisation and its places without a query."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.distance import Point, miles_between
from hubdirectory.domain.slugs import free_slug
from hubdirectory.geocoding.written import address_key, folded
from hubdirectory.models import (
    Area,
    Location,
    OldSlug,
    Organisation,
    Service,
    Source,
    SourceRecord,
    Taxonomy,
    TaxonomyTerm,
)  # fmt: skip

from .places import Place, PlaceKey, key_of

SAME_PLACE_MILES = 0.1
"""Two points at one address that are farther apart are two places: two doors of a shopping centre."""
MUCH_ALIKE = 93
"""Of 100: names that may be one organisation. A person decides; the import never does."""


@dataclass(frozen=True)
class KnownRecord:
    """A record of the source as it was left. `service_id` is None where the service was deleted here."""

    id: str
    service_id: str | None
    content_hash: str
    gone: bool


@dataclass(frozen=True)
class KnownPlace:
    id: str
    point: Point | None


class Known:
    """Loaded once for many rows. What a row adds counts for the next once `keep` is called; `drop` forgets it."""

    def __init__(self, session: Session, source: Source) -> None:
        self.source = source
        self.records = dict(_records(session, source.id))
        self.terms = {(taxonomy, slug): id_ for taxonomy, slug, id_ in session.execute(_TERMS)}
        areas = session.execute(select(Area.id, Area.code, Area.name)).all()
        self.area_of_code = {code: id_ for id_, code, _ in areas if code}
        self.area_of_name = {folded(name): id_ for id_, _, name in areas}
        self._slugs = {model: ChainMap[str, None]({}, _slugs(session, model)) for model in (Service, Organisation, Location)}
        self._organisations = ChainMap[str, str]({}, {folded(name): id_ for id_, name in session.execute(_ORGANISATIONS)})
        self._services = ChainMap[tuple[str, str], None]({}, _services(session))
        self._places = ChainMap[PlaceKey, list[KnownPlace]]({}, _places(session))

    def keep(self) -> None:
        for chain in self._chains():
            chain.maps[1].update(chain.maps[0])
        self.drop()

    def drop(self) -> None:
        for chain in self._chains():
            chain.maps[0].clear()

    def _chains(self) -> tuple[ChainMap[Any, Any], ...]:
        return (*self._slugs.values(), self._organisations, self._services, self._places)

    def slug(self, model: type[Service | Organisation | Location], name: str) -> str:
        """A free slug for a new record, which is taken from now on."""
        slug = free_slug(name, self._slugs[model])
        self._slugs[model][slug] = None
        return slug

    def organisation(self, name: str) -> str | None:
        """The organisation of that name, whatever its capitals and punctuation."""
        return self._organisations.get(folded(name))

    def organisation_much_like(self, name: str) -> str | None:
        """A name that may mean the same organisation. Similar names often do not: this is for a person to decide."""
        found = process.extractOne(folded(name), self._organisations.keys(), scorer=fuzz.ratio, score_cutoff=MUCH_ALIKE)
        return found[0] if found else None

    def add_organisation(self, name: str, id_: str) -> None:
        self._organisations[folded(name)] = id_

    def add_service(self, organisation_id: str, name: str) -> bool:
        """Note a new service. False where that organisation has one of that name already."""
        key = organisation_id, folded(name)
        new = key not in self._services
        self._services[key] = None
        return new

    def place(self, place: Place) -> str | None:
        """The location at that address and postcode; where both have points, near enough to be the same."""
        wanted = point_of(place)
        for known in self._places.get(key_of(place), ()):
            if wanted is None or known.point is None or miles_between(wanted, known.point) <= SAME_PLACE_MILES:
                return known.id
        return None

    def add_place(self, place: Place, id_: str, point: Point | None) -> None:
        key = key_of(place)
        self._places[key] = [*self._places.get(key, ()), KnownPlace(id_, point)]


def point_of(place: Place) -> Point | None:
    if place["latitude"] is None or place["longitude"] is None:
        return None
    return Point(place["latitude"], place["longitude"])


_TERMS = select(Taxonomy.slug, TaxonomyTerm.slug, TaxonomyTerm.id).join(TaxonomyTerm.taxonomy)
# A sample organisation may be taken away again, with its services: real ones must not hang on it.
_ORGANISATIONS = (
    select(Organisation.id, Organisation.name).where(Organisation.sample.is_(False)).order_by(Organisation.created_at.desc())
)


def _records(session: Session, source_id: str) -> Iterator[tuple[str, KnownRecord]]:
    query = (
        select(SourceRecord.external_id, SourceRecord.id, Service.id, SourceRecord.content_hash, SourceRecord.gone_at)
        .outerjoin(Service, Service.id == SourceRecord.record_id)
        .where(SourceRecord.source_id == source_id)
    )
    for external_id, id_, service_id, content_hash, gone_at in session.execute(query):
        yield external_id, KnownRecord(id_, service_id, content_hash, gone_at is not None)


def _slugs(session: Session, model: type[Service | Organisation | Location]) -> dict[str, None]:
    old = select(OldSlug.slug).where(OldSlug.record_kind == model.__tablename__)
    return dict.fromkeys((*session.scalars(select(model.slug)), *session.scalars(old)))


def _services(session: Session) -> dict[tuple[str, str], None]:
    rows = session.execute(select(Service.organisation_id, Service.name))
    return {(organisation_id, folded(name)): None for organisation_id, name in rows}


def _places(session: Session) -> dict[PlaceKey, list[KnownPlace]]:
    query = select(
        Location.id, Location.address_1, Location.name, Location.postcode, Location.confidential,
        Location.latitude, Location.longitude,
    ).order_by(Location.created_at)  # fmt: skip
    places: dict[PlaceKey, list[KnownPlace]] = {}
    for id_, address_1, name, postcode, confidential, latitude, longitude in session.execute(query):
        point = None if latitude is None or longitude is None else Point(latitude, longitude)
        places.setdefault(address_key(address_1, name, postcode, confidential), []).append(KnownPlace(id_, point))
    return places
