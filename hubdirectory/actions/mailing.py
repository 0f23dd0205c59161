"""Mails: queued with the transaction that they tell about, sent by the worker, tried again, taken away in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hubdirectory import mail
from hubdirectory.mail import Letter, MailAway, MailRefused, Postman
from hubdirectory.models import Account, Mail, Wording, now_utc

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# After each failure; then every LONGEST until GIVEN_UP after the mail was queued.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
LONGEST, GIVEN_UP = timedelta(hours=4), timedelta(days=3)
KEPT = timedelta(days=7)
# Whoever sends has a mail for so long; a worker that died on the way leaves it to the next.
CLAIM = timedelta(minutes=10)
BATCH = 20
SHOWN = 100


@dataclass(frozen=True)
class Outbox:
    """How the post stands. `oldest`: since when the oldest mail waits; `failed`: refused or given up, last 7 days."""

    waiting: int
    oldest: datetime | None
    failed: int


@dataclass(frozen=True)
class KeptMail:
    """A mail as a development server shows it."""

    id: str
    to: str
    subject: str
    text: str
    at: datetime


def render(world: World, name: str, locale: str, **values: Any) -> Letter:
    """A mail's words from templates/mail/NAME.txt, in a language; the site's name and address are always there."""
    settings = world.settings
    return mail.render(
        name, locale, _own_words(world, name, locale), site=settings.site_name, town=settings.town,
        address=settings.public_url, **values,
    )  # fmt: skip


def _own_words(world: World, name: str, locale: str) -> dict[str, str]:
    """The manager's own sentences for a mail, by those that they stand for."""
    with world.database.reading() as session:
        wording = session.scalar(select(Wording.value).where(Wording.kind == "mail", Wording.key == name))
    return (wording or {}).get(locale, {})


def queue(
    session: Session, *, to: str, subject: str, text: str, kind: str, html: str = "", at: datetime | None = None,
    about: tuple[str, str] | None = None, account_id: str | None = None,
) -> Mail:  # fmt: skip
    """Put a mail into the outbox, in the caller's own transaction.

    kind: what sort of mail, such as sign_in or still_right
    about: the record that it tells about, as (kind, id)
    at: when it is queued and may first be sent; pass world.now()
    account_id: whose address it is; a refusal is noted there
    Whether it arrived can be asked later: sent_at, refused_at or given_up_at of the Mail.
    """
    now = at or now_utc()
    row = Mail(
        to=to, subject=subject, text=text, html=html, kind=kind, about="/".join(about or ()), account_id=account_id,
        queued_at=now, next_try_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def write(
    world: World, session: Session, *, to: str, name: str, locale: str = "en",
    about: tuple[str, str] | None = None, account_id: str | None = None, **values: Any,
) -> Mail:  # fmt: skip
    """`render` and `queue` in one: the template's name is the mail's kind."""
    letter = render(world, name, locale, **values)
    return queue(
        session, to=to, subject=letter.subject, text=letter.text, html=letter.html, kind=name, at=world.now(), about=about,
        account_id=account_id,
    )  # fmt: skip


def deliver(world: World, postman: Postman | None = None) -> int:
    """Sends what is due, one mail after another; how many left. One that fails never holds up the others."""
    settings = world.settings
    postman = postman or mail.postman_of(settings.mail_url, settings.sender, settings.site_name)
    claimed = _claim(world)
    return sum(_send(world, postman, row) for row in claimed)


def something_due(world: World) -> bool:
    """Whether a mail is to be sent now."""
    due = select(Mail.id).where(Mail.done.is_(False), Mail.next_try_at <= world.now()).limit(1)
    with world.database.reading() as session:
        return session.scalar(due) is not None


def clear_old(world: World) -> int:
    """Takes address and text out of mails that ended a week ago; how many."""
    old = world.now() - KEPT
    ended = func.coalesce(Mail.sent_at, Mail.refused_at, Mail.given_up_at)
    with world.database.writing() as session:
        cleared = session.execute(
            update(Mail).where(Mail.done, Mail.cleared_at.is_(None), ended < old)
            .values(to="", subject="", text="", html="", cleared_at=world.now()).returning(Mail.id)
        )  # fmt: skip
        return len(cleared.all())


def outbox(world: World) -> Outbox:
    """For whoever looks after the site."""
    failed = (Mail.refused_at > world.now() - KEPT) | (Mail.given_up_at > world.now() - KEPT)
    with world.database.reading() as session:
        waiting, oldest = session.execute(select(func.count(), func.min(Mail.queued_at)).where(Mail.done.is_(False))).one()
        return Outbox(waiting, oldest, session.scalar(select(func.count()).select_from(Mail).where(failed)) or 0)


def kept(world: World, mail_id: str = "") -> tuple[KeptMail, ...] | None:
    """The newest mails, or the one of that id, where mails are kept instead of sent. None where they are sent."""
    if world.settings.mail_url or world.settings.production:
        return None
    query = select(Mail).where(Mail.cleared_at.is_(None)).order_by(Mail.queued_at.desc(), Mail.id).limit(SHOWN)
    with world.database.reading() as session:
        rows = session.scalars(query.where(Mail.id == mail_id) if mail_id else query).all()
    return tuple(KeptMail(row.id, row.to, row.subject, row.text, row.queued_at) for row in rows)


def _claim(world: World) -> Sequence[Mail]:
    """The mails that are due, and nobody else's for a while."""
    now = world.now()
    with world.database.writing() as session:
        due = select(Mail).where(Mail.done.is_(False), Mail.next_try_at <= now).order_by(Mail.next_try_at).limit(BATCH)
        rows = session.scalars(due.with_for_update(skip_locked=True)).all()
        for row in rows:
            row.next_try_at = now + CLAIM
        return rows


def _send(world: World, postman: Postman, row: Mail) -> bool:
    problem, refused = "", False
    try:
        postman.send(row.to, Letter(row.subject, row.text, row.html), row.id)
    except MailRefused as error:
        problem, refused = str(error), True
    except (MailAway, ValueError) as error:  # ValueError: an address that no mail can have
        problem, refused = str(error) or type(error).__name__, isinstance(error, ValueError)
    with world.database.writing() as session:
        _note(session, session.get_one(Mail, row.id), problem, refused, world.now())
    return not problem


def _note(session: Session, row: Mail, problem: str, refused: bool, now: datetime) -> None:
    row.tries += 1
    row.problem = problem[:300]
    if not problem:
        row.done, row.sent_at = True, now
    elif refused:
        row.done, row.refused_at = True, now
    elif now - row.queued_at >= GIVEN_UP:
        row.done, row.given_up_at = True, now
    else:
        row.next_try_at = now + (PAUSES[row.tries - 1] if row.tries <= len(PAUSES) else LONGEST)
    if row.done and row.account_id:
        refused_at = now if refused else None
        session.execute(update(Account).where(Account.id == row.account_id).values(mail_refused_at=refused_at))
