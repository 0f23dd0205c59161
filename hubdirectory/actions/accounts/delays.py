"""A guesser is slowed more and more; the owner, from another place, is not; and a link by mail works all the same.

What is kept is a keyed hash of whom and from where, and a number, for a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hubdirectory.domain.days import LONDON
from hubdirectory.domain.signing_in import FORGOTTEN_AFTER, LONGEST_PAUSE, pause
from hubdirectory.models import Delay

from .hiding import keyed_hash

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class TooSoon(Exception):
    """Wait so many seconds before the next try."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True)
class Gate:
    """What tries are counted by: tries that are free, and the longest pause after more of them."""

    what: str
    free: int
    longest: timedelta = LONGEST_PAUSE


def password_gates(email: str, source: str) -> tuple[Gate, ...]:
    """The pair slows a guesser. The others hinder whoever tries one address from everywhere, or all from one place."""
    minute = timedelta(minutes=1)
    return (
        Gate(f"password/{email}/{source}", 5),
        Gate(f"password/{email}", 100, minute),
        Gate(f"password//{source}", 60, minute),
    )


def code_gates(account_id: str) -> tuple[Gate, ...]:
    """Whoever tries codes has passed the first step already."""
    return (Gate(f"code/{account_id}", 5),)


def asking_gates(source: str) -> tuple[Gate, ...]:
    """Asking for mails to be sent. A surgery or a hub asks from one place for everybody there, so nobody waits long."""
    return (Gate(f"asking/{source}", 30, timedelta(minutes=1)),)


def of_today(world: World, what: str, free: int, longest: timedelta) -> Gate:
    """So many free tries a day by the London clock. Without the day in it, whoever comes each day would be counted on and on."""
    return Gate(f"{what}/{world.now().astimezone(LONDON).date()}", free, longest)


def enter(world: World, gates: Iterable[Gate]) -> None:
    """Counts a try before it is made, so that many at once are counted too. Raises TooSoon where it must wait."""
    gates = tuple(gates)
    for _ in gates:
        # Somebody else's first try may be noted in the same moment, once for each gate.
        with suppress(IntegrityError):
            return _enter(world, gates)
    return _enter(world, gates)


def leave(world: World, gates: Iterable[Gate]) -> None:
    """The try was right: its own count is forgotten. Those that are shared with others go back by this one try."""
    own, *shared = gates
    with world.database.writing() as session:
        session.execute(delete(Delay).where(Delay.key_hash == _hash(world, own)))
        for gate in shared:
            row = session.get(Delay, _hash(world, gate), with_for_update=True)
            if row and row.failures:
                row.failures -= 1


def forget_old(session: Session, now: datetime) -> None:
    """Nothing is kept longer than a day."""
    session.execute(delete(Delay).where(Delay.last_at < now - FORGOTTEN_AFTER))


def _enter(world: World, gates: tuple[Gate, ...]) -> None:
    now = world.now()
    with world.database.writing() as session:
        forget_old(session, now)
        rows = [(gate, _row(session, _hash(world, gate), now)) for gate in gates]
        wait = max(row.until for _, row in rows) - now
        if wait > timedelta(0):
            raise TooSoon(int(wait.total_seconds()) + 1)
        for gate, row in rows:
            row.failures, row.last_at = row.failures + 1, now
            row.until = now + pause(row.failures, gate.free, gate.longest)


def _row(session: Session, key: str, now: datetime) -> Delay:
    row = session.get(Delay, key, with_for_update=True)
    if row is None:
        row = Delay(key_hash=key, failures=0, until=now, last_at=now)
        session.add(row)
        session.flush()
    return row


def _hash(world: World, gate: Gate) -> str:
    return keyed_hash(world, "delay", gate.what)
