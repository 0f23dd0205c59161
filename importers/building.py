"""A service out of one row."""

import re
from decimal import Decimal

from importers.building_contacts import addresses, contact_points_of
from importers.building_places import location_of
from importers.building_times import times_of
from importers.cells import one_line
from importers.record import CostRecord, LocationRecord, ServiceRecord, Term
from importers.row import RowReader
from importers.web import read_web

MODES = ("place", "phone", "online", "home")
_TAXONOMIES = {"needs": "need", "audiences": "audience", "service_types": "service-type"}
_FREE = frozenset({"free", "no charge", "no cost", "free of charge", "nil"})
_MONEY = re.compile(r"£?\s?(\d{1,6}(?:\.\d{1,2})?)(?:\s?gbp)?", re.IGNORECASE)
_SENTENCE = re.compile(r"(.{20,250}?[.!?])(?:\s|\Z)", re.DOTALL)
LONGEST_SUMMARY = 250
"""Signs: what reads as one sentence on a page of results."""


def build_service(reader: RowReader, external_id: str) -> ServiceRecord:
    """The service that the row tells of; what could not be used is in the reader's problems.

    Nothing is asked of the row yet: one that only adds a place to another row has no name.
    """
    summary, description = _words_about(reader)
    location = location_of(reader)
    times = times_of(reader)
    contact = contact_points_of(reader)
    return ServiceRecord(
        external_id=external_id,
        name=reader.line("name"),
        organisation=reader.line("organisation"),
        organisation_url="".join(addresses(reader, "organisation_url", read_web)[:1]),
        summary=summary,
        description=description,
        url=contact.url,
        email=contact.email,
        other_links=contact.other_links,
        phones=contact.phones,
        contacts=contact.contacts,
        locations=(location,) if location.says_something() else (),
        area=reader.line("area"),
        modes=_modes(reader, location),
        by_appointment=True if times.by_appointment else reader.flag("by_appointment"),
        drop_in=reader.flag("drop_in"),
        application_process=reader.text("application_process"),
        eligibility=reader.text("eligibility"),
        minimum_age=reader.age("minimum_age"),
        maximum_age=reader.age("maximum_age"),
        terms=_terms(reader),
        languages=tuple(code.casefold() for code in reader.texts("languages")),
        openings=times.openings,
        opening_words=times.words,
        costs=_costs(reader),
        paused=bool(reader.flag("paused")),
        notes=reader.text("notes"),
        source_url="".join(addresses(reader, "source_url", read_web)[:1]),
        licence=reader.map.details.licence,
    )


def refuse_what_lacks_a_name(reader: RowReader, record: ServiceRecord) -> None:
    """A service must have a name and somebody who provides it."""
    if not record.name:
        reader.refuse("name", "The row has no name.")
    elif not record.organisation:
        reader.refuse("organisation", "The row does not say who provides the service.")


def _words_about(reader: RowReader) -> tuple[str, str]:
    """Summary and description. A short description is the summary; of a long one it is the first sentence."""
    summary, description = reader.line("summary", 500), reader.text("description")
    if summary:
        return summary, description
    if len(description) <= LONGEST_SUMMARY and "\n" not in description:
        return description, ""
    match = _SENTENCE.match(description)
    return (one_line(match.group(1)) if match else ""), description


def _modes(reader: RowReader, location: LocationRecord) -> tuple[str, ...]:
    """A service with an address is at that place, where the map does not say otherwise."""
    if "modes" in reader.map.fields:
        return reader.chosen("modes", MODES)
    return ("place",) if location.says_something() else ()


def _terms(reader: RowReader) -> tuple[Term, ...]:
    given = [Term(taxonomy, slug, confirmed=True) for target, taxonomy in _TAXONOMIES.items() for slug in reader.texts(target)]
    known = {(term.taxonomy, term.slug) for term in given}
    suggested = [
        Term(*term) for one in reader.map.suggestions if one.applies(reader.cells) for term in one.terms if term not in known
    ]
    return tuple(dict.fromkeys((*given, *suggested)))


def _costs(reader: RowReader) -> tuple[CostRecord, ...]:
    said, option = reader.line("cost", 300), reader.line("cost_option")
    description = reader.line("cost_description", 300)
    if said:
        amount = _amount(said)
        words = "" if amount is not None else said
        return (CostRecord(amount, option, "; ".join(filter(None, (words, description)))),)
    if reader.flag("free"):
        return (CostRecord(Decimal(0), option, description),)
    return (CostRecord(None, option, description),) if description else ()


def _amount(said: str) -> Decimal | None:
    if said.casefold() in _FREE:
        return Decimal(0)
    match = _MONEY.fullmatch(said)
    return Decimal(match.group(1)) if match else None
