"""Accounts of the sample town: one of each kind, for a newcomer to look around with. Never in production."""

from __future__ import annotations

from collections.abc import Sequence
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
    """One account: its name, what it may do, and whether it belongs to an organisation or works at places of a kind."""

    word: str
    name: str
    role: Role
    member: MemberRole | None = None
    place: LocationKind | None = None
    places: int = 1

    @property
    def email(self) -> str:
        return f"{self.word}@{HOST}"


SAMPLES = (
    Sample("manager", "Morgan Manager", Role.MANAGER),
    Sample("commissioner", "Chris Commissioner", Role.COMMISSIONER),
    Sample("navigator", "Nadia Navigator", Role.NAVIGATOR, place=LocationKind.SURGERY, places=2),
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
            _join(session, Membership, account.id, {"organisation_id": organisation, "role": sample.member})
        if sample.place:
            places = _places(session, sample.place, sample.places)
            _join(session, AccountLocation, account.id, *({"location_id": place} for place in places))


def _made(world: World, session: Session, sample: Sample) -> Account:
    account = Account(email=sample.email, name=sample.name, role=sample.role, sample=True)
    if demands_second_step(sample.role):
        account.totp_secret, account.totp_confirmed_at = hide(world, "totp", pyotp.random_base32()), world.now()
    session.add(account)
    session.flush()
    return account


def _join(session: Session, model: Any, account_id: str, *rows: dict[str, Any]) -> None:
    session.execute(delete(model).where(model.account_id == account_id))
    session.add_all(model(account_id=account_id, **values) for values in rows)


def _places(session: Session, kind: LocationKind, number: int) -> Sequence[str]:
    """Surgeries, or a hub where the town has none."""
    samples = select(Location.id).where(Location.sample).order_by(Location.slug)
    of_kind = session.scalars(samples.where(Location.kind == kind).limit(number)).all()
    return of_kind or session.scalars(samples.where(Location.kind == "hub").limit(1)).all()
