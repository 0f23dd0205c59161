"""Reading: how referrals stand, for both sides; and the details, for the two who may, each time noted in the audit trail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor, NotAllowed
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.referrals import KEPT, READABLE, Question, ReferralState, shown_state
from hubdirectory.models import Account, Location, Organisation, Referral, ReferralConsent, Service

from .readers import reads
from .sealing import unseal
from .sending import Asked, Details

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class NoSuchReferral(LookupError):
    """There is none, or it is none of the actor's: a page answers 404."""


class SecondStepMissing(NotAllowed):
    """It could be shown, in a session that has passed a second step."""


@dataclass(frozen=True)
class Line:
    """How a referral stands, without a word about the person.

    state: None where the person did not want the referrer to be told more than that there is an answer
    reason: why it was declined, "" else; place: from where it came
    deleted_at: when nothing of it will be left; None while it goes on
    """

    id: str
    reference: str
    service: str
    organisation: str
    place: str
    state: ReferralState | None
    reason: str
    sent_at: datetime
    answered_at: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True)
class Opened:
    """A referral that somebody reads. `details`: None once they were taken away; `words`: why it was declined.

    yours: whether the reader is the referrer; by, by_email: who that is
    """

    line: Line
    details: Details | None
    asked: tuple[Asked, ...]
    words: str
    yours: bool
    by: str
    by_email: str


def sent(world: World, actor: Actor) -> tuple[Line, ...]:
    """The actor's own, the newest first. Needs Permission.NAVIGATE."""
    actor.must(Permission.NAVIGATE)
    with world.database.reading() as session:
        query = _lines().where(Referral.referrer_id == actor.account_id).order_by(Referral.sent_at.desc(), Referral.id)
        return tuple(_line(one, for_referrer=True) for one in session.execute(query))


def received(world: World, actor: Actor, states: Collection[ReferralState] = READABLE) -> tuple[Line, ...]:
    """What came to the organisations that the actor reads for, the longest waiting first; nothing for anybody else."""
    actor.must(Permission.OUR_PAGES)
    with world.database.reading() as session:
        ours = [id_ for id_ in actor.memberships if reads(session, actor.account_id, id_)]
        query = _lines().where(Referral.organisation_id.in_(ours), Referral.state.in_(states))
        return tuple(_line(one) for one in session.execute(query.order_by(Referral.sent_at, Referral.id)))


def open_sent(world: World, actor: Actor, referral_id: str) -> Opened:
    """For whoever sent it, with a second step. Raises NoSuchReferral, SecondStepMissing, sealing.Unreadable."""
    actor.must(Permission.NAVIGATE)
    return _opened(world, actor, referral_id, yours=True)


def open_received(world: World, actor: Actor, referral_id: str) -> Opened:
    """For whom their organisation named, with a second step. Raises the same."""
    actor.must(Permission.OUR_PAGES)
    return _opened(world, actor, referral_id, yours=False)


def of_referrer(session: Session, actor: Actor, referral_id: str, *, lock: bool = False) -> Referral:
    """Raises NoSuchReferral."""
    row = session.scalar(_query(referral_id, lock))
    if row is None or row.referrer_id is None or row.referrer_id != actor.account_id:
        raise NoSuchReferral(referral_id)
    return row


def of_reader(session: Session, actor: Actor, referral_id: str, *, lock: bool = False) -> Referral:
    """Raises NoSuchReferral."""
    row = session.scalar(_query(referral_id, lock))
    allowed = row is not None and actor.may(Permission.READ_REFERRALS, row.organisation_id)
    if row is None or not allowed or not reads(session, actor.account_id, row.organisation_id):
        raise NoSuchReferral(referral_id)
    return row


def must_have_second_step(actor: Actor) -> None:
    """Raises SecondStepMissing."""
    if not actor.second_step:
        raise SecondStepMissing("A second step comes first.")


def line_of(session: Session, row: Referral, for_referrer: bool = False) -> Line:
    return _line(session.execute(_lines().where(Referral.id == row.id)).one(), for_referrer)


def consents_of(session: Session, referral_id: str) -> tuple[Asked, ...]:
    query = select(ReferralConsent).where(ReferralConsent.referral_id == referral_id).order_by(ReferralConsent.position)
    return tuple(Asked(Question(one.question), one.words, one.agreed) for one in session.scalars(query))


def details_of(world: World, row: Referral) -> Details | None:
    """Raises sealing.Unreadable."""
    said = unseal(world, row.id, "details", row.details)
    return Details(**said) if said else None


def words_of(world: World, row: Referral) -> str:
    """Why it was declined, as it was written. Raises sealing.Unreadable."""
    return unseal(world, row.id, "words", row.words).get("words", "")


def _opened(world: World, actor: Actor, referral_id: str, *, yours: bool) -> Opened:
    with world.database.writing() as session:
        row = of_referrer(session, actor, referral_id) if yours else of_reader(session, actor, referral_id)
        if not yours and ReferralState(row.state) not in READABLE:
            raise NoSuchReferral(referral_id)
        must_have_second_step(actor)
        line, by = line_of(session, row, for_referrer=yours), session.get(Account, row.referrer_id) if row.referrer_id else None
        # Noted before it is shown: what cannot be noted is not read.
        auditing.record(session, actor, "referral_read", "referral", row.id, at=world.now(), details=row.reference)
        session.flush()
        return Opened(
            line, details_of(world, row), consents_of(session, row.id), words_of(world, row) if line.state else "", yours,
            by.name or by.email if by else "", by.email if by else "",
        )  # fmt: skip


def _query(referral_id: str, lock: bool) -> Select[Referral]:
    query = select(Referral).where(Referral.id == referral_id)
    return query.with_for_update() if lock else query


def _lines() -> Select[Referral, str, str, str, bool]:
    """Referrals with the names of service, organisation and place, and whether the referrer may be told what became of it."""
    told = and_(ReferralConsent.referral_id == Referral.id, ReferralConsent.question == Question.TELL_BACK.value)
    return (
        select(Referral, Service.name, Organisation.name, Location.name, ReferralConsent.agreed)
        .join(Service, Service.id == Referral.service_id).join(Organisation, Organisation.id == Referral.organisation_id)
        .outerjoin(Location, Location.id == Referral.location_id).outerjoin(ReferralConsent, told)
    )  # fmt: skip


def _line(found: Row[Referral, str, str, str, bool], for_referrer: bool = False) -> Line:
    row, service, organisation, place, told = found
    state = shown_state(ReferralState(row.state), told or not for_referrer)
    # When it is deleted would say that it was declined, or is over.
    return Line(
        row.id, row.reference, service, organisation, place or "", state, row.reason if state else "", row.sent_at,
        row.answered_at, row.ended_at + KEPT if row.ended_at and state else None,
    )  # fmt: skip
