"""Signing in by a link from an e-mail: the same answer, in the same time, whether or not the address is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions import mailing
from hubdirectory.domain.signing_in import LINK, safe_next
from hubdirectory.models import Account, SignInLink

from . import delays, emails
from .addresses import normal
from .hiding import hash_of, new_token
from .sessions import Opened, begin

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# More mails than these to one address, within the life of a link, only help somebody who wants to bother its owner.
MOST = 5
LONGEST_NAME = 120


class LinkUsed(ValueError):
    """It signs in once, and has."""


class LinkOver(ValueError):
    """Its minutes are over, it never was one of ours, or its address may still go back to another account."""


@dataclass(frozen=True)
class LinkView:
    """What the page of a link says before anything happens. `known` is False where an account would be made."""

    email: str
    known: bool


def ask(world: World, address: str, source: str, locale: str, next_address: str = "") -> None:
    """Mails a link to sign in, or one to make an account where there is none.

    Where the address may still go back to the account that had it, the mail says once more how to bring it back.

    source: where the asker is, such as a network address; it is hashed at once
    Raises BadAddress, or TooSoon for a source that has many mails sent.
    """
    email = normal(address)
    delays.enter(world, delays.asking_gates(source))
    with world.database.writing() as session:
        account = session.scalar(select(Account).where(Account.email == email))
        if _asked_often(world, session, email):
            return
        link = make(world, session, email, account.id if account else None, next_address)
        if account is None and (change := emails.coming_back(world, session, email)):
            emails.tell_old(world, session, change)
            return
        mailing.write(
            world, session, to=email, name="sign_in" if account else "new_account", account_id=account.id if account else None,
            locale=account.locale if account else locale, link=link, minutes=LINK // timedelta(minutes=1),
        )  # fmt: skip


def make(
    world: World, session: Session, email: str, account_id: str | None, next_address: str = "", lasts: timedelta = LINK
) -> str:
    """The address of a fresh link; only its hash is kept."""
    token, now = new_token(), world.now()
    session.add(
        SignInLink(
            token_hash=hash_of(token), email=email, account_id=account_id, next_address=safe_next(next_address),
            made_at=now, expires_at=now + lasts,
        )
    )  # fmt: skip
    return f"{world.settings.public_url}/sign-in/link/{token}"


def look(world: World, token: str) -> LinkView:
    """What the link would do. It stays unused: programs that read mails open every link. Raises LinkUsed or LinkOver."""
    with world.database.reading() as session:
        row = _good(world, session, token)
        return LinkView(row.email, row.account_id is not None or _account(session, row) is not None)


def use(world: World, token: str, device: str, stays: bool, locale: str = "en", name: str = "") -> Opened:
    """Signs in, once. Makes the account where there is none. Raises LinkUsed or LinkOver."""
    now = world.now()
    with world.database.writing() as session:
        row = _good(world, session, token)
        taken = update(SignInLink).where(SignInLink.id == row.id, SignInLink.used_at.is_(None)).values(used_at=now)
        if not session.execute(taken.returning(SignInLink.id)).all():
            raise LinkUsed
        account = _account(session, row) or _make_account(session, row.email, name, locale)
        account.mail_refused_at = None
        if name and not account.name:
            account.name = name.strip()[:LONGEST_NAME]
        return begin(world, session, account, "link", device, stays, next_address=row.next_address)


def _good(world: World, session: Session, token: str) -> SignInLink:
    row = session.scalar(select(SignInLink).where(SignInLink.token_hash == hash_of(token)))
    if row is None:
        raise LinkOver
    if row.used_at is not None:
        raise LinkUsed
    if world.now() >= row.expires_at:
        raise LinkOver
    if _account(session, row) is None and emails.coming_back(world, session, row.email):
        raise LinkOver
    return row


def _account(session: Session, row: SignInLink) -> Account | None:
    """Also one that was made since the link was asked for."""
    which = Account.id == row.account_id if row.account_id else Account.email == row.email
    return session.scalar(select(Account).where(which))


def _make_account(session: Session, email: str, name: str, locale: str) -> Account:
    account = Account(email=email, name=name.strip()[:LONGEST_NAME], locale=locale)
    session.add(account)
    session.flush()
    return account


def _asked_often(world: World, session: Session, email: str) -> bool:
    since = world.now() - LINK
    asked = select(func.count()).select_from(SignInLink).where(SignInLink.email == email, SignInLink.made_at > since)
    return (session.scalar(asked) or 0) >= MOST
