"""The members of an organisation: invited, made owner or editor, removed, leaving, handing over. All of them are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing, mailing, signed_links
from hubdirectory.actions.accounts.addresses import normal
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.belonging import INVITATION_DAYS, is_last_owner
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import MemberRole
from hubdirectory.models import Account, Invitation, Membership, Organisation, new_id

from .braking import brake
from .membership import LastOwner, NoSuchMember, called, join, members_of, tell, tell_others, the_organisation

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PURPOSE = "invitation"
MOST_INVITATIONS = 30


class AlreadyMember(Exception):
    """Somebody with that address belongs to it already."""


class InvitationOver(LookupError):
    """It was taken up, taken back, or is too old."""


class TooManyInvitations(Exception):
    """So many are open already: wait for answers, or take some back."""


@dataclass(frozen=True)
class Person:
    """A member; `you`: the one who looks."""

    account_id: str
    name: str
    email: str
    role: MemberRole
    since: datetime
    you: bool


@dataclass(frozen=True)
class Invited:
    """An open invitation."""

    id: str
    email: str
    role: MemberRole
    invited_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class People:
    """Who belongs to an organisation. `may_manage`: whether the actor invites and removes; `last_owner`: is the only owner."""

    organisation_id: str
    name: str
    members: tuple[Person, ...]
    invited: tuple[Invited, ...]
    may_manage: bool
    last_owner: bool


@dataclass(frozen=True)
class Asked:
    """What an invitation says to whom it was mailed."""

    organisation: str
    organisation_id: str
    role: MemberRole
    by: str


def people(world: World, actor: Actor, organisation_id: str) -> People:
    """Needs Permission.EDIT there. Only who may manage sees e-mail addresses of others, and invitations."""
    actor.must(Permission.EDIT, organisation_id)
    may_manage = actor.may(Permission.MEMBERS, organisation_id)
    with world.database.reading() as session:
        organisation = the_organisation(session, organisation_id)
        rows = members_of(session, organisation_id)
        open_ = session.scalars(_open(world, organisation_id)).all() if may_manage else []
    members = tuple(
        Person(
            account.id, account.name or _without_host(account.email, may_manage), account.email if may_manage else "",
            MemberRole(member.role), member.since, account.id == actor.account_id,
        )
        for member, account in rows
    )  # fmt: skip
    own = next((one.role for one in members if one.you), None)
    last = own is not None and is_last_owner((one.role for one in members), own)
    invited = tuple(Invited(row.id, row.email, MemberRole(row.role), row.invited_at, row.expires_at) for row in open_)
    return People(organisation_id, organisation.name, members, invited, may_manage, last)


def invite(world: World, actor: Actor, organisation_id: str, address: str, role: MemberRole) -> str:
    """Mails a link that works once, for 14 days; the invitation's id. An open one to the same address is replaced.

    Needs Permission.MEMBERS. Raises BadAddress, AlreadyMember, TooManyInvitations, TooSoon.
    """
    actor.must(Permission.MEMBERS, organisation_id)
    email = normal(address)
    brake(world, actor, email)
    with world.database.writing() as session:
        organisation = the_organisation(session, organisation_id, lock=True)
        if any(account.email == email for _, account in members_of(session, organisation_id)):
            raise AlreadyMember(email)
        before = session.scalars(_open(world, organisation_id)).all()
        if len(before) >= MOST_INVITATIONS:
            raise TooManyInvitations(organisation_id)
        for row in before:
            if row.email == email:
                row.taken_back_at = world.now()
        invitation = Invitation(
            id=new_id(), organisation_id=organisation_id, email=email, role=role.value, invited_by=actor.account_id,
            invited_at=world.now(), expires_at=world.now() + timedelta(days=INVITATION_DAYS),
        )  # fmt: skip
        session.add(invitation)
        token = signed_links.sign(world, PURPOSE, {"invitation": invitation.id}, INVITATION_DAYS)
        mailing.write(
            world, session, to=email, name="invitation", locale=_locale(session, email), about=("organisation", organisation_id),
            organisation=organisation.name, by=actor.name or actor.email, role=role.value, days=INVITATION_DAYS,
            link=f"{world.settings.public_url}/our/invitation/{token}",
        )  # fmt: skip
        auditing.record(session, actor, "invite", "organisation", organisation_id, at=world.now(), details=role.value)
        return invitation.id


def take_back(world: World, actor: Actor, organisation_id: str, invitation_id: str) -> None:
    """The link works no more. Needs Permission.MEMBERS. Raises InvitationOver."""
    actor.must(Permission.MEMBERS, organisation_id)
    with world.database.writing() as session:
        row = session.scalar(_open(world, organisation_id).where(Invitation.id == invitation_id))
        if row is None:
            raise InvitationOver(invitation_id)
        row.taken_back_at = world.now()
        auditing.record(session, actor, "invite_taken_back", "organisation", organisation_id, at=world.now())


def look_at_invitation(world: World, token: str) -> Asked:
    """Changes nothing. Raises signed_links' LinkWrong and LinkExpired, InvitationOver."""
    with world.database.reading() as session:
        row, organisation = _of_link(world, session, token)
        by = session.get(Account, row.invited_by) if row.invited_by else None
        return Asked(organisation.name, organisation.id, MemberRole(row.role), called(by) if by else "")


def take_up(world: World, actor: Actor, token: str) -> str:
    """Whoever has the link, signed in, is a member from now on; the organisation's id. Raises the same, and NotAllowed."""
    actor.must(Permission.OUR_PAGES)
    with world.database.writing() as session:
        row, organisation = _of_link(world, session, token, lock=True)
        row.taken_up_at, row.taken_up_by = world.now(), actor.account_id
        tell_others(world, session, actor, organisation, "joined", who=actor.name or actor.email)
        join(world, session, actor.account_id or "", organisation.id, MemberRole(row.role))
        auditing.record(session, actor, "invite_taken_up", "organisation", organisation.id, at=world.now(), details=row.role)
        return organisation.id


def change_role(world: World, actor: Actor, organisation_id: str, account_id: str, role: MemberRole) -> None:
    """Owner or editor. Needs Permission.MEMBERS. Raises NoSuchMember, LastOwner."""
    actor.must(Permission.MEMBERS, organisation_id)
    with world.database.writing() as session:
        organisation = the_organisation(session, organisation_id, lock=True)
        member, account = _member(session, organisation_id, account_id)
        if member.role == role:
            return
        if role != MemberRole.OWNER:
            _raise_if_last(session, organisation_id, member)
        member.role = role.value
        if account.id != actor.account_id:
            tell(world, session, account, organisation, f"now_{role.value}", who=actor.name or actor.email)
        auditing.record(session, actor, "member_role", "organisation", organisation_id, at=world.now(), details=role.value)


def remove(world: World, actor: Actor, organisation_id: str, account_id: str) -> None:
    """Somebody else is no member any more. Needs Permission.MEMBERS. Raises NoSuchMember, LastOwner."""
    actor.must(Permission.MEMBERS, organisation_id)
    with world.database.writing() as session:
        organisation = the_organisation(session, organisation_id, lock=True)
        member, account = _member(session, organisation_id, account_id)
        _raise_if_last(session, organisation_id, member)
        session.delete(member)
        tell(world, session, account, organisation, "removed", who=actor.name or actor.email)
        tell_others(world, session, actor, organisation, "was_removed", who=called(account))
        auditing.record(session, actor, "member_removed", "organisation", organisation_id, at=world.now())


def leave(world: World, actor: Actor, organisation_id: str) -> None:
    """The actor goes. Raises NoSuchMember, LastOwner: the last owner hands over first."""
    with world.database.writing() as session:
        organisation = the_organisation(session, organisation_id, lock=True)
        member, account = _member(session, organisation_id, actor.account_id or "")
        _raise_if_last(session, organisation_id, member)
        session.delete(member)
        session.flush()
        tell_others(world, session, actor, organisation, "left", who=called(account))
        auditing.record(session, actor, "member_left", "organisation", organisation_id, at=world.now())


def hand_over(world: World, actor: Actor, organisation_id: str, account_id: str) -> None:
    """Another member becomes owner in the actor's place, who stays as an editor. Raises NoSuchMember, NotAllowed."""
    actor.must(Permission.MEMBERS, organisation_id)
    with world.database.writing() as session:
        organisation = the_organisation(session, organisation_id, lock=True)
        member, account = _member(session, organisation_id, account_id)
        own, _ = _member(session, organisation_id, actor.account_id or "")
        if member.account_id == own.account_id:
            raise NoSuchMember(account_id)
        member.role, own.role = MemberRole.OWNER.value, MemberRole.EDITOR.value
        tell(world, session, account, organisation, "now_owner", who=actor.name or actor.email)
        auditing.record(session, actor, "handed_over", "organisation", organisation_id, at=world.now())


def _raise_if_last(session: Session, organisation_id: str, leaving: Membership) -> None:
    roles = [MemberRole(member.role) for member, _ in members_of(session, organisation_id)]
    if is_last_owner(roles, MemberRole(leaving.role)):
        raise LastOwner(organisation_id)


def _member(session: Session, organisation_id: str, account_id: str) -> tuple[Membership, Account]:
    found = next((row for row in members_of(session, organisation_id) if row[1].id == account_id), None)
    if found is None:
        raise NoSuchMember(account_id)
    return found


def _open(world: World, organisation_id: str) -> Select[Invitation]:
    return (
        select(Invitation).where(
            Invitation.organisation_id == organisation_id, Invitation.taken_up_at.is_(None),
            Invitation.taken_back_at.is_(None), Invitation.expires_at > world.now(),
        ).order_by(Invitation.invited_at)
    )  # fmt: skip


def _of_link(world: World, session: Session, token: str, *, lock: bool = False) -> tuple[Invitation, Organisation]:
    key = signed_links.read(world, PURPOSE, token).get("invitation", "")
    query = select(Invitation).where(Invitation.id == key)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None or row.taken_up_at or row.taken_back_at or row.expires_at <= world.now():
        raise InvitationOver(token)
    return row, the_organisation(session, row.organisation_id, lock=lock)


def _locale(session: Session, email: str) -> str:
    return session.scalar(select(Account.locale).where(Account.email == email)) or "en"


def _without_host(email: str, may_manage: bool) -> str:
    """Whoever gave no name is shown to colleagues by the beginning of their address."""
    return email if may_manage else email.partition("@")[0]
