"""Mails to the author of a change: it is public, or it came back and why. Queued with the decision itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hubdirectory.actions import mailing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.reading import record_row
from hubdirectory.models import Account, Change

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def tell_published(world: World, session: Session, actor: Actor, change: Change) -> None:
    _tell(world, session, actor, change, "change_published")


def tell_sent_back(world: World, session: Session, actor: Actor, change: Change) -> None:
    _tell(world, session, actor, change, "change_sent_back")


def _tell(world: World, session: Session, actor: Actor, change: Change, name: str) -> None:
    """Nobody is told of what they did themselves."""
    account = session.get(Account, change.account_id) if change.account_id else None
    if account is None or account.id == actor.account_id:
        return
    record = record_row(session, change.record_kind, change.record_id)
    mailing.write(
        world, session, to=account.email, name=name, locale=account.locale, account_id=account.id,
        about=(change.record_kind, change.record_id), record=record.name, reason=change.reason, left=bool(change.left),
        fixed=bool(change.fixes), public=f"{world.settings.public_url}/{change.record_kind}s/{record.slug}",
        link=f"{world.settings.public_url}/our/{change.record_kind}s/{change.record_id}",
    )  # fmt: skip
