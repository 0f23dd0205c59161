"""Sessions: rows that a token in a cookie names. Begun, opened at each request, renewed, listed, ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import VISITOR, Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.signing_in import SECOND_STEP_WAIT, asks_second_step, lifetimes
from hubdirectory.domain.states import LocationKind, MemberRole, Role
from hubdirectory.models import Account, AccountLocation, AccountSession, Location, Membership, Passkey

from .hiding import hash_of, new_token

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# A use is noted so often at most: a row is not written at every page.
NOTED_EVERY = timedelta(minutes=5)


class SessionState(StrEnum):
    """WAITING: the second step is still to come. ENDED: over, by time or by somebody's wish; whose it was is known."""

    OPEN = "open"
    WAITING = "waiting"
    ENDED = "ended"


@dataclass(frozen=True)
class Opened:
    """A session as a request finds it. `actor` is a visitor unless the session is open.

    token: what the cookie holds
    next_address: where somebody wanted to go who has just signed in, "" for nowhere
    """

    id: str
    token: str
    account_id: str
    actor: Actor
    state: SessionState
    began_at: datetime
    expires_at: datetime
    stays: bool
    next_address: str = ""


@dataclass(frozen=True)
class SessionLine:
    """A session as its owner sees it. `device` as in domain/devices.py; no address is kept to be shown."""

    id: str
    device: str
    way: str
    began_at: datetime
    last_used_at: datetime
    this_one: bool


def begin(
    world: World, session: Session, account: Account, way: str, device: str, stays: bool,
    second_step: bool = False, next_address: str = "",
) -> Opened:  # fmt: skip
    """Signs an account in, or leaves it waiting for its second step. The token is new, whatever the browser held before."""
    now, token, role = world.now(), new_token(), Role(account.role)
    waiting = not second_step and needs_second_step(session, account)
    lasts = SECOND_STEP_WAIT if waiting else lifetimes(role, stays)[1]
    row = AccountSession(
        token_hash=hash_of(token), account_id=account.id, way=way, device=device, stays=stays, waiting=waiting,
        began_at=now, last_used_at=now, expires_at=now + lasts, second_step_at=now if second_step else None,
    )  # fmt: skip
    session.add(row)
    if not waiting:
        account.last_signed_in_at = now
    session.flush()
    return _opened(session, row, account, token, now, next_address)


def pass_second_step(world: World, session: Session, session_id: str, next_address: str = "") -> Opened:
    """The second step was right: the session opens, under a new token."""
    now, token = world.now(), new_token()
    row = session.get_one(AccountSession, session_id)
    account = session.get_one(Account, row.account_id)
    if row.waiting:
        row.expires_at = now + lifetimes(Role(account.role), row.stays)[1]
        account.last_signed_in_at = now
    row.token_hash, row.waiting, row.second_step_at, row.last_used_at = hash_of(token), False, now, now
    session.flush()
    return _opened(session, row, account, token, now, next_address)


def open_session(world: World, token: str) -> Opened | None:
    """The session of this token in whatever state it is; None where there is none. Its use is noted now and then."""
    now = world.now()
    found = select(AccountSession, Account).join(Account, Account.id == AccountSession.account_id)
    with world.database.reading() as session:
        pair = session.execute(found.where(AccountSession.token_hash == hash_of(token))).one_or_none()
        if pair is None:
            return None
        opened = _opened(session, pair[0], pair[1], token, now)
    if opened.state is SessionState.OPEN and now - pair[0].last_used_at > NOTED_EVERY:
        with world.database.writing() as session:
            session.execute(update(AccountSession).where(AccountSession.id == opened.id).values(last_used_at=now))
    return opened


def end(world: World, actor: Actor, session_id: str) -> bool:
    """Ends one of the actor's own sessions; False where it is none of theirs."""
    actor.must(Permission.OWN_ACCOUNT)
    return _end(world, AccountSession.id == session_id, AccountSession.account_id == actor.account_id)


def leave(world: World, opened: Opened) -> None:
    """Ends the very session that a request came with, whether or not it got as far as its second step."""
    _end(world, AccountSession.id == opened.id)


def end_all(world: World, actor: Actor, but: str = "") -> bool:
    """Signs the actor out everywhere, except in the session `but`."""
    actor.must(Permission.OWN_ACCOUNT)
    return _end(world, AccountSession.account_id == actor.account_id, AccountSession.id != but)


def end_all_of(world: World, session: Session, account_id: str, but: str = "") -> None:
    """As `end_all`, in the caller's own transaction."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.id != but, AccountSession.ended_at.is_(None))
        .values(ended_at=world.now())
    )


def of_account(world: World, actor: Actor, this_one: str) -> tuple[SessionLine, ...]:
    """Where the actor is signed in, this very session first, then the last used."""
    actor.must(Permission.OWN_ACCOUNT)
    now = world.now()
    with world.database.reading() as session:
        account = session.get_one(Account, actor.account_id)
        rows = session.scalars(
            select(AccountSession).where(AccountSession.account_id == actor.account_id, AccountSession.waiting.is_(False))
        ).all()
    live = [row for row in rows if not _over(row, account, now)]
    live.sort(key=lambda row: (row.id != this_one, -row.last_used_at.timestamp()))
    return tuple(SessionLine(row.id, row.device, row.way, row.began_at, row.last_used_at, row.id == this_one) for row in live)


def needs_second_step(session: Session, account: Account) -> bool:
    has_passkey = bool(session.scalar(select(exists().where(Passkey.account_id == account.id))))
    return asks_second_step(Role(account.role), account.totp_confirmed_at is not None, has_passkey)


def actor_of(session: Session, account: Account, second_step: bool = False) -> Actor:
    """The account as an actor, with its memberships and the hubs where it works."""
    return Actor(
        account.id, account.name, account.email, Role(account.role), _memberships(session, account.id), second_step,
        _hubs(session, account.id),
    )  # fmt: skip


def _opened(session: Session, row: AccountSession, account: Account, token: str, now: datetime, next_address: str = "") -> Opened:
    state = SessionState.WAITING if row.waiting else SessionState.OPEN
    if _over(row, account, now):
        state = SessionState.ENDED
    actor = actor_of(session, account, row.second_step_at is not None) if state is SessionState.OPEN else VISITOR
    return Opened(row.id, token, account.id, actor, state, row.began_at, row.expires_at, row.stays, next_address)


def _over(row: AccountSession, account: Account, now: datetime) -> bool:
    idle = lifetimes(Role(account.role), row.stays)[0]
    return row.ended_at is not None or now >= row.expires_at or now - row.last_used_at >= idle


def _memberships(session: Session, account_id: str) -> Mapping[str, MemberRole]:
    rows = session.execute(select(Membership.organisation_id, Membership.role).where(Membership.account_id == account_id))
    return {organisation: MemberRole(role) for organisation, role in rows}


def _hubs(session: Session, account_id: str) -> frozenset[str]:
    works_at = select(Location.id).join(AccountLocation, AccountLocation.location_id == Location.id)
    hubs = works_at.where(AccountLocation.account_id == account_id, Location.kind == LocationKind.HUB)
    return frozenset(session.scalars(hubs))


def _end(world: World, *which: object) -> bool:
    live = update(AccountSession).where(AccountSession.ended_at.is_(None), *which)  # type: ignore[arg-type]
    with world.database.writing() as session:
        return bool(session.execute(live.values(ended_at=world.now()).returning(AccountSession.id)).all())
