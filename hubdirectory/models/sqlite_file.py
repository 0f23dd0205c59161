"""A SQLite file that may go away while it is open.

A connection goes on with a file that somebody removed or replaced, and what is written to it then is lost in silence.
So each use asks whether the file in its place is still the one that was opened.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy.exc import DisconnectionError

READ_WAIT_MS, WRITE_WAIT_MS = 1000, 5000
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000")


class SqliteFile:
    """`connect`, `prepare`, `check`, `begin` and `let_go` are what an engine calls at those moments."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opened_before = False
        self._turn = threading.Lock()

    def connect(self) -> sqlite3.Connection:
        """Makes the file at the first time only: an empty one in the place of what was lost would hide the loss."""
        mode = "rw" if self._opened_before else "rwc"
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?mode={mode}", uri=True, timeout=READ_WAIT_MS / 1000, check_same_thread=False
        )
        self._opened_before = True
        return connection

    def prepare(self, connection: Any, record: Any) -> None:
        # The driver must not begin transactions by itself: we say BEGIN, and whether it is for writing.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        record.info["file"] = self._identity()

    def check(self, _connection: Any, record: Any, _proxy: Any) -> None:
        if record.info["file"] != self._identity():
            raise DisconnectionError("The database's file was removed or replaced.")

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def begin(self, connection: Any) -> None:
        # A transaction that begins by reading and then writes fails under others' writes ("database is locked" at once,
        # without waiting): so a writer takes the lock first and waits for it. A reader never waits for a writer, only
        # for whoever has the whole file to himself, and then a page that says so is better than one that hangs.
        writing = connection.get_execution_options().get("writing", False)
        wait = WRITE_WAIT_MS if writing else READ_WAIT_MS
        if connection.info.get("wait") != wait:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={wait}")
            connection.info["wait"] = wait
        connection.info.pop("version", None)  # models/straight.py: of one transaction
        if writing:
            # SQLite lets whoever happens to look next write next, and who looked in vain sleeps ever longer. Among the threads
            # of one process they wait for each other instead, and come in order. A connection keeps its turn until it goes back.
            if not connection.info.get("turn"):
                connection.info["turn"] = self._turn.acquire(timeout=WRITE_WAIT_MS / 1000)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.connection.driver_connection.execute("BEGIN")  # takes no lock, so it cannot fail: said in the shortest way

    def let_go(self, _connection: Any, record: Any, _error: BaseException | None = None) -> None:
        """The next of this process may write: a connection that goes back, whole or broken, has ended what it wrote."""
        if record.info.pop("turn", False):
            self._turn.release()
