"""Referring somebody: what they agreed to, in the words that were shown, and the few details that are needed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.accounts.addresses import BadAddress, normal
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.watching.numbers import look_at_number
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.referrals import Question, agreed
from hubdirectory.domain.states import is_searchable
from hubdirectory.models import (
    Account,
    AccountLocation,
    Location,
    Membership,
    Organisation,
    Referral,
    ReferralConsent,
    ReferralReader,
    Service,
    new_id,
)

from .readers import HAS_SECOND_STEP, named
from .sealing import seal
from .telling import tell_readers

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

LONGEST_NAME, LONGEST_CONTACT, LONGEST_WORDS = 120, 254, 500
_NUMBER = re.compile(r"[\d\s()+.-]{3,30}")
# Nothing that can be taken for another letter when it is read out.
LETTERS = "BCDFGHJKMNPQRTVWXY346789"


class WhyNot(StrEnum):
    """Why nobody can be referred there."""

    OFF = "off"
    NOT_ACCEPTED = "not_accepted"
    NOBODY_READS = "nobody_reads"


class NotReferable(LookupError):
    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why


class NotAgreed(ValueError):
    """Something was not asked, or the answer to what is needed was no. Nothing is kept."""


class WrongDetails(ValueError):
    """`fields`: which of name, contact and what_for cannot be taken as they are."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = tuple(fields)


@dataclass(frozen=True)
class Receiver:
    """Where somebody can be referred. `places`: where the actor refers from, by id and name."""

    service_id: str
    slug: str
    name: str
    organisation_id: str
    organisation: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """One question in the words that were shown, and its answer."""

    question: Question
    words: str
    agreed: bool


@dataclass(frozen=True)
class Details:
    """Who, one way to reach them (a telephone number or an e-mail address), and what for. Nothing more is ever asked."""

    name: str
    contact: str
    what_for: str


def receiver(world: World, actor: Actor, slug: str) -> Receiver:
    """Needs Permission.NAVIGATE. Raises NotReferable."""
    actor.must(Permission.NAVIGATE)
    if not world.settings.referrals:
        raise NotReferable(WhyNot.OFF)
    with world.database.reading() as session:
        service, organisation = _accepting(session, slug)
        places = (
            select(Location.id, Location.name).join(AccountLocation)
            .where(AccountLocation.account_id == actor.account_id).order_by(Location.name)
        )  # fmt: skip
        here = tuple((id_, name) for id_, name in session.execute(places))
    return Receiver(service.id, service.slug, service.name, organisation.id, organisation.name, here)


def which_take(world: World, actor: Actor, service_ids: Collection[str]) -> frozenset[str]:
    """Those of the services where somebody can be referred. Needs Permission.NAVIGATE."""
    actor.must(Permission.NAVIGATE)
    if not world.settings.referrals or not service_ids:
        return frozenset()
    read = select(Membership.organisation_id).join(ReferralReader).join(Account, Account.id == Membership.account_id)
    query = select(Service.id).where(
        Service.id.in_(service_ids), Service.accepts_referrals, Service.organisation_id.in_(read.where(HAS_SECOND_STEP))
    )
    with world.database.reading() as session:
        return frozenset(session.scalars(query))


def refer(
    world: World, actor: Actor, slug: str, asked: Sequence[Asked], details: Details, *, place_id: str = "", locale: str = "en"
) -> str:
    """Keeps it, tells those who read for the organisation, and gives its id.

    locale: the language in which the questions were shown
    Needs Permission.NAVIGATE. Raises NotReferable, NotAgreed, WrongDetails.
    """
    to = receiver(world, actor, slug)
    if not agreed({one.question: one.agreed for one in asked}) or len(asked) != len(Question):
        raise NotAgreed(slug)
    details = checked(details)
    row = Referral(
        id=new_id(), reference=_reference(), service_id=to.service_id, organisation_id=to.organisation_id,
        referrer_id=actor.account_id, location_id=place_id if place_id in dict(to.places) else None, sent_at=world.now(),
    )  # fmt: skip
    row.details = seal(world, row.id, "details", vars(details))
    with world.database.writing() as session:
        session.add(row)
        session.flush()
        for position, one in enumerate(asked):
            session.add(ReferralConsent(
                referral_id=row.id, position=position, question=one.question.value, words=one.words, locale=locale,
                agreed=one.agreed,
            ))  # fmt: skip
        auditing.record(session, actor, "refer", "referral", row.id, at=world.now(), details=row.reference)
        tell_readers(world, session, row)
        return row.id


def checked(details: Details) -> Details:
    """Without spaces too many. Raises WrongDetails."""
    tidy = Details(_line(details.name), _line(details.contact), details.what_for.strip())
    wrong = {
        "name": not 0 < len(tidy.name) <= LONGEST_NAME,
        "contact": not is_contact(tidy.contact),
        "what_for": not 0 < len(tidy.what_for) <= LONGEST_WORDS,
    }
    if any(wrong.values()):
        raise WrongDetails([field for field, is_wrong in wrong.items() if is_wrong])
    return tidy


def is_contact(contact: str) -> bool:
    """One e-mail address, or one telephone number."""
    if "@" not in contact:
        return bool(_NUMBER.fullmatch(contact)) and look_at_number(contact).problem is None
    try:
        return len(contact) <= LONGEST_CONTACT and bool(normal(contact))
    except BadAddress:
        return False


def _accepting(session: Session, slug: str) -> tuple[Service, Organisation]:
    pair = session.execute(select(Service, Organisation).join(Service.organisation).where(Service.slug == slug)).one_or_none()
    if pair is None or not pair[0].accepts_referrals or not is_searchable(pair[0].state, pair[1].state):
        raise NotReferable(WhyNot.NOT_ACCEPTED)
    if not session.scalar(select(func.count()).select_from(named(pair[1].id).subquery())):
        raise NotReferable(WhyNot.NOBODY_READS)
    return pair[0], pair[1]


def _reference() -> str:
    return "R-" + "".join(secrets.choice(LETTERS) for _ in range(6))


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
