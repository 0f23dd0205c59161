"""Claims that wait for the manager's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing, mailing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.belonging import ClaimState
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Account, Claim, Membership, Organisation

from .claiming import ClaimOver, granted

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class ReasonMissing(ValueError):
    """Whoever refuses says why."""


@dataclass(frozen=True)
class ClaimLine:
    """A claim as the manager sees it. `proposed`: the organisation is new, and a draft; `members`: how many it has."""

    id: str
    organisation_id: str
    organisation_slug: str
    organisation: str
    proposed: bool
    account_id: str
    who: str
    email: str
    words: str
    asked_at: datetime
    members: int


def list_claims(world: World, actor: Actor) -> tuple[ClaimLine, ...]:
    """Those that wait, the longest first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = (
        select(Claim, Organisation, Account).join(Organisation, Organisation.id == Claim.organisation_id)
        .join(Account, Account.id == Claim.account_id)
        .where(Claim.state == ClaimState.WAITING).order_by(Claim.asked_at, Claim.id)
    )  # fmt: skip
    with world.database.reading() as session:
        rows = session.execute(query).all()
        counted = select(Membership.organisation_id, func.count()).group_by(Membership.organisation_id)
        members = dict(session.execute(counted.where(Membership.organisation_id.in_([row[1].id for row in rows]))).all())
    return tuple(
        ClaimLine(
            claim.id, organisation.id, organisation.slug, organisation.name, claim.proposed, account.id,
            account.name or account.email, account.email, claim.words, claim.asked_at, members.get(organisation.id, 0),
        )
        for claim, organisation, account in rows
    )  # fmt: skip


def grant(world: World, actor: Actor, claim_id: str) -> None:
    """They are who they say: a member, and owner, from now on. Needs Permission.DESK. Raises ClaimOver."""
    with world.database.writing() as session:
        claim = _waiting(session, actor, claim_id)
        granted(world, session, actor, claim)
        _answer(world, session, claim, "claim_granted")


def refuse(world: World, actor: Actor, claim_id: str, reason: str) -> None:
    """Tells them why. Whoever proposed an organisation that was not listed loses it. Raises ClaimOver, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(claim_id)
    with world.database.writing() as session:
        claim = _waiting(session, actor, claim_id)
        claim.state, claim.reason = ClaimState.REFUSED.value, reason.strip()
        claim.decided_at, claim.decided_by = world.now(), actor.account_id
        if claim.proposed:
            for row in session.scalars(select(Membership).where(Membership.organisation_id == claim.organisation_id)):
                session.delete(row)
        auditing.record(session, actor, "claim_refused", "organisation", claim.organisation_id, at=world.now())
        _answer(world, session, claim, "claim_refused", reason=claim.reason)


def _waiting(session: Session, actor: Actor, claim_id: str) -> Claim:
    actor.must(Permission.DESK)
    claim = session.scalar(select(Claim).where(Claim.id == claim_id).with_for_update())
    if claim is None or claim.state != ClaimState.WAITING:
        raise ClaimOver(claim_id)
    return claim


def _answer(world: World, session: Session, claim: Claim, name: str, **values: str) -> None:
    account = session.get_one(Account, claim.account_id)
    organisation = session.get_one(Organisation, claim.organisation_id)
    mailing.write(
        world, session, to=account.email, name=name, locale=account.locale, account_id=account.id,
        about=("organisation", organisation.id), organisation=organisation.name, proposed=claim.proposed,
        link=f"{world.settings.public_url}/our/organisations/{organisation.id}", **values,
    )  # fmt: skip
