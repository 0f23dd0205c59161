"""What the manager did, to one thing or to many, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.freshness import confirming
from hubdirectory.actions.records.changing import put
from hubdirectory.actions.records.reading import RecordMissing, read
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Deed, ForTheManager, LikelyDuplicate, Report, Settlement, new_id

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# How each step goes back. FIELDS: kind, id, before and after, both by field.
REPORT, PAIR, SETTLED, WAITING, ASSURANCE, FIELDS = "report", "pair", "settled", "waiting", "assurance", "fields"
UNDONE = "undone"


class NoDeed(LookupError):
    """There is no such deed, or it was taken back already."""


@dataclass(frozen=True)
class Result:
    """What became of one record of several. `why_not` is a word that pages have a sentence for, "" where it was done."""

    kind: str
    id: str
    name: str
    why_not: str = ""


@dataclass(frozen=True)
class Done:
    """A deed. `id` leads to `undo`, "" where there is nothing to take back; `count` is to how many it was done."""

    id: str
    verb: str
    count: int
    results: tuple[Result, ...] = field(default_factory=tuple)


def keep(session: Session, actor: Actor, verb: str, backwards: Sequence[Mapping[str, Any]], *, at: datetime) -> Done:
    """Keeps how to take a deed back, in the transaction that does it. Nothing done keeps nothing."""
    steps = [dict(step) for step in backwards]
    if not steps:
        return Done("", verb, 0)
    row = Deed(id=new_id(), account_id=actor.account_id, verb=verb, at=at, backwards=steps)
    session.add(row)
    session.flush()
    return Done(row.id, verb, len(steps))


def undo(world: World, actor: Actor, deed_id: str) -> Done:
    """Takes a deed back; what somebody has changed since stays, and is said in the results.

    Needs Permission.DESK. Raises NoDeed.
    """
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        row = session.scalar(select(Deed).where(Deed.id == deed_id, Deed.undone_at.is_(None)).with_for_update())
        if row is None:
            raise NoDeed(deed_id)
        row.undone_at = world.now()
        outcomes = [_back(world, session, actor, step) for step in row.backwards]
        auditing.record(session, actor, UNDONE, "deed", deed_id, at=world.now(), details=row.verb)
    world.index_now([number for outcome in outcomes for number in outcome.numbers])
    results = tuple(outcome.result for outcome in outcomes)
    return Done("", row.verb, sum(not result.why_not for result in results), results)


@dataclass(frozen=True)
class _Outcome:
    result: Result
    numbers: tuple[int, ...] = ()


def _back(world: World, session: Session, actor: Actor, step: Mapping[str, Any]) -> _Outcome:
    if step["how"] == FIELDS:
        return _fields_back(world, session, actor, step)
    if step["how"] == ASSURANCE:
        numbers = confirming.take_back(world, session, actor, step["id"])
        return _Outcome(Result(step.get("kind", ""), step.get("record", ""), step.get("name", "")), numbers)
    _SIMPLE[step["how"]](session, step)
    return _Outcome(Result("", step["id"], ""))


def _fields_back(world: World, session: Session, actor: Actor, step: Mapping[str, Any]) -> _Outcome:
    """Only where the fields are still as the deed left them: what somebody did since is never taken away."""
    kind, record_id = step["kind"], step["id"]
    try:
        stands = read(session, kind, record_id)
    except RecordMissing:
        return _Outcome(Result(kind, record_id, step.get("name", ""), "gone"))
    result = Result(kind, record_id, stands["name"])
    if any(stands[name] != value for name, value in step["after"].items()):
        return _Outcome(Result(kind, record_id, stands["name"], "changed"))
    done = put(world, session, actor, kind, record_id, step["before"], UNDONE)
    return _Outcome(result, done.numbers)


def _report(session: Session, step: Mapping[str, Any]) -> None:
    session.execute(update(Report).where(Report.id == step["id"]).values(settled_at=None))
    session.execute(delete(Settlement).where(Settlement.kind == REPORT, Settlement.item_id == step["id"]))


def _pair(session: Session, step: Mapping[str, Any]) -> None:
    values: dict[str, Any] = {"verdict": "", "decided_at": None, "account_id": None}
    session.execute(update(LikelyDuplicate).where(LikelyDuplicate.id == step["id"]).values(**values))


def _settled(session: Session, step: Mapping[str, Any]) -> None:
    session.execute(delete(Settlement).where(Settlement.kind == step["kind"], Settlement.item_id == step["id"]))


def _waiting(session: Session, step: Mapping[str, Any]) -> None:
    session.execute(update(ForTheManager).where(ForTheManager.id == step["id"]).values(settled_at=None))


_SIMPLE: Mapping[str, Callable[[Session, Mapping[str, Any]], None]] = {
    REPORT: _report, PAIR: _pair, SETTLED: _settled, WAITING: _waiting
}  # fmt: skip
