"""Reading without the mapper: for the few statements that nearly every page makes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
MOST_KEPT = 40


def rows(connection: Connection, statement: str, values: tuple[Any, ...] = ()) -> Sequence[Any]:
    """What a plain statement finds; `?` stands for a value on either database."""
    if connection.dialect.name != "sqlite":
        return connection.exec_driver_sql(statement.replace("?", "%s"), values).all()
    try:
        # The driver itself: what SQLAlchemy puts round an answer takes longer than these statements do.
        return _driver(connection).execute(statement, values).fetchall()
    except sqlite3.Error:
        return connection.exec_driver_sql(statement, values).all()  # raises it as everybody else knows it


def _driver(connection: Connection) -> sqlite3.Connection:
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    return driver


def until_written(connection: Connection, name: Hashable, read: Callable[[Connection], T]) -> T:
    """What `read` reads, read again only where anything was written since: on SQLite, which can tell; else each time.

    Kept with the driver's connection, of which the version speaks.
    """
    version = version_of(connection)
    if version is None:
        return read(connection)
    known: dict[Hashable, T] = connection.info.setdefault("read", {})
    if connection.info.get("read at") != version or len(known) > MOST_KEPT:
        known.clear()
        connection.info["read at"] = version
    if name not in known:
        known[name] = read(connection)
    return known[name]


def version_of(connection: Connection) -> tuple[int, int] | None:
    """Within a transaction: the same as before only where nobody wrote since. None where the database has no such number."""
    if connection.dialect.name != "sqlite":
        return None
    # The one grows with what others commit, the other with what this connection itself has changed. A transaction goes on
    # seeing what stood when it began, so the first need be asked once in each.
    if "version" not in connection.info:
        connection.info["version"] = rows(connection, "PRAGMA data_version")[0][0]
    return connection.info["version"], _driver(connection).total_changes
