"""The one document builder: what an index keeps of a service. Serves drain, rebuild and check alike.

Raise BUILDER whenever documents or cards come out differently: `hub init` then makes all of them anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hubdirectory.domain.ages import bands_of
from hubdirectory.domain.costs import cost_kinds
from hubdirectory.domain.occurrences import rules_with_changes
from hubdirectory.domain.schedules import Recurrence
from hubdirectory.domain.states import REMOTE_MODES, AttributeState, LocationKind
from hubdirectory.models import Area, Location, Service, TaxonomyTerm
from search.analysis import folded
from search.document import Document, Place
from search.tongues import APART, apart

BUILDER = 7


def document_of(service: Service, number: int, generation: int, confirmed_at: datetime | None) -> Document:
    """`service` as indexing.loading gives it."""
    places = public_places(service)
    return Document(
        number=number,
        text=_text(service, places),
        facets=_facets(service, places),
        places=tuple(Place(place.id, place.latitude, place.longitude) for place in places if has_point(place)),
        remote=is_remote(service, places),
        patterns=patterns_of(service),
        sort_name=folded(service.name).strip(),
        confirmed=confirmed_at.year * 100 + confirmed_at.month if confirmed_at else 0,
        fingerprint=str(generation),
    )


def as_json(document: Document) -> dict[str, Any]:
    """The document as the card's row keeps it, without what the row's own columns say."""
    return {
        "text": {field: text for field, text in document.text.items() if text},
        "facets": {group: values for group, values in document.facets.items() if values},
        "places": [(place.id, place.latitude, place.longitude) for place in document.places],
        "remote": document.remote, "patterns": document.patterns,
        "sort_name": document.sort_name, "confirmed": document.confirmed,
    }  # fmt: skip


def from_json(kept: dict[str, Any], number: int, generation: int) -> Document:
    return Document(
        number, kept["text"], {group: tuple(values) for group, values in kept["facets"].items()},
        places=tuple(Place(*place) for place in kept["places"]), remote=kept["remote"], patterns=tuple(kept["patterns"]),
        sort_name=kept["sort_name"], confirmed=kept["confirmed"], fingerprint=str(generation),
    )  # fmt: skip


def public_places(service: Service) -> list[Location]:
    """Where it happens, without confidential places: they are in no card, no index and no page."""
    return [at.location for at in service.places if not at.location.confidential]


def has_point(place: Location) -> bool:
    return place.latitude is not None and place.longitude is not None


def is_remote(service: Service, places: list[Location]) -> bool:
    """Serves people who cannot come: by phone, online or at home; and so does what has no public place."""
    return not any(has_point(place) for place in places) or bool(REMOTE_MODES & set(service.modes))


def patterns_of(service: Service) -> tuple[str, ...]:
    """When it is on: its schedules, with the dates that were cancelled, moved or added by hand."""
    changed = rules_with_changes(rules_and_places(service), [row.change() for row in service.changed_dates])
    return tuple(dict.fromkeys(rule.pattern() for rule in changed))


def rules_and_places(service: Service) -> list[tuple[Recurrence, frozenset[str | None]]]:
    """Each schedule's rule, with the ids of the places that it is for; None where the service has none."""
    everywhere = frozenset[str | None](at.location_id for at in service.places) or frozenset({None})
    return [
        (schedule.recurrence(), frozenset({schedule.at_location_id}) if schedule.at_location_id else everywhere)
        for schedule in service.schedules
    ]


def confirmed_terms(service: Service) -> list[TaxonomyTerm]:
    """Those that people are shown and find by: a retired term stays on its records, unseen."""
    confirmed = (attribute.term for attribute in service.attributes if attribute.state == AttributeState.CONFIRMED)
    terms = (term for term in confirmed if term.retired_at is None)
    return sorted(terms, key=lambda term: (term.taxonomy.slug, term.position, term.slug))


def _text(service: Service, places: list[Location]) -> dict[str, str]:
    """In every language that it has, needs and audiences in every language of the site: one index serves all readers."""
    conditions = service.eligibility.conditions if service.eligibility else ""
    longer = [text for own in service.texts for text in _known_in(own.code, _joined([own.description, own.conditions]))]
    return {
        "name": _joined([service.name, service.alternate_name]),
        "summary": _joined([service.summary, *(text for own in service.texts for text in _known_in(own.code, own.summary))]),
        "terms": _joined(name for term in confirmed_terms(service) for name in _names(term)),
        "organisation": service.organisation.name,
        "places": _joined(place.name for place in places),
        "description": _joined([service.description, conditions, *longer]),
    }


def _names(term: TaxonomyTerm) -> list[str]:
    """Its name, then its names in other languages. Of the kinds of service only the first: they are words of any text."""
    if term.taxonomy.slug == "service-type":
        return [term.name]
    return [term.name, *(apart(code, name) for code, name in sorted((term.translations or {}).items()) if "." not in code)]


def _known_in(code: str, text: str) -> tuple[str, ...]:
    """Somebody's own words are found as they stand, and as words of their language."""
    return (text, apart(code, text)) if code in APART else (text,)


def _joined(texts: Iterable[str]) -> str:
    return " ".join(text for text in texts if text)


def _facets(service: Service, places: list[Location]) -> dict[str, tuple[str, ...]]:
    terms = confirmed_terms(service)
    eligibility = service.eligibility
    options = [(option.amount, f"{option.option} {option.amount_description}") for option in service.cost_options]
    return {
        "need": tuple(term.slug for term in terms if term.taxonomy.slug == "need"),
        "audience": tuple(term.slug for term in terms if term.taxonomy.slug == "audience"),
        "hub": _distinct(place.slug for place in places if place.kind == LocationKind.HUB),
        "ward": _distinct(area.slug for area in _areas(service, places)),
        "day": _distinct(day for schedule in service.schedules for day in schedule.recurrence().weekdays()),
        "cost": cost_kinds(options),
        "mode": _distinct(service.modes),
        "age": bands_of(eligibility.minimum_age, eligibility.maximum_age) if eligibility else bands_of(None, None),
        "language": _distinct(language.code for language in service.languages),
        "access": _distinct(feature.slug for place in places for feature in place.accessibility),
    }


def _areas(service: Service, places: list[Location]) -> list[Area]:
    """A service with a confidential place is in no ward by what it serves either: that would say where the place is."""
    hidden = any(at.location.confidential for at in service.places)
    serves = [] if hidden else [served.area for served in service.service_areas if served.area]
    return [place.area for place in places if place.area] + serves


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
