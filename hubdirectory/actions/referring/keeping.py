"""What the worker does: chases what nobody answered, ends what was left alone, deletes what has been over for 90 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.domain.referrals import CHASED_AFTER, KEPT, UNANSWERED_AFTER, ReferralState, chasers, ends_by_itself
from hubdirectory.models import Referral

from .telling import tell_readers, tell_referrer

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

BATCH = 50


def something_to_keep(world: World) -> bool:
    """Whether there is any referral at all."""
    with world.database.reading() as session:
        return session.scalar(select(Referral.id).limit(1)) is not None


def keep(world: World) -> int:
    """Does everything that is due; how many referrals were chased, ended or deleted."""
    done = delete_old(world)
    with world.database.reading() as session:
        waiting = or_(Referral.state == ReferralState.WAITING.value, Referral.state == ReferralState.ACCEPTED.value)
        open_ = session.scalars(select(Referral.id).where(waiting).order_by(Referral.sent_at)).all()
    return done + sum(_move_on(world, referral_id) for referral_id in open_)


def delete_old(world: World) -> int:
    """Whole rows, with the answers that the person gave; how many. The audit trail keeps that there was one."""
    with world.database.writing() as session:
        old = session.scalars(select(Referral).where(Referral.ended_at <= world.now() - KEPT).limit(BATCH)).all()
        for row in old:
            take_away(world, session, row, "referral_deleted")
        return len(old)


def take_away(world: World, session: Session, row: Referral, verb: str) -> None:
    auditing.record(session, PRODUCT, verb, "referral", row.id, at=world.now(), details=row.reference)
    session.execute(delete(Referral).where(Referral.id == row.id))


def _move_on(world: World, referral_id: str) -> bool:
    """One at a time, each with its mails in a transaction of its own, so that none is chased twice."""
    with world.database.writing() as session:
        row = session.scalar(select(Referral).where(Referral.id == referral_id).with_for_update())
        if row is None or row.ended_at:
            return False
        return _ended(world, session, row) or _chased(world, session, row)


def _ended(world: World, session: Session, row: Referral) -> bool:
    state = ReferralState(row.state)
    since = row.sent_at if state is ReferralState.WAITING else row.answered_at or row.sent_at
    ends = ends_by_itself(state, since, world.now())
    if ends is None:
        return False
    row.state, row.ended_at = ends.value, world.now()
    if ends is ReferralState.UNANSWERED:
        tell_referrer(world, session, row, "unanswered", UNANSWERED_AFTER.days)
    auditing.record(session, PRODUCT, f"referral_{ends.value}", "referral", row.id, at=world.now(), details=row.reference)
    return True


def _chased(world: World, session: Session, row: Referral) -> bool:
    due = chasers(row.sent_at, world.now()) if row.state == ReferralState.WAITING.value else 0
    if due <= row.chased:
        return False
    row.chased, days = due, (world.now() - row.sent_at).days
    if not tell_readers(world, session, row, days):
        tell_referrer(world, session, row, "nobody", days)
    elif due == len(CHASED_AFTER):
        tell_referrer(world, session, row, "waiting", days)
    return True
