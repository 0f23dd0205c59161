"""From rows to the plain values of `views`. What is private is left out here, once, for every page."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from hubdirectory.actions.showing.views import (
    AccessLine,
    CostLine,
    Happening,
    Person,
    PhoneLine,
    Place,
    Rule,
    Spoken,
    Term,
)
from hubdirectory.domain.schedules import Calendar
from hubdirectory.domain.states import AttributeState
from hubdirectory.models import Attribute, Contact, CostOption, Language, Location, Phone, Schedule, TaxonomyTerm

NEXT_TIMES = 6
# How far ahead a page looks for the next times.
AHEAD_DAYS = 120

CONFIDENTIAL = Place(confidential=True)


def term(row: TaxonomyTerm, locale: str) -> Term:
    known = row.translations or {}
    return Term(row.slug, known.get(locale) or row.name, known.get(f"{locale}.description") or row.description)


def confirmed_terms(attributes: Iterable[Attribute], taxonomy: str, locale: str) -> tuple[Term, ...]:
    """The terms of one taxonomy that the manager confirmed, in the taxonomy's order."""
    rows = [
        attribute.term for attribute in attributes
        if attribute.state == AttributeState.CONFIRMED and attribute.term.taxonomy.slug == taxonomy
        and attribute.term.retired_at is None
    ]  # fmt: skip
    return tuple(term(row, locale) for row in sorted(rows, key=lambda row: (row.position, row.name)))


def place(location: Location, note: str = "") -> Place:
    """A confidential place keeps nothing but the fact, its access and what is said of it on purpose."""
    access = tuple(AccessLine(row.slug, row.details) for row in sorted(location.accessibility, key=lambda row: row.slug))
    if location.confidential:
        return Place(confidential=True, access=tuple(AccessLine(row.slug) for row in access))
    lines = (location.address_1, location.address_2, location.city, location.postcode)
    return Place(
        kind=location.kind, slug=location.slug, name=location.name,
        address=tuple(line for line in lines if line), postcode=location.postcode,
        latitude=location.latitude, longitude=location.longitude,
        ward=location.area.name if location.area else "", transport=location.transport, note=note, access=access,
    )  # fmt: skip


def place_name(location: Location) -> Place:
    """A place by its name alone, for whoever has not loaded more of it."""
    return CONFIDENTIAL if location.confidential else Place(kind=location.kind, slug=location.slug, name=location.name)


def phones(rows: Iterable[Phone]) -> tuple[PhoneLine, ...]:
    ordered = sorted(rows, key=lambda row: row.position)
    return tuple(PhoneLine(row.number, row.extension, row.kind, row.description) for row in ordered if row.number)


def people(rows: Iterable[Contact]) -> tuple[Person, ...]:
    return tuple(Person(row.name, row.title, row.email) for row in rows if row.name or row.email)


def costs(rows: Iterable[CostOption]) -> tuple[CostLine, ...]:
    return tuple(CostLine(row.option, row.amount, row.amount_description) for row in rows)


def spoken(rows: Iterable[Language]) -> tuple[Spoken, ...]:
    return tuple(Spoken(row.code, row.note) for row in sorted(rows, key=lambda row: (row.code != "en", row.code)))


def rules(rows: Iterable[Schedule], places: dict[str, Place]) -> tuple[Rule, ...]:
    return tuple(Rule(row.recurrence(), places.get(row.at_location_id or ""), row.description) for row in rows)


def next_times(given: Iterable[Rule], now: datetime, calendar: Calendar, number: int = NEXT_TIMES) -> tuple[Happening, ...]:
    """The next so many times of all the rules together, what is on now first."""
    each = [
        [
            Happening(starts, ends, one.place, one.note)
            for starts, ends in islice(one.rule.next_spans(now, calendar, AHEAD_DAYS), number)
        ]
        for one in given
    ]
    return tuple(islice(heapq.merge(*each, key=lambda happening: happening.starts), number))
