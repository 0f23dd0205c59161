"""Other people's accounts: made by command, given a role, helped back in. For managers and for commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing, mailing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import MemberRole, Role
from hubdirectory.models import Account, AccountLocation, Location, Membership, Organisation, Passkey

from . import codes, emails, links, sessions
from .addresses import BadAddress, normal
from .telling import tell

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PRINTED_LINK, INVITATION = timedelta(days=1), timedelta(days=7)
ROLES = tuple(role for role in Role if role is not Role.VISITOR)
PER_PAGE = 50


class NotThere(LookupError):
    """No such account, organisation or place; the message names it."""


class StillHeld(BadAddress):
    """Another account had this address until a few days ago, and may still have it back."""


@dataclass(frozen=True)
class AccountLine:
    """An account as a manager sees it."""

    id: str
    email: str
    name: str
    role: Role
    organisations: tuple[str, ...]
    places: tuple[str, ...]
    second_step: bool
    mail_refused: bool
    last_signed_in_at: datetime | None


@dataclass(frozen=True)
class Accounts:
    """One page of them, by address."""

    lines: tuple[AccountLine, ...]
    total: int
    page: int
    pages: int


def create(
    world: World, actor: Actor, address: str, role: Role, organisation: str = "", location: str = "",
    member: MemberRole = MemberRole.OWNER,
) -> str:  # fmt: skip
    """An account with this role, or the one that is there brought in line. Gives the address of a link that signs in once.

    organisation, location: slugs. The link works for a day. Raises BadAddress or NotThere.
    """
    actor.must(Permission.ACCOUNTS)
    email = normal(address)
    with world.database.writing() as session:
        account = session.scalar(select(Account).where(Account.email == email)) or _made(world, session, email)
        if account.role != role:
            _give_role(world, session, actor, account, role)
        if organisation:
            _join(world, session, account, _of(session, Organisation, organisation), member)
        if location:
            _works_at(world, session, account, _of(session, Location, location))
        auditing.record(session, actor, "account_created", "account", account.id, at=world.now())
        return links.make(world, session, email, account.id, lasts=PRINTED_LINK)


def invite(world: World, actor: Actor, address: str, name: str, role: Role, location_id: str = "") -> None:
    """An account with this role, and a mail to its owner with a link that signs in once within a week.

    For an account that is there already only the role and the place change. Raises BadAddress, StillHeld or NotThere.
    """
    actor.must(Permission.ACCOUNTS)
    email = normal(address)
    with world.database.writing() as session:
        account = session.scalar(select(Account).where(Account.email == email)) or _made(world, session, email)
        account.name = account.name or " ".join(name.split())[:120]
        if account.role != role:
            _give_role(world, session, actor, account, role)
        if location_id:
            _works_at(world, session, account, location_id)
        auditing.record(session, actor, "account_invited", "account", account.id, at=world.now())
        link = links.make(world, session, email, account.id, lasts=INVITATION)
        mailing.write(
            world, session, to=email, name="invited", locale=account.locale, account_id=account.id, link=link,
            by=actor.name, days=INVITATION.days,
        )  # fmt: skip


def places(world: World, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Hubs and surgeries, as (id, name), for choosing where somebody works."""
    actor.must(Permission.ACCOUNTS)
    query = select(Location.id, Location.name).where(Location.kind.in_(("hub", "surgery"))).order_by(Location.name)
    with world.database.reading() as session:
        return tuple((id_, name) for id_, name in session.execute(query))


def give_role(world: World, actor: Actor, account_id: str, role: Role) -> None:
    """Raises NotThere."""
    actor.must(Permission.ACCOUNTS)
    with world.database.writing() as session:
        account = _account(session, account_id)
        if account.role != role:
            _give_role(world, session, actor, account, role)
            tell(world, session, account, "role")


def reset_second_step(world: World, actor: Actor, account_id: str) -> None:
    """For somebody who has lost phone and recovery codes: no codes, no passkeys, signed out everywhere. Raises NotThere.

    Nobody does this for themselves: it takes another manager, or the command.
    """
    actor.must(Permission.ACCOUNTS)
    if actor.account_id == account_id:
        raise NotThere("Another manager has to do this for you.")
    with world.database.writing() as session:
        account = _account(session, account_id)
        codes.take_away(session, account)
        session.execute(delete(Passkey).where(Passkey.account_id == account.id))
        sessions.end_all_of(world, session, account.id)
        tell(world, session, account, "second_step_reset")
        auditing.record(session, actor, "second_step_reset", "account", account.id, at=world.now())


def end_sessions(world: World, actor: Actor, account_id: str) -> None:
    """Signs somebody out everywhere. Raises NotThere."""
    actor.must(Permission.ACCOUNTS)
    with world.database.writing() as session:
        account = _account(session, account_id)
        sessions.end_all_of(world, session, account.id)
        auditing.record(session, actor, "sessions_ended", "account", account.id, at=world.now())


def find(world: World, actor: Actor, words: str = "", role: Role | None = None, page: int = 1) -> Accounts:
    """Accounts whose address or name has these words. Looking at them is noted."""
    actor.must(Permission.ACCOUNTS)
    query = select(Account)
    if words.strip():
        like = f"%{words.strip().lower()}%"
        query = query.where(or_(Account.email.like(like), func.lower(Account.name).like(like)))
    if role:
        query = query.where(Account.role == role)
    with world.database.writing() as session:
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        pages = max(1, -(-total // PER_PAGE))
        page = min(max(page, 1), pages)
        found = session.scalars(query.order_by(Account.email).offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
        lines = tuple(_line(session, account) for account in found)
        auditing.record(session, actor, auditing.READ_PERSONAL, "account", at=world.now(), details="list of accounts")
    return Accounts(lines, total, page, pages)


def one(world: World, actor: Actor, account_id: str) -> AccountLine:
    """Raises NotThere. Looking is noted."""
    actor.must(Permission.ACCOUNTS)
    with world.database.writing() as session:
        line = _line(session, _account(session, account_id))
        auditing.record(session, actor, auditing.READ_PERSONAL, "account", account_id, at=world.now(), details="account")
        return line


def id_of(world: World, address: str) -> str:
    """For commands. Raises BadAddress or NotThere."""
    with world.database.reading() as session:
        found = session.scalar(select(Account.id).where(Account.email == normal(address)))
    if found is None:
        raise NotThere(f"There is no account for {address}.")
    return found


def _line(session: Session, account: Account) -> AccountLine:
    names = select(Organisation.name).join(Membership).where(Membership.account_id == account.id).order_by(Organisation.name)
    places = select(Location.name).join(AccountLocation).where(AccountLocation.account_id == account.id).order_by(Location.name)
    passkeys = session.scalar(select(func.count()).select_from(Passkey).where(Passkey.account_id == account.id)) or 0
    return AccountLine(
        account.id, account.email, account.name, Role(account.role), tuple(session.scalars(names)),
        tuple(session.scalars(places)), account.totp_confirmed_at is not None or passkeys > 0,
        account.mail_refused_at is not None, account.last_signed_in_at,
    )  # fmt: skip


def _give_role(world: World, session: Session, actor: Actor, account: Account, role: Role) -> None:
    auditing.record(session, actor, "role_given", "account", account.id, at=world.now(), details=f"{account.role} -> {role}")
    account.role = role


def _made(world: World, session: Session, email: str) -> Account:
    """Raises StillHeld where the address may still go back to another account."""
    if emails.coming_back(world, session, email):
        raise StillHeld("Another account had this address until a few days ago, and may still have it back.")
    account = Account(email=email, role=Role.RESIDENT)
    session.add(account)
    session.flush()
    return account


def _join(world: World, session: Session, account: Account, organisation_id: str, role: MemberRole) -> None:
    which = select(Membership).where(Membership.account_id == account.id, Membership.organisation_id == organisation_id)
    membership = session.scalar(which) or Membership(account_id=account.id, organisation_id=organisation_id, since=world.now())
    membership.role = role
    session.add(membership)


def _works_at(world: World, session: Session, account: Account, location_id: str) -> None:
    if session.get(Location, location_id) is None:
        raise NotThere("There is no such place.")
    if session.get(AccountLocation, (account.id, location_id)) is None:
        session.add(AccountLocation(account_id=account.id, location_id=location_id, since=world.now()))


def _of(session: Session, model: Any, slug: str) -> str:
    found: str | None = session.scalar(select(model.id).where(model.slug == slug))
    if found is None:
        raise NotThere(f"There is no {model.__tablename__} with the address {slug}.")
    return found


def _account(session: Session, account_id: str) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise NotThere("There is no such account.")
    return account
