"""Saying that a record is right as it stands. An edit never does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.freshness import Part
from hubdirectory.domain.permissions import Permission, member_may
from hubdirectory.indexing import touch
from hubdirectory.models import Assurance, ForTheManager, Organisation, Service, new_id

from .reading import owner_id, row_of

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# What the manager waits for ends when somebody confirms.
SETTLED_BY_A_WORD = ("silent", "nobody")


class NoSuchRecord(LookupError):
    """There is no record of that kind and id."""


@dataclass(frozen=True)
class Confirmation:
    """`numbers` go to `world.index_now` after the commit."""

    id: str
    at: datetime
    numbers: tuple[int, ...] = ()


def confirm(world: World, actor: Actor, kind: str, record_id: str, part: str = Part.ALL, by: str = "") -> datetime:
    """Keeps that a record, or its part contact or times, is right as it stands; gives the moment.

    A member confirms their organisation's records, the manager every one ("rang them").
    by: who says so, as pages show it; the organisation's name for a member and this site's for the manager unless given
    Raises NotAllowed, NoSuchRecord.
    """
    with world.database.writing() as session:
        made = confirm_within(world, session, actor, kind, record_id, part, by)
    world.index_now(made.numbers)
    return made.at


def confirm_within(
    world: World, session: Session, actor: Actor, kind: str, record_id: str, part: str = Part.ALL, by: str = ""
) -> Confirmation:
    """As `confirm`, in the caller's own transaction."""
    owner = owner_of(session, kind, record_id)
    actor.must(Permission.CONFIRM, owner.id if owner else None)
    at = world.now()
    member = owner is not None and member_may(actor.memberships.get(owner.id), Permission.CONFIRM)
    said_by = by or (owner.name if member and owner else world.settings.site_name)
    row = Assurance(
        id=new_id(), record_kind=kind, record_id=record_id, part=Part(part).value, confirmed_at=at, confirmed_by=said_by[:200],
        account_id=actor.account_id,
    )  # fmt: skip
    session.add(row)
    auditing.record(session, actor, "confirmed", kind, record_id, at=at, details=f"{part}: {said_by}")
    if owner:
        _settle(session, owner.id, at)
    return Confirmation(row.id, at, _shown(world, session, kind, record_id))


def take_back(world: World, session: Session, actor: Actor, assurance_id: str) -> tuple[int, ...]:
    """Undoes a confirmation in the caller's own transaction; the numbers for `world.index_now`."""
    row = session.get(Assurance, assurance_id)
    if row is None:
        return ()
    owner = owner_of(session, row.record_kind, row.record_id)
    actor.must(Permission.CONFIRM, owner.id if owner else None)
    session.execute(delete(Assurance).where(Assurance.id == assurance_id))
    auditing.record(session, actor, "confirmation_taken_back", row.record_kind, row.record_id, at=world.now())
    return _shown(world, session, row.record_kind, row.record_id)


def owner_of(session: Session, kind: str, record_id: str) -> Organisation | None:
    """The organisation that a record belongs to; a location belongs to none. Raises NoSuchRecord."""
    row = row_of(session, kind, record_id)
    if row is None:
        raise NoSuchRecord(f"There is no {kind} {record_id}.")
    owner = owner_id(row)
    return session.get_one(Organisation, owner) if owner else None


def _shown(world: World, session: Session, kind: str, record_id: str) -> tuple[int, ...]:
    """Search shows and orders by a service's confirmation, and by no other record's."""
    if kind != "service" or session.scalar(select(Service.id).where(Service.id == record_id)) is None:
        return ()
    return tuple(touch(session, [record_id], world.engine_names))


def _settle(session: Session, organisation_id: str, at: datetime) -> None:
    waiting = update(ForTheManager).where(
        ForTheManager.organisation_id == organisation_id, ForTheManager.settled_at.is_(None),
        ForTheManager.reason.in_(SETTLED_BY_A_WORD),
    )  # fmt: skip
    session.execute(waiting.values(settled_at=at))
