"""Needs that services' own texts speak of: read by the worker, confirmed or refused by the manager, many at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, or_, select, update

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.desk import deciding, deeds
from hubdirectory.actions.desk.deeds import Done
from hubdirectory.actions.meaning import NEED, named_terms
from hubdirectory.actions.organisations.choosing import proposed_terms
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import State
from hubdirectory.models import Attribute, Deed, Organisation, Proposal, Service, Taxonomy, TaxonomyTerm

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

AT_ONCE = 50
# After each text it rests so many times as long as that took: nobody waits for it, and visitors use the same processors.
RESTS = 3
SHOWN = 1_000


@dataclass(frozen=True)
class ProposedLine:
    """A service and the needs that its text speaks of and that it does not have: (need/slug, name) each."""

    service_id: str
    service: str
    organisation: str
    summary: str
    since: datetime
    terms: tuple[tuple[str, str], ...]


def look(world: World) -> int:
    """Reads texts that are new or were edited since; how many. The worker's job, some at a time."""
    query = (
        select(Service.id, Service.name, Service.summary, Service.description)
        .outerjoin(Proposal, Proposal.service_id == Service.id)
        .where(Service.state == State.PUBLISHED, or_(Proposal.service_id.is_(None), Service.updated_at > Proposal.looked_at))
        .order_by(Service.id).limit(AT_ONCE)
    )  # fmt: skip
    looked_at = world.now()  # before the reading: what is edited meanwhile is read again
    with world.database.reading() as session:
        rows = session.execute(query).all()
    read = dict(_read(world, rows))
    with world.database.writing() as session:
        there = select(Service.id).where(Service.id.in_(read)).with_for_update(read=True, key_share=True)
        for service_id in session.scalars(there).all():
            before = session.get(Proposal, service_id)
            decided = before.decided_at if before and before.terms == read[service_id] else None
            session.merge(Proposal(service_id=service_id, terms=read[service_id], looked_at=looked_at, decided_at=decided))
    return len(rows)


def _read(world: World, rows: Sequence[Row[str, str, str, str]]) -> Iterator[tuple[str, list[str]]]:
    for id_, name, summary, description in rows:
        began = time.monotonic()
        yield id_, _needs_of(proposed_terms(world, name, summary, description))
        time.sleep(RESTS * (time.monotonic() - began))


def proposed(world: World, actor: Actor) -> tuple[ProposedLine, ...]:
    """Services without any need first, then by name. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = (
        select(Proposal, Service.name, Service.summary, Organisation.name)
        .join(Service, Service.id == Proposal.service_id).join(Organisation, Organisation.id == Service.organisation_id)
        .where(Proposal.decided_at.is_(None), Service.state == State.PUBLISHED).order_by(Service.name, Service.id)
    )  # fmt: skip
    with world.database.reading() as session:
        names = named_terms(session, NEED)
        rows = [row for row in session.execute(query) if row[0].terms]
        has = _needs_had(session, [row[0].service_id for row in rows])
    lines = []
    for proposal, name, summary, owner in rows:
        known = has.get(proposal.service_id, set())
        terms = tuple((f"{NEED}/{slug}", names[slug][0]) for slug in proposal.terms if slug in names and slug not in known)
        if terms:
            line = ProposedLine(proposal.service_id, name, owner, summary, proposal.looked_at, terms)
            lines.append((bool(known), line))
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))[:SHOWN]


def confirm(world: World, actor: Actor, service_ids: Sequence[str], terms: set[str] | None = None) -> Done:
    """Puts the named needs on each service, or all that were proposed for it. Can be undone. Needs Permission.DESK."""
    wanted = {line.service_id: {slug for slug, _ in line.terms} for line in proposed(world, actor)}
    ids = [id_ for id_ in dict.fromkeys(service_ids) if id_ in wanted]
    chosen = {id_: wanted[id_] if terms is None else wanted[id_] & terms for id_ in ids}
    done = deciding.add_terms(world, actor, chosen)
    return _decided(world, actor, done, ids)


def refuse(world: World, actor: Actor, service_ids: Sequence[str]) -> Done:
    """Proposes none of them again, until the text is edited. Can be undone. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        done = deeds.keep(session, actor, "proposals_refused", [], at=world.now())
    return _decided(world, actor, done, list(dict.fromkeys(service_ids)))


def _decided(world: World, actor: Actor, done: Done, ids: Sequence[str]) -> Done:
    steps: list[dict[str, Any]] = [{"how": deeds.PROPOSAL, "id": id_} for id_ in ids]
    with world.database.writing() as session:
        session.execute(update(Proposal).where(Proposal.service_id.in_(ids)).values(decided_at=world.now()))
        row = session.get_one(Deed, done.id)
        row.backwards = [*row.backwards, *steps]
    return Done(done.id, done.verb, len(ids), done.results, bool(steps))


def _needs_of(terms: Sequence[str]) -> list[str]:
    return [slug for kind, _, slug in (term.partition("/") for term in terms) if kind == NEED]


def _needs_had(session: Any, service_ids: Sequence[str]) -> dict[str, set[str]]:
    query = (
        select(Attribute.service_id, TaxonomyTerm.slug).join(TaxonomyTerm, TaxonomyTerm.id == Attribute.term_id)
        .join(Taxonomy, Taxonomy.id == TaxonomyTerm.taxonomy_id).where(Taxonomy.slug == NEED)
    )  # fmt: skip
    had: dict[str, set[str]] = {}
    wanted = set(service_ids)
    for service_id, slug in session.execute(query):
        if service_id in wanted:
            had.setdefault(service_id, set()).add(slug)
    return had
