"""What the operator owes the people themselves: what is held about somebody, taken away on request, and keys that change.

What is sealed cannot be searched, so that everything is opened and read through: a town's referrals are some hundreds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import phonenumbers
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor, NotAllowed
from hubdirectory.actions.watching.numbers import REGION
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Referral
from search.analysis import folded

from .keeping import take_away
from .reading import consents_of, details_of, line_of, words_of
from .sealing import name_of, newest, seal, unseal
from .sending import Details

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

SHORTEST = 3
SEALED = {"details": Referral.details, "words": Referral.words}


class TooShort(ValueError):
    """So few letters would fit nearly everybody."""


def find(world: World, actor: Actor, words: str) -> list[dict[str, Any]]:
    """Everything that is held about whoever goes by this name, telephone number or e-mail address, ready for JSON.

    For the command line alone: no account may, not even a manager's. Raises NotAllowed, TooShort, sealing.Unreadable.
    """
    _must_be_the_operator(actor)
    with world.database.writing() as session:
        found = list(_matching(world, session, words))
        for row, _ in found:
            auditing.record(session, actor, "referral_exported", "referral", row.id, at=world.now(), details=row.reference)
        return [_exported(world, session, row, details) for row, details in found]


def erase(world: World, actor: Actor, words: str) -> list[dict[str, Any]]:
    """Takes away what `find` finds, and gives the reference and service of each. Raises the same."""
    _must_be_the_operator(actor)
    with world.database.writing() as session:
        found = [row for row, _ in _matching(world, session, words)]
        gone = [{"reference": row.reference, "service": line_of(session, row).service} for row in found]
        for row in found:
            take_away(world, session, row, "referral_erased")
        return gone


def rotate(world: World, actor: Actor) -> int:
    """Seals everything with the newest key that an older one has sealed; how many. Raises sealing.Unreadable."""
    _must_be_the_operator(actor)
    name, done = newest(world), 0
    with world.database.reading() as session:
        old = [column.not_in(("",)) & column.not_like(f"{name}.%") for column in SEALED.values()]
        ids = session.scalars(select(Referral.id).where(or_(*old))).all()
    for referral_id in ids:
        done += _sealed_anew(world, referral_id, name)
    if done:
        with world.database.writing() as session:
            auditing.record(session, actor, "referral_keys_rotated", "referral", at=world.now(), details=name)
    return done


@dataclass(frozen=True)
class Sealed:
    """How many referrals are sealed with an older key than the newest, and with one that is not there."""

    older: int
    unreadable: int


def how_sealed(world: World) -> Sealed:
    """By the names of the keys alone: nothing is opened."""
    known = [name_of(key) for key in world.settings.referral_keys]
    with world.database.reading() as session:
        rows = session.execute(select(*SEALED.values())).all()
    names = [{sealed.partition(".")[0] for sealed in row if sealed} for row in rows]
    unreadable = sum(bool(used.difference(known)) for used in names)
    return Sealed(sum(bool(used.difference(known[:1])) for used in names) - unreadable, unreadable)


def _must_be_the_operator(actor: Actor) -> None:
    actor.must(Permission.AUDIT)
    if actor.account_id:
        raise NotAllowed("It is done from the command line.")


def _sealed_anew(world: World, referral_id: str, name: str) -> bool:
    """Each in a transaction of its own: stopped half-way, it goes on where it was."""
    with world.database.writing() as session:
        row = session.scalar(select(Referral).where(Referral.id == referral_id).with_for_update())
        if row is None:
            return False
        for column in SEALED:
            sealed = getattr(row, column)
            if sealed and not sealed.startswith(f"{name}."):
                setattr(row, column, seal(world, row.id, column, unseal(world, row.id, column, sealed)))
        return True


def _matching(world: World, session: Session, words: str) -> Iterator[tuple[Referral, Details]]:
    wanted = _plain(words)
    if len(wanted) < SHORTEST:
        raise TooShort(words)
    numbers = _numbers(words)
    for row in session.scalars(select(Referral).where(Referral.details != "").order_by(Referral.sent_at)):
        details = details_of(world, row)
        if details and (_fits(details, wanted) or numbers & _numbers(details.contact)):
            yield row, details


def _fits(details: Details, wanted: str) -> bool:
    return wanted in _plain(details.name) or wanted == _plain(details.contact) or set(wanted.split()) == set(
        _plain(details.name).split()
    )  # fmt: skip


def _plain(text: str) -> str:
    """As search compares words, without spaces too many."""
    return " ".join(folded(text).split())


def _numbers(text: str) -> set[str]:
    """The telephone numbers in a text, however they are written."""
    found = phonenumbers.PhoneNumberMatcher(text, REGION, phonenumbers.Leniency.POSSIBLE)
    return {phonenumbers.format_number(one.number, phonenumbers.PhoneNumberFormat.E164) for one in found}


def _exported(world: World, session: Session, row: Referral, details: Details) -> dict[str, Any]:
    line = line_of(session, row)
    return {
        "reference": line.reference, "service": line.service, "organisation": line.organisation, "from": line.place,
        "state": row.state, "reason": row.reason, "words": words_of(world, row), "sent_at": row.sent_at.isoformat(),
        "answered_at": row.answered_at and row.answered_at.isoformat(), "ended_at": row.ended_at and row.ended_at.isoformat(),
        "details": vars(details),
        "asked": [{"words": one.words, "agreed": one.agreed} for one in consents_of(session, row.id)],
    }  # fmt: skip
