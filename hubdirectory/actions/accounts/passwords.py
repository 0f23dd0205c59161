"""Passwords: for who wants one. Long, not one that everybody tries, hashed with Argon2id."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import select
from zxcvbn import zxcvbn

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.signing_in import LONGEST_PASSWORD, SHORTEST_PASSWORD
from hubdirectory.models import Account

from . import delays, sessions
from .addresses import BadAddress, normal
from .sessions import Opened
from .telling import tell

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# Guesses as a power of ten, as zxcvbn works them out from lists of leaked passwords, names, words, dates and keyboards.
FEWEST_GUESSES = 8.0
# It looks at no more than this.
LOOKED_AT = 72
_HASHER = PasswordHasher()


class Flaw(StrEnum):
    """Why a password will not do."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"


class BadPassword(ValueError):
    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


class WrongPassword(Exception):
    """The two do not belong together. Which of them is wrong is not said."""


def check(password: str, *about: str) -> None:
    """Raises BadPassword. `about`: what an acquaintance would try first, such as the owner's name and town."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadPassword(Flaw.SHORT)
    if len(password) > LONGEST_PASSWORD:
        raise BadPassword(Flaw.LONG)
    known = [word for text in about for word in (text, *text.replace("@", " ").replace(".", " ").split())]
    if zxcvbn(password[:LOOKED_AT], user_inputs=known)["guesses_log10"] < FEWEST_GUESSES:
        raise BadPassword(Flaw.COMMON)


def set_password(world: World, actor: Actor, password: str, this_session: str) -> None:
    """The actor's own password. Every other session ends. Raises BadPassword."""
    actor.must(Permission.OWN_ACCOUNT)
    settings = world.settings
    check(password, actor.email, actor.name, settings.site_name, settings.town)
    hashed = _HASHER.hash(password)
    with world.database.writing() as session:
        account = session.get_one(Account, actor.account_id)
        account.password_hash = hashed
        sessions.end_all_of(world, session, account.id, but=this_session)
        tell(world, session, account, "password_set")


def remove_password(world: World, actor: Actor) -> None:
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        account = session.get_one(Account, actor.account_id)
        if account.password_hash:
            account.password_hash = ""
            tell(world, session, account, "password_removed")


def sign_in(world: World, address: str, password: str, source: str, device: str, stays: bool, next_address: str = "") -> Opened:
    """Raises WrongPassword, in the same time whether or not there is such an account, or TooSoon."""
    email = _normal_or_as_it_is(address)
    gates = delays.password_gates(email, source)
    delays.enter(world, gates)
    with world.database.reading() as session:
        account = session.scalar(select(Account).where(Account.email == email))
    right = _matches(account.password_hash if account and account.password_hash else _of_nobody(), password)
    if not right or account is None or not account.password_hash:
        raise WrongPassword
    delays.leave(world, gates)
    with world.database.writing() as session:
        account = session.get_one(Account, account.id)
        if _HASHER.check_needs_rehash(account.password_hash):
            account.password_hash = _HASHER.hash(password)
        return sessions.begin(world, session, account, "password", device, stays, next_address=next_address)


def _matches(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password[:LONGEST_PASSWORD])
    except (Argon2Error, InvalidHashError):
        return False


def _normal_or_as_it_is(address: str) -> str:
    try:
        return normal(address)
    except BadAddress:
        return address.strip().lower()[:254]


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    """Checked where there is no password, so that it takes as long."""
    return _HASHER.hash("nobody’s password")
