"""Yes or no from whom somebody was sent to: signed in, or by the link that was mailed. And the end of a referral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hubdirectory.actions import auditing, signed_links
from hubdirectory.actions.accounts.sessions import actor_of
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.referrals import OPEN, Reason, ReferralState
from hubdirectory.models import Account, Referral

from .reading import Line, NoSuchReferral, line_of, of_reader, of_referrer
from .sealing import seal
from .telling import PURPOSE, tell_referrer

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

LONGEST_WORDS = 500


class AlreadyOver(Exception):
    """It was answered, taken back or ended meanwhile."""


def accept(world: World, actor: Actor, referral_id: str) -> None:
    """For those who read for the organisation. Raises NoSuchReferral, AlreadyOver."""
    _answer(world, actor, referral_id, None, "")


def decline(world: World, actor: Actor, referral_id: str, reason: Reason, words: str = "") -> None:
    """As `accept`. `words`: more about why, sealed like the details."""
    _answer(world, actor, referral_id, reason, words)


def finish(world: World, actor: Actor, referral_id: str) -> None:
    """Who took somebody on is done. Raises NoSuchReferral, AlreadyOver."""
    actor.must(Permission.OUR_PAGES)
    with world.database.writing() as session:
        row = of_reader(session, actor, referral_id, lock=True)
        if row.state != ReferralState.ACCEPTED:
            raise AlreadyOver(referral_id)
        row.state, row.ended_at = ReferralState.FINISHED.value, world.now()
        auditing.record(session, actor, "referral_finished", "referral", row.id, at=world.now(), details=row.reference)


def withdraw(world: World, actor: Actor, referral_id: str) -> None:
    """The person has thought again: the details go at once. For whoever sent it. Raises NoSuchReferral, AlreadyOver.

    Where the referrer may not know what became of it, it is taken back whatever that is: a refusal would say it.
    """
    actor.must(Permission.NAVIGATE)
    with world.database.writing() as session:
        row = of_referrer(session, actor, referral_id, lock=True)
        hidden = line_of(session, row, for_referrer=True).state is None
        if ReferralState(row.state) not in OPEN and not hidden:
            raise AlreadyOver(referral_id)
        row.state, row.ended_at = ReferralState.WITHDRAWN.value, world.now()
        row.details = row.words = row.reason = ""
        auditing.record(session, actor, "referral_withdrawn", "referral", row.id, at=world.now(), details=row.reference)


def look_by_link(world: World, token: str) -> Line:
    """What the link of a mail is about; nothing about the person. Raises signed_links' errors, NoSuchReferral."""
    said = signed_links.read(world, PURPOSE, token)
    with world.database.reading() as session:
        return line_of(session, of_reader(session, _reader(session, said), str(said.get("referral"))))


def accept_by_link(world: World, token: str) -> None:
    """As `accept`, for whoever the link was mailed to, if they still read for the organisation."""
    _answer_by_link(world, token, None, "")


def decline_by_link(world: World, token: str, reason: Reason, words: str = "") -> None:
    _answer_by_link(world, token, reason, words)


def _answer_by_link(world: World, token: str, reason: Reason | None, words: str) -> None:
    said = signed_links.read(world, PURPOSE, token)
    with world.database.reading() as session:
        actor = _reader(session, said)
    _answer(world, actor, str(said.get("referral")), reason, words)


def _answer(world: World, actor: Actor, referral_id: str, reason: Reason | None, words: str) -> None:
    actor.must(Permission.OUR_PAGES)
    with world.database.writing() as session:
        row = of_reader(session, actor, referral_id, lock=True)
        if row.state != ReferralState.WAITING:
            raise AlreadyOver(referral_id)
        row.answered_at, row.answered_by = world.now(), actor.account_id
        if reason is None:
            row.state = ReferralState.ACCEPTED.value
        else:
            _decline(world, row, reason, words.strip()[:LONGEST_WORDS])
        verb = f"referral_{row.state}"
        auditing.record(session, actor, verb, "referral", row.id, at=world.now(), details=row.reference)
        tell_referrer(world, session, row, "answered")


def _decline(world: World, row: Referral, reason: Reason, words: str) -> None:
    row.state, row.reason, row.ended_at = ReferralState.DECLINED.value, reason.value, world.now()
    row.words = seal(world, row.id, "words", {"words": words}) if words else ""


def _reader(session: Session, said: dict[str, str]) -> Actor:
    """Whom the link was mailed to, as somebody without a second step: it opens no details."""
    account = session.get(Account, str(said.get("reader")))
    if account is None:
        raise NoSuchReferral(str(said.get("referral")))
    return actor_of(session, account)
