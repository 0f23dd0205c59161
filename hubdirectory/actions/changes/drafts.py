"""Drafts: each person's own words for a record, kept as typed, section by section. Nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor, NotAllowed
from hubdirectory.domain.changes import WITH_AUTHOR, ChangeState, FieldConflict
from hubdirectory.domain.record_data import OF_VERBS, Data, normalised
from hubdirectory.domain.sections import progress
from hubdirectory.models import Change, Revision

from . import typing_over
from .base import (
    Ground,
    as_json,
    base_of,
    from_json,
    ground_of,
    ground_to_look_at,
    must_have_account,
    new_change,
    own_open,
    record_for,
    typed_problems,
)  # fmt: skip
from .views import Draft, NoChange, NotWithAuthor

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def draft(world: World, actor: Actor, kind: str, record_id: str, *, pictures: int = 0) -> Draft:
    """The actor's words for a record, or the record as it is where they have typed nothing. Changes nothing.

    Needs Permission.EDIT for whose it is. Raises RecordMissing, NoAccount.
    """
    account_id = must_have_account(actor)
    with world.database.reading() as session:
        record = record_for(session, actor, kind, record_id)
        change = own_open(session, account_id, kind, record_id)
        latest = select(func.max(Revision.number)).where(Revision.record_kind == kind, Revision.record_id == record_id)
        revision = session.scalar(latest) or 0
        here = ground_to_look_at(session, record, kind, change.base_revision if change else None, revision)
        return view_of(session, change, kind, here, pictures)


def save(
    world: World, actor: Actor, kind: str, record_id: str, values: Mapping[str, Any], *, stamp: str, note: str | None = None
) -> Draft:  # fmt: skip
    """Keeps what was typed, right or wrong, and gives the draft as it is now.

    values: by field, in the form of domain.record_data; all the fields of a form, or some
    stamp: the Draft.stamp that the form was filled from
    note: words for the reviewer, if any

    Where another tab has saved the same field since, both versions are kept and the draft's `conflicts` has them: ask,
    then `settle`. What is wrong is in `problems`. Raises NotAllowed, RecordMissing, NoAccount, NotWithAuthor, UnknownField.
    """
    account_id = must_have_account(actor)
    typed = normalised(kind, values)
    others = OF_VERBS & set(typed)
    if others:
        raise NotAllowed(f"A draft does not change {', '.join(sorted(others))}.")
    version, base = _read_stamp(stamp)
    with world.database.writing() as session:
        record = record_for(session, actor, kind, record_id, lock=True)
        change = own_open(session, account_id, kind, record_id)
        if change and change.state not in WITH_AUTHOR:
            raise NotWithAuthor("It is in review. Take it back to change it.")
        here = ground_of(session, record, kind, change.base_revision if change else base, world.now())
        change = change or new_change(session, account_id, kind, here, world.now(), base)
        typing_over.lay(change, typed, version, base_of(session, kind, record_id, base, here.stands), here.base)
        change.note = change.note if note is None else note.strip()
        change.saved_at = world.now()
        change.problems = as_json(typed_problems(session, kind, change.fields, here.stands))
        session.flush()
        return view_of(session, change, kind, here)


def settle(world: World, actor: Actor, kind: str, record_id: str, picks: Mapping[str, str]) -> Draft:
    """Picks for the draft's `conflicts` and `moved_on`: "yours" or "theirs" by field.

    What of `conflicts` is not picked waits; of `moved_on` all are picked together, or all wait. A field in both is asked
    for twice, `conflicts` first. Raises as `save`, and NoChange.
    """
    account_id = must_have_account(actor)
    with world.database.writing() as session:
        record = record_for(session, actor, kind, record_id, lock=True)
        change = _with_author(own_open(session, account_id, kind, record_id))
        here = ground_of(session, record, kind, change.base_revision, world.now())
        rest = typing_over.settle(change, picks)
        open_ = {conflict.field for conflict in here.moved_on(change.fields)}
        if open_ and open_ <= set(rest):
            typing_over.rebase(change, rest, here.stands, here.revision)
            here.base = here.stands
        change.problems = as_json(typed_problems(session, kind, change.fields, here.stands))
        session.flush()
        return view_of(session, change, kind, here)


def take_back(world: World, actor: Actor, kind: str, record_id: str) -> Draft:
    """The author takes a change out of review, to go on typing. Raises NoChange."""
    account_id = must_have_account(actor)
    with world.database.writing() as session:
        record = record_for(session, actor, kind, record_id, lock=True)
        change = own_open(session, account_id, kind, record_id)
        if change is None or change.state != ChangeState.IN_REVIEW:
            raise NoChange("Nothing of this account is in review.")
        change.state, change.submitted_at = ChangeState.DRAFT.value, None
        change.version += 1
        auditing.record(session, actor, "take_back", kind, record_id, at=world.now())
        session.flush()
        return view_of(session, change, kind, ground_of(session, record, kind, change.base_revision, world.now()))


def discard(world: World, actor: Actor, kind: str, record_id: str) -> None:
    """The author throws the draft away on purpose. Raises NoChange, NotWithAuthor."""
    account_id = must_have_account(actor)
    with world.database.writing() as session:
        record_for(session, actor, kind, record_id, lock=True)
        change = _with_author(own_open(session, account_id, kind, record_id))
        change.state, change.decided_at = ChangeState.DISCARDED.value, world.now()
        auditing.record(session, actor, "discard", kind, record_id, at=world.now())


def view_of(session: Session, change: Change | None, kind: str, here: Ground, pictures: int = 0) -> Draft:
    """`here.revision` must be the number of the newest revision."""
    fields: Data = dict(change.fields) if change else {}
    data = {**here.stands, **fields}
    problems = from_json(change.problems) if change else {}
    version, base = (change.version, change.base_revision) if change else (0, here.revision)
    conflicts = change.conflicts if change else {}
    return Draft(
        id=change.id if change else "", kind=kind, record_id=here.record.id,
        state=ChangeState(change.state) if change else ChangeState.DRAFT, stamp=f"{version}.{base}",
        data=data, stands=here.stands, fields=tuple(name for name in here.stands if name in fields), problems=problems,
        conflicts=tuple(FieldConflict(name, None, yours, data.get(name)) for name, yours in conflicts.items()),
        moved_on=here.moved_on(fields),
        progress=progress(kind, data, [*problems, *conflicts], organisation=here.organisation, pictures=pictures),
        reason=change.reason if change else "", note=change.note if change else "", new=here.new,
        saved_at=change.saved_at if change else None, submitted_at=change.submitted_at if change else None,
    )  # fmt: skip


def _with_author(change: Change | None) -> Change:
    if change is None:
        raise NoChange("There is no draft of this account.")
    if change.state not in WITH_AUTHOR:
        raise NotWithAuthor("It is in review. Take it back to change it.")
    return change


def _read_stamp(stamp: str) -> tuple[int, int]:
    """Version of the draft and revision of the record. Of a broken stamp only the beginning is believed to have been seen.

    Whoever saw the record before it had a revision saw what its first one says.
    """
    version, _, base = stamp.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (version, base)):
        return 0, 1
    return int(version), max(1, int(base))
