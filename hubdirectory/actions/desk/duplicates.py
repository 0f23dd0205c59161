"""Likely duplicates: found by a nightly job, listed with what agrees, and remembered where they are not the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions import records
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.duplicates import (
    SHARED_BY_MANY,
    Agrees,
    Likeness,
    Reason,
    Traits,
    compare,
    dialled,
    name_words,
    postcode_key,
    web_key,
)
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import State
from hubdirectory.models import LikelyDuplicate, Location, Organisation, Phone, Service, ServiceAtLocation, new_id

from . import deeds

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

NOT_THE_SAME, MERGED = "not_the_same", "merged"
KINDS = ("organisation", "service", "location")
MODELS: Mapping[str, Any] = {"service": Service, "organisation": Organisation, "location": Location}
MOST = 5_000


@dataclass(frozen=True)
class Pair:
    """Two records that may be one. `states` are theirs; `score` of 100, and what agrees."""

    id: str
    kind: str
    ids: tuple[str, str]
    names: tuple[str, str]
    owners: tuple[str, str]
    states: tuple[str, str]
    score: int
    reasons: tuple[Reason, ...]
    found_at: datetime


def refresh(world: World) -> int:
    """Compares all records with those that share something; how many pairs are likely. What was decided stays decided."""
    total = 0
    for kind in KINDS:
        with world.database.reading() as session:
            found = {_key(one, other): likeness for one, other, likeness in likely_pairs(session, kind)}
        total += len(found)
        with world.database.writing() as session:
            _keep(session, kind, found, world.now())
    return total


def likely_pairs(session: Session, kind: str) -> Iterator[tuple[Traits, Traits, Likeness]]:
    """Every pair of the kind's records that is likely to be one."""
    traits = traits_of(session, kind)
    names = {id_: " ".join(name_words(one.name)) for id_, one in traits.items()}
    for one_id, other_id in _candidates(traits.values()):
        likeness = compare(traits[one_id], traits[other_id], fuzz.token_sort_ratio(names[one_id], names[other_id]))
        if likeness.likely:
            yield traits[one_id], traits[other_id], likeness


def traits_of(session: Session, kind: str) -> dict[str, Traits]:
    """What the kind's records are compared by; those that are closed are left out."""
    model = MODELS[kind]
    web, owner = (model.url, model.organisation_id) if kind == "service" else (model.website, None)
    columns = [model.id, model.name, model.email, web] + ([owner] if owner is not None else [])
    rows = session.execute(select(*columns).where(model.state != State.CLOSED)).all()
    phones = _gathered(session, select(getattr(Phone, f"{kind}_id"), Phone.number), dialled)
    postcodes = _postcodes(session, kind)
    return {
        row[0]: Traits(
            row[0], row[1], frozenset(phones.get(row[0], ())), _only(row[2].casefold()), _only(web_key(row[3])),
            frozenset(postcodes.get(row[0], ())), row[4] if len(row) > 4 else "",
        )
        for row in rows
    }  # fmt: skip


def _only(value: str) -> frozenset[str]:
    return frozenset({value} if value else ())


def _gathered(session: Session, query: Any, key: Any) -> dict[str, set[str]]:
    found = defaultdict(set)
    for id_, value in session.execute(query):
        if id_ and value and key(value):
            found[id_].add(key(value))
    return found


def _postcodes(session: Session, kind: str) -> dict[str, set[str]]:
    """A confidential place has none that may be told."""
    if kind == "location":
        query = select(Location.id, Location.postcode).where(Location.confidential.is_(False))
    else:
        id_ = ServiceAtLocation.service_id if kind == "service" else Service.organisation_id
        query = (
            select(id_, Location.postcode).select_from(ServiceAtLocation)
            .join(Location, Location.id == ServiceAtLocation.location_id)
            .join(Service, Service.id == ServiceAtLocation.service_id).where(Location.confidential.is_(False))
        )  # fmt: skip
    return _gathered(session, query, postcode_key)


def _candidates(traits: Iterable[Traits]) -> set[tuple[str, str]]:
    """Pairs that share a number or an address, or a door and a word of the name."""
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in traits:
        for key in (*one.phones, *one.emails, *one.web):
            blocks[(key,)].append(one.id)
        for postcode in one.postcodes:
            for word in set(name_words(one.name)):
                blocks[(postcode, word)].append(one.id)
    shared = (ids for ids in blocks.values() if 2 <= len(ids) <= SHARED_BY_MANY)
    return {pair for ids in shared for pair in combinations(sorted(ids), 2)}


def _key(one: Traits, other: Traits) -> tuple[str, str]:
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)


def _keep(session: Session, kind: str, found: dict[tuple[str, str], Likeness], at: datetime) -> None:
    known = {
        (row.one_id, row.other_id): row
        for row in session.scalars(select(LikelyDuplicate).where(LikelyDuplicate.record_kind == kind))
    }
    strongest = sorted(found.items(), key=lambda item: -item[1].score)[:MOST]
    for pair, likeness in strongest:
        row = known.pop(pair, None)
        if row is None:
            session.add(_row(kind, pair, likeness, at))
        elif not row.verdict and row.score != likeness.score:
            row.score, row.why = likeness.score, _why(likeness)
    gone = [row.id for row in known.values() if not row.verdict]
    for start in range(0, len(gone), 500):
        session.execute(delete(LikelyDuplicate).where(LikelyDuplicate.id.in_(gone[start : start + 500])))


def _row(kind: str, pair: tuple[str, str], likeness: Likeness, at: datetime) -> LikelyDuplicate:
    return LikelyDuplicate(
        id=new_id(), record_kind=kind, one_id=pair[0], other_id=pair[1], score=likeness.score, why=_why(likeness),
        found_at=at, verdict="",
    )  # fmt: skip


def _why(likeness: Likeness) -> list[dict[str, Any]]:
    return [{"agrees": one.agrees.value, "value": one.value, "points": one.points} for one in likeness.reasons]


def likely(world: World, actor: Actor, record_id: str = "", limit: int = 100) -> tuple[Pair, ...]:
    """The pairs that nobody has decided, the likeliest first; those of one record where it is named. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = select(LikelyDuplicate).where(LikelyDuplicate.verdict == "")
    if record_id:
        query = query.where(or_(LikelyDuplicate.one_id == record_id, LikelyDuplicate.other_id == record_id))
    with world.database.reading() as session:
        rows = session.scalars(query.order_by(LikelyDuplicate.score.desc(), LikelyDuplicate.id).limit(limit)).all()
        names = _names(session, rows)
    pairs = (_pair(row, names) for row in rows)
    return tuple(pair for pair in pairs if pair)


def _names(session: Session, rows: Iterable[LikelyDuplicate]) -> dict[str, tuple[str, str, str]]:
    """Name, whose it is, and state, by id; what is gone is left out."""
    found: dict[str, tuple[str, str, str]] = {}
    listed = list(rows)
    for kind in {row.record_kind for row in listed}:
        ids = {id_ for row in listed if row.record_kind == kind for id_ in (row.one_id, row.other_id)}
        model = MODELS[kind]
        if kind == "service":
            services = select(Service.id, Service.name, Organisation.name, Service.state).join(Organisation)
            rows_ = session.execute(services.where(Service.id.in_(ids)))
            found |= {id_: (name, owner, state) for id_, name, owner, state in rows_}
        else:
            query = select(model.id, model.name, model.state).where(model.id.in_(ids))
            found |= {id_: (name, "", state) for id_, name, state in session.execute(query)}
    return found


def _pair(row: LikelyDuplicate, names: dict[str, tuple[str, str, str]]) -> Pair | None:
    if row.one_id not in names or row.other_id not in names:
        return None
    one, other = names[row.one_id], names[row.other_id]
    reasons = tuple(Reason(Agrees(why["agrees"]), str(why["value"]), int(why["points"])) for why in row.why)
    return Pair(
        row.id, row.record_kind, (row.one_id, row.other_id), (one[0], other[0]), (one[1], other[1]), (one[2], other[2]),
        row.score, reasons, row.found_at,
    )  # fmt: skip


def not_the_same(world: World, actor: Actor, pair_ids: Iterable[str]) -> deeds.Done:
    """These are two records each, and are not asked about again. Can be undone. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        decide = update(LikelyDuplicate).where(LikelyDuplicate.id.in_(list(pair_ids)), LikelyDuplicate.verdict == "")
        values = {"verdict": NOT_THE_SAME, "decided_at": world.now(), "account_id": actor.account_id}
        decided = session.scalars(decide.values(**values).returning(LikelyDuplicate.id)).all()
        return deeds.keep(session, actor, NOT_THE_SAME, [{"how": deeds.PAIR, "id": id_} for id_ in decided], at=world.now())


def merged(session: Session, kind: str, gone_id: str, at: datetime) -> None:
    """In the transaction that merges a record away: no pair with it waits any more."""
    session.execute(
        update(LikelyDuplicate)
        .where(
            LikelyDuplicate.record_kind == kind, LikelyDuplicate.verdict == "",
            or_(LikelyDuplicate.one_id == gone_id, LikelyDuplicate.other_id == gone_id),
        ).values(verdict=MERGED, decided_at=at)
    )  # fmt: skip


def merge(world: World, actor: Actor, kind: str, kept_id: str, gone_id: str, picks: Mapping[str, str]) -> records.Merged:
    """As `records.merge`; pairs with the record that is gone wait no more. Raises as that does."""
    done = records.merge(world, actor, kind, kept_id, gone_id, picks)
    with world.database.writing() as session:
        merged(session, kind, gone_id, world.now())
    return done
