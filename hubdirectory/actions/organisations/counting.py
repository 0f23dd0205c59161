"""Counting what happens to records, without a person in it: a number per record, day and thing.

Nobody waits for it: counts are gathered in memory and written together by a thread, every so many seconds. What a process
that dies has not written is lost, and that is acceptable: a figure may be a little too low, never about somebody.
"""

from __future__ import annotations

import atexit
import threading
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hubdirectory.actions.gathering import Gathered
from hubdirectory.actions.records.tables import MODELS
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.figures import KEPT_DAYS, What
from hubdirectory.indexing.dirty import insert_into
from hubdirectory.models import Database, Figure

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

CHUNK = 500
Key = tuple[str, str, date, str, str]


class Book(Gathered[Key]):
    """The counts of one process that are not written yet."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database

    def write(self) -> None:
        """Writes what waits. Where that fails it waits on."""
        self.hand_to(self._write)

    def _write(self, counts: Counter[Key]) -> None:
        with self._database.reading() as session:
            known = _of_records(session, counts)
        if known:
            with self._database.writing() as session:
                _add(session, known)


_books: WeakKeyDictionary[Database, Book] = WeakKeyDictionary()
_making = threading.Lock()


def book_of(world: World) -> Book:
    with _making:
        book = _books.get(world.database)
        if book is None:
            book = _books[world.database] = Book(world.database)
        return book


def count(world: World, kind: str, ids: Iterable[str], what: What, needs: Iterable[str] = ("",)) -> None:
    """These records were seen, found, called …; with the needs that were looked for, one count for each."""
    today = world.now().astimezone(LONDON).date()
    needs = tuple(needs) or ("",)
    book = book_of(world)
    if book.note((kind, record_id, today, what.value, need) for record_id in ids for need in needs):
        threading.Thread(target=book.write, name="figures", daemon=True).start()


def clear_old(world: World) -> int:
    """Takes away figures of more than a year ago; how many rows. The worker's job."""
    first = world.now().astimezone(LONDON).date() - timedelta(days=KEPT_DAYS)
    with world.database.writing() as session:
        return len(session.execute(delete(Figure).where(Figure.day < first).returning(Figure.record_id)).all())


def _of_records(session: Session, counts: Counter[Key]) -> Counter[Key]:
    """Without what is about no record: anybody can send the address of a count."""
    there: set[tuple[str, str]] = set()
    for kind, model in MODELS.items():
        ids = list({key[1] for key in counts if key[0] == kind})
        for start in range(0, len(ids), CHUNK):
            some = ids[start : start + CHUNK]
            there |= {(kind, found) for found in session.scalars(select(model.id).where(model.id.in_(some)))}
    return Counter({key: count for key, count in counts.items() if key[:2] in there})


def _add(session: Session, counts: Counter[Key]) -> None:
    # In one order, so that two processes that write at once do not wait for each other in a circle; and handed over all at
    # once: thousands of statements would keep everybody who edits waiting for seconds.
    names = ("record_kind", "record_id", "day", "what", "need")
    rows = [dict(zip(names, key, strict=True)) | {"count": number} for key, number in sorted(counts.items())]
    row = insert_into(session, Figure)
    session.connection().execute(
        row.on_conflict_do_update(index_elements=names, set_={"count": Figure.count + row.excluded.count}), rows
    )


@atexit.register
def _write_all() -> None:
    for book in list(_books.values()):
        with suppress(Exception):
            book.write()
