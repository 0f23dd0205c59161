"""Smaller lists of the desk: mails that never arrived, what waits for the manager, imports with refusals, suggested terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import AttributeState, State
from hubdirectory.models import (
    Attribute,
    DirtyRow,
    ForTheManager,
    ImportRow,
    ImportRun,
    Mail,
    Organisation,
    Service,
    ServiceCard,
    Settlement,
    Source,
    Taxonomy,
    TaxonomyTerm,
)

from . import deeds

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MAIL, IMPORT = "mail", "import_run"
REFUSED = "refused"
SHOWN = 200


@dataclass(frozen=True)
class LostMail:
    """A mail that never arrived. `refused`: the address takes none; else it was tried for days."""

    id: str
    to: str
    subject: str
    kind: str
    at: datetime
    refused: bool
    problem: str


@dataclass(frozen=True)
class WaitingLine:
    """Something about an organisation that the manager should know: silent, bounced, nobody, stopped, change."""

    id: str
    organisation_id: str
    organisation: str
    kind: str
    record_id: str
    reason: str
    words: str
    at: datetime


@dataclass(frozen=True)
class RunLine:
    """One import. `account` counts its rows by what became of them; `refused` how many of them were."""

    id: str
    source: str
    source_slug: str
    started_at: datetime
    ended_at: datetime | None
    dry_run: bool
    account: dict[str, int]
    refused: int
    settled: bool


@dataclass(frozen=True)
class RowLine:
    """A row of an import, as it came, and what became of it."""

    number: int
    outcome: str
    reason: str
    as_it_came: dict[str, object]
    record_id: str | None


@dataclass(frozen=True)
class SuggestedLine:
    """A service with terms that somebody suggested and nobody confirmed: (taxonomy/slug, name) each."""

    service_id: str
    service: str
    organisation: str
    summary: str
    since: datetime
    terms: tuple[tuple[str, str], ...]


def lost_mails_query() -> Select[Mail]:
    ended = or_(Mail.refused_at.is_not(None), Mail.given_up_at.is_not(None))
    dealt_with = select(Settlement.item_id).where(Settlement.kind == MAIL)
    return select(Mail).where(ended, Mail.cleared_at.is_(None), Mail.id.not_in(dealt_with))


def lost_mails(world: World, actor: Actor) -> tuple[LostMail, ...]:
    """Oldest first; to whom is personal data, and reading it is noted. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        rows = session.scalars(lost_mails_query().order_by(Mail.queued_at, Mail.id).limit(SHOWN)).all()
    if rows:
        auditing.read_personal(world, actor, "mail", "", "addresses of mails that did not arrive")
    return tuple(
        LostMail(row.id, row.to, row.subject, row.kind, row.queued_at, row.refused_at is not None, row.problem) for row in rows
    )


def try_again(world: World, actor: Actor, ids: Iterable[str]) -> int:
    """Puts mails back into the outbox; how many. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        rows = session.scalars(lost_mails_query().where(Mail.id.in_(list(ids)))).all()
        for row in rows:
            row.done, row.tries, row.refused_at, row.given_up_at = False, 0, None, None
            row.queued_at = row.next_try_at = world.now()
            auditing.record(session, actor, "mail_tried_again", "mail", row.id, at=world.now())
        return len(rows)


def settle(world: World, actor: Actor, kind: str, ids: Iterable[str], note: str = "") -> deeds.Done:
    """Mails or imports that need no more looking at. Can be undone. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        for id_ in (listed := list(dict.fromkeys(ids))):
            session.merge(Settlement(kind=kind, item_id=id_, at=world.now(), account_id=actor.account_id, note=note.strip()))
        steps = [{"how": deeds.SETTLED, "kind": kind, "id": id_} for id_ in listed]
        return deeds.keep(session, actor, f"{kind}_settled", steps, at=world.now())


def waiting(world: World, actor: Actor) -> tuple[WaitingLine, ...]:
    """What organisations answered or did not, oldest first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = (
        select(ForTheManager, Organisation.name).join(Organisation, Organisation.id == ForTheManager.organisation_id)
        .where(ForTheManager.settled_at.is_(None)).order_by(ForTheManager.at, ForTheManager.id).limit(SHOWN)
    )  # fmt: skip
    with world.database.reading() as session:
        return tuple(
            WaitingLine(row.id, row.organisation_id, name, row.record_kind, row.record_id, row.reason, row.words, row.at)
            for row, name in session.execute(query)
        )


def settle_waiting(world: World, actor: Actor, ids: Iterable[str]) -> deeds.Done:
    """Dealt with. Can be undone. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        open_ = update(ForTheManager).where(ForTheManager.id.in_(list(ids)), ForTheManager.settled_at.is_(None))
        settled = session.scalars(open_.values(settled_at=world.now()).returning(ForTheManager.id)).all()
        steps = [{"how": deeds.WAITING, "id": id_} for id_ in settled]
        return deeds.keep(session, actor, "waiting_settled", steps, at=world.now())


def imports(world: World, actor: Actor, *, refusals_only: bool = False) -> tuple[RunLine, ...]:
    """The imports, newest first; or those with refusals that nobody has looked at, oldest first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = select(ImportRun, Source.title, Source.slug).join(Source, Source.id == ImportRun.source_id)
    with world.database.reading() as session:
        settled = set(session.scalars(select(Settlement.item_id).where(Settlement.kind == IMPORT)))
        rows = session.execute(query.order_by(ImportRun.started_at.desc(), ImportRun.id).limit(SHOWN)).all()
    lines = [_run(run, title, slug, run.id in settled) for run, title, slug in rows]
    if not refusals_only:
        return tuple(lines)
    return tuple(line for line in reversed(lines) if line.refused and not line.settled and not line.dry_run)


def import_run(world: World, actor: Actor, run_id: str) -> RunLine | None:
    """Needs Permission.DESK."""
    return next((line for line in imports(world, actor) if line.id == run_id), None)


def import_rows(world: World, actor: Actor, run_id: str, outcome: str = "", page: int = 1) -> tuple[tuple[RowLine, ...], int]:
    """A page of an import's rows in the order of the file, and how many pages. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = select(ImportRow).where(ImportRow.run_id == run_id)
    query = query.where(ImportRow.outcome == outcome) if outcome else query
    with world.database.reading() as session:
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        rows = session.scalars(query.order_by(ImportRow.number, ImportRow.id).offset((page - 1) * 100).limit(100)).all()
    lines = (RowLine(row.number, row.outcome, row.reason, dict(row.as_it_came or {}), row.record_id) for row in rows)
    return tuple(lines), max(1, -(-total // 100))


def _run(run: ImportRun, title: str, slug: str, settled: bool) -> RunLine:
    account = dict(run.account or {})
    return RunLine(run.id, title, slug, run.started_at, run.ended_at, run.dry_run, account, account.get(REFUSED, 0), settled)


def suggested_query() -> Select[Attribute]:
    return (
        select(Attribute).join(Service, Service.id == Attribute.service_id)
        .where(Attribute.state == AttributeState.SUGGESTED, Service.state.in_((State.PUBLISHED, State.PAUSED)))
    )  # fmt: skip


def suggested(world: World, actor: Actor, limit: int = 50) -> tuple[SuggestedLine, ...]:
    """Services that are public with suggested terms, the oldest suggestion first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        first = func.min(Attribute.since)
        ids = session.execute(
            select(Service.id, first).join(Attribute, Attribute.service_id == Service.id)
            .where(Attribute.state == AttributeState.SUGGESTED, Service.state.in_((State.PUBLISHED, State.PAUSED)))
            .group_by(Service.id).order_by(first, Service.id).limit(limit)
        ).all()  # fmt: skip
        return _suggested(session, dict(ids))


def _suggested(session: Session, since: dict[str, datetime]) -> tuple[SuggestedLine, ...]:
    services = {
        id_: (name, owner, summary)
        for id_, name, owner, summary in session.execute(
            select(Service.id, Service.name, Organisation.name, Service.summary).join(Organisation).where(Service.id.in_(since))
        )
    }
    terms: dict[str, list[tuple[str, str]]] = {}
    rows = session.execute(
        select(Attribute.service_id, Taxonomy.slug, TaxonomyTerm.slug, TaxonomyTerm.name)
        .join(TaxonomyTerm, TaxonomyTerm.id == Attribute.term_id).join(Taxonomy, Taxonomy.id == TaxonomyTerm.taxonomy_id)
        .where(Attribute.service_id.in_(since), Attribute.state == AttributeState.SUGGESTED)
        .order_by(Taxonomy.slug, TaxonomyTerm.position)
    )  # fmt: skip
    for service_id, taxonomy, slug, name in rows:
        terms.setdefault(service_id or "", []).append((f"{taxonomy}/{slug}", name))
    return tuple(SuggestedLine(id_, *services[id_], at, tuple(terms.get(id_, ()))) for id_, at in since.items())


def unindexed(world: World, actor: Actor) -> tuple[tuple[str, str, datetime, str], ...]:
    """Id and name of services that an index has yet to learn of, since when, and what went wrong. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = (
        select(Service.id, Service.name, DirtyRow.since, DirtyRow.problem)
        .join(ServiceCard, ServiceCard.service_id == Service.id).join(DirtyRow, DirtyRow.number == ServiceCard.number)
        .order_by(DirtyRow.since, Service.id).limit(SHOWN)
    )  # fmt: skip
    with world.database.reading() as session:
        rows = {id_: (id_, name, since, problem) for id_, name, since, problem in reversed(session.execute(query).all())}
    return tuple(reversed(rows.values()))
