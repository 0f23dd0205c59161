"""What does not work, for the manager."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.freshness.reading import row_of
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Organisation, Watched

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PER_PAGE = 50


@dataclass(frozen=True)
class BrokenLine:
    """Something that does not work.

    field: website or phone
    problem: a domain.watching.Problem
    since: when it was first said to be broken
    told_at: when its organisation was told, None for not yet
    """

    id: str
    kind: str
    record_id: str
    slug: str
    name: str
    organisation: str
    field: str
    value: str
    problem: str
    status: int | None
    since: datetime
    checked_at: datetime | None
    told_at: datetime | None


@dataclass(frozen=True)
class Broken:
    """One page of it, longest broken first. `total` on `pages` pages; `oldest` is since when the first is."""

    lines: tuple[BrokenLine, ...]
    total: int
    page: int
    pages: int
    oldest: datetime | None


def broken(world: World, actor: Actor, field: str = "", page: int = 1, per_page: int = PER_PAGE) -> Broken:
    """Web addresses and numbers that do not work; `field` website or phone, "" for both. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = select(Watched).where(Watched.broken_since.is_not(None))
    if field:
        query = query.where(Watched.field == field)
    with world.database.reading() as session:
        total, oldest = session.execute(select(func.count(), func.min(query.subquery().c.broken_since))).one()
        pages = max(1, -(-total // per_page))
        page = min(max(1, page), pages)
        shown = query.order_by(Watched.broken_since, Watched.id).offset((page - 1) * per_page).limit(per_page)
        lines = _lines(session, session.scalars(shown).all())
    return Broken(lines, total, page, pages, oldest)


def _lines(session: Session, rows: Sequence[Watched]) -> tuple[BrokenLine, ...]:
    ids = {row.organisation_id for row in rows}
    names = dict(session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))).all())
    found = []
    for row in rows:
        record = row_of(session, row.record_kind, row.record_id)
        if record is not None and row.broken_since is not None:
            found.append(
                BrokenLine(
                    row.id, row.record_kind, row.record_id, record.slug, record.name, names.get(row.organisation_id or "", ""),
                    row.field, row.value, row.problem, row.status, row.broken_since, row.checked_at, row.told_at,
                )
            )  # fmt: skip
    return tuple(found)


def look_again(world: World, actor: Actor, watched_id: str) -> None:
    """Puts it at the front of the next round: somebody says that it works now. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        row = session.get(Watched, watched_id)
        if row is not None:
            row.next_at = world.now()
