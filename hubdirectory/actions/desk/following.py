"""Watching records: one mail a day with everything that has changed in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import mailing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.reading import record_row
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import Role
from hubdirectory.models import Account, Follower, Revision

from .recordlines import names_of

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MOST_IN_A_MAIL = 100


@dataclass(frozen=True)
class Changed:
    """A record that changed, in how many steps, and its address at the desk."""

    name: str
    steps: int
    link: str


def follow(world: World, actor: Actor, kind: str, record_id: str, on: bool = True) -> None:
    """Tells the actor when the record changes, or no more. Needs Permission.DESK. Raises RecordMissing."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        record_row(session, kind, record_id)
        row = session.get(Follower, (actor.account_id, kind, record_id)) if actor.account_id else None
        if row and not on:
            session.delete(row)
        elif actor.account_id and on and not row:
            told = _last(session, kind, record_id)
            session.add(
                Follower(account_id=actor.account_id, record_kind=kind, record_id=record_id, since=world.now(), told=told)
            )


def follows(world: World, actor: Actor, kind: str, record_id: str) -> bool:
    with world.database.reading() as session:
        return bool(actor.account_id and session.get(Follower, (actor.account_id, kind, record_id)))


def tell_followers(world: World) -> int:
    """Mails each follower what has changed since they were last told; how many mails. A job for once a day."""
    with world.database.reading() as session:
        ids = session.scalars(select(Follower.account_id).distinct().order_by(Follower.account_id)).all()
    return sum(_tell(world, account_id) for account_id in ids)


def _tell(world: World, account_id: str) -> bool:
    """The mail and what it tells are noted in one transaction: never twice, never not at all."""
    with world.database.writing() as session:
        account = session.get(Account, account_id)
        if account is None or account.role != Role.MANAGER:
            return False
        rows = session.scalars(select(Follower).where(Follower.account_id == account_id).with_for_update()).all()
        news = [(row, last) for row in rows if (last := _last(session, row.record_kind, row.record_id)) > row.told]
        names = names_of(session, ((row.record_kind, row.record_id) for row, _ in news))
        changed = [
            Changed(name.name, last - row.told, f"{world.settings.public_url}/desk/records/{name.kind}/{name.id}")
            for row, last in news if (name := names.get((row.record_kind, row.record_id)))
        ]  # fmt: skip
        for row, last in news:
            row.told = last
        if changed:
            mailing.write(
                world, session, to=account.email, name="watched_records", locale=account.locale, account_id=account_id,
                greeted=account.name, records=changed[:MOST_IN_A_MAIL], more=max(0, len(changed) - MOST_IN_A_MAIL),
            )  # fmt: skip
    return bool(changed)


def _last(session: Session, kind: str, record_id: str) -> int:
    query = select(func.max(Revision.number)).where(Revision.record_kind == kind, Revision.record_id == record_id)
    return session.scalar(query) or 0
