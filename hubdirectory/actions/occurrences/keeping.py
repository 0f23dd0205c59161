"""What was read from a database in which nothing was written since need not be read again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy.orm import Session

from hubdirectory.models.straight import version_of

MOST_KEPT = 40
Read = TypeVar("Read")


def unchanged(session: Session, key: Hashable, read: Callable[[], Read]) -> Read:
    """What `read` gives, or gave when the database was the same as now. SQLite says so; PostgreSQL is always read."""
    connection = session.connection()
    version = version_of(connection)
    if version is None:
        return read()
    # Kept with the driver's connection, of which the version speaks.
    known: dict[Hashable, Read] = connection.info.setdefault("read", {})
    if connection.info.get("read at") != version or len(known) > MOST_KEPT:
        known.clear()
        connection.info["read at"] = version
    if key not in known:
        known[key] = read()
    return known[key]
