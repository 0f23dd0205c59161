"""From a sample town's values to rows of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from hubdirectory.models import (
    Accessibility,
    Area,
    Assurance,
    Attribute,
    Base,
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
)

from .town import (
    Record,
    SampleArea,
    SampleContact,
    SampleLocation,
    SampleOrganisation,
    SamplePhone,
    SampleSchedule,
    SampleService,
    sample_id,
)

Rows = dict[type[Base], list[dict[str, Any]]]

# An order in which rows can be written: what is pointed at comes first.
TABLES: tuple[type[Base], ...] = (
    Area, Location, Organisation, Service, Accessibility, ServiceAtLocation, ServiceArea, Schedule, Contact, Phone,
    CostOption, Eligibility, Language, Attribute, Assurance,
)  # fmt: skip

_TEXTS = ("slug", "name", "alternate_name", "summary", "description", "email")
_ORGANISATION = (*_TEXTS, "website", "legal_status", "charity_number", "state", "created_at", "updated_at")
_SERVICE = (
    *_TEXTS, "url", "application_process", "fees_description", "booking", "accepts_referrals", "state", "paused_until",
    "paused_reason", "created_at", "updated_at",
)  # fmt: skip
_LOCATION = (
    "slug", "name", "kind", "description", "transport", "address_1", "address_2", "postcode", "latitude", "longitude",
    "confidential", "email",
)  # fmt: skip


class RowMaker:
    """Makes rows of records. It needs the ids that only the database knows: wards by code, terms by taxonomy and slug."""

    def __init__(self, areas: Mapping[str, str], terms: Mapping[tuple[str, str], str], city: str = "Hartlepool") -> None:
        self.areas = dict(areas)
        self.terms = terms
        self.city = city
        self.rows: Rows = defaultdict(list)

    def add(self, record: Record) -> None:
        match record:
            case SampleService():
                self._service(record)
            case SampleOrganisation():
                self._organisation(record)
            case SampleLocation():
                self._location(record)
            case SampleArea():
                self._area(record)

    def take(self) -> Rows:
        """The rows made since the last time."""
        rows, self.rows = self.rows, defaultdict(list)
        return rows

    def _area(self, area: SampleArea) -> None:
        if area.code not in self.areas:
            self.areas[area.code] = sample_id("area", area.code)
            self.rows[Area].append({"id": self.areas[area.code], "kind": "ward", **asdict(area)})

    def _location(self, place: SampleLocation) -> None:
        values = {name: getattr(place, name) for name in _LOCATION}
        values |= {"id": place.id, "area_id": self.areas.get(place.ward), "city": self.city, "website": ""}
        values |= {"state": "published", "sample": True, "created_at": place.created_at, "updated_at": place.created_at}
        self.rows[Location].append(values)
        for slug in place.accessibility:
            row: dict[str, Any] = {"id": sample_id(place.id, slug), "location_id": place.id, "slug": slug, "details": ""}
            self.rows[Accessibility].append(row)
        self._hang("location", place.id, place.schedules, place.phones, ())

    def _organisation(self, group: SampleOrganisation) -> None:
        values = {name: getattr(group, name) for name in _ORGANISATION}
        self.rows[Organisation].append({**values, "id": group.id, "trusted": False, "sample": True})
        self._hang("organisation", group.id, (), group.phones, group.contacts)
        self._assure("organisation", group.id, group.confirmed_at, group.name)

    def _service(self, service: SampleService) -> None:
        key = service.id
        values = {name: getattr(service, name) for name in _SERVICE}
        values |= {"id": key, "organisation_id": sample_id("organisation", service.organisation), "sample": True}
        self.rows[Service].append({**values, "modes": list(service.modes)})
        self._hang("service", key, service.schedules, service.phones, service.contacts)
        self._places(service, key)
        self._serves(service, key)
        self._costs(service, key)
        self._people(service, key)
        self._terms(service, key)
        self._assure("service", key, service.confirmed_at, service.confirmed_by)

    def _places(self, service: SampleService, key: str) -> None:
        for position, slug in enumerate(service.locations):
            place = sample_id("location", slug)
            row: dict[str, Any] = {
                "id": sample_id(key, f"at/{slug}"),
                "service_id": key,
                "location_id": place,
                "position": position,
            }
            self.rows[ServiceAtLocation].append({**row, "description": ""})

    def _serves(self, service: SampleService, key: str) -> None:
        for serves in service.serves:
            row: dict[str, Any] = {"id": sample_id(key, f"serves/{serves.name}"), "service_id": key, "kind": serves.kind}
            self.rows[ServiceArea].append({**row, "name": serves.name, "area_id": self.areas.get(serves.ward)})

    def _costs(self, service: SampleService, key: str) -> None:
        for position, cost in enumerate(service.costs):
            row: dict[str, Any] = {
                "id": sample_id(key, f"cost/{position}"),
                "service_id": key,
                "option": cost.option,
                "currency": "GBP",
            }
            row |= {"amount": cost.amount, "amount_description": cost.amount_description, "position": position}
            self.rows[CostOption].append(row)

    def _people(self, service: SampleService, key: str) -> None:
        ages = (service.minimum_age, service.maximum_age)
        if service.conditions or ages != (None, None):
            row: dict[str, Any] = {"id": sample_id(key, "eligibility"), "service_id": key, "conditions": service.conditions}
            self.rows[Eligibility].append({**row, "minimum_age": ages[0], "maximum_age": ages[1]})
        for code in service.languages:
            row = {"id": sample_id(key, f"language/{code}"), "service_id": key, "code": code, "note": ""}
            self.rows[Language].append(row)

    def _terms(self, service: SampleService, key: str) -> None:
        for term in service.terms:
            row: dict[str, Any] = {
                "id": sample_id(key, f"term/{term.taxonomy}/{term.slug}"),
                "service_id": key,
                "organisation_id": None,
            }
            row |= {"term_id": self.terms[term.taxonomy, term.slug], "since": service.created_at}
            self.rows[Attribute].append({**row, "state": "confirmed" if term.confirmed else "suggested"})

    def _hang(
        self,
        kind: str,
        key: str,
        schedules: Iterable[SampleSchedule],
        phones: Iterable[SamplePhone],
        contacts: Iterable[SampleContact],
    ) -> None:
        owner = {"organisation_id": None, "service_id": None, "location_id": None, f"{kind}_id": key}
        for position, phone in enumerate(phones):
            row: dict[str, Any] = {**owner, "id": sample_id(key, f"phone/{position}"), "number": phone.number, "extension": ""}
            row |= {"kind": phone.kind, "description": phone.description, "position": position}
            self.rows[Phone].append(row)
        for position, contact in enumerate(contacts):
            row = {
                **owner,
                "id": sample_id(key, f"contact/{position}"),
                "name": contact.name,
                "title": contact.title,
            }
            self.rows[Contact].append({**row, "email": contact.email})
        for position, schedule in enumerate(schedules):
            row = {
                "id": sample_id(key, f"schedule/{position}"),
                "service_id": None,
                "location_id": None,
                f"{kind}_id": key,
            }
            self.rows[Schedule].append({**row, **_schedule_values(schedule), "position": position})

    def _assure(self, kind: str, key: str, moment: datetime | None, who: str) -> None:
        if moment is not None:
            row: dict[str, Any] = {"id": sample_id(key, "assurance"), "record_kind": kind, "record_id": key, "part": "all"}
            self.rows[Assurance].append({**row, "confirmed_at": moment, "confirmed_by": who, "account_id": None})


def _schedule_values(schedule: SampleSchedule) -> dict[str, Any]:
    place = sample_id("location", schedule.at_location) if schedule.at_location else None
    return {
        "freq": schedule.freq, "interval": schedule.interval, "byday": list(schedule.byday), "bymonthday": [],
        "dtstart": schedule.dtstart, "until": schedule.until, "count": None, "opens_at": schedule.opens_at,
        "closes_at": schedule.closes_at, "extra_dates": [], "exceptions": [], "at_location_id": place,
        "term_time_only": schedule.term_time_only, "not_bank_holidays": schedule.not_bank_holidays,
        "description": schedule.description,
    }  # fmt: skip
