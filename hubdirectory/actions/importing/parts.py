"""A service taken apart into what an import compares: plain values, in one form, for a record and for our own.

What a source said last time, what stands here now and what it says today are compared part by part. A part that
somebody edited here is theirs from then on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from hubdirectory.domain.schedules import WEEKDAYS
from hubdirectory.domain.states import AttributeState, Booking, State
from hubdirectory.geocoding.written import folded
from hubdirectory.models import Service
from importers.record import ContactRecord, CostRecord, LocationRecord, Opening, PhoneNumber, ServiceRecord

from .places import PlaceKey, key_of, place_of_location, place_of_record

Parts = dict[str, Any]

# What each part is called in a reason.
NAMES = {
    "name": "name", "summary": "summary", "description": "description", "url": "website", "email": "e-mail",
    "application_process": "how to get it", "modes": "how it reaches people", "booking": "booking", "state": "state",
    "organisation": "organisation", "phones": "telephone", "contacts": "contacts", "schedules": "times", "costs": "cost",
    "eligibility": "who for", "languages": "languages", "area": "area", "places": "places", "terms": "needs and terms",
}  # fmt: skip
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


@dataclass(frozen=True)
class Merged:
    """Which parts to write, and which the source has changed but were edited here."""

    write: Parts = field(default_factory=dict)
    kept: tuple[str, ...] = ()


def merge(before: Parts, here: Parts, now: Parts) -> Merged:
    """What of today's parts is to be written over ours."""
    write, kept = {}, []
    for part, value in now.items():
        if value == before.get(part) or value == here[part]:
            continue
        if _same(part, before.get(part), here[part]):
            write[part] = value
        else:
            kept.append(NAMES[part])
    return Merged(write, tuple(kept))


def _same(part: str, before: Any, here: Any) -> bool:
    """Whether nobody changed the part here since it was imported."""
    if part == "organisation":  # found by its name whatever the capitals, and kept as it is spelt here
        return folded(before or "") == folded(here)
    if part == "places":  # still the imported one, however its details were improved here
        return [key_of(place) for place in before or ()] == [key_of(place) for place in here]
    return bool(before == here)


def hash_of(parts: Parts) -> str:
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def parts_of_record(record: ServiceRecord, known_terms: Iterable[tuple[str, str]]) -> Parts:
    """The parts that a source's record says. Terms that this directory does not have are left out."""
    known = set(known_terms)
    return {
        "name": cut(record.name, 200),
        "summary": cut(record.summary, 500),
        "description": _description(record),
        "url": cut(record.url, 500),
        "email": cut(record.email, 254),
        "application_process": record.application_process,
        "modes": list(record.modes),
        "booking": _booking(record).value,
        "state": _state(record).value,
        "organisation": cut(record.organisation, 200),
        "phones": _phones(record.phones, record.contacts),
        "contacts": [_contact(one) for one in record.contacts if one.name or one.role or one.email],
        "schedules": _schedules(record.openings),
        "costs": [_cost(one) for one in record.costs],
        "eligibility": _eligibility(record.minimum_age, record.maximum_age, record.eligibility),
        "languages": sorted({code for code in record.languages if _LANGUAGE.fullmatch(code)}),
        "area": cut(record.area, 200),
        "places": _places(record.locations),
        "terms": sorted(
            f"{term.taxonomy}/{term.slug}/{_attribute(term.confirmed)}"
            for term in record.terms
            if (term.taxonomy, term.slug) in known
        ),
    }


def parts_of_service(service: Service) -> Parts:
    """The same parts as they stand here; `service` with everything loaded that hangs on it."""
    eligibility = service.eligibility
    return {
        "name": service.name,
        "summary": service.summary,
        "description": service.description,
        "url": service.url,
        "email": service.email,
        "application_process": service.application_process,
        "modes": list(service.modes),
        "booking": service.booking,
        "state": service.state,
        "organisation": service.organisation.name,
        "phones": [
            {"number": one.number, "extension": one.extension, "kind": one.kind, "description": one.description}
            for one in service.phones
        ],
        "contacts": [{"name": one.name, "title": one.title, "email": one.email} for one in service.contacts],
        "schedules": [
            {
                "freq": one.freq, "byday": list(one.byday), "opens": f"{one.opens_at:%H:%M}",
                "closes": f"{one.closes_at:%H:%M}", "term_time_only": one.term_time_only,
                "not_bank_holidays": one.not_bank_holidays, "description": one.description,
            }
            for one in service.schedules
        ],
        "costs": [
            {"option": one.option, "amount": _amount(one.amount), "amount_description": one.amount_description}
            for one in service.cost_options
        ],
        "eligibility": eligibility
        and _eligibility(eligibility.minimum_age, eligibility.maximum_age, eligibility.conditions),
        "languages": sorted(one.code for one in service.languages),
        "area": service.service_areas[0].name if service.service_areas else "",
        "places": [place_of_location(at.location) for at in service.places],
        "terms": sorted(f"{one.term.taxonomy.slug}/{one.term.slug}/{one.state}" for one in service.attributes),
    }  # fmt: skip


def cut(text: str, longest: int) -> str:
    """The text as long as its column allows."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _description(record: ServiceRecord) -> str:
    """The description, with what has no column of its own below it."""
    times = f"Opening times: {record.opening_words}" if record.opening_words else ""
    links = f"See also: {' '.join(record.other_links)}" if record.other_links else ""
    return "\n\n".join(filter(None, (record.description, times, links)))


def _booking(record: ServiceRecord) -> Booking:
    if record.by_appointment and record.drop_in:
        return Booking.EITHER
    if record.by_appointment:
        return Booking.APPOINTMENT
    return Booking.DROP_IN if record.drop_in else Booking.UNKNOWN


def _state(record: ServiceRecord) -> State:
    if record.closed_reason:
        return State.CLOSED
    return State.PAUSED if record.paused else State.PUBLISHED


def _attribute(confirmed: bool) -> str:
    return (AttributeState.CONFIRMED if confirmed else AttributeState.SUGGESTED).value


def _phones(phones: tuple[PhoneNumber, ...], contacts: tuple[ContactRecord, ...]) -> list[Parts]:
    named = [(phone, phone.note) for phone in phones]
    named += [(one.phone, one.name or one.role) for one in contacts if one.phone]
    return [_phone(phone, note) for phone, note in named]


def _phone(phone: PhoneNumber, note: str) -> Parts:
    kind = "text" if note.casefold().startswith("text ") else "voice"
    described = {"kind": kind, "description": cut(note, 200)}
    return {"number": cut(phone.number, 40), "extension": cut(phone.extension, 10), **described}


def _contact(contact: ContactRecord) -> Parts:
    return {"name": cut(contact.name, 120), "title": cut(contact.role, 120), "email": cut(contact.email, 254)}


def _cost(cost: CostRecord) -> Parts:
    words = cut(cost.description, 300)
    return {"option": cut(cost.option, 200), "amount": _amount(cost.amount), "amount_description": words}


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _eligibility(minimum: int | None, maximum: int | None, conditions: str) -> Parts | None:
    if minimum is None and maximum is None and not conditions:
        return None
    return {"minimum_age": minimum, "maximum_age": maximum, "conditions": conditions}


def _schedules(openings: tuple[Opening, ...]) -> list[Parts]:
    """Openings with the same times are one schedule. One without an end cannot be said in a schedule."""
    days: dict[tuple[Any, ...], list[str]] = {}
    for one in openings:
        if one.closes is not None:
            freq = "MONTHLY" if one.week else "WEEKLY"
            rest = (freq, f"{one.opens:%H:%M}", f"{one.closes:%H:%M}", one.term_time_only, one.not_bank_holidays)
            days.setdefault((*rest, cut(one.note, 300)), []).append(f"{one.week or ''}{one.day}")
    keys = ("freq", "opens", "closes", "term_time_only", "not_bank_holidays", "description")
    schedules = [
        {**dict(zip(keys, said, strict=True)), "byday": sorted(set(named), key=lambda rule: WEEKDAYS.index(rule[-2:]))}
        for said, named in days.items()
    ]
    return sorted(schedules, key=lambda one: (WEEKDAYS.index(one["byday"][0][-2:]), one["opens"]))


def _places(locations: tuple[LocationRecord, ...]) -> list[Parts]:
    """Each place once: a service is at a place or it is not."""
    places: dict[PlaceKey, Parts] = {}
    for location in locations:
        place = place_of_record(location)
        places.setdefault(key_of(place), place)
    return list(places.values())
