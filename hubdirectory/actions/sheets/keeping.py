"""The sheets that somebody made: told over, revoked, and deleted when their time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.sheets import Standing, snapshot_from, standing
from hubdirectory.models import Sheet

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class NoSuchSheet(LookupError):
    """There is none of this id that the actor made."""


@dataclass(frozen=True)
class MadeLine:
    """A sheet in the list of whoever made it. `helped` and `shut` count its services of which its reader said so."""

    id: str
    made_at: datetime
    expires_at: datetime
    way: str
    names: tuple[str, ...]
    standing: Standing
    helped: int
    shut: int


def made_by(world: World, actor: Actor, limit: int = 100) -> tuple[MadeLine, ...]:
    """The actor's own sheets, the newest first."""
    actor.must(Permission.NAVIGATE)
    query = select(Sheet).where(Sheet.account_id == actor.account_id).options(selectinload(Sheet.parts))
    with world.database.reading() as session:
        rows = session.scalars(query.order_by(Sheet.made_at.desc(), Sheet.id).limit(limit)).all()
    now = world.now()
    return tuple(
        MadeLine(
            row.id, row.made_at, row.expires_at, row.way, tuple(snapshot_from(part.snapshot).name for part in row.parts),
            standing(row.expires_at, row.revoked_at, now), sum(part.helped_at is not None for part in row.parts),
            sum(part.report_id is not None for part in row.parts),
        )
        for row in rows
    )  # fmt: skip


def revoke(world: World, actor: Actor, sheet_id: str, revoked: bool = True) -> None:
    """From now on its link opens nothing; with `revoked` False it opens again. Raises NotAllowed, NoSuchSheet."""
    actor.must(Permission.NAVIGATE)
    with world.database.writing() as session:
        row = _own(session, actor, sheet_id)
        row.revoked_at = (row.revoked_at or world.now()) if revoked else None


def forget(world: World, actor: Actor, sheet_id: str) -> None:
    """Deletes a sheet of the actor's own that never reached anybody. Raises as `revoke`."""
    actor.must(Permission.NAVIGATE)
    with world.database.writing() as session:
        session.execute(delete(Sheet).where(Sheet.id == _own(session, actor, sheet_id).id))


def handed(world: World, actor: Actor, sheet_id: str) -> None:
    """It reached whoever it was for: the same form sent again sends nothing. Raises as `revoke`."""
    actor.must(Permission.NAVIGATE)
    with world.database.writing() as session:
        row = _own(session, actor, sheet_id)
        row.handed_at = row.handed_at or world.now()


def _own(session: Session, actor: Actor, sheet_id: str) -> Sheet:
    row = session.get(Sheet, sheet_id)
    if row is None or row.account_id != actor.account_id:
        raise NoSuchSheet(sheet_id)
    return row


def clear_old(world: World) -> int:
    """Deletes the sheets whose time is over, with all that hangs on them; how many. The worker's job."""
    with world.database.writing() as session:
        return len(session.execute(delete(Sheet).where(Sheet.expires_at <= world.now()).returning(Sheet.id)).all())
