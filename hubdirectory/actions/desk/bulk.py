"""One verb for many records: said before it is done, done one by one, a result for each, and undone where that is possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from hubdirectory.actions import auditing, mailing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.freshness.confirming import confirm_within
from hubdirectory.actions.freshness.people import Reader, reached
from hubdirectory.actions.records.changing import put
from hubdirectory.actions.records.reading import RecordMissing, read, record_row
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import State

from . import deeds
from .deeds import Done, Result
from .recordlines import names_of

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

CONFIRM, ADD_TERM, TAKE_TERM, PAUSE, MESSAGE = "confirm", "add_term", "take_term", "pause", "message"
VERBS = (CONFIRM, ADD_TERM, TAKE_TERM, PAUSE, MESSAGE)
MOST = 2_000
LONGEST_MESSAGE = 5_000
Records = Sequence[tuple[str, str]]


class TooMany(ValueError):
    """More than MOST at once."""


@dataclass(frozen=True)
class Asked:
    """What is to be done. `term` as taxonomy/slug; `until` and `reason` of a pause; `subject` and `words` of a message;
    `by`: what pages say who confirmed."""

    verb: str
    term: str = ""
    until: date | None = None
    reason: str = ""
    subject: str = ""
    words: str = ""
    by: str = ""


@dataclass(frozen=True)
class Plan:
    """What a verb would do: to `able`, and why not to the others. `mails`: to how many people a message would go."""

    able: tuple[tuple[str, str], ...]
    others: tuple[Result, ...]
    mails: int = 0


def plan(world: World, actor: Actor, asked: Asked, records: Records) -> Plan:
    """Says what would be done, and does nothing. Needs Permission.DESK. Raises TooMany."""
    actor.must(Permission.DESK)
    _check(records)
    with world.database.reading() as session:
        names = names_of(session, records)
        results = [_would(asked, record, names[record]) if record in names else Result(*record, "", "gone") for record in records]
        able = tuple((result.kind, result.id) for result in results if not result.why_not)
        mails = len(_letters(session, able)) if asked.verb == MESSAGE else 0
    return Plan(able, tuple(result for result in results if result.why_not), mails)


def do(world: World, actor: Actor, asked: Asked, records: Records) -> Done:
    """Does it to each by itself: one that fails never keeps the others from it. Needs Permission.DESK. Raises TooMany."""
    actor.must(Permission.DESK)
    _check(records)
    if asked.verb == MESSAGE:
        return _send(world, actor, asked, records)
    results, backwards = [], []
    for kind, record_id in dict.fromkeys(records):
        result, step = _one(world, actor, asked, kind, record_id)
        results.append(result)
        backwards += [step] if step else []
    with world.database.writing() as session:
        return deeds.keep(session, actor, asked.verb, backwards, at=world.now(), results=results)


def _check(records: Records) -> None:
    if len(records) > MOST:
        raise TooMany(str(len(records)))


def _would(asked: Asked, record: tuple[str, str], name: Any) -> Result:
    kind, record_id = record
    return Result(kind, record_id, name.name, _why_not(asked, kind, name.state))


def _why_not(asked: Asked, kind: str, state: str) -> str:
    if asked.verb in (ADD_TERM, TAKE_TERM) and kind == "location":
        return "no_terms"
    if asked.verb == PAUSE and kind == "location":
        return "no_pause"
    if asked.verb == PAUSE and state not in (State.PUBLISHED, State.PAUSED):
        return "not_public"
    return ""


def _one(world: World, actor: Actor, asked: Asked, kind: str, record_id: str) -> tuple[Result, dict[str, Any] | None]:
    try:
        with world.database.writing() as session:
            record = record_row(session, kind, record_id, lock=True)
            why_not = _why_not(asked, kind, record.state)
            if why_not:
                return Result(kind, record_id, record.name, why_not), None
            step, numbers = _VERBS[asked.verb](world, session, actor, asked, kind, record_id)
    except RecordMissing:
        return Result(kind, record_id, "", "gone"), None
    world.index_now(numbers)
    return Result(kind, record_id, record.name, "" if step else "nothing"), step


Step = tuple[dict[str, Any] | None, Sequence[int]]


def _confirm(world: World, session: Session, actor: Actor, asked: Asked, kind: str, record_id: str) -> Step:
    made = confirm_within(world, session, actor, kind, record_id, by=asked.by)
    return {"how": deeds.ASSURANCE, "id": made.id, "kind": kind, "record": record_id}, made.numbers


def _add_term(world: World, session: Session, actor: Actor, asked: Asked, kind: str, record_id: str) -> Step:
    stands = read(session, kind, record_id)
    after = {"confirmed": sorted({*stands["confirmed"], asked.term}), "suggested": _without(stands["suggested"], asked.term)}
    return _put(world, session, actor, asked, kind, record_id, stands, after)


def _take_term(world: World, session: Session, actor: Actor, asked: Asked, kind: str, record_id: str) -> Step:
    stands = read(session, kind, record_id)
    after = {name: _without(stands[name], asked.term) for name in ("confirmed", "suggested")}
    return _put(world, session, actor, asked, kind, record_id, stands, after)


def _pause(world: World, session: Session, actor: Actor, asked: Asked, kind: str, record_id: str) -> Step:
    after: dict[str, Any] = {"state": State.PAUSED.value}
    if kind == "service":
        after |= {"paused_until": asked.until.isoformat() if asked.until else None, "paused_reason": asked.reason.strip()}
    return _put(world, session, actor, asked, kind, record_id, read(session, kind, record_id), after)


def _put(
    world: World, session: Session, actor: Actor, asked: Asked, kind: str, record_id: str,
    stands: Mapping[str, Any], after: Mapping[str, Any],
) -> Step:  # fmt: skip
    done = put(world, session, actor, kind, record_id, after, {PAUSE: "paused"}.get(asked.verb, "categorised"))
    if not done.changed:
        return None, ()
    before = {name: stands[name] for name in after}
    return {"how": deeds.FIELDS, "kind": kind, "id": record_id, "before": before, "after": dict(after)}, done.numbers


_VERBS: Mapping[str, Callable[[World, Session, Actor, Asked, str, str], Step]] = {
    CONFIRM: _confirm, ADD_TERM: _add_term, TAKE_TERM: _take_term, PAUSE: _pause
}  # fmt: skip


def _without(terms: Iterable[str], term: str) -> list[str]:
    return [one for one in terms if one != term]


def _letters(session: Session, records: Records) -> dict[str, tuple[Reader, list[str], list[str]]]:
    """By address: the reader, and the names and organisations of the records that the mail is about. One mail for each reader."""
    names = names_of(session, records)
    owner = {record: (name.owner_id or name.id) for record, name in names.items() if record[0] != "location"}
    people = reached(session, owner.values())
    letters: dict[str, tuple[Reader, list[str], list[str]]] = {}
    for record, organisation_id in owner.items():
        for person in people.get(organisation_id, ()):
            _, about, owners = letters.setdefault(person.person.address.casefold(), (person, [], []))
            about.append(names[record].name)
            owners.append(organisation_id)
    return letters


def _send(world: World, actor: Actor, asked: Asked, records: Records) -> Done:
    """All mails in one transaction with their audit line: none is sent twice, none forgotten. Mails cannot be taken back."""
    with world.database.writing() as session:
        letters = _letters(session, records)
        told = {organisation_id for _, _, owners in letters.values() for organisation_id in owners}
        for person, about, _ in letters.values():
            mailing.write(
                world, session, to=person.person.address, name="desk_message", locale=person.locale, account_id=person.account_id,
                headline=" ".join(asked.subject.split())[:200], words=asked.words.strip()[:LONGEST_MESSAGE], greeted=person.name,
                records=about,
            )  # fmt: skip
        names = names_of(session, records)
        auditing.record(session, actor, "message_sent", at=world.now(), details=f"{len(letters)} mails: {asked.subject[:100]}")
        results = [
            Result(*record, name.name, "" if (name.owner_id or name.id) in told else "nobody") for record, name in names.items()
        ]
        return deeds.keep(session, actor, MESSAGE, (), at=world.now(), results=results, count=len(letters))
