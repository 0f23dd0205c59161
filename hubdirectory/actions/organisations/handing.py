"""A service goes from one organisation to another: both sides say so, or somebody who belongs to both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from hubdirectory.actions import auditing, records
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.beginning import move_service
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import MemberRole, State
from hubdirectory.models import Handing, Organisation, Service, new_id

from .membership import members_of, tell, the_organisation

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class HandingOver(LookupError):
    """It was answered, or taken back, meanwhile."""


class NowhereToGo(ValueError):
    """The other organisation is the same one, or nobody looks after it."""


@dataclass(frozen=True)
class HandingLine:
    """A service on its way. `ours`: the actor's organisation is the one that takes it."""

    id: str
    service_id: str
    service: str
    from_name: str
    to_id: str
    to_name: str
    asked_at: datetime
    ours: bool


def hand_service(world: World, actor: Actor, service_id: str, to_id: str) -> str:
    """Moves it at once where the actor belongs to both and may; else asks the other's owners, and gives the request's id.

    Needs Permission.EDIT for the service. "" where it has moved. Raises NowhereToGo, RecordMissing.
    """
    with world.database.reading() as session:
        service = records.record_row(session, "service", service_id)
        from_id = getattr(service, "organisation_id", "")
        actor.must(Permission.EDIT, from_id)
        taken_by = session.get(Organisation, to_id)
        if taken_by is None or to_id == from_id or taken_by.state not in (State.PUBLISHED, State.PAUSED, State.DRAFT):
            raise NowhereToGo(to_id)
    if actor.may(Permission.EDIT, to_id):
        move_service(world, actor, service_id, to_id)
        return ""
    with world.database.writing() as session:
        return _asked(world, session, actor, service_id, from_id, to_id)


def _asked(world: World, session: Session, actor: Actor, service_id: str, from_id: str, to_id: str) -> str:
    organisation = the_organisation(session, to_id, lock=True)
    owners = [account for member, account in members_of(session, to_id) if member.role == MemberRole.OWNER]
    if not owners:
        raise NowhereToGo(to_id)
    for row in session.scalars(select(Handing).where(Handing.service_id == service_id, Handing.decided_at.is_(None))):
        row.decided_at = world.now()
    row = Handing(
        id=new_id(), service_id=service_id, from_id=from_id, to_id=to_id, asked_by=actor.account_id, asked_at=world.now(),
        accepted=False,
    )  # fmt: skip
    session.add(row)
    service = session.get_one(Service, service_id)
    for account in owners:
        tell(world, session, account, organisation, "handing_asked", who=actor.name or actor.email, service=service.name)
    auditing.record(session, actor, "handing_asked", "service", service_id, at=world.now())
    session.flush()
    return row.id


def on_their_way(world: World, actor: Actor) -> tuple[HandingLine, ...]:
    """Services that come to the actor's organisations, and those that leave them, oldest first."""
    actor.must(Permission.OUR_PAGES)
    mine = list(actor.memberships)
    leaving, taking = aliased(Organisation), aliased(Organisation)
    query = (
        select(Handing, Service.name, leaving.name, taking.name).join(Service, Service.id == Handing.service_id)
        .join(leaving, leaving.id == Handing.from_id).join(taking, taking.id == Handing.to_id)
        .where(Handing.decided_at.is_(None), Handing.from_id.in_(mine) | Handing.to_id.in_(mine)).order_by(Handing.asked_at)
    )  # fmt: skip
    with world.database.reading() as session:
        rows = session.execute(query).all()
    return tuple(
        HandingLine(row.id, row.service_id, service, from_, row.to_id, to, row.asked_at, row.to_id in actor.memberships)
        for row, service, from_, to in rows
    )


def answer(world: World, actor: Actor, handing_id: str, accepted: bool) -> None:
    """The other side says yes or no; who asked is told. An owner of theirs, or the manager. Raises HandingOver, NotAllowed."""
    row = _open(world, handing_id)
    actor.must(Permission.MEMBERS, row.to_id)
    if accepted:
        # Who asked spoke for the one side, who answers for the other: together they may.
        both = replace(actor, memberships={**actor.memberships, row.from_id: MemberRole.EDITOR})
        move_service(world, both, row.service_id, row.to_id)
    with world.database.writing() as session:
        kept = session.get_one(Handing, handing_id, with_for_update=True)
        if kept.decided_at is not None:
            raise HandingOver(handing_id)
        kept.decided_at, kept.decided_by, kept.accepted = world.now(), actor.account_id, accepted
        _tell_who_asked(world, session, kept, "handing_accepted" if accepted else "handing_refused")


def take_back(world: World, actor: Actor, handing_id: str) -> None:
    """The giving side changes its mind. Raises HandingOver, NotAllowed."""
    row = _open(world, handing_id)
    actor.must(Permission.EDIT, row.from_id)
    with world.database.writing() as session:
        session.get_one(Handing, handing_id).decided_at = world.now()


def _open(world: World, handing_id: str) -> Handing:
    with world.database.reading() as session:
        row = session.get(Handing, handing_id)
        service = session.get(Service, row.service_id) if row else None
    if row is None or row.decided_at is not None or service is None or service.organisation_id != row.from_id:
        raise HandingOver(handing_id)
    return row


def _tell_who_asked(world: World, session: Session, row: Handing, what: str) -> None:
    service, to = session.get_one(Service, row.service_id), session.get_one(Organisation, row.to_id)
    giving = the_organisation(session, row.from_id)
    for member, account in members_of(session, row.from_id):
        if member.role == MemberRole.OWNER or account.id == row.asked_by:
            tell(world, session, account, giving, what, service=service.name, taker=to.name)
