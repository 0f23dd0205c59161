"""One record with everything that the desk knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.freshness.reading import RecordLine, freshness_of
from hubdirectory.actions.records.reading import read, record_row
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.record_data import Data
from hubdirectory.models import (
    Account,
    Area,
    Assurance,
    Location,
    Membership,
    OldSlug,
    Organisation,
    Service,
    ServiceAtLocation,
    Source,
    SourceRecord,
    Taxonomy,
    TaxonomyTerm,
)

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


@dataclass(frozen=True)
class Member:
    """Somebody who keeps the organisation's records."""

    account_id: str
    name: str
    email: str
    role: str
    since: datetime


@dataclass(frozen=True)
class SourceLine:
    """Where a record was imported from. `gone_at`: since when the source has it no more."""

    title: str
    external_id: str
    seen_at: datetime
    gone_at: datetime | None


@dataclass(frozen=True)
class Overview:
    """A record whole.

    owner: (id, name) of a service's organisation
    names: what ids and terms in the data are called: of places, areas and organisations by id, of terms as taxonomy/slug
    below: (kind, id, name, state) of an organisation's services, or of what is on at a place
    """

    kind: str
    id: str
    slug: str
    name: str
    state: str
    data: Data
    owner: tuple[str, str] | None
    names: Mapping[str, str]
    freshness: RecordLine | None
    assurances: tuple[tuple[datetime, str, str], ...]
    old_slugs: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    members: tuple[Member, ...]
    below: tuple[tuple[str, str, str, str], ...]
    changed_at: datetime


def overview(world: World, actor: Actor, kind: str, record_id: str) -> Overview:
    """Needs Permission.DESK. Raises RecordMissing, UnknownKind. Reading the members' addresses is noted."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        row = record_row(session, kind, record_id)
        data = read(session, kind, record_id)
        owner = session.get(Organisation, row.organisation_id) if isinstance(row, Service) else None
        organisation_id = owner.id if owner else record_id
        members = _members(session, organisation_id) if kind != "location" else ()
        found = Overview(
            kind, record_id, row.slug, row.name, row.state, data, (owner.id, owner.name) if owner else None,
            names_in(session, data), None, _assurances(session, kind, record_id), _old_slugs(session, kind, record_id),
            _sources(session, record_id), members, _below(session, kind, record_id), row.updated_at,
        )  # fmt: skip
    if members:
        auditing.read_personal(world, actor, kind, record_id, "e-mail addresses of members")
    return Overview(**{**vars(found), "freshness": freshness_of(world, kind, record_id)})


def names_in(session: Session, *records: Data) -> dict[str, str]:
    """What the ids and terms in these records are called."""
    ids = {id_ for data in records for id_ in _ids(data)}
    names: dict[str, str] = {}
    model: Any
    for model in (Location, Area, Organisation):
        names |= dict(session.execute(select(model.id, model.name).where(model.id.in_(ids))).all())
    terms = {term for data in records for field in ("confirmed", "suggested") for term in data.get(field) or ()}
    if terms:
        rows = session.execute(
            select(Taxonomy.slug, TaxonomyTerm.slug, TaxonomyTerm.name).join(Taxonomy, Taxonomy.id == TaxonomyTerm.taxonomy_id)
        )
        names |= {f"{taxonomy}/{slug}": name for taxonomy, slug, name in rows if f"{taxonomy}/{slug}" in terms}
    return names


def names_for(world: World, *records: Data) -> dict[str, str]:
    """The same, in a session of its own."""
    with world.database.reading() as session:
        return names_in(session, *records)


def _ids(data: Data) -> Iterable[str]:
    for field in ("organisation", "area"):
        if data.get(field):
            yield data[field]
    for field in ("places", "schedules", "service_areas"):
        for item in data.get(field) or ():
            yield from (item[key] for key in ("location", "area") if isinstance(item, dict) and item.get(key))


def _members(session: Session, organisation_id: str) -> tuple[Member, ...]:
    query = (
        select(Account.id, Account.name, Account.email, Membership.role, Membership.since)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.organisation_id == organisation_id).order_by(Membership.role.desc(), Membership.since)
    )  # fmt: skip
    return tuple(Member(*row) for row in session.execute(query))


def _assurances(session: Session, kind: str, record_id: str) -> tuple[tuple[datetime, str, str], ...]:
    query = select(Assurance.confirmed_at, Assurance.part, Assurance.confirmed_by).where(
        Assurance.record_kind == kind, Assurance.record_id == record_id
    )
    return tuple((at, part, by) for at, part, by in session.execute(query.order_by(Assurance.confirmed_at.desc()).limit(20)))


def _old_slugs(session: Session, kind: str, record_id: str) -> tuple[str, ...]:
    query = select(OldSlug.slug).where(OldSlug.record_kind == kind, OldSlug.record_id == record_id)
    return tuple(session.scalars(query.order_by(OldSlug.since.desc(), OldSlug.slug)))


def _sources(session: Session, record_id: str) -> tuple[SourceLine, ...]:
    query = (
        select(Source.title, SourceRecord.external_id, SourceRecord.seen_at, SourceRecord.gone_at)
        .join(Source, Source.id == SourceRecord.source_id).where(SourceRecord.record_id == record_id)
    )  # fmt: skip
    return tuple(SourceLine(*row) for row in session.execute(query))


def _below(session: Session, kind: str, record_id: str) -> tuple[tuple[str, str, str, str], ...]:
    if kind == "service":
        return ()
    query = select(Service.id, Service.name, Service.state).order_by(Service.name, Service.id)
    if kind == "organisation":
        query = query.where(Service.organisation_id == record_id)
    else:
        query = query.where(
            Service.id.in_(select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id == record_id))
        )
    return tuple(("service", id_, name, state) for id_, name, state in session.execute(query.limit(200)))
