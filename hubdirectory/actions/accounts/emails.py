"""Another e-mail address: confirmed at the new one, told to the old one, which can undo it for a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing, mailing, signed_links
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.signed_links import LinkExpired, LinkWrong
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.signing_in import EMAIL_CONFIRM, EMAIL_UNDO
from hubdirectory.models import Account, EmailChange, Passkey, SignInLink

from . import codes, delays, sessions
from .addresses import normal

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

CONFIRM, UNDO = "confirm e-mail", "undo e-mail"
DAY = timedelta(days=1)


class ChangeOver(ValueError):
    """Too late, done already, or the address belongs to somebody by now."""


@dataclass(frozen=True)
class ChangeView:
    """What a link from one of the two mails would do."""

    old_email: str
    new_email: str


def ask(world: World, actor: Actor, address: str, source: str) -> None:
    """Mails both addresses. Nothing changes yet, and nobody learns whether the new address has an account here.

    Raises BadAddress or TooSoon.
    """
    actor.must(Permission.OWN_ACCOUNT)
    new = normal(address)
    delays.enter(world, delays.asking_gates(source))
    with world.database.writing() as session:
        account = session.get_one(Account, actor.account_id)
        if new == account.email:
            return
        change = EmailChange(account_id=account.id, old_email=account.email, new_email=new, asked_at=world.now())
        session.add(change)
        session.flush()
        mails: dict[str, Any] = {"locale": account.locale, "old": account.email, "new": new}
        mailing.write(world, session, to=account.email, name="email_change_asked", account_id=account.id, **mails)
        if _free(world, session, new, account.id):
            link = _link(world, "confirm", CONFIRM, change.id, EMAIL_CONFIRM)
            mailing.write(world, session, to=new, name="email_change_confirm", link=link, **mails)
        else:
            mailing.write(world, session, to=new, name="email_change_taken", **mails)


def look(world: World, token: str, undo: bool = False) -> ChangeView:
    """Raises ChangeOver."""
    with world.database.reading() as session:
        change = _change(world, session, token, undo)
        return ChangeView(change.old_email, change.new_email)


def confirm(world: World, token: str) -> None:
    """From now on the new address signs in. Every session goes on. Raises ChangeOver."""
    with world.database.writing() as session:
        change = _change(world, session, token, undo=False)
        account = session.get_one(Account, change.account_id)
        if account.email != change.old_email or not _free(world, session, change.new_email, account.id):
            raise ChangeOver
        change.confirmed_at = world.now()
        _change_to(session, account, change.new_email)
        tell_old(world, session, change)
        mails: dict[str, Any] = {"locale": account.locale, "old": change.old_email, "new": change.new_email}
        mailing.write(world, session, to=change.new_email, name="email_changed_new", account_id=account.id, **mails)
        auditing.record(session, sessions.actor_of(session, account), "email_changed", "account", account.id, at=world.now())


def undo(world: World, token: str) -> None:
    """The old address signs in again, everybody is signed out, and every way to sign in that came since is gone.

    Raises ChangeOver.
    """
    with world.database.writing() as session:
        change = _change(world, session, token, undo=True)
        account = session.get_one(Account, change.account_id)
        if _taken(session, change.old_email, account.id):
            raise ChangeOver
        _change_to(session, account, change.old_email)
        _take_back(world, session, account, change.asked_at)
        mailing.write(world, session, to=change.old_email, name="email_undone", locale=account.locale, account_id=account.id)
        auditing.record(session, sessions.actor_of(session, account), "email_undone", "account", account.id, at=world.now())


def coming_back(world: World, session: Session, email: str, but: str = "") -> EmailChange | None:
    """The change that could still be undone to this address. Until then nobody else gets it.

    but: the id of the account that may have it
    """
    held = select(EmailChange).where(
        EmailChange.old_email == email, EmailChange.account_id != but, EmailChange.undone_at.is_(None),
        EmailChange.confirmed_at > world.now() - EMAIL_UNDO,
    )  # fmt: skip
    return session.scalars(held.order_by(EmailChange.confirmed_at.desc())).first()


def tell_old(world: World, session: Session, change: EmailChange) -> None:
    """Mails the old address of a confirmed change how to undo it, with a link for what is left of the week."""
    until = (change.confirmed_at or world.now()) + EMAIL_UNDO
    mailing.write(
        world, session, to=change.old_email, name="email_changed_old", until=_day(until), old=change.old_email,
        new=change.new_email, locale=session.get_one(Account, change.account_id).locale,
        link=_link(world, "undo", UNDO, change.id, until - world.now()),
    )  # fmt: skip


def _take_back(world: World, session: Session, account: Account, since: datetime) -> None:
    """Whoever took the account over may have made ways back in, this very undoing among them."""
    # An older change that still waits to be confirmed would take the account away again.
    back_in = or_(EmailChange.asked_at >= since, EmailChange.confirmed_at.is_(None))
    session.execute(update(EmailChange).where(EmailChange.account_id == account.id, back_in).values(undone_at=world.now()))
    session.execute(delete(Passkey).where(Passkey.account_id == account.id, Passkey.added_at >= since))
    if account.totp_confirmed_at and account.totp_confirmed_at >= since:
        codes.take_away(session, account)
    account.password_hash = ""
    sessions.end_all_of(world, session, account.id)


def _change(world: World, session: Session, token: str, undo: bool) -> EmailChange:
    try:
        data = signed_links.read(world, UNDO if undo else CONFIRM, token)
    except (LinkWrong, LinkExpired) as error:
        raise ChangeOver from error
    change = session.get(EmailChange, str(data["change"]))
    if change is None or change.undone_at or bool(change.confirmed_at) != undo:
        raise ChangeOver
    return change


def _change_to(session: Session, account: Account, email: str) -> None:
    account.email, account.mail_refused_at = email, None
    # A link that waits in the other mailbox must not sign in any more.
    session.execute(delete(SignInLink).where(SignInLink.account_id == account.id))
    session.flush()


def _free(world: World, session: Session, email: str, account_id: str) -> bool:
    """Nobody else has it, or could still have it back."""
    return not _taken(session, email, account_id) and coming_back(world, session, email, account_id) is None


def _taken(session: Session, email: str, account_id: str) -> bool:
    return session.scalar(select(Account.id).where(Account.email == email, Account.id != account_id)) is not None


def _link(world: World, verb: str, purpose: str, change_id: str, lasts: timedelta) -> str:
    token = signed_links.sign(world, purpose, {"change": change_id}, lasts / DAY)
    return f"{world.settings.public_url}/account/email/{verb}/{token}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
