"""Who of an organisation reads what is sent to it: members whom an owner named, and who have a second step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, exists, or_, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.organisations.membership import NoSuchMember, called, members_of, the_organisation
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Account, Membership, Passkey, Referral, ReferralReader, Service

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

HAS_SECOND_STEP = or_(Account.totp_confirmed_at.is_not(None), exists().where(Passkey.account_id == Account.id))


@dataclass(frozen=True)
class Reader:
    """A member. `named`: reads referrals; `second_step`: has one, without which they are not shown any."""

    account_id: str
    name: str
    named: bool
    second_step: bool
    you: bool


@dataclass(frozen=True)
class Readers:
    """Of one organisation. `may_name`: whether the actor says who reads; `services`: those that somebody can be sent to."""

    organisation_id: str
    name: str
    members: tuple[Reader, ...]
    services: tuple[str, ...]
    may_name: bool
    you_read: bool


def readers(world: World, actor: Actor) -> tuple[Readers, ...]:
    """Of each organisation that the actor belongs to and that has, or had, anything to do with referrals."""
    actor.must(Permission.OUR_PAGES)
    with world.database.reading() as session:
        found = [_of(session, actor, organisation_id) for organisation_id in actor.memberships]
        sent = {id_ for id_ in actor.memberships if session.scalar(select(exists().where(Referral.organisation_id == id_)))}
    return tuple(sorted((one for one in found if one.services or one.organisation_id in sent), key=lambda one: one.name))


def name_reader(world: World, actor: Actor, organisation_id: str, account_id: str) -> None:
    """Needs Permission.NAME_READERS, which nobody has by role. Raises NoSuchMember."""
    actor.must(Permission.NAME_READERS, organisation_id)
    with world.database.writing() as session:
        member = _member(session, organisation_id, account_id)
        if session.get(ReferralReader, member.id) is None:
            session.add(ReferralReader(membership_id=member.id, named_at=world.now(), named_by=actor.account_id))
            auditing.record(session, actor, "reader_named", "account", account_id, at=world.now(), details=organisation_id)


def unname_reader(world: World, actor: Actor, organisation_id: str, account_id: str) -> None:
    """Needs Permission.NAME_READERS. Raises NoSuchMember."""
    actor.must(Permission.NAME_READERS, organisation_id)
    with world.database.writing() as session:
        member = _member(session, organisation_id, account_id)
        session.execute(delete(ReferralReader).where(ReferralReader.membership_id == member.id))
        auditing.record(session, actor, "reader_unnamed", "account", account_id, at=world.now(), details=organisation_id)


def named(organisation_id: str) -> Select[Account]:
    """The accounts that an organisation's referrals may be shown to."""
    return (
        select(Account).join(Membership, Membership.account_id == Account.id)
        .join(ReferralReader, ReferralReader.membership_id == Membership.id)
        .where(Membership.organisation_id == organisation_id, HAS_SECOND_STEP).order_by(Account.email)
    )  # fmt: skip


def reads(session: Session, account_id: str | None, organisation_id: str) -> bool:
    return session.scalar(named(organisation_id).where(Account.id == account_id)) is not None


def _of(session: Session, actor: Actor, organisation_id: str) -> Readers:
    chosen = set(session.scalars(
        select(Membership.account_id).join(ReferralReader).where(Membership.organisation_id == organisation_id)
    ))  # fmt: skip
    safe = set(session.scalars(
        select(Account.id).join(Membership, Membership.account_id == Account.id)
        .where(Membership.organisation_id == organisation_id, HAS_SECOND_STEP)
    ))  # fmt: skip
    services = select(Service.name).where(Service.organisation_id == organisation_id, Service.accepts_referrals)
    return Readers(
        organisation_id, the_organisation(session, organisation_id).name,
        tuple(
            Reader(account.id, called(account), account.id in chosen, account.id in safe, account.id == actor.account_id)
            for _, account in members_of(session, organisation_id)
        ),
        tuple(session.scalars(services.order_by(Service.name))), actor.may(Permission.NAME_READERS, organisation_id),
        reads(session, actor.account_id, organisation_id),
    )  # fmt: skip


def _member(session: Session, organisation_id: str, account_id: str) -> Membership:
    found = next((member for member, account in members_of(session, organisation_id) if account.id == account_id), None)
    if found is None:
        raise NoSuchMember(account_id)
    return found
