"""What signing in leaves behind is taken away: the sooner the better."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from hubdirectory.domain.signing_in import EMAIL_UNDO, KEPT_FORM
from hubdirectory.models import AccountSession, EmailChange, KeptForm, SignInLink, Spent

from .delays import forget_old

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

DAY = timedelta(days=1)
# So long after its end a session still says whose form it was that came too late.
SESSIONS = timedelta(days=30)


def clear(world: World) -> None:
    """Old links, delays, kept forms and challenges after a day at most; sessions a month after their end."""
    now = world.now()
    with world.database.writing() as session:
        forget_old(session, now)
        session.execute(delete(SignInLink).where(SignInLink.expires_at < now - DAY))
        session.execute(delete(Spent).where(Spent.at < now - DAY))
        session.execute(delete(KeptForm).where(KeptForm.kept_at < now - KEPT_FORM))
        session.execute(delete(EmailChange).where(EmailChange.asked_at < now - EMAIL_UNDO - DAY))
        session.execute(delete(AccountSession).where(AccountSession.expires_at < now - SESSIONS))
        session.execute(delete(AccountSession).where(AccountSession.ended_at < now - SESSIONS))
