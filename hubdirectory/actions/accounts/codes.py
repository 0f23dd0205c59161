"""The second step: codes of an app (TOTP, RFC 6238), and recovery codes for when the app is lost."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Account, AccountSession, RecoveryCode

from . import delays, sessions
from .hiding import Unreadable, hide, keyed_hash, show
from .passkeys import how_many
from .sessions import Opened
from .telling import tell

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

STEP_SECONDS = 30
HOW_MANY, LETTERS = 10, "abcdefghjkmnpqrstuvwxyz23456789"


class WrongCode(Exception):
    """Not right, used already, or of another time."""


class AlreadySet(Exception):
    """Codes are asked for already; what the app knows is shown to nobody again."""


@dataclass(frozen=True)
class Setup:
    """What an app needs. `address` goes into the QR code, `secret` is for typing, in groups of four."""

    address: str
    secret: str


@dataclass(frozen=True)
class SecondStep:
    """How the account's second step stands. `codes_left`: recovery codes."""

    codes: bool
    passkeys: int
    codes_left: int


def begin_setup(world: World, actor: Actor) -> Setup:
    """A secret for the app, the same until it is confirmed. Asks for nothing at sign-in yet. Raises AlreadySet."""
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        account = session.get_one(Account, actor.account_id)
        if account.totp_confirmed_at:
            raise AlreadySet
        secret = _secret(world, account)
        if not secret:
            secret = pyotp.random_base32()
            account.totp_secret = hide(world, "totp", secret)
    address = pyotp.TOTP(secret).provisioning_uri(name=actor.email, issuer_name=world.settings.site_name)
    return Setup(address, " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)))


def confirm_setup(world: World, actor: Actor, code: str, this_session: str) -> tuple[Opened, tuple[str, ...]]:
    """The app works: codes are asked for from now on. This session has passed, every other ends.

    Gives this session under its new token, and the recovery codes, which are shown this once.
    Raises WrongCode or TooSoon.
    """
    actor.must(Permission.OWN_ACCOUNT)
    gates = delays.code_gates(actor.account_id or "")
    delays.enter(world, gates)
    with world.database.writing() as session:
        account = session.get_one(Account, actor.account_id, with_for_update=True)
        _use_code(world, account, code)
        account.totp_confirmed_at = world.now()
        codes = _new_recovery_codes(world, session, account.id)
        sessions.end_all_of(world, session, account.id, but=this_session)
        opened = sessions.pass_second_step(world, session, this_session)
        tell(world, session, account, "codes_on")
    delays.leave(world, gates)
    return opened, codes


def turn_off(world: World, actor: Actor) -> None:
    """No codes are asked for any more. A role that demands a second step has less to open then."""
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        account = session.get_one(Account, actor.account_id)
        if account.totp_confirmed_at:
            take_away(session, account)
            tell(world, session, account, "codes_off")


def take_away(session: Session, account: Account) -> None:
    account.totp_secret, account.totp_confirmed_at = "", None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def new_recovery_codes(world: World, actor: Actor) -> tuple[str, ...]:
    """Fresh ones; the old ones sign nobody in any more."""
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        return _new_recovery_codes(world, session, actor.account_id or "")


def try_code(world: World, waiting: Opened, code: str, next_address: str = "") -> Opened:
    """A code of the app, or a recovery code, for a session that waits for it. Raises WrongCode or TooSoon."""
    gates = delays.code_gates(waiting.account_id)
    delays.enter(world, gates)
    with world.database.writing() as session:
        account = session.get_one(Account, waiting.account_id, with_for_update=True)
        if not session.scalar(select(AccountSession.waiting).where(AccountSession.id == waiting.id)):
            raise WrongCode
        _use_code_or_recovery_code(world, session, account, code)
        opened = sessions.pass_second_step(world, session, waiting.id, next_address)
    delays.leave(world, gates)
    return opened


def ways_of(world: World, waiting: Opened) -> tuple[bool, bool]:
    """What a waiting session may be opened with: codes of an app, passkeys."""
    with world.database.reading() as session:
        account = session.get_one(Account, waiting.account_id)
        return account.totp_confirmed_at is not None, how_many(session, account.id) > 0


def trial_code(world: World, waiting: Opened) -> str:
    """What the app of a sample account would show; "" for everybody else, and wherever mails are really sent."""
    if world.settings.production or world.settings.mail_url:
        return ""
    with world.database.reading() as session:
        account = session.get_one(Account, waiting.account_id)
    return pyotp.TOTP(_secret(world, account)).at(world.now()) if account.sample and account.totp_confirmed_at else ""


def how_it_stands(world: World, actor: Actor) -> SecondStep:
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.reading() as session:
        account = session.get_one(Account, actor.account_id)
        left = select(func.count()).select_from(RecoveryCode)
        mine = left.where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
        return SecondStep(account.totp_confirmed_at is not None, how_many(session, account.id), session.scalar(mine) or 0)


def _use_code_or_recovery_code(world: World, session: Session, account: Account, code: str) -> None:
    plain = "".join(code.split()).replace("-", "").lower()
    if plain.isdigit() and account.totp_confirmed_at:
        return _use_code(world, account, plain)
    hashed = keyed_hash(world, "recovery code", f"{account.id}/{plain}")
    used = (
        update(RecoveryCode)
        .where(RecoveryCode.account_id == account.id, RecoveryCode.code_hash == hashed, RecoveryCode.used_at.is_(None))
        .values(used_at=world.now())
    )
    if not session.execute(used.returning(RecoveryCode.id)).all():
        raise WrongCode
    return None


def _use_code(world: World, account: Account, code: str) -> None:
    """The code of this half minute, the one before or the one after; each once. Raises WrongCode."""
    secret, plain = _secret(world, account), "".join(code.split())
    now = int(world.now().timestamp()) // STEP_SECONDS
    for step in (now - 1, now, now + 1):
        right = secret and secrets.compare_digest(pyotp.TOTP(secret).at(step * STEP_SECONDS).encode(), plain.encode())
        if right and step > account.totp_last_step:
            account.totp_last_step = step
            return
    raise WrongCode


def _secret(world: World, account: Account) -> str:
    """ "" where there is none, and where it was hidden with another key: then a manager has to reset the second step."""
    try:
        return show(world, "totp", account.totp_secret) if account.totp_secret else ""
    except Unreadable:
        return ""


def _new_recovery_codes(world: World, session: Session, account_id: str) -> tuple[str, ...]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = tuple("".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(HOW_MANY))
    for code in codes:
        session.add(RecoveryCode(account_id=account_id, code_hash=keyed_hash(world, "recovery code", f"{account_id}/{code}")))
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)
