"""One place that opens the database: SQLite made safe for several writers, PostgreSQL as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from .away import Away
from .sqlite_file import SqliteFile

# How long PostgreSQL may take to let us in, and how long a reader and a writer wait for what somebody else holds.
CONNECT_SECONDS, READ_WAIT, WRITE_WAIT = 3, "2s", "5s"


class Database:
    """An engine and its sessions. `reading()` never takes SQLite's write lock; `writing()` takes it at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._writers = sessionmaker(engine.execution_options(writing=True), expire_on_commit=False)
        self._away = Away()
        self._shared: ContextVar[list[Session] | None] = ContextVar("shared", default=None)
        event.listen(engine, "handle_error", self._away.note)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        self._away.check()
        shared = self._shared.get()
        if shared is None:
            with self._sessions() as session:
                yield session
            return
        if not shared:
            shared.append(self._sessions())
        try:
            yield shared[0]
        except BaseException:
            # It may be half broken: whoever reads next begins anew.
            _let_go(shared)
            raise

    @contextmanager
    def sharing(self) -> Iterator[None]:
        """All that is read inside is read in one session, at one moment; after a write inside, at another one."""
        if self._shared.get() is not None:
            yield
            return
        shared: list[Session] = []
        token = self._shared.set(shared)
        try:
            yield
        finally:
            self._shared.reset(token)
            _let_go(shared)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A unit of work: committed at the end, rolled back where anything was raised."""
        with self._writers.begin() as session:
            yield session
        # What is read from here on has to hold what was written.
        for shared in self._shared.get() or ():
            shared.close()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        self.engine.dispose()


def _let_go(shared: list[Session] | None) -> None:
    while shared:
        shared.pop().close()


def database_of(url: str) -> Database:
    """The database at a URL; the folder of a SQLite file is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return Database(_postgresql(url))
    path = Path(parsed.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    file = SqliteFile(path)
    engine = create_engine(url, creator=file.connect)
    event.listen(engine, "connect", file.prepare)
    event.listen(engine, "checkout", file.check)
    event.listen(engine, "begin", file.begin)
    event.listen(engine, "checkin", file.let_go)
    event.listen(engine, "invalidate", file.let_go)
    return Database(engine)


def _postgresql(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, pool_size=8, connect_args={"connect_timeout": CONNECT_SECONDS})

    @event.listens_for(engine, "connect")
    def _impatient(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = '{READ_WAIT}'")
        connection.autocommit = False

    @event.listens_for(engine, "begin")
    def _patient(connection: Any) -> None:
        if connection.get_execution_options().get("writing"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WRITE_WAIT}'")

    return engine
