"""New records: begun empty, copied; and services that change hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor, NotAllowed
from hubdirectory.domain.changes import OPEN, ChangeState
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.record_data import normalised
from hubdirectory.domain.states import State
from hubdirectory.indexing import forget
from hubdirectory.models import Change, Revision, Service

from .changing import Put, organisation_of, put, start
from .editing import raise_if_wrong
from .life import NotPossible
from .reading import read, record_row

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def begin_service(world: World, actor: Actor, organisation_id: str, name: str = "") -> str:
    """A new service, a draft that nobody else sees; its id. Edit it by `changes.save`, publish it by `changes.submit`.

    Needs Permission.EDIT for the organisation. Raises RecordMissing, Invalid.
    """
    actor.must(Permission.EDIT, organisation_id)
    with world.database.writing() as session:
        record_row(session, "organisation", organisation_id)
        data = normalised("service", {"name": name, "organisation": organisation_id})
        raise_if_wrong(session, "service", data, data)
        return start(world, session, actor, "service", data)[0]


def begin_organisation(world: World, actor: Actor, name: str) -> str:
    """A new organisation, a draft; its id. Who proposes it is made a member by the caller's next action.

    Needs Permission.CLAIM. Raises Invalid.
    """
    actor.must(Permission.CLAIM)
    data = normalised("organisation", {"name": name})
    with world.database.writing() as session:
        raise_if_wrong(session, "organisation", data, data)
        return start(world, session, actor, "organisation", data)[0]


def begin_location(world: World, actor: Actor, name: str, kind: str = "venue") -> str:
    """A new place, a draft. Needs Permission.DESK. Raises Invalid."""
    actor.must(Permission.DESK)
    data = normalised("location", {"name": name, "kind": kind, "state": State.DRAFT.value})
    with world.database.writing() as session:
        raise_if_wrong(session, "location", data, data)
        return start(world, session, actor, "location", data)[0]


def throw_away(world: World, actor: Actor, service_id: str) -> None:
    """Deletes a new service that was never public, and what was typed for it; its revisions stay.

    Needs Permission.EDIT for its organisation. Raises RecordMissing, NotPossible for one that is or was public.
    """
    with world.database.writing() as session:
        row = record_row(session, "service", service_id, lock=True)
        actor.must(Permission.EDIT, organisation_of(row))
        if row.state != State.DRAFT or _was_public(session, service_id):
            raise NotPossible(row.state)
        mine = (Change.record_kind == "service", Change.record_id == service_id, Change.state.in_(OPEN))
        session.execute(update(Change).where(*mine).values(state=ChangeState.DISCARDED.value, decided_at=world.now()))
        numbers = forget(session, [service_id], world.engine_names)
        session.expunge(row)
        session.execute(delete(Service).where(Service.id == service_id))
        auditing.record(session, actor, "thrown_away", "service", service_id, at=world.now())
    world.index_now(numbers)


def _was_public(session: Session, service_id: str) -> bool:
    rows = session.scalars(select(Revision.data).where(Revision.record_kind == "service", Revision.record_id == service_id))
    return any(data.get("state") != State.DRAFT for data in rows)


def copy_service(world: World, actor: Actor, service_id: str, name: str = "") -> str:
    """A draft that says what the service says; its id. Terms confirmed there are suggestions here.

    Needs Permission.EDIT for its organisation. Raises RecordMissing, Invalid.
    """
    with world.database.writing() as session:
        row = record_row(session, "service", service_id)
        actor.must(Permission.EDIT, getattr(row, "organisation_id", None))
        data = read(session, "service", service_id)
        data |= {"state": State.DRAFT.value, "paused_until": None, "paused_reason": "", "confirmed": []}
        data["suggested"] = sorted({*data["suggested"], *read(session, "service", service_id)["confirmed"]})
        data["name"] = name.strip() or data["name"]
        raise_if_wrong(session, "service", {"name": data["name"]}, data)
        return start(world, session, actor, "service", data, "copied")[0]


def move_service(world: World, actor: Actor, service_id: str, organisation_id: str) -> Put:
    """Gives a service to another organisation, with its history and its open changes.

    Needs Permission.EDIT on both sides: the manager, and whoever is a member of both. Raises RecordMissing.
    """
    with world.database.writing() as session:
        row = record_row(session, "service", service_id, lock=True)
        if not isinstance(row, Service):
            raise NotAllowed("Only services move.")
        actor.must(Permission.EDIT, row.organisation_id)
        actor.must(Permission.EDIT, organisation_id)
        record_row(session, "organisation", organisation_id)
        done = put(world, session, actor, "service", service_id, {"organisation": organisation_id}, "moved")
        waiting = update(Change).where(
            Change.record_kind == "service", Change.record_id == service_id, Change.state.in_(OPEN)
        )  # fmt: skip
        session.execute(waiting.values(organisation_id=organisation_id))
    world.index_now(done.numbers)
    return done
