"""A PostgreSQL database as every directory begins, put back instead of made anew: making one takes over a second."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg.sql import SQL, Identifier

from hubdirectory.actions.starting import prepare_database
from hubdirectory.config import load_settings

WAIT_FOR_LOCKS = "5s"
KEPT = "as_it_begins"  # a schema beside the tables, with a copy of the rows that every directory begins with


class Server(Protocol):
    """Where databases are made: the URL of an empty one."""

    def new_database(self) -> str: ...


class PreparedPostgresql:
    """One database for the tests of one worker, one after the other."""

    def __init__(self, server: Server, folder: Path, now: str) -> None:
        self._server = server
        self._environment = {"HUB_INSTANCE": str(folder), "HUB_NOW": now}
        self._url = ""

    def url(self) -> str:
        """The URL of the database, with its first rows and no others, whatever the test before did to it."""
        if not (self._url and self._put_back()):
            self._url = self._server.new_database()
            prepare_database(load_settings(self._environment | {"DATABASE_URL": self._url}))
            with self._connected() as connection:
                _keep(connection)
        return self._url

    def _put_back(self) -> bool:
        try:
            with self._connected() as connection:
                _put_back(connection)
        except psycopg.Error:  # somebody still holds it, or changed its tables: it is left to them
            return False
        return True

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._url.replace("+psycopg", ""))


def _keep(connection: psycopg.Connection[Any]) -> None:
    connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(KEPT)))
    for table in _tables(connection):
        if _has_rows(connection, table):
            connection.execute(SQL("CREATE TABLE {} AS TABLE {}").format(Identifier(KEPT, table), _public(table)))


def _put_back(connection: psycopg.Connection[Any]) -> None:
    # No trigger and no foreign key is asked: what refuses to forget history would refuse this too.
    connection.execute("SET session_replication_role = replica")
    connection.execute(SQL("SET lock_timeout = {}").format(WAIT_FOR_LOCKS))
    kept = _tables(connection, KEPT)
    used = [_public(table) for table in _tables(connection) if table in kept or _has_rows(connection, table)]
    connection.execute(SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(SQL(", ").join(used)))
    for table in kept:
        connection.execute(SQL("INSERT INTO {} SELECT * FROM {}").format(_public(table), Identifier(KEPT, table)))


def _tables(connection: psycopg.Connection[Any], schema: str = "public") -> list[str]:
    return [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])]


def _has_rows(connection: psycopg.Connection[Any], table: str) -> bool:
    return connection.execute(SQL("SELECT EXISTS (SELECT 1 FROM {})").format(_public(table))).fetchone() == (True,)


def _public(table: str) -> Identifier:
    return Identifier("public", table)
