"""A record's life: withdrawn at once (paused, closed, hidden), and back again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import PRODUCT, Actor, NotAllowed
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import Role, State
from hubdirectory.domain.validity import Problem, Wrong
from hubdirectory.models import Revision, Service

from .changing import Put, organisation_of, put
from .editing import Invalid, raise_if_wrong
from .reading import RecordMissing, read, record_row
from .tables import Record

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PAUSED, RESUMED, CLOSED, REOPENED, HIDDEN = "paused", "resumed", "closed", "reopened", "hidden"
WITHDRAWALS = (PAUSED, CLOSED, HIDDEN)
# What members may do all the same where the manager withdrew it: take it further out of sight, never bring it back.
_FURTHER = (CLOSED, HIDDEN)
# What each verb may be done to.
_FROM: Mapping[str, frozenset[State]] = {
    PAUSED: frozenset({State.PUBLISHED, State.PAUSED}),
    RESUMED: frozenset({State.PAUSED}),
    CLOSED: frozenset({State.PUBLISHED, State.PAUSED}),
    REOPENED: frozenset({State.CLOSED}),
    HIDDEN: frozenset({State.PUBLISHED, State.PAUSED, State.CLOSED}),
}


class NotPossible(Exception):
    """The record is not in a state for that: a closed one is not paused. `state` says which it is in."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(f"The record is {state}.")


def pause(world: World, actor: Actor, kind: str, record_id: str, until: date | None, reason: str = "") -> Put:
    """Takes a service or organisation out of search at once, until the morning of a day (or until somebody resumes it).

    Its page stays and says so. Needs Permission.WITHDRAW. Raises RecordMissing, NotPossible, Invalid for a day that is past.
    """
    if until and until <= _today(world):
        raise Invalid({"paused_until": Problem(Wrong.DATES_ORDER)})
    said = {"paused_until": until.isoformat() if until else None, "paused_reason": reason.strip()}
    return _turn(world, actor, kind, record_id, PAUSED, State.PAUSED, said if kind == "service" else {}, note=reason)


def resume(world: World, actor: Actor, kind: str, record_id: str) -> Put:
    """Public again. What the manager withdrew, the manager brings back. Needs Permission.WITHDRAW."""
    return _turn(world, actor, kind, record_id, RESUMED, State.PUBLISHED, _nothing_said(kind))


def close(world: World, actor: Actor, kind: str, record_id: str, reason: str = "") -> Put:
    """It has ended: its address says so. Needs Permission.WITHDRAW. Raises RecordMissing, NotPossible."""
    return _turn(world, actor, kind, record_id, CLOSED, State.CLOSED, _nothing_said(kind), note=reason)


def reopen(world: World, actor: Actor, kind: str, record_id: str) -> Put:
    """What was closed is public again. What the manager withdrew, the manager brings back. Needs Permission.WITHDRAW."""
    return _turn(world, actor, kind, record_id, REOPENED, State.PUBLISHED, _nothing_said(kind))


def hide(world: World, actor: Actor, kind: str, record_id: str, reason: str = "") -> Put:
    """Back to a draft that nobody sees, at once. It becomes public again by `changes.submit`. Needs Permission.WITHDRAW."""
    return _turn(world, actor, kind, record_id, HIDDEN, State.DRAFT, _nothing_said(kind), note=reason)


def resume_what_is_due(world: World) -> int:
    """Resumes every service whose pause is over; how many. The worker's job."""
    with world.database.reading() as session:
        due = select(Service.id).where(Service.state == State.PAUSED, Service.paused_until <= _today(world))
        ids = session.scalars(due.order_by(Service.paused_until, Service.id)).all()
    return sum(_resume_if_due(world, service_id) for service_id in ids)


def something_to_resume(world: World) -> bool:
    with world.database.reading() as session:
        due = select(Service.id).where(Service.state == State.PAUSED, Service.paused_until <= _today(world))
        return session.scalar(due.limit(1)) is not None


def _resume_if_due(world: World, service_id: str) -> bool:
    """Looked at again under the lock: somebody may have closed it, or paused it for longer."""
    with world.database.writing() as session:
        try:
            row = record_row(session, "service", service_id, lock=True)
        except RecordMissing:
            return False
        until = getattr(row, "paused_until", None)
        if row.state != State.PAUSED or until is None or until > _today(world):
            return False
        data = {"state": State.PUBLISHED.value, **_nothing_said("service")}
        numbers = put(world, session, PRODUCT, "service", service_id, data, RESUMED).numbers
    world.index_now(numbers)
    return True


def _turn(
    world: World, actor: Actor, kind: str, record_id: str, action: str, state: State, said: Mapping[str, Any], *, note: str = ""
) -> Put:  # fmt: skip
    with world.database.writing() as session:
        record = record_row(session, kind, record_id, lock=True)
        actor.must(Permission.WITHDRAW, organisation_of(record))
        if record.state not in _FROM[action]:
            raise NotPossible(record.state)
        if action not in _FURTHER and withdrawn_by_manager(session, actor, kind, record):
            raise NotAllowed("The manager withdrew it.")
        raise_if_wrong(session, kind, said, read(session, kind, record_id))
        done = put(world, session, actor, kind, record_id, {"state": state.value, **said}, action, note=note.strip())
    world.index_now(done.numbers)
    return done


def withdrawn_by_manager(session: Session, actor: Actor, kind: str, record: Record, after: int = 0) -> bool:
    """Whether only the manager, which the actor is not, may make the record public again.

    So it is once the manager has withdrawn it since it was last public, whatever members did to it then: the manager may
    have had a reason that members do not see.

    after: the number of a revision; withdrawals before it do not count
    """
    if record.state == State.PUBLISHED or actor.may(Permission.DESK):
        return False
    mine = select(func.max(Revision.number)).where(Revision.record_kind == kind, Revision.record_id == record.id)
    public = session.scalar(mine.where(Revision.data["state"].as_string() == State.PUBLISHED.value)) or 0
    managers = (Revision.action.in_(WITHDRAWALS), Revision.role == Role.MANAGER, Revision.by == "")
    return session.scalar(mine.where(Revision.number > max(public, after), *managers)) is not None


def only_the_manager_reopens(world: World, actor: Actor, kind: str, record_id: str) -> bool:
    """`withdrawn_by_manager` for a page. Needs Permission.WITHDRAW. Raises RecordMissing."""
    with world.database.reading() as session:
        record = record_row(session, kind, record_id)
        actor.must(Permission.WITHDRAW, organisation_of(record))
        return withdrawn_by_manager(session, actor, kind, record)


def _nothing_said(kind: str) -> dict[str, Any]:
    return {"paused_until": None, "paused_reason": ""} if kind == "service" else {}


def _today(world: World) -> date:
    return world.now().astimezone(LONDON).date()
