"""Sending a draft in: public at once for the trusted, else to the manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.editing import Overtaken
from hubdirectory.actions.records.life import withdrawn_by_manager
from hubdirectory.actions.records.trust import may_publish
from hubdirectory.domain.changes import WITH_AUTHOR, ChangeState
from hubdirectory.models import Change

from .base import Ground, all_problems, ground_of, must_have_account, new_change, own_open, record_for
from .publishing import publish
from .views import NoChange, NothingChanged, NotReady, NotWithAuthor, Submitted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hubdirectory.actions.world import World


def submit(world: World, actor: Actor, kind: str, record_id: str, *, note: str | None = None) -> Submitted:
    """Sends the actor's draft in. A trusted organisation's, or the manager's, is public when this returns.

    What the manager withdrew goes to review, however trusted its organisation.

    note: words for the reviewer
    The record as it is public stays so while the change waits. A draft of a record that is complete as it stands but
    not public (a new one, a hidden one) may be sent in without a change.

    Raises NotReady where something required is missing or wrong, Overtaken where it would be public at once but
    somebody else has published the same fields since (ask, `settle`, then again), NothingChanged, NoChange, NotWithAuthor,
    NotAllowed, RecordMissing, NoAccount. The draft is kept, whatever is raised.
    """
    account_id = must_have_account(actor)
    with world.database.writing() as session:
        record = record_for(session, actor, kind, record_id, lock=True)
        change = own_open(session, account_id, kind, record_id)
        if change and change.state not in WITH_AUTHOR:
            raise NotWithAuthor("It is in review already.")
        here = ground_of(session, record, kind, change.base_revision if change else None, world.now())
        if change is None and not here.new:
            raise NoChange("There is no draft of this account.")
        change = change or new_change(session, account_id, kind, here, world.now())
        _must_be_ready(session, change, here)
        change.note = change.note if note is None else note.strip()
        change.submitted_at = world.now()
        publishes = may_publish(session, actor, record) and not withdrawn_by_manager(session, actor, kind, record)
        revision, numbers = _published(world, session, actor, change, here) if publishes else _waiting(change)
        verb = "publish" if publishes else "submit"
        auditing.record(session, actor, verb, kind, record_id, at=world.now(), details=", ".join(change.fields))
    world.index_now(numbers)
    return Submitted(change.id, publishes, revision)


def _published(
    world: World, session: Session, actor: Actor, change: Change, here: Ground
) -> tuple[int | None, tuple[int, ...]]:  # fmt: skip
    moved_on = here.moved_on(change.fields)
    if moved_on:
        raise Overtaken(moved_on)
    return publish(world, session, actor, change, here, change.fields)


def _waiting(change: Change) -> tuple[int | None, tuple[int, ...]]:
    change.state, change.reason = ChangeState.IN_REVIEW.value, ""
    return None, ()


def _must_be_ready(session: Session, change: Change, here: Ground) -> None:
    problems = all_problems(session, change.record_kind, change.fields, change.conflicts, here)
    if problems:
        raise NotReady(problems)
    if not here.new and all(here.stands.get(field) == value for field, value in change.fields.items()):
        raise NothingChanged("The record says the same.")
