"""Marks services for the indexes, in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from hubdirectory.domain.states import is_searchable
from hubdirectory.models import (
    Attribute,
    Base,
    Database,
    DirtyRow,
    OpeningPattern,
    Service,
    ServiceAtLocation,
    ServiceCard,
    Wording,
    now_utc,
)

from .cards import card_of
from .documents import BUILDER, as_json, document_of, patterns_of
from .loading import CHUNK, last_confirmed, load_services


def touch(session: Session, service_ids: Iterable[str], engines: Sequence[str]) -> list[int]:
    """Writes the services' cards anew and marks them dirty for each engine. Gives their numbers.

    Call it after the change was flushed; whatever touches a service (its organisation renamed, its hub moved) calls it
    for every service concerned.
    """
    ids = list(dict.fromkeys(service_ids))
    numbers: list[int] = []
    for start in range(0, len(ids), CHUNK):
        numbers += _touch_some(session, ids[start : start + CHUNK], engines)
    return numbers


def _touch_some(session: Session, ids: list[str], engines: Sequence[str]) -> list[int]:
    session.flush()
    # Locked before what they are made of is read anew: whoever touches a service last has seen what the others committed.
    held = select(ServiceCard).where(ServiceCard.service_id.in_(ids)).order_by(ServiceCard.number).with_for_update()
    known = {card.service_id: card for card in session.scalars(held.execution_options(populate_existing=True))}
    confirmed = last_confirmed(session, ids)
    cards = []
    for service in load_services(session, ids, fresh=True):
        card = known.get(service.id) or ServiceCard(service_id=service.id, generation=0)
        card.card = card_of(service, confirmed.get(service.id))
        card.document = as_json(document_of(service, 0, 0, confirmed.get(service.id)))
        card.searchable = is_searchable(service.state, service.organisation.state)
        card.generation += 1
        session.add(card)
        cards.append(card)
        _note_patterns(session, service)
    session.flush()
    mark(session, [(card.number, card.generation) for card in cards], engines)
    return [card.number for card in cards]


def _note_patterns(session: Session, service: Service) -> None:
    patterns = [{"pattern": pattern} for pattern in sorted(patterns_of(service))]
    if patterns:
        session.execute(insert_into(session, OpeningPattern).on_conflict_do_nothing(), patterns)


def touch_all(database: Database, engines: Sequence[str], progress: Callable[[int], None] | None = None) -> int:
    """Touches every service, a few hundred in a transaction; gives how many."""
    with database.reading() as session:
        ids = list(session.scalars(select(Service.id).order_by(Service.created_at, Service.id)))
    for start in range(0, len(ids), CHUNK):
        with database.writing() as session:
            touch(session, ids[start : start + CHUNK], engines)
        if progress:
            progress(min(start + CHUNK, len(ids)))
    return len(ids)


def touch_all_made_by_older_code(database: Database, engines: Sequence[str]) -> None:
    """After an upgrade that makes documents or cards differently, makes all of them anew."""
    with database.reading() as session:
        row = session.get(Wording, ("index", "builder"))
    if row and row.value == BUILDER:
        return
    touch_all(database, engines)
    with database.writing() as session:
        session.merge(Wording(kind="index", key="builder", value=BUILDER))


def mark(session: Session, numbers: Iterable[tuple[int, int]], engines: Sequence[str]) -> None:
    """Marks (number, generation) pairs dirty; an older mark keeps its `since`, so that its age stays true."""
    wanted, now = sorted(dict(numbers).items()), now_utc()
    rows = [
        {"engine": engine, "number": number, "generation": generation, "since": now, "tries": 0, "problem": ""}
        for engine in engines for number, generation in wanted
    ]  # fmt: skip
    # In one statement, and by everybody in the same order: whoever drains may delete a row, or mark it too, meanwhile.
    insert = insert_into(session, DirtyRow)
    anew = {name: insert.excluded[name] for name in ("generation", "tries", "problem")}
    if rows:
        session.execute(insert.on_conflict_do_update(index_elements=["engine", "number"], set_=anew), rows)


def insert_into(session: Session, model: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what to do with a row that is there already."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model.__table__)


def forget(session: Session, service_ids: Iterable[str], engines: Sequence[str]) -> list[int]:
    """Marks services that are about to be deleted; their cards go, so the indexes will take them out."""
    ids = list(service_ids)
    rows = session.execute(select(ServiceCard.number, ServiceCard.generation).where(ServiceCard.service_id.in_(ids))).all()
    mark(session, [(number, generation + 1) for number, generation in rows], engines)
    session.execute(delete(ServiceCard).where(ServiceCard.service_id.in_(ids)))
    return [number for number, _ in rows]


def services_of_organisation(session: Session, organisation_id: str) -> list[str]:
    return list(session.scalars(select(Service.id).where(Service.organisation_id == organisation_id)))


def services_at_location(session: Session, location_id: str) -> list[str]:
    return list(session.scalars(select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id == location_id)))


def services_with_term(session: Session, term_id: str) -> list[str]:
    rows = session.scalars(select(Attribute.service_id).where(Attribute.term_id == term_id))
    return [service_id for service_id in rows if service_id]
