"""Looking after one's own account, and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from hubdirectory.actions import auditing, mailing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.freshness.people import forget
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import MemberRole, Role
from hubdirectory.models import Account, AccountLocation, Location, Membership, Organisation

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

LONGEST_NAME = 120


class LastOwner(Exception):
    """These organisations have other members and no other owner: `names` of those to hand over first."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(frozen=True)
class Member:
    """An organisation that the account belongs to. `last_owner`: others are left without an owner if it goes."""

    slug: str
    name: str
    role: MemberRole
    last_owner: bool


@dataclass(frozen=True)
class OwnAccount:
    """What the owner sees. `places`: the surgeries and hubs that they work from."""

    email: str
    name: str
    role: Role
    locale: str
    has_password: bool
    organisations: tuple[Member, ...]
    places: tuple[str, ...]
    since: datetime


def look(world: World, actor: Actor) -> OwnAccount:
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.reading() as session:
        account = session.get_one(Account, actor.account_id)
        places = select(Location.name).join(AccountLocation).where(AccountLocation.account_id == account.id)
        return OwnAccount(
            account.email, account.name, Role(account.role), account.locale, bool(account.password_hash),
            _organisations(session, account.id), tuple(session.scalars(places.order_by(Location.name))), account.created_at,
        )  # fmt: skip


def rename(world: World, actor: Actor, name: str, locale: str) -> None:
    """The name that colleagues and the manager see, and the language of mails."""
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        account = session.get_one(Account, actor.account_id)
        account.name, account.locale = " ".join(name.split())[:LONGEST_NAME], locale


def delete(world: World, actor: Actor) -> None:
    """The account goes, with its sessions, passkeys and memberships. What it wrote stays, without its name.

    Raises LastOwner.
    """
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        account = session.get_one(Account, actor.account_id)
        stuck = tuple(one.name for one in _organisations(session, account.id) if one.last_owner)
        if stuck:
            raise LastOwner(stuck)
        remove(world, session, actor, account)


def remove(world: World, session: Session, actor: Actor, account: Account) -> None:
    """Takes an account away in the caller's own transaction, and tells its owner."""
    mailing.write(world, session, to=account.email, name="account_deleted", locale=account.locale)
    auditing.record(session, actor, "account_deleted", "account", account.id, at=world.now())
    forget(session, account)
    session.flush()
    session.delete(account)


def _organisations(session: Session, account_id: str) -> tuple[Member, ...]:
    other = aliased(Membership)
    others = select(func.count()).where(other.organisation_id == Membership.organisation_id, other.account_id != account_id)
    owners = others.where(other.role == MemberRole.OWNER)
    rows = session.execute(
        select(Organisation.slug, Organisation.name, Membership.role, others.scalar_subquery(), owners.scalar_subquery())
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == account_id)
        .order_by(Organisation.name)
    )
    return tuple(
        Member(slug, name, MemberRole(role), role == MemberRole.OWNER and members > 0 and owners_left == 0)
        for slug, name, role, members, owners_left in rows
    )
