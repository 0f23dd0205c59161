"""Whether an index is there, whole and about as full as the database; and building it anew beside where it is not."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from hubdirectory.models import Database, DirtyRow, ServiceCard
from search.port import Engine, IndexMissing
from search.query import Query

from .rebuild import rebuild, words_of_the_manager

# So few missing are put right one by one; more, and searches would see them come in by halves: then a fresh index is swapped in.
FEW, SHARE = 20, 0.02


@dataclass(frozen=True)
class Look:
    """Services `held` by the index and `wanted` by the database; edits still `waiting` explain a difference."""

    held: int
    wanted: int
    waiting: int

    @property
    def lacks_many(self) -> bool:
        lacking = self.wanted - self.held - self.waiting
        return lacking > max(FEW, self.wanted * SHARE) or (not self.held and lacking > 0)

    @property
    def differs(self) -> bool:
        return self.held != self.wanted and not self.waiting


def look(database: Database, engine: Engine) -> Look:
    """Quick. Raises IndexMissing where there is none, or it is damaged or not set up as ours; and EngineUnavailable."""
    engine.set_words(words_of_the_manager(database))
    engine.examine()
    held = engine.count_each([Query()])[0]
    with database.reading() as session:
        wanted = session.scalar(select(func.count()).select_from(ServiceCard).where(ServiceCard.searchable)) or 0
        waiting = session.scalar(select(func.count()).select_from(DirtyRow).where(DirtyRow.engine == engine.name)) or 0
    return Look(held, wanted, waiting)


def needs_healing(database: Database, engine: Engine) -> bool:
    try:
        return look(database, engine).lacks_many
    except IndexMissing:
        return True


def heal(database: Database, engine: Engine, folder: Path, progress: Callable[[int, int], None] | None = None) -> bool:
    """Builds the index anew where it needs that. False where it does not, or another process is at it.

    `folder` is the same for all processes of an installation.
    """
    with sole(folder, f"healing-{engine.name}") as free:
        if not free or not needs_healing(database, engine):
            return False
        rebuild(database, engine, progress)
        return True


@contextmanager
def sole(folder: Path, name: str) -> Iterator[bool]:
    """Whether nobody else is at it; then nobody else may be until the end. Ends with the process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
