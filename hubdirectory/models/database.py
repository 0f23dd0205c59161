"""One place that opens the database: SQLite made safe for several writers, PostgreSQL as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from .away import Away
from .sqlite_file import SqliteFile

# How long PostgreSQL may take to let us in, and to give us what somebody else holds.
PATIENCE = {"connect_timeout": 3, "options": "-c lock_timeout=2s"}


class Database:
    """An engine and its sessions. `reading()` never takes SQLite's write lock; `writing()` takes it at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._writers = sessionmaker(engine.execution_options(writing=True), expire_on_commit=False)
        self._away = Away()
        event.listen(engine, "handle_error", self._away.note)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        self._away.check()
        with self._sessions() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A unit of work: committed at the end, rolled back where anything was raised."""
        with self._writers.begin() as session:
            yield session

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        self.engine.dispose()


def database_of(url: str) -> Database:
    """The database at a URL; the folder of a SQLite file is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return Database(create_engine(url, pool_pre_ping=True, pool_size=8, connect_args=PATIENCE))
    path = Path(parsed.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    file = SqliteFile(path)
    engine = create_engine(url, creator=file.connect)
    event.listen(engine, "connect", file.prepare)
    event.listen(engine, "checkout", file.check)
    event.listen(engine, "begin", file.begin)
    return Database(engine)
