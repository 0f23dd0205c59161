"""Parts onto a service: what an import writes, and where it finds or makes organisations and places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from hubdirectory.domain.states import State
from hubdirectory.geocoding.postcodes import PostcodePlace
from hubdirectory.geocoding.written import folded
from hubdirectory.models import (
    Accessibility,
    Attribute,
    Contact,
    CostOption,
    Eligibility,
    Language,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    new_id,
)  # fmt: skip

from .known import Known, point_of
from .parts import Parts
from .places import Place, key_of, place_of_location

_PLAIN = ("name", "summary", "description", "url", "email", "application_process", "modes", "booking", "state")
_PLACE_DETAILS = ("name", "address_2", "city", "description", "latitude", "longitude")


@dataclass
class Writer:
    """Writes for one row. `remarks` are sentences; `moved` are places that other services may share."""

    session: Session
    known: Known
    find_postcode: Callable[[str], PostcodePlace | None]
    now: datetime
    remarks: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    def new_service(self, parts: Parts, organisation_url: str) -> Service:
        service = Service(
            id=new_id(),
            slug=self.known.slug(Service, parts["name"]),
            organisation_id=self.organisation_of(parts["organisation"], organisation_url),
        )
        if not self.known.add_service(service.organisation_id, parts["name"]):
            self.remarks.append("Its organisation has a service of that name already: look whether they are one.")
        # Only added when it is whole: a half-written service would be flushed on the way.
        self._write(service, {part: value for part, value in parts.items() if part != "organisation"}, {})
        self.session.add(service)
        self.session.flush()
        return service

    def write(self, service: Service, parts: Parts, before: Parts) -> None:
        """Write these parts over the service's. `before` is what the source said last time."""
        self._write(service, parts, before)
        self.session.flush()

    def _write(self, service: Service, parts: Parts, before: Parts) -> None:
        for part, value in parts.items():
            if part in _PLAIN:
                setattr(service, part, value)
            elif part in _ROWS:
                relation, rows_of = _ROWS[part]
                setattr(service, relation, rows_of(value))
        if "organisation" in parts:
            service.organisation_id = self.organisation_of(parts["organisation"], "")
        if "area" in parts:
            service.service_areas = self._areas(parts["area"])
        if "places" in parts:
            self._write_places(service, parts["places"], before.get("places", []))
        if "terms" in parts:
            self._write_terms(service, parts["terms"])
        _write_what_is_one(service, parts)

    # Organisations

    def organisation_of(self, name: str, url: str) -> str:
        """The id of the organisation of that name; made where there is none."""
        found = self.known.organisation(name)
        if found:
            return found
        alike = self.known.organisation_much_like(name)
        if alike:
            self.remarks.append(f"The new organisation “{name}” is much like “{alike}”: look whether they are one.")
        organisation = Organisation(
            id=new_id(), slug=self.known.slug(Organisation, name), name=name, website=url[:500], state=State.PUBLISHED
        )
        self.session.add(organisation)
        self.session.flush()
        self.known.add_organisation(name, organisation.id)
        return organisation.id

    # Places

    def _write_places(self, service: Service, places: list[Place], before: list[Place]) -> None:
        """A place that the service had from this source stays the same place, even where its pin was moved here."""
        here = {at.location_id: at for at in service.places}
        own = {key_of(place_of_location(at.location)): at.location for at in service.places}
        old = {key_of(place): place for place in before}
        ids: list[str] = []
        for place in places:
            key = key_of(place)
            if key in old and key in own:
                self._improve(own[key], old[key], place)
                id_ = own[key].id
            else:
                id_ = self.known.place(place) or self._new_location(place)
            if id_ not in ids:
                ids.append(id_)
        service.places = [here.get(id_) or ServiceAtLocation(location_id=id_) for id_ in ids]
        for position, at in enumerate(service.places):
            at.position = position

    def _new_location(self, place: Place) -> str:
        found = self.find_postcode(place["postcode"]) if place["postcode"] else None
        point = point_of(place) or (found.point if found else None)
        if point is None and place["postcode"]:
            said = f"The postcode {place['postcode']} is not known here, so the place is not on the map."
            self.remarks.append(said)
        columns = {name: place[name] for name in ("name", "address_1", "address_2", "city", "postcode", "kind", "description")}
        location = Location(
            id=new_id(),
            slug=self.known.slug(Location, place["name"]),
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
            area_id=self.known.area_of_code.get(found.ward_code or "") if found else None,
            confidential=place["confidential"],
            accessibility=[Accessibility(slug=slug) for slug in place["accessibility"]],
            **columns,
        )
        self.session.add(location)
        self.session.flush()
        self.known.add_place(place, location.id, point)
        return location.id

    def _improve(self, location: Location, before: Place, now: Place) -> None:
        """Details of a place that the source has changed, where nobody changed them here."""
        changed = False
        for name in _PLACE_DETAILS:
            if now[name] != before[name] and now[name] is not None and getattr(location, name) == before[name]:
                setattr(location, name, now[name])
                changed = True
        slugs = sorted(feature.slug for feature in location.accessibility)
        if now["accessibility"] != before["accessibility"] and slugs == before["accessibility"]:
            kept = [feature for feature in location.accessibility if feature.slug in now["accessibility"]]
            new = [Accessibility(slug=slug) for slug in now["accessibility"] if slug not in slugs]
            location.accessibility = [*kept, *new]
            changed = True
        if changed:
            self.moved.append(location.id)

    # Terms and areas

    def _write_terms(self, service: Service, terms: list[str]) -> None:
        wanted = {}
        for said in terms:
            taxonomy, slug, state = said.split("/")
            wanted[self.known.terms[(taxonomy, slug)]] = state
        here = {one.term_id: one for one in service.attributes}
        for term_id, state in wanted.items():
            attribute = here.get(term_id) or Attribute(term_id=term_id, since=self.now)
            attribute.state = state
            here[term_id] = attribute
        service.attributes = [here[term_id] for term_id in wanted]

    def _areas(self, name: str) -> list[ServiceArea]:
        if not name:
            return []
        return [ServiceArea(kind="borough", name=name, area_id=self.known.area_of_name.get(folded(name)))]


def _phones(parts: list[Parts]) -> list[Phone]:
    return [Phone(position=position, **part) for position, part in enumerate(parts)]


def _contacts(parts: list[Parts]) -> list[Contact]:
    return [Contact(**part) for part in parts]


def _costs(parts: list[Parts]) -> list[CostOption]:
    return [
        CostOption(**{**part, "amount": None if part["amount"] is None else Decimal(part["amount"])}, position=position)
        for position, part in enumerate(parts)
    ]


def _schedules(parts: list[Parts]) -> list[Schedule]:
    return [
        Schedule(
            opens_at=time.fromisoformat(part["opens"]),
            closes_at=time.fromisoformat(part["closes"]),
            position=position,
            **{name: value for name, value in part.items() if name not in ("opens", "closes")},
        )
        for position, part in enumerate(parts)
    ]


def _write_what_is_one(service: Service, parts: Parts) -> None:
    """Languages and eligibility are changed in place: a second of the same would meet the first."""
    if "languages" in parts:
        here = {one.code: one for one in service.languages}
        service.languages = [here.get(code) or Language(code=code) for code in parts["languages"]]
    if "eligibility" not in parts:
        return
    said = parts["eligibility"]
    if said and service.eligibility:
        for name, value in said.items():
            setattr(service.eligibility, name, value)
    else:
        service.eligibility = Eligibility(**said) if said else None


# Part -> what the rows are called on the service, and how they are made.
_ROWS: dict[str, tuple[str, Callable[[Any], list[Any]]]] = {
    "phones": ("phones", _phones),
    "contacts": ("contacts", _contacts),
    "costs": ("cost_options", _costs),
    "schedules": ("schedules", _schedules),
}
