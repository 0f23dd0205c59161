"""What people look for and nobody here offers: a list for whoever plans what there should be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Gap

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


@dataclass(frozen=True)
class GapLine:
    """`need`: the slug of the need it belongs to, "" where unknown."""

    id: str
    words: str
    need: str
    note: str
    filed_at: datetime
    closed: bool


def gaps(world: World, actor: Actor, *, open_only: bool = False) -> tuple[GapLine, ...]:
    """The newest first. Needs Permission.DESK or Permission.INSIGHT."""
    if not actor.may(Permission.DESK):
        actor.must(Permission.INSIGHT)
    query = select(Gap).order_by(Gap.closed_at.is_not(None), Gap.filed_at.desc(), Gap.id)
    query = query.where(Gap.closed_at.is_(None)) if open_only else query
    with world.database.reading() as session:
        return tuple(
            GapLine(row.id, row.words, row.need, row.note, row.filed_at, row.closed_at is not None)
            for row in session.scalars(query)
        )


def close(world: World, actor: Actor, gap_id: str, closed: bool = True) -> bool:
    """Somebody offers it now; or, with `closed` False, does no more. Whether there is such a gap. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        row = session.get(Gap, gap_id)
        if row is None:
            return False
        row.closed_at = world.now() if closed else None
        auditing.record(
            session, actor, "gap_closed" if closed else "gap_opened", "gap", gap_id, at=world.now(), details=row.words
        )
        return True
