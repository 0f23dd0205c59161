"""Who belongs to an organisation, and telling them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions import mailing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.states import MemberRole
from hubdirectory.models import Account, Membership, Organisation, new_id

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class NoSuchOrganisation(LookupError):
    """A page answers 404."""


class NoSuchMember(LookupError):
    """Not a member (any more). A page answers 404."""


class LastOwner(Exception):
    """Nobody would be left who may hand over, invite or remove: another owner comes first."""


def the_organisation(session: Session, organisation_id: str, *, lock: bool = False) -> Organisation:
    """Raises NoSuchOrganisation. Locked, nobody else changes its members meanwhile."""
    query = select(Organisation).where(Organisation.id == organisation_id)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NoSuchOrganisation(f"There is no organisation {organisation_id}.")
    return row


def members_of(session: Session, organisation_id: str) -> list[tuple[Membership, Account]]:
    """Owners first, then by name."""
    rows = session.execute(
        select(Membership, Account).join(Account, Account.id == Membership.account_id)
        .where(Membership.organisation_id == organisation_id)
    )  # fmt: skip
    return sorted(
        ((member, account) for member, account in rows),
        key=lambda row: (row[0].role != MemberRole.OWNER, row[1].name or row[1].email),
    )


def join(world: World, session: Session, account_id: str, organisation_id: str, role: MemberRole) -> None:
    """Makes somebody a member. Who is one already keeps the larger role."""
    here = session.scalar(
        select(Membership).where(Membership.account_id == account_id, Membership.organisation_id == organisation_id)
    )
    if here is None:
        session.add(
            Membership(id=new_id(), account_id=account_id, organisation_id=organisation_id, role=role.value, since=world.now())
        )
    elif role == MemberRole.OWNER:
        here.role = role.value
    session.flush()


def tell(world: World, session: Session, account: Account, organisation: Organisation, what: str, **values: Any) -> None:
    """A short mail about who belongs to the organisation; `what` is one of those that templates/mail/our_people.txt has."""
    mailing.write(
        world, session, to=account.email, name="our_people", locale=account.locale, account_id=account.id,
        about=("organisation", organisation.id), what=what, organisation=organisation.name, **values,
    )  # fmt: skip


def tell_others(
    world: World, session: Session, actor: Actor, organisation: Organisation, what: str, **values: Any
) -> None:  # fmt: skip
    """The same to every owner but whoever did it."""
    for membership, account in members_of(session, organisation.id):
        if membership.role == MemberRole.OWNER and account.id != actor.account_id:
            tell(world, session, account, organisation, what, **values)


def called(account: Account) -> str:
    return account.name or account.email
