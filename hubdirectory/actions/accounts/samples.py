"""Accounts of the sample town: one of each kind, for a newcomer to look around with. Never in production."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hubdirectory.domain.permissions import demands_second_step
from hubdirectory.domain.states import LocationKind, MemberRole, Role
from hubdirectory.models import Account, AccountLocation, Location, Membership, Organisation

from .hiding import hide

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# Nobody can have an address there, so no mail ever leaves for one.
HOST = "sample.example"


@dataclass(frozen=True)
class Sample:
    """One account: its name, what it may do, and whether it belongs to an organisation or works at a place."""

    word: str
    name: str
    role: Role
    member: MemberRole | None = None
    place: LocationKind | None = None

    @property
    def email(self) -> str:
        return f"{self.word}@{HOST}"


SAMPLES = (
    Sample("manager", "Morgan Manager", Role.MANAGER),
    Sample("commissioner", "Chris Commissioner", Role.COMMISSIONER),
    Sample("navigator", "Nadia Navigator", Role.NAVIGATOR, place=LocationKind.SURGERY),
    Sample("hub", "Harry at the hub", Role.NAVIGATOR, place=LocationKind.HUB),
    Sample("owner", "Olga Owner", Role.ORGANISATION, member=MemberRole.OWNER),
    Sample("editor", "Eddie Editor", Role.ORGANISATION, member=MemberRole.EDITOR),
    Sample("resident", "Rosa Resident", Role.RESIDENT),
)  # fmt: skip


def add(world: World, session: Session) -> None:
    """Adds those that are missing, in the caller's own transaction."""
    if world.settings.production:
        return
    organisation = session.scalar(select(Organisation.id).where(Organisation.sample).order_by(Organisation.slug).limit(1))
    for sample in SAMPLES:
        account = session.scalar(select(Account).where(Account.email == sample.email)) or _made(world, session, sample)
        if sample.member and organisation:
            _join(session, Membership, account.id, organisation_id=organisation, role=sample.member)
        place = _place(session, sample.place) if sample.place else None
        if place:
            _join(session, AccountLocation, account.id, location_id=place)


def _made(world: World, session: Session, sample: Sample) -> Account:
    account = Account(email=sample.email, name=sample.name, role=sample.role, sample=True)
    if demands_second_step(sample.role):
        account.totp_secret, account.totp_confirmed_at = hide(world, "totp", pyotp.random_base32()), world.now()
    session.add(account)
    session.flush()
    return account


def _join(session: Session, model: Any, account_id: str, **values: Any) -> None:
    session.execute(delete(model).where(model.account_id == account_id))
    session.add(model(account_id=account_id, **values))


def _place(session: Session, kind: LocationKind) -> str | None:
    """A surgery, or a hub where the town has none."""
    of_kind = select(Location.id).where(Location.sample).order_by(Location.slug).limit(1)
    return session.scalar(of_kind.where(Location.kind == kind)) or session.scalar(of_kind.where(Location.kind == "hub"))
