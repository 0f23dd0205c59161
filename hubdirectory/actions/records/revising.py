"""Revisions: what a record was at one moment, written in the transaction that made it so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.record_data import Data, whole
from hubdirectory.models import Revision, new_id

from .reading import read, read_many, record_row

# The first revision of a record that was there before anybody edited it here, and of one changed past these actions.
BEFORE = "before"


class RevisionMissing(LookupError):
    """The record has no revision of that number."""


def revise(
    session: Session, actor: Actor, kind: str, record_id: str, action: str, at: datetime, *, note: str = ""
) -> int:  # fmt: skip
    """Writes what the record is now as its next revision, and gives its number. Raises RecordMissing."""
    number = _last_number(session, kind, record_id) + 1
    _add(session, kind, record_id, number, action, at, read(session, kind, record_id), actor=actor, note=note)
    session.flush()
    return number


def revise_many(session: Session, actor: Actor, kind: str, ids: Iterable[str], action: str, at: datetime) -> None:
    """The same for many at once, such as a batch of an import."""
    data = read_many(session, kind, list(dict.fromkeys(ids)))
    query = select(Revision.record_id, func.max(Revision.number)).where(
        Revision.record_kind == kind, Revision.record_id.in_(data)
    )
    numbers = dict(session.execute(query.group_by(Revision.record_id)).all())
    rows = [
        {**_signed(actor), "id": new_id(), "record_kind": kind, "record_id": record_id, "at": at, "action": action, "note": "",
         "number": numbers.get(record_id, 0) + 1, "data": stands}
        for record_id, stands in data.items()
    ]  # fmt: skip
    if rows:
        session.execute(insert(Revision), rows)


def ground(session: Session, kind: str, record_id: str, at: datetime, stands: Data | None = None) -> int:
    """The number of the revision that says what the record is now.

    One is written where there is none yet, or where the tables were changed past these actions: so nobody's first edit
    can take away what stood before. `stands`: what it is, where the caller has read it. Raises RecordMissing.
    """
    stands = read(session, kind, record_id) if stands is None else stands
    last = session.scalar(
        select(Revision).where(Revision.record_kind == kind, Revision.record_id == record_id)
        .order_by(Revision.number.desc()).limit(1)
    )  # fmt: skip
    if last and whole(kind, last.data) == stands:
        return last.number
    number = last.number + 1 if last else 1
    since = getattr(record_row(session, kind, record_id), "updated_at", at)
    _add(session, kind, record_id, number, BEFORE, min(since, at), stands)
    session.flush()
    return number


def data_of(session: Session, kind: str, record_id: str, number: int) -> Data:
    """What the record was at that revision, whole. Raises RevisionMissing."""
    data = session.scalar(
        select(Revision.data).where(
            Revision.record_kind == kind, Revision.record_id == record_id, Revision.number == number
        )
    )  # fmt: skip
    if data is None:
        raise RevisionMissing(f"The {kind} {record_id} has no revision {number}.")
    return whole(kind, data)


def _last_number(session: Session, kind: str, record_id: str) -> int:
    query = select(func.max(Revision.number)).where(Revision.record_kind == kind, Revision.record_id == record_id)
    return session.scalar(query) or 0


def _add(
    session: Session, kind: str, record_id: str, number: int, action: str, at: datetime, data: Data,
    *, actor: Actor | None = None, note: str = "",
) -> None:  # fmt: skip
    signed = _signed(actor) if actor else {}
    session.add(
        Revision(record_kind=kind, record_id=record_id, number=number, at=at, action=action, data=data, note=note[:500], **signed)
    )


def _signed(actor: Actor) -> dict[str, Any]:
    return {"account_id": actor.account_id, "role": actor.acting_role.value, "by": "" if actor.account_id else actor.name}
