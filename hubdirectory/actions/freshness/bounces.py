"""Mails that never arrive: refused by a mail server at once, or sent back later to whoever reads the site's mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Account, Mail, Reminder

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


# The kind of mail that asks whether records are still right.
MAIL = "still_right"


def note_refused(world: World) -> None:
    """Brings the reminders in line with what became of their mails."""
    with world.database.writing() as session:
        refused = select(Mail.id).where(Mail.refused_at.is_not(None), Mail.kind == MAIL)
        session.execute(
            update(Reminder).where(Reminder.mail_id.in_(refused), Reminder.bounced_at.is_(None)).values(bounced_at=world.now())
        )


def came_back(world: World, actor: Actor, address: str) -> int:
    """Notes that a mail to this address came back later: the next reminder goes to somebody else.

    How many reminders to it are known. Needs Permission.DESK.
    """
    actor.must(Permission.DESK)
    address, at = address.strip().lower(), world.now()
    with world.database.writing() as session:
        mine = func.lower(Reminder.to) == address
        noted = session.execute(update(Reminder).where(mine, Reminder.bounced_at.is_(None)).values(bounced_at=at))
        account = session.scalar(update(Account).where(Account.email == address).values(mail_refused_at=at).returning(Account.id))
        if account:
            auditing.record(session, actor, "mail_came_back", "account", account, at=at)
        return noted.rowcount  # type: ignore[attr-defined]
