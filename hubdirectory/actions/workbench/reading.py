"""The searches that led nowhere, and what one tap makes of one: a synonym, a phrase, a tag, a gap. Each can be undone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.desk import deciding, deeds, phrases, wordings
from hubdirectory.actions.desk.deeds import Done
from hubdirectory.actions.desk.good_words import good_value
from hubdirectory.actions.meaning import NEED, named_terms, understanding_of
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.slugs import free_slug
from hubdirectory.domain.states import State
from hubdirectory.domain.typed_lists import parts_of
from hubdirectory.models import Gap, Searched, Service, Settlement, new_id
from hubdirectory.understanding import Understanding
from hubdirectory.understanding.phrases import shipped

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

SEARCHED = "searched"
SHOWN = 25


class NoPhrase(LookupError):
    """There is no such phrase on the workbench, or no such service."""


@dataclass(frozen=True)
class SearchedLine:
    """A phrase that at least 5 different visitors typed in one week, and that led nowhere.

    visitors: of its busiest week, since those of two weeks cannot be told apart
    outcome: nothing, partly or found (and hardly anybody opened what it found)
    needs: slugs of what it may mean, best first
    """

    id: str
    phrase: str
    outcome: str
    visitors: int
    last_week: date
    needs: tuple[str, ...]


def searched(world: World, actor: Actor) -> tuple[SearchedLine, ...]:
    """The SHOWN with the most visitors first; the next come up as these are settled. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        rows = session.scalars(select(Searched).where(Searched.phrase != "").order_by(Searched.week)).all()
        settlements = session.execute(select(Settlement.item_id, Settlement.at).where(Settlement.kind == SEARCHED))
        settled = {id_: at for id_, at in settlements}  # noqa: C416 (rows are no pairs to a type checker)
        weeks: dict[str, list[Searched]] = {}
        for row in rows:
            if _is_new(row, settled.get(id_of(row.phrase))):
                weeks.setdefault(row.phrase, []).append(row)
        # Understanding takes some milliseconds for each: only what is shown is understood.
        first = sorted(weeks.items(), key=lambda pair: (-_busiest(pair[1]), pair[0]))[:SHOWN]
        understanding = understanding_of(world, session)
    return tuple(_line(understanding, phrase, found) for phrase, found in first)


def id_of(phrase: str) -> str:
    return hashlib.sha256(phrase.encode()).hexdigest()[:32]


def leave(world: World, actor: Actor, ids: Sequence[str]) -> Done:
    """Needs nothing more. Comes back if it leads nowhere again in another week. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        steps = [_settle(world, session, actor, _phrase(session, one)) for one in dict.fromkeys(ids)]
        return deeds.keep(session, actor, "search_settled", steps, at=world.now())


def add_phrase(world: World, actor: Actor, id_: str, need: str) -> Done:
    """Understood as this need from the next search on. Needs Permission.DESK. Raises NoPhrase, NoNeed, BadWording."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        phrase = _phrase(session, id_)
        _must_be_need(session, need)
        edited = wordings.standing(session, wordings.PHRASES, need) or {}
        stands = edited.get("en") or shipped("en").get(need, ())
        value = {**edited, "en": list(dict.fromkeys([*stands, phrase]))}
        step = _word(world, session, actor, wordings.PHRASES, need, value)
        return deeds.keep(session, actor, "phrase_added", [step, _settle(world, session, actor, phrase)], at=world.now(), count=1)


def add_synonym(world: World, actor: Actor, id_: str, others: str) -> Done:
    """Means the same as other words, between commas, from the next search on.

    Needs Permission.DESK. Raises NoPhrase, BadWording.
    """
    actor.must(Permission.DESK)
    typed = parts_of(" ".join(others.lower().split()))
    with world.database.writing() as session:
        phrase = _phrase(session, id_)
        known = wordings.every_standing(session, wordings.SYNONYMS)
        key = next((key for key, group in known.items() if {*typed} & {*group}), free_slug(phrase, set(known)))
        group = list(dict.fromkeys([*known.get(key, ()), *typed, phrase]))
        step = _word(world, session, actor, wordings.SYNONYMS, key, group)
        done = deeds.keep(
            session, actor, "synonym_added", [step, _settle(world, session, actor, phrase)], at=world.now(), count=1
        )
    world.words_changed()
    return done


def tag(world: World, actor: Actor, id_: str, service: str, need: str) -> Done:
    """Puts a need on a public service, by its slug or name. Needs Permission.DESK. Raises NoPhrase (no such service), NoNeed."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        phrase = _phrase(session, id_)
        _must_be_need(session, need)
        wanted = f"{NEED}/{need}"
        _, steps, numbers = deciding.change_terms(
            world, session, actor, _service(session, service),
            lambda _id, stands: {"confirmed": sorted({*stands["confirmed"], wanted})},
        )  # fmt: skip
        steps = [*steps, _settle(world, session, actor, phrase)]
        done = deeds.keep(session, actor, "service_tagged", steps, at=world.now(), count=1)
    world.index_now(numbers)
    return done


def file_gap(world: World, actor: Actor, id_: str, need: str = "", note: str = "") -> Done:
    """Nobody here offers it: kept for whoever plans what there should be. Needs Permission.DESK. Raises NoPhrase."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        phrase = _phrase(session, id_)
        row = Gap(id=new_id(), words=phrase, need=need, note=note.strip(), filed_at=world.now(), account_id=actor.account_id)
        session.add(row)
        auditing.record(session, actor, "gap_filed", "gap", row.id, at=world.now(), details=phrase)
        steps = [{"how": deeds.GAP, "id": row.id}, _settle(world, session, actor, phrase)]
        return deeds.keep(session, actor, "gap_filed", steps, at=world.now(), count=1)


def _is_new(row: Searched, settled: datetime | None) -> bool:
    return settled is None or datetime.combine(row.week, time(), UTC) > settled


def _busiest(weeks: Sequence[Searched]) -> int:
    return max(row.count for row in weeks)


def _line(understanding: Understanding, phrase: str, weeks: Sequence[Searched]) -> SearchedLine:
    needs = tuple(one.need for one in understanding.understand(phrase))
    return SearchedLine(id_of(phrase), phrase, weeks[-1].outcome, _busiest(weeks), weeks[-1].week, needs)


def _phrase(session: Session, id_: str) -> str:
    known = session.scalars(select(Searched.phrase).where(Searched.phrase != "").distinct())
    found = next((phrase for phrase in known if id_of(phrase) == id_), None)
    if found is None:
        raise NoPhrase(id_)
    return found


def _must_be_need(session: Session, need: str) -> None:
    if need not in named_terms(session, NEED):
        raise phrases.NoNeed(need)


def _service(session: Session, name: str) -> str:
    wanted = name.strip()
    query = (
        select(Service.id).where((Service.slug == wanted) | (func.lower(Service.name) == wanted.lower()))
        .where(Service.state == State.PUBLISHED).order_by(Service.slug != wanted, Service.slug)
    )  # fmt: skip
    found = session.scalar(query.limit(1))
    if found is None:
        raise NoPhrase(name)
    return found


def _settle(world: World, session: Session, actor: Actor, phrase: str) -> dict[str, Any]:
    id_ = id_of(phrase)
    session.merge(Settlement(kind=SEARCHED, item_id=id_, at=world.now(), account_id=actor.account_id, note=""))
    return {"how": deeds.SETTLED, "kind": SEARCHED, "id": id_}


def _word(world: World, session: Session, actor: Actor, kind: str, key: str, value: Any) -> Mapping[str, Any]:
    before, good = wordings.standing(session, kind, key), good_value(kind, key, value)
    wordings.put_good(session, actor, kind, key, good, world.now())
    return {"how": deeds.WORDING, "kind": kind, "key": key, "id": key, "before": before or type(good)(), "after": good}
