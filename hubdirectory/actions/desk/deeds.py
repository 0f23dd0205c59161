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
from hubdirectory.models import Deed, ForTheManager, Gap, LikelyDuplicate, Proposal, Report, Settlement, Wording, new_id

from . import wordings

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# How each step goes back. FIELDS: kind, id, before and after, both by field.
REPORT, PAIR, SETTLED, WAITING, ASSURANCE, FIELDS = "report", "pair", "settled", "waiting", "assurance", "fields"
# WORDING: kind, key, before and after. GAP, PROPOSAL: id.
WORDING, GAP, PROPOSAL = "wording", "gap", "proposal"
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
    """A deed, and to how many it was done. `undoable`: there is something to take back, and nobody has yet."""

    id: str
    verb: str
    count: int
    results: tuple[Result, ...] = field(default_factory=tuple)
    undoable: bool = False
    undone: bool = False


def keep(
    session: Session, actor: Actor, verb: str, backwards: Sequence[Mapping[str, Any]], *, at: datetime,
    results: Sequence[Result] = (), count: int | None = None,
) -> Done:  # fmt: skip
    """Keeps what became of each, and how to take it back, in the transaction that does it.

    count: to how many it was done, where nothing of it can be taken back
    """
    steps = [dict(step) for step in backwards]
    told = [{"kind": one.kind, "id": one.id, "name": one.name, "why_not": one.why_not} for one in results]
    row = Deed(id=new_id(), account_id=actor.account_id, verb=verb, at=at, backwards=steps, results=told)
    session.add(row)
    session.flush()
    return Done(row.id, verb, len(steps) if count is None else count, tuple(results), bool(steps))


def done(world: World, actor: Actor, deed_id: str) -> Done | None:
    """A deed that was done, to be told of. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        row = session.get(Deed, deed_id)
    if row is None:
        return None
    results = tuple(Result(**told) for told in row.results)
    count = _count(row.backwards) or sum(not result.why_not for result in results)
    return Done(row.id, row.verb, count, results, bool(row.backwards) and row.undone_at is None, row.undone_at is not None)


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
        results = tuple(outcome.result for outcome in outcomes)
        row.results = [{"kind": one.kind, "id": one.id, "name": one.name, "why_not": one.why_not} for one in results]
        steps = row.backwards
    world.index_now([number for outcome in outcomes for number in outcome.numbers])
    if any(step["how"] == WORDING and step["kind"] in wordings.OF_SEARCH for step in steps):
        world.words_changed()
    taken_back = [step for step, result in zip(steps, results, strict=True) if not result.why_not]
    return Done(row.id, row.verb, _count(taken_back), results, undone=True)


def _count(steps: Sequence[Mapping[str, Any]]) -> int:
    """To how many a deed was done: what only settles whatever led to it is no second one."""
    return sum(step["how"] not in (SETTLED, PROPOSAL) for step in steps) or len(steps)


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
    if step["how"] == WORDING:
        return _wording_back(world, session, actor, step)
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


def _wording_back(world: World, session: Session, actor: Actor, step: Mapping[str, Any]) -> _Outcome:
    """Only where it still says what the deed made it say."""
    kind, key = step["kind"], step["key"]
    row = session.get(Wording, (kind, key))
    if row is None or row.value != step["after"]:
        return _Outcome(Result(kind, key, "", "changed"))
    wordings.put_good(session, actor, kind, key, step["before"], world.now())
    return _Outcome(Result(kind, key, ""))


def _gap(session: Session, step: Mapping[str, Any]) -> None:
    session.execute(delete(Gap).where(Gap.id == step["id"]))


def _proposal(session: Session, step: Mapping[str, Any]) -> None:
    session.execute(update(Proposal).where(Proposal.service_id == step["id"]).values(decided_at=None))


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
    REPORT: _report, PAIR: _pair, SETTLED: _settled, WAITING: _waiting, GAP: _gap, PROPOSAL: _proposal,
}  # fmt: skip
