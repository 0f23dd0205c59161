"""The audit trail: who did what, when, from which role. Rows that the database itself refuses to change or delete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Account, AuditEntry

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

READ_PERSONAL = "read_personal"
PER_PAGE = 50


def record(
    session: Session, actor: Actor, verb: str, kind: str = "", record_id: str = "", *, at: datetime, details: str = ""
) -> None:
    """Adds a line in the caller's own transaction, so that it stands exactly where the deed does.

    verb: what was done, such as "publish", "merge", "role_given"
    kind, record_id: of what: "service", "account" …
    details: a few words for whoever reads the trail; never personal data, for the line can not be taken back
    """
    session.add(
        AuditEntry(
            at=at, account_id=actor.account_id, role=actor.acting_role, by="" if actor.account_id else actor.name,
            verb=verb, record_kind=kind, record_id=record_id, details=details,
        )
    )  # fmt: skip


def read_personal(world: World, actor: Actor, kind: str, record_id: str, what: str) -> None:
    """Notes that somebody looked at personal data, `what` in a few words ("e-mail addresses of members")."""
    with world.database.writing() as session:
        record(session, actor, READ_PERSONAL, kind, record_id, at=world.now(), details=what)


@dataclass(frozen=True)
class Line:
    """One entry. `by` is the account's name or e-mail address now, "" for an account that was deleted."""

    number: int
    at: datetime
    account_id: str | None
    by: str
    role: str
    verb: str
    kind: str
    record_id: str
    details: str


@dataclass(frozen=True)
class Trail:
    """One page of the trail, newest first. `total` entries on `pages` pages."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Wanted:
    """Which entries; what is empty does not filter. `since` and `until` are moments, both included."""

    account_id: str = ""
    role: str = ""
    verb: str = ""
    kind: str = ""
    record_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


def trail(world: World, actor: Actor, wanted: Wanted | None = None, page: int = 1, per_page: int = PER_PAGE) -> Trail:
    """Needs Permission.AUDIT."""
    actor.must(Permission.AUDIT)
    query = _filtered(wanted or Wanted())
    with world.database.reading() as session:
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        pages = max(1, -(-total // per_page))
        page = min(max(1, page), pages)
        shown = query.order_by(AuditEntry.number.desc()).offset((page - 1) * per_page).limit(per_page)
        entries = session.scalars(shown).all()
        names = _names(session, {entry.account_id for entry in entries if entry.account_id})
    return Trail(tuple(_line(entry, names) for entry in entries), total, page, pages)


def verbs(world: World, actor: Actor) -> tuple[str, ...]:
    """Every verb that the trail has, for a filter."""
    actor.must(Permission.AUDIT)
    with world.database.reading() as session:
        return tuple(session.scalars(select(AuditEntry.verb).distinct().order_by(AuditEntry.verb)))


def _filtered(wanted: Wanted) -> Select[AuditEntry]:
    query = select(AuditEntry)
    columns = {
        AuditEntry.account_id: wanted.account_id, AuditEntry.role: wanted.role, AuditEntry.verb: wanted.verb,
        AuditEntry.record_kind: wanted.kind, AuditEntry.record_id: wanted.record_id,
    }  # fmt: skip
    for column, value in columns.items():
        if value:
            query = query.where(column == value)
    if wanted.since:
        query = query.where(AuditEntry.at >= wanted.since)
    return query.where(AuditEntry.at <= wanted.until) if wanted.until else query


def _names(session: Session, account_ids: set[str]) -> dict[str, str]:
    rows = session.execute(select(Account.id, Account.name, Account.email).where(Account.id.in_(account_ids)))
    return {id_: name or email for id_, name, email in rows}


def _line(entry: AuditEntry, names: dict[str, str]) -> Line:
    by = names.get(entry.account_id, "") if entry.account_id else entry.by
    return Line(
        entry.number, entry.at, entry.account_id, by, entry.role, entry.verb, entry.record_kind, entry.record_id, entry.details
    )
