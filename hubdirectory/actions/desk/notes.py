"""Private notes on records: for the desk alone, never public, in no export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.reading import record_row
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Account, DeskNote, new_id

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

LONGEST = 5_000


@dataclass(frozen=True)
class Note:
    """One note, by whom and when."""

    id: str
    at: datetime
    by: str
    text: str


def notes(world: World, actor: Actor, kind: str, record_id: str) -> tuple[Note, ...]:
    """Newest first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = (
        select(DeskNote, Account.name, Account.email).outerjoin(Account, Account.id == DeskNote.account_id)
        .where(DeskNote.record_kind == kind, DeskNote.record_id == record_id).order_by(DeskNote.at.desc(), DeskNote.id)
    )  # fmt: skip
    with world.database.reading() as session:
        return tuple(Note(row.id, row.at, name or email or "", row.text) for row, name, email in session.execute(query))


def add(world: World, actor: Actor, kind: str, record_id: str, text: str) -> str:
    """The note's id. Needs Permission.DESK. Raises RecordMissing, ValueError for an empty note."""
    actor.must(Permission.DESK)
    text = text.replace("\x00", "").strip()[:LONGEST]
    if not text:
        raise ValueError("A note needs words.")
    with world.database.writing() as session:
        record_row(session, kind, record_id)
        row = DeskNote(id=new_id(), record_kind=kind, record_id=record_id, at=world.now(), account_id=actor.account_id, text=text)
        session.add(row)
        auditing.record(session, actor, "noted", kind, record_id, at=world.now())
        return row.id


def remove(world: World, actor: Actor, note_id: str) -> None:
    """Needs Permission.DESK. What is gone already is no error."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        row = session.get(DeskNote, note_id)
        if row:
            auditing.record(session, actor, "note_removed", row.record_kind, row.record_id, at=world.now())
            session.delete(row)
