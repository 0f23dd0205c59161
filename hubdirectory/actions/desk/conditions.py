"""What records are looked for by, as SQL: what they say, what they lack, and how fresh they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from hubdirectory.actions.freshness.reading import limits_of
from hubdirectory.domain.duplicates import dialled
from hubdirectory.domain.forms import is_postcode
from hubdirectory.domain.freshness import DUE_SOON, LONG, Freshness, months_later
from hubdirectory.models import (
    Assurance,
    Attribute,
    Contact,
    Location,
    Membership,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
    SourceRecord,
    Taxonomy,
    TaxonomyTerm,
)

from .wanted import LONGEST_WORDS, Wanted

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def conditions(world: World, kind: str, model: Any, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What the records of a kind must fulfil."""
    found: list[ColumnElement[bool]] = []
    if wanted.words.strip():
        found.append(_says(kind, model, wanted.words.strip()[:LONGEST_WORDS]))
    if wanted.states:
        found.append(model.state.in_(wanted.states))
    if wanted.source:
        of_source = select(SourceRecord.record_id).join(Source).where(Source.slug == wanted.source)
        found.append(model.id.in_(of_source.where(SourceRecord.record_kind == kind)))
    if wanted.hub:
        at = select(ServiceAtLocation.service_id).join(Location).where(Location.slug == wanted.hub)
        found.append(Service.id.in_(at))
    if wanted.need:
        found.append(Service.id.in_(_with_term(wanted.need)))
    if wanted.organisation:
        found.append(Service.organisation_id == wanted.organisation)
    if wanted.suggested:
        found.append(Service.id.in_(select(Attribute.service_id).where(Attribute.state == "suggested")))
    found += [_lacks(kind, model, what) for what in wanted.missing]
    if wanted.freshness:
        found.append(_fresh(world, kind, model, wanted.freshness))
    return found


def _with_term(term: str) -> Select[Any]:
    taxonomy, _, slug = term.rpartition("/")
    query = select(Attribute.service_id).join(TaxonomyTerm).join(Taxonomy)
    return query.where(Taxonomy.slug == (taxonomy or "need"), TaxonomyTerm.slug == slug, Attribute.service_id.is_not(None))


# by anything


def _says(kind: str, model: Any, words: str) -> ColumnElement[bool]:
    """By what the words look like; a name is looked for by each of its words."""
    number = dialled(words) if re.fullmatch(r"[\d\s()+./-]+", words) else ""
    if re.fullmatch(r"[0-9a-f]{8}-[0-9a-f-]{27}", words.lower()):
        return model.id == words.lower()
    if number or re.fullmatch(r"[\d\s]{3,6}", words):
        return model.id.in_(_with_phone(kind, number or re.sub(r"\D", "", words)))
    if "@" in words:
        contacts = select(getattr(Contact, f"{kind}_id")).where(_holds(Contact.email, words))
        return or_(_holds(model.email, words), model.id.in_(contacts))
    if is_postcode(words):
        return _at_place(kind, func.replace(Location.postcode, " ", "") == words.replace(" ", "").upper())
    address = or_(_holds(Location.address_1, words), _holds(Location.postcode, words))
    return or_(_in_texts(kind, model, words), _at_place(kind, address))


def _in_texts(kind: str, model: Any, words: str) -> ColumnElement[bool]:
    web = model.url if kind == "service" else model.website
    other = [_holds(model.alternate_name, words)] if kind != "location" else []
    each = and_(*(_holds(model.name, word) for word in words.split()))
    return or_(each, model.slug == words.lower(), _holds(web, words), *other)


def _at_place(kind: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The place itself, what is on there, and who runs that."""
    if kind == "location":
        return condition
    at = select(ServiceAtLocation.service_id).join(Location, Location.id == ServiceAtLocation.location_id).where(condition)
    if kind == "service":
        return Service.id.in_(at)
    return Organisation.id.in_(select(Service.organisation_id).where(Service.id.in_(at)))


def _with_phone(kind: str, digits: str) -> Select[Any]:
    """However the number is written: +44 (0)1429 and 01429 are the same."""
    plain: Any = Phone.number
    for sign in (" ", "-", "(", ")", ".", "/"):
        plain = func.replace(plain, sign, "")
    owner = getattr(Phone, f"{kind}_id")
    return select(owner).where(owner.is_not(None), plain.like(f"%{digits.removeprefix('0')}%"))


def _holds(column: Any, words: str) -> ColumnElement[bool]:
    escaped = words.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return func.lower(column).like(f"%{escaped}%", escape="\\")


# by what is missing


def _lacks(kind: str, model: Any, what: str) -> ColumnElement[bool]:
    web = model.url if kind == "service" else model.website
    empty = {"email": model.email, "website": web, "description": model.description}
    if what in empty:
        return empty[what] == ""
    if what == "summary":
        return model.summary == ""
    if what == "postcode":
        return Location.postcode == ""
    if what == "point":
        return Location.latitude.is_(None)
    return ~exists(_having(kind, model, what))


def _having(kind: str, model: Any, what: str) -> Select[Any]:
    if what in ("phone", "schedule"):
        table: Any = Phone if what == "phone" else Schedule
        return select(table.id).where(getattr(table, f"{kind}_id") == model.id)
    if what == "confirmation":
        return select(Assurance.id).where(Assurance.record_kind == kind, Assurance.record_id == model.id)
    if what == "member":
        owner = Service.organisation_id if kind == "service" else model.id
        return select(Membership.id).where(Membership.organisation_id == owner)
    if what == "place":
        return select(ServiceAtLocation.id).where(ServiceAtLocation.service_id == model.id)
    return (
        select(Attribute.id).join(TaxonomyTerm).join(Taxonomy)
        .where(Attribute.service_id == model.id, Attribute.state == "confirmed", Taxonomy.slug == what)
    )  # fmt: skip


# by freshness


def _fresh(world: World, kind: str, model: Any, wanted: Sequence[str]) -> ColumnElement[bool]:
    """The rule of domain.freshness, said in SQL: of each part, the later of its own and the whole's confirmation."""
    states = [state for state in Freshness if state.value in wanted]
    if states and states == list(Freshness)[-len(states) :]:
        return _at_least(world, kind, model, states[0])
    return or_(*(_stands(world, kind, model, state) for state in states))


def _stands(world: World, kind: str, model: Any, state: Freshness) -> ColumnElement[bool]:
    order = list(Freshness)
    worse = order[order.index(state) + 1 :]
    at_least = _at_least(world, kind, model, state)
    return and_(at_least, ~_at_least(world, kind, model, worse[0])) if worse else at_least


def _at_least(world: World, kind: str, model: Any, state: Freshness) -> ColumnElement[bool]:
    """Whether some part of the record stands so badly, or worse."""
    if state is Freshness.FRESH:
        return true()
    limits, now = limits_of(world.settings), world.now() + (DUE_SOON if state is Freshness.DUE_SOON else timedelta())
    times_over = LONG if state is Freshness.LONG_STALE else 1

    def old(*parts: str) -> ColumnElement[bool]:
        return ~_confirmed_after(kind, model, parts, last_moment(now, limits.of(kind, parts[-1]) * times_over))

    timed = Schedule.service_id if kind == "service" else Schedule.location_id
    times = [] if kind == "organisation" else [and_(exists(select(Schedule.id).where(timed == model.id)), old("all", "times"))]
    return or_(old("all"), old("all", "contact"), *times)


def _confirmed_after(kind: str, model: Any, parts: tuple[str, ...], moment: datetime) -> ColumnElement[bool]:
    return exists(
        select(Assurance.id).where(
            Assurance.record_kind == kind, Assurance.record_id == model.id, Assurance.part.in_(parts),
            Assurance.confirmed_at > moment,
        )
    )  # fmt: skip


def last_moment(now: datetime, months: int) -> datetime:
    """The last moment from which so many months are over by now. Of a longer month, its last days end together."""
    then = months_later(now, -months)
    return then if then.day == now.astimezone(UTC).day else then.replace(hour=23, minute=59, second=59, microsecond=999_999)
