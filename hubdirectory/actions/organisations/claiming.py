"""An organisation becomes somebody's: by a mail to an address of its own, or by the manager's word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing, mailing, records, signed_links
from hubdirectory.actions.accounts.addresses import BadAddress, normal
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.belonging import OPEN_CLAIMS, PROOF_DAYS, ClaimState, own_domains, proves
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import MemberRole, State
from hubdirectory.models import Claim, Contact, Membership, Organisation, Service, new_id

from .braking import brake
from .membership import NoSuchOrganisation, join, tell_others, the_organisation

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PURPOSE = "claim"
LONGEST_WORDS = 1000
MOST_OPEN = 5


class NotItsAddress(ValueError):
    """Mail at that address proves nothing about this organisation. `own`: the domains that would do."""

    def __init__(self, own: frozenset[str]) -> None:
        self.own = tuple(sorted(own))
        super().__init__(", ".join(self.own))


class AlreadyYours(Exception):
    """The actor is a member already."""


class TooManyClaims(Exception):
    """So many claims of one account wait already: answers first."""


class ClaimOver(LookupError):
    """The claim was decided, or taken back, meanwhile."""


@dataclass(frozen=True)
class Claimable:
    """A listed organisation as somebody sees it who might claim it.

    domains: mail at these (or below) proves it; listed: whether it lists addresses that prove it too
    has_people: somebody looks after it already
    """

    id: str
    slug: str
    name: str
    summary: str
    domains: tuple[str, ...]
    listed: bool
    has_people: bool


@dataclass(frozen=True)
class OwnClaim:
    """One of the actor's own claims that is still open, or was refused of late."""

    id: str
    organisation: str
    state: ClaimState
    address: str
    reason: str


def claimable(world: World, actor: Actor, slug: str) -> Claimable:
    """Raises NoSuchOrganisation, AlreadyYours."""
    actor.must(Permission.CLAIM)
    with world.database.reading() as session:
        row = session.scalar(select(Organisation).where(Organisation.slug == slug))
        if row is None or row.state not in (State.PUBLISHED, State.PAUSED):
            raise NoSuchOrganisation(slug)
        if row.id in actor.memberships:
            raise AlreadyYours(row.id)
        websites, emails = _addresses(session, row)
        people = session.scalar(select(Membership.id).where(Membership.organisation_id == row.id).limit(1))
        domains = tuple(sorted(own_domains(websites, emails)))
        return Claimable(row.id, row.slug, row.name, row.summary, domains, bool(emails), people is not None)


def found_by_name(world: World, actor: Actor, words: str, limit: int = 20) -> tuple[Claimable, ...]:
    """Listed organisations whose name holds all the words, those that begin with them first."""
    actor.must(Permission.CLAIM)
    parts = words.split()[:8]
    if not parts:
        return ()
    query = select(Organisation).where(Organisation.state.in_((State.PUBLISHED, State.PAUSED)))
    for part in parts:
        query = query.where(Organisation.name.icontains(part, autoescape=True))
    with world.database.reading() as session:
        rows = session.scalars(query.order_by(Organisation.name).limit(200)).all()
    first = sorted(rows, key=lambda row: (not row.name.casefold().startswith(parts[0].casefold()), row.name.casefold()))
    return tuple(Claimable(row.id, row.slug, row.name, row.summary, (), False, False) for row in first[:limit])


def claim_by_mail(world: World, actor: Actor, organisation_id: str, address: str) -> str:
    """Mails a link to an address that proves it; the claim's id. Raises BadAddress, NotItsAddress, TooManyClaims, TooSoon."""
    actor.must(Permission.CLAIM)
    email = normal(address)
    brake(world, actor, email)
    with world.database.writing() as session:
        row = _still_claimable(session, actor, organisation_id)
        websites, emails = _addresses(session, row)
        if not proves(email, websites, emails):
            raise NotItsAddress(own_domains(websites, emails))
        claim = _new_claim(world, session, actor, row, ClaimState.MAILED, address=email)
        token = signed_links.sign(world, PURPOSE, {"claim": claim.id}, PROOF_DAYS)
        mailing.write(
            world, session, to=email, name="claim_proof", about=("organisation", row.id), organisation=row.name,
            who=actor.name or actor.email, link=f"{world.settings.public_url}/our/prove/{token}", days=PROOF_DAYS,
        )  # fmt: skip
        return claim.id


def claim_by_word(world: World, actor: Actor, organisation_id: str, words: str) -> str:
    """Leaves it to the manager, with what the person wrote; the claim's id. Raises ValueError for no words."""
    actor.must(Permission.CLAIM)
    if not words.strip():
        raise ValueError("Say who you are.")
    with world.database.writing() as session:
        row = _still_claimable(session, actor, organisation_id)
        return _new_claim(world, session, actor, row, ClaimState.WAITING, words=words.strip()[:LONGEST_WORDS]).id


def propose(world: World, actor: Actor, name: str, words: str) -> str:
    """An organisation that is not listed yet, as a draft that its proposer may write at once; its id.

    The claim waits for the manager, and nothing is public before it is granted. Raises records' Invalid, TooManyClaims.
    """
    actor.must(Permission.CLAIM)
    with world.database.reading() as session:
        _raise_if_too_many(session, actor)
    organisation_id = records.begin_organisation(world, actor, name.strip())
    with world.database.writing() as session:
        row = the_organisation(session, organisation_id, lock=True)
        claim = _new_claim(world, session, actor, row, ClaimState.WAITING, words=words.strip()[:LONGEST_WORDS])
        claim.proposed = True
        join(world, session, actor.account_id or "", organisation_id, MemberRole.OWNER)
    return organisation_id


def look_at_proof(world: World, actor: Actor, token: str) -> str:
    """The name of the organisation that a mailed link is about. Changes nothing.

    Raises signed_links' LinkWrong and LinkExpired, ClaimOver, NotAllowed for somebody else's claim.
    """
    with world.database.reading() as session:
        claim = _claim_of_link(world, session, actor, token)
        return the_organisation(session, claim.organisation_id).name


def prove(world: World, actor: Actor, token: str) -> str:
    """The link from the mail was followed by who asked for it: they own the organisation now. Its id. Raises the same."""
    with world.database.writing() as session:
        claim = _claim_of_link(world, session, actor, token)
        granted(world, session, actor, claim)
        return claim.organisation_id


def granted(world: World, session: Session, actor: Actor, claim: Claim) -> None:
    """The claimant belongs to the organisation from now on: the first as its owner, others beside the owners there are."""
    row = the_organisation(session, claim.organisation_id, lock=True)
    claim.state, claim.decided_at, claim.decided_by = ClaimState.GRANTED.value, world.now(), actor.account_id
    tell_others(world, session, actor, row, "claimed", who=claim.address or "")
    join(world, session, claim.account_id, row.id, MemberRole.OWNER)
    auditing.record(session, actor, "claim_granted", "organisation", row.id, at=world.now())


def withdraw(world: World, actor: Actor, claim_id: str) -> None:
    """Whoever claimed takes it back. Raises ClaimOver."""
    with world.database.writing() as session:
        claim = session.get(Claim, claim_id)
        if claim is None or claim.account_id != actor.account_id or claim.state not in OPEN_CLAIMS:
            raise ClaimOver(claim_id)
        claim.state, claim.decided_at = ClaimState.WITHDRAWN.value, world.now()


def own_claims(world: World, actor: Actor) -> tuple[OwnClaim, ...]:
    """What waits, and what was refused, newest first."""
    shown = (*OPEN_CLAIMS, ClaimState.REFUSED)
    query = (
        select(Claim, Organisation.name).join(Organisation, Organisation.id == Claim.organisation_id)
        .where(Claim.account_id == actor.account_id, Claim.state.in_(shown), Claim.proposed.is_(False))
        .order_by(Claim.asked_at.desc()).limit(10)
    )  # fmt: skip
    with world.database.reading() as session:
        rows = session.execute(query).all()
    return tuple(OwnClaim(claim.id, name, ClaimState(claim.state), claim.address, claim.reason) for claim, name in rows)


def _claim_of_link(world: World, session: Session, actor: Actor, token: str) -> Claim:
    actor.must(Permission.CLAIM)
    claim = session.get(Claim, signed_links.read(world, PURPOSE, token).get("claim", ""))
    if claim is None or claim.state != ClaimState.MAILED:
        raise ClaimOver(token)
    # The mail may reach a colleague: who reads it proves the address, and who asked becomes the member.
    if claim.account_id != actor.account_id:
        raise OthersClaim(claim.id)
    return claim


class OthersClaim(PermissionError):
    """The link belongs to whoever asked for it, and somebody else is signed in."""


def _still_claimable(session: Session, actor: Actor, organisation_id: str) -> Organisation:
    _raise_if_too_many(session, actor)
    row = the_organisation(session, organisation_id)
    if row.id in actor.memberships:
        raise AlreadyYours(row.id)
    return row


def _raise_if_too_many(session: Session, actor: Actor) -> None:
    waiting = select(Claim.id).where(Claim.account_id == actor.account_id, Claim.state.in_(OPEN_CLAIMS))
    if len(session.scalars(waiting.limit(MOST_OPEN)).all()) >= MOST_OPEN:
        raise TooManyClaims(actor.account_id)


def _new_claim(
    world: World, session: Session, actor: Actor, row: Organisation, state: ClaimState, *, address: str = "", words: str = ""
) -> Claim:  # fmt: skip
    """An earlier claim of the same account for it ends: the newest counts."""
    earlier = select(Claim).where(
        Claim.account_id == actor.account_id, Claim.organisation_id == row.id, Claim.state.in_(OPEN_CLAIMS)
    )
    for claim in session.scalars(earlier):
        claim.state, claim.decided_at = ClaimState.WITHDRAWN.value, world.now()
    claim = Claim(
        id=new_id(), organisation_id=row.id, account_id=actor.account_id or "", state=state.value, address=address,
        words=words, asked_at=world.now(),
    )  # fmt: skip
    session.add(claim)
    auditing.record(session, actor, "claim_asked", "organisation", row.id, at=world.now(), details=state.value)
    session.flush()
    return claim


def _addresses(session: Session, row: Organisation) -> tuple[list[str], list[str]]:
    """Web and e-mail addresses that the public record of the organisation and its services names."""
    websites, emails = [row.website], [row.email]
    services = session.execute(select(Service.url, Service.email).where(Service.organisation_id == row.id))
    emails += session.scalars(select(Contact.email).where(Contact.organisation_id == row.id))
    # A service's web address is often somebody else's (a room, a ticket shop): only its e-mail address counts.
    emails += [email for _, email in services]
    return [one for one in websites if one], [one for one in emails if one]


__all__ = ["BadAddress", "ClaimOver", "NoSuchOrganisation"]
