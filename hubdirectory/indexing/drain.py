"""Dirty rows to the engines: in batches, each row until the engine confirmed that very generation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, delete, select, tuple_, update
from sqlalchemy.orm import Session

from hubdirectory.models import Database, DirtyRow, ServiceCard, now_utc
from search.document import Document
from search.port import Engine, EngineUnavailable, IndexMissing, SearchError

from .dirty import mark
from .documents import from_json

BATCH = 500


@dataclass(frozen=True)
class Drained:
    """How many rows went, and how many stayed with a problem of their own."""

    done: int = 0
    stuck: int = 0


@dataclass(frozen=True)
class Row:
    """A dirty row as it was read: whoever marks it anew changes `generation` or `tries`."""

    number: int
    generation: int
    tries: int


def drain(
    database: Database, engine: Engine, *, numbers: Sequence[int] | None = None, seconds: float | None = None, grace: float = 0
) -> Drained:
    """One batch (or just these numbers). Raises EngineUnavailable or IndexMissing, and then every row stays.

    `grace`: rows younger than so many seconds are left to whoever made them. A record that the engine refuses is tried by
    itself and kept with its problem: it never stops the others.
    """
    with database.reading() as session:
        rows = _dirty(session, engine.name, numbers, grace)
        documents, gone = _prepared(session, rows)
    if not rows:
        return Drained()
    try:
        engine.update(documents, gone, seconds)
    except (EngineUnavailable, IndexMissing):
        raise
    except SearchError as error:
        return _one_by_one(database, engine, rows, error)
    with database.writing() as session:
        forget_rows(session, engine.name, rows)
        _mark_overtaken(session, engine.name, {document.number: document.fingerprint for document in documents}, gone)
    return Drained(done=len(rows))


def _dirty(session: Session, engine: str, numbers: Sequence[int] | None, grace: float) -> list[Row]:
    query = dirty_rows(engine)
    if numbers is not None:
        query = query.where(DirtyRow.number.in_(numbers))
    if grace:
        query = query.where(DirtyRow.since <= now_utc() - timedelta(seconds=grace))
    rows = session.execute(query.order_by(DirtyRow.tries, DirtyRow.since, DirtyRow.number).limit(BATCH))
    return [Row(*row) for row in rows]


def dirty_rows(engine: str) -> Select[int, int, int]:
    """What a Row is made of, for each of an engine's."""
    return select(DirtyRow.number, DirtyRow.generation, DirtyRow.tries).where(DirtyRow.engine == engine)


def _prepared(session: Session, rows: Sequence[Row]) -> tuple[list[Document], list[int]]:
    """Documents for what may be found, and the numbers of what may not (any more)."""
    documents = documents_of(session, [row.number for row in rows])
    there = {document.number for document in documents}
    return documents, [row.number for row in rows if row.number not in there]


def documents_of(session: Session, numbers: Sequence[int]) -> list[Document]:
    """The documents of those numbers that are searchable."""
    query = select(ServiceCard.document, ServiceCard.number, ServiceCard.generation)
    rows = session.execute(query.where(ServiceCard.number.in_(numbers), ServiceCard.searchable).order_by(ServiceCard.number))
    return [from_json(kept, number, generation) for kept, number, generation in rows]


def forget_rows(session: Session, engine: str, rows: Sequence[Row]) -> None:
    """Deletes the rows just as they were read: an edit made meanwhile keeps its own."""
    as_read = [(row.number, row.generation, row.tries) for row in rows]
    same = tuple_(DirtyRow.number, DirtyRow.generation, DirtyRow.tries).in_(as_read)
    session.execute(delete(DirtyRow).where(DirtyRow.engine == engine, same))


def _mark_overtaken(session: Session, engine: str, sent: Mapping[int, str], gone: Sequence[int]) -> None:
    """Marks anew what was edited after it was read here.

    Two may drain at once, the slower of them with an older version, put over a newer one whose row is gone already. So
    whoever sees that the database moved on marks it again; a row that is still there is changed, or the other one
    would delete it as it knew it.
    """
    query = select(ServiceCard.number, ServiceCard.generation).where(ServiceCard.number.in_([*sent, *gone]))
    now = {number: str(generation) for number, generation in session.execute(query.where(ServiceCard.searchable))}
    overtaken = [number for number in (*sent, *gone) if sent.get(number) != now.get(number)]
    if not overtaken:
        return
    there = update(DirtyRow).where(DirtyRow.engine == engine, DirtyRow.number.in_(overtaken))
    waiting = set(session.scalars(there.values(tries=DirtyRow.tries + 1).returning(DirtyRow.number)))
    mark(session, [(number, int(now.get(number, 0))) for number in overtaken if number not in waiting], [engine])


def _one_by_one(database: Database, engine: Engine, rows: Sequence[Row], error: SearchError) -> Drained:
    if len(rows) == 1:
        _note_problem(database, engine.name, rows[0], error)
        return Drained(stuck=1)
    done = stuck = 0
    for row in rows:
        drained = drain(database, engine, numbers=[row.number])
        done, stuck = done + drained.done, stuck + drained.stuck
    return Drained(done, stuck)


def _note_problem(database: Database, engine: str, row: Row, error: SearchError) -> None:
    with database.writing() as session:
        session.execute(
            update(DirtyRow)
            .where(DirtyRow.engine == engine, DirtyRow.number == row.number)
            .values(tries=DirtyRow.tries + 1, problem=str(error)[:300])
        )
