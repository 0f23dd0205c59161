"""A change onto its record: the author's words as the author's, the reviewer's fixes as the reviewer's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.changing import put
from hubdirectory.domain.changes import ChangeState
from hubdirectory.domain.states import Role, State
from hubdirectory.models import Account, Change

from .base import Ground

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PUBLISHED, FIXED = "published", "fixed"


def publish(
    world: World, session: Session, actor: Actor, change: Change, here: Ground, fields: Mapping[str, Any],
    fixes: Mapping[str, Any] | None = None,
) -> tuple[int, tuple[int, ...]]:  # fmt: skip
    """Applies these fields and closes the change. Gives the record's revision and the numbers to index.

    A record that is not public becomes so; one that is paused or closed stays that.
    """
    kind, record_id = change.record_kind, change.record_id
    state = {"state": State.PUBLISHED.value} if here.new else {}
    author = _author(session, actor, change)
    done = put(world, session, author, kind, record_id, {**fields, **state}, PUBLISHED, audited=False, stands=here.stands)
    revision, numbers = done.revision, done.numbers
    if fixes:
        fixed = put(world, session, actor, kind, record_id, fixes, FIXED, audited=False)
        revision, numbers = fixed.revision, (*numbers, *fixed.numbers)
    change.state = ChangeState.PUBLISHED.value
    change.decided_at, change.decided_by, change.applied_revision = world.now(), actor.account_id, done.revision
    return revision, tuple(dict.fromkeys(numbers))


def _author(session: Session, actor: Actor, change: Change) -> Actor:
    if change.account_id == actor.account_id:
        return actor
    account = session.get(Account, change.account_id) if change.account_id else None
    if account is None:  # deleted since: the words stay, without the name
        return Actor(role=Role.ORGANISATION)
    role = Role(account.role)
    return Actor(account.id, account.name, account.email, role, second_step=True)
