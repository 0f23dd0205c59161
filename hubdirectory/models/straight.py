"""Reading without the mapper: for the few statements that nearly every page makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection


def rows(connection: Connection, statement: str, values: tuple[Any, ...] = ()) -> Sequence[Any]:
    """What a plain statement finds; `?` stands for a value on either database."""
    if connection.dialect.name != "sqlite":
        statement = statement.replace("?", "%s")
    return connection.exec_driver_sql(statement, values).all()


def version_of(connection: Connection) -> tuple[int, int] | None:
    """Within a transaction: the same as before only where nothing was written since, by this connection or by anybody
    else. None where the database has no such number."""
    if connection.dialect.name != "sqlite":
        return None
    # The one grows with what others commit, the other with what this connection itself has changed.
    version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
    return version, connection.connection.driver_connection.total_changes  # type: ignore[union-attr]
