"""A record's history: who changed what, when; and restoring what was, whole or one field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.changes import ChangeState
from hubdirectory.domain.differences import FieldDifference, differences
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.record_data import OF_VERBS, Data, UnknownField, fields_of, whole
from hubdirectory.models import Account, Change, Merging, Revision

from .changing import Put, organisation_of, put
from .editing import raise_if_wrong
from .reading import RecordMissing, read, record_row
from .references import without_missing
from .revising import data_of
from .trust import must_publish

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

RESTORED = "restored"


@dataclass(frozen=True)
class RevisionLine:
    """One revision. `by` is the name of its account ("" where that was deleted) or of the product.

    approved_by: who let it through, where it had to be reviewed
    differences: from the revision before; the first has none
    """

    number: int
    at: datetime
    action: str
    by: str
    role: str
    note: str
    approved_by: str
    differences: tuple[FieldDifference, ...]


def history(world: World, actor: Actor, kind: str, record_id: str, *, limit: int = 200) -> tuple[RevisionLine, ...]:
    """The revisions, newest first. Of a record that was merged away too, for the manager.

    Needs Permission.EDIT for whose it is. Raises RecordMissing.
    """
    with world.database.reading() as session:
        _must_read(session, actor, kind, record_id)
        query = select(Revision).where(Revision.record_kind == kind, Revision.record_id == record_id)
        rows = session.scalars(query.order_by(Revision.number.desc()).limit(limit + 1)).all()
        names, approved = _names(session, rows), _approved(session, kind, record_id)
    return tuple(
        RevisionLine(
            row.number, row.at, row.action, names.get(row.account_id or "", row.by), row.role, row.note,
            approved.get(row.number, ""), _differences(kind, rows[number + 1] if number + 1 < len(rows) else None, row),
        )
        for number, row in enumerate(rows[:limit])
    )  # fmt: skip


def revision(world: World, actor: Actor, kind: str, record_id: str, number: int) -> Data:
    """The whole record as it was. Needs Permission.EDIT for whose it is. Raises RecordMissing, RevisionMissing."""
    with world.database.reading() as session:
        _must_read(session, actor, kind, record_id)
        return data_of(session, kind, record_id, number)


def restore(world: World, actor: Actor, kind: str, record_id: str, number: int, field: str = "") -> Put:
    """Puts back what a revision says: one field, or everything that people write. History only grows by it.

    State, owner and trust stay: verbs change them. Terms are confirmed, and so restored, by the manager alone.
    What it names that is not there any more (a term, a place) is left out. The manager may, and trusted members.
    Raises NotAllowed, RecordMissing, RevisionMissing, UnknownField, Invalid.
    """
    if field and field not in fields_of(kind):
        raise UnknownField(f"A {kind} has no {field}.")
    with world.database.writing() as session:
        record = record_row(session, kind, record_id, lock=True)
        actor.must(Permission.EDIT, organisation_of(record))
        must_publish(session, actor, record)
        stays = OF_VERBS - ({"confirmed"} if actor.may(Permission.DESK) else set())
        was = data_of(session, kind, record_id, number)
        wanted = {name: was[name] for name in ([field] if field else fields_of(kind)) if name not in stays}
        wanted, missing = without_missing(session, wanted)
        raise_if_wrong(session, kind, wanted, read(session, kind, record_id))
        note = f"{number}: {field}" if field else str(number)
        done = put(world, session, actor, kind, record_id, wanted, RESTORED, note=" ".join([note, *missing]))
    world.index_now(done.numbers)
    return done


def _must_read(session: Session, actor: Actor, kind: str, record_id: str) -> None:
    try:
        actor.must(Permission.EDIT, organisation_of(record_row(session, kind, record_id)))
    except RecordMissing:
        actor.must(Permission.DESK)
        gone = select(Merging.id).where(Merging.record_kind == kind, Merging.gone_id == record_id)
        if session.scalar(gone.limit(1)) is None:
            raise


def _differences(kind: str, before: Revision | None, after: Revision) -> tuple[FieldDifference, ...]:
    return differences(whole(kind, before.data), whole(kind, after.data)) if before else ()


def _names(session: Session, rows: Sequence[Revision]) -> dict[str, str]:
    return names_of_accounts(session, {row.account_id for row in rows if row.account_id})


def names_of_accounts(session: Session, ids: set[str]) -> dict[str, str]:
    """What people are called: their name, else their e-mail address."""
    rows = session.execute(select(Account.id, Account.name, Account.email).where(Account.id.in_(ids)))
    return {id_: name or email for id_, name, email in rows}


def _approved(session: Session, kind: str, record_id: str) -> dict[int, str]:
    """Number of a revision -> who let it through."""
    rows = session.execute(
        select(Change.applied_revision, Account.name, Account.email).join(Account, Account.id == Change.decided_by)
        .where(
            Change.record_kind == kind, Change.record_id == record_id, Change.state == ChangeState.PUBLISHED,
            Change.applied_revision.is_not(None), Change.decided_by != Change.account_id,
        )
    )  # fmt: skip
    return {number or 0: name or email for number, name, email in rows}
