"""Dirty rows to the engines: in batches, each row until the engine confirmed that very generation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from hubdirectory.models import Database, DirtyRow, ServiceCard
from search.document import Document
from search.port import Engine, EngineUnavailable, IndexMissing, SearchError

from .documents import from_json

BATCH = 500


@dataclass(frozen=True)
class Drained:
    """How many rows went, and how many stayed with a problem of their own."""

    done: int = 0
    stuck: int = 0


@dataclass(frozen=True)
class _Row:
    number: int
    generation: int


def drain(database: Database, engine: Engine, *, numbers: Sequence[int] | None = None, seconds: float | None = None) -> Drained:
    """One batch (or just these numbers). Raises EngineUnavailable or IndexMissing, and then every row stays.

    A record that the engine refuses is tried by itself and kept with its problem: it never stops the others.
    """
    with database.reading() as session:
        rows = _dirty(session, engine.name, numbers)
        documents, gone = _prepared(session, rows)
    if not rows:
        return Drained()
    try:
        engine.update(documents, gone, seconds)
    except (EngineUnavailable, IndexMissing):
        raise
    except SearchError as error:
        return _one_by_one(database, engine, rows, error)
    forget_rows(database, engine.name, [(row.number, row.generation) for row in rows])
    return Drained(done=len(rows))


def _dirty(session: Session, engine: str, numbers: Sequence[int] | None) -> list[_Row]:
    query = select(DirtyRow.number, DirtyRow.generation).where(DirtyRow.engine == engine)
    if numbers is not None:
        query = query.where(DirtyRow.number.in_(numbers))
    rows = session.execute(query.order_by(DirtyRow.tries, DirtyRow.since, DirtyRow.number).limit(BATCH))
    return [_Row(number, generation) for number, generation in rows]


def _prepared(session: Session, rows: Sequence[_Row]) -> tuple[list[Document], list[int]]:
    """Documents for what may be found, and the numbers of what may not (any more)."""
    documents = documents_of(session, [row.number for row in rows])
    there = {document.number for document in documents}
    return documents, [row.number for row in rows if row.number not in there]


def documents_of(session: Session, numbers: Sequence[int]) -> list[Document]:
    """The documents of those numbers that are searchable."""
    query = select(ServiceCard.document, ServiceCard.number, ServiceCard.generation)
    rows = session.execute(query.where(ServiceCard.number.in_(numbers), ServiceCard.searchable).order_by(ServiceCard.number))
    return [from_json(kept, number, generation) for kept, number, generation in rows]


def forget_rows(database: Database, engine: str, pairs: Sequence[tuple[int, int]]) -> None:
    """Deletes just these (number, generation): an edit made meanwhile keeps its row."""
    with database.writing() as session:
        sent = tuple_(DirtyRow.number, DirtyRow.generation).in_(pairs)
        session.execute(delete(DirtyRow).where(DirtyRow.engine == engine, sent))


def _one_by_one(database: Database, engine: Engine, rows: Sequence[_Row], error: SearchError) -> Drained:
    if len(rows) == 1:
        _note_problem(database, engine.name, rows[0], error)
        return Drained(stuck=1)
    done = stuck = 0
    for row in rows:
        drained = drain(database, engine, numbers=[row.number])
        done, stuck = done + drained.done, stuck + drained.stuck
    return Drained(done, stuck)


def _note_problem(database: Database, engine: str, row: _Row, error: SearchError) -> None:
    with database.writing() as session:
        session.execute(
            update(DirtyRow)
            .where(DirtyRow.engine == engine, DirtyRow.number == row.number)
            .values(tries=DirtyRow.tries + 1, problem=str(error)[:300])
        )
