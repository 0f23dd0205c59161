"""A fresh index beside the live one, and the check that compares an index with the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from hubdirectory.models import Database, DirtyRow, ServiceCard, Wording
from search.document import Document
from search.port import Engine, Words

from .dirty import mark
from .drain import Row, dirty_rows, documents_of, forget_rows

STEP = 500


def words_of_the_manager(database: Database) -> Words:
    """Synonyms and stop words as they stand in the database."""
    with database.reading() as session:
        rows = session.execute(select(Wording.kind, Wording.value).where(Wording.kind.in_(("synonyms", "stop_words")))).all()
    synonyms = tuple(tuple(value) for kind, value in rows if kind == "synonyms" and value)
    stop_words = frozenset(word for kind, value in rows if kind == "stop_words" for word in value)
    return Words(synonyms, stop_words)


def rebuild(database: Database, engine: Engine, progress: Callable[[int, int], None] | None = None) -> int:
    """Fills a fresh index from the database and swaps it in. Gives the number of documents.

    Edits made meanwhile went to the index that was live then, so at the end both are compared and what differs is
    marked dirty.
    """
    with database.reading() as session:
        total = session.scalar(select(func.count()).select_from(ServiceCard).where(ServiceCard.searchable)) or 0
    words = words_of_the_manager(database)
    engine.rebuild(every_document(database), words, (lambda done: progress(done, total)) if progress else None)
    waiting = _waiting(database, engine.name)
    _forget_what_agrees(database, engine.name, waiting, mark_differences(database, engine))
    return total


def _waiting(database: Database, engine: str) -> list[Row]:
    with database.reading() as session:
        return [Row(*row) for row in session.execute(dirty_rows(engine))]


def _forget_what_agrees(database: Database, engine: str, waiting: list[Row], differing: Differences) -> None:
    """What waited before the comparison, and agreed in it, is in the fresh index: sending it again would be for nothing.

    Read before the comparison, or an edit made after it would be forgotten unsent.
    """
    still = {*differing.missing, *differing.stale, *differing.orphaned}
    agreeing = [row for row in waiting if row.number not in still]
    for start in range(0, len(agreeing), STEP):
        with database.writing() as session:
            forget_rows(session, engine, agreeing[start : start + STEP])


def every_document(database: Database) -> Iterator[Document]:
    """By number, a few hundred in memory at a time."""
    last = 0
    while True:
        with database.reading() as session:
            query = select(ServiceCard.number).where(ServiceCard.number > last, ServiceCard.searchable)
            numbers = list(session.scalars(query.order_by(ServiceCard.number).limit(STEP)))
            documents = documents_of(session, numbers)
        if not numbers:
            return
        yield from sorted(documents, key=lambda document: document.number)
        last = numbers[-1]


@dataclass(frozen=True)
class Differences:
    """Numbers that the index lacks, holds in an old version, or holds though nobody may see them."""

    missing: tuple[int, ...]
    stale: tuple[int, ...]
    orphaned: tuple[int, ...]

    @property
    def clean(self) -> bool:
        return not (self.missing or self.stale or self.orphaned)


def check(database: Database, engine: Engine) -> Differences:
    """Compares by generation: exact, and quick enough for every night."""
    with database.reading() as session:
        rows = session.execute(select(ServiceCard.number, ServiceCard.generation).where(ServiceCard.searchable)).all()
    wanted = {number: str(generation) for number, generation in rows}
    held = engine.state().fingerprints
    return Differences(
        missing=tuple(sorted(wanted.keys() - held.keys())),
        stale=tuple(sorted(number for number in wanted.keys() & held.keys() if wanted[number] != held[number])),
        orphaned=tuple(sorted(held.keys() - wanted.keys())),
    )


def mark_differences(database: Database, engine: Engine) -> Differences:
    """Marks dirty what differs, so that the next drain puts it right."""
    found = check(database, engine)
    numbers = [*found.missing, *found.stale, *found.orphaned]
    for start in range(0, len(numbers), STEP):
        with database.writing() as session:
            some = numbers[start : start + STEP]
            rows = session.execute(select(ServiceCard.number, ServiceCard.generation).where(ServiceCard.number.in_(some)))
            known = dict(rows.all())
            mark(session, [(number, known.get(number, 0)) for number in some], [engine.name])
    return found


@dataclass(frozen=True)
class Backlog:
    """What an engine has yet to learn: how many services, since when, and what is wrong with those that stick."""

    engine: str
    waiting: int
    oldest: datetime | None
    problems: tuple[str, ...]


def backlog(database: Database, engine: str) -> Backlog:
    with database.reading() as session:
        mine = DirtyRow.engine == engine
        waiting, oldest = session.execute(select(func.count(), func.min(DirtyRow.since)).where(mine)).one()
        problems = session.scalars(select(DirtyRow.problem).where(mine, DirtyRow.problem != "").limit(5))
        return Backlog(engine, waiting, oldest, tuple(problems))
