"""Changes in lists: the manager's queue, an organisation's, an account's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.history import names_of_accounts
from hubdirectory.actions.records.tables import MODELS
from hubdirectory.domain.changes import OPEN, ChangeState
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import State
from hubdirectory.models import Change, Organisation

from .base import must_have_account
from .views import Line

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def waiting(world: World, actor: Actor, *, kind: str = "", limit: int = 500) -> tuple[Line, ...]:
    """What waits for the manager, longest first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = select(Change).where(Change.state == ChangeState.IN_REVIEW).order_by(Change.submitted_at, Change.id)
    query = query.where(Change.record_kind == kind) if kind else query
    return _lines(world, query.limit(limit))


def of_organisation(world: World, actor: Actor, organisation_id: str) -> tuple[Line, ...]:
    """Its members' open changes, newest first. Needs Permission.EDIT there."""
    actor.must(Permission.EDIT, organisation_id)
    query = select(Change).where(Change.organisation_id == organisation_id, Change.state.in_(OPEN))
    return _lines(world, query.order_by(Change.saved_at.desc(), Change.id))


def of_record(world: World, actor: Actor, kind: str, record_id: str) -> tuple[Line, ...]:
    """Every change that anybody made of a record, newest first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = select(Change).where(Change.record_kind == kind, Change.record_id == record_id)
    return _lines(world, query.order_by(Change.saved_at.desc(), Change.id))


def mine(world: World, actor: Actor) -> tuple[Line, ...]:
    """The actor's own open changes, newest first."""
    account_id = must_have_account(actor)
    query = select(Change).where(Change.account_id == account_id, Change.state.in_(OPEN))
    return _lines(world, query.order_by(Change.saved_at.desc(), Change.id))


def line_of(session: Session, change: Change) -> Line:
    return _made(session, [change])[0]


def _lines(world: World, query: Select[Change]) -> tuple[Line, ...]:
    with world.database.reading() as session:
        return tuple(_made(session, session.scalars(query).all()))


def _made(session: Session, changes: Sequence[Change]) -> list[Line]:
    records = {kind: _records(session, kind, changes) for kind in {change.record_kind for change in changes}}
    owners = {change.organisation_id for change in changes if change.organisation_id}
    organisations = dict(session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(owners))).all())
    authors = names_of_accounts(session, {change.account_id for change in changes if change.account_id})
    return [_line(change, records[change.record_kind], organisations, authors) for change in changes]


def _records(session: Session, kind: str, changes: Sequence[Change]) -> dict[str, tuple[str, str]]:
    model: Any = MODELS[kind]
    ids = {change.record_id for change in changes if change.record_kind == kind}
    rows = session.execute(select(model.id, model.name, model.state).where(model.id.in_(ids)))
    return {id_: (name, state) for id_, name, state in rows}


def _line(
    change: Change, records: dict[str, tuple[str, str]], organisations: dict[str, str], authors: dict[str, str]
) -> Line:  # fmt: skip
    name, state = records.get(change.record_id, ("", ""))
    return Line(
        id=change.id, kind=change.record_kind, record_id=change.record_id, name=change.fields.get("name") or name,
        organisation_id=change.organisation_id, organisation=organisations.get(change.organisation_id or "", ""),
        state=ChangeState(change.state), new=state == State.DRAFT, fields=tuple(change.fields),
        author_id=change.account_id, author=authors.get(change.account_id or "", ""), started_at=change.started_at,
        saved_at=change.saved_at, submitted_at=change.submitted_at, decided_at=change.decided_at, reason=change.reason,
    )  # fmt: skip
