"""The embedded index's files: one SQLite file per build, and a pointer to the live one.

A new build gets a name of its own, because a SQLite file that is replaced under the same name could be opened with
the old one's write-ahead log. The pointer is swapped in one rename; readers see it at their next search.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..port import IndexMissing

SCHEMA = 4
POINTER = "live"
WAIT_SECONDS = 5.0

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE document (number INTEGER PRIMARY KEY, fingerprint TEXT, sort_name TEXT, confirmed INTEGER, fields TEXT, facets TEXT);
CREATE TABLE word (key TEXT PRIMARY KEY, parts BLOB, total INTEGER, changed INTEGER) WITHOUT ROWID;
CREATE TABLE pair (key TEXT PRIMARY KEY, bits BLOB, changed INTEGER) WITHOUT ROWID;
CREATE TABLE value (grp TEXT, key TEXT, bits BLOB, changed INTEGER, PRIMARY KEY (grp, key)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX document_name ON document (sort_name, number);
CREATE INDEX document_confirmed ON document (confirmed DESC, number);
CREATE INDEX word_changed ON word (changed);
CREATE INDEX pair_changed ON pair (changed);
CREATE INDEX value_changed ON value (changed);
"""


class IndexFiles:
    """The folder with the builds, the pointer and the writers' lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def live(self) -> Path:
        """The live build. Raises IndexMissing where there is none."""
        try:
            name = (self.folder / POINTER).read_text().strip()
        except OSError as error:
            raise IndexMissing("There is no embedded index yet.") from error
        path = self.folder / name
        if not name or not path.exists():
            raise IndexMissing("The embedded index's file is gone.")
        return path

    def stamp(self) -> int:
        """Changes whenever another build went live. Raises IndexMissing."""
        try:
            return os.stat(self.folder / POINTER).st_mtime_ns
        except OSError as error:
            raise IndexMissing("There is no embedded index yet.") from error

    def new_build(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"build-{uuid.uuid4().hex[:12]}.db"

    def go_live(self, build: Path) -> None:
        """Points at a build and removes the others: a reader that still has one open keeps it until its next search."""
        temporary = self.folder / f"{POINTER}.{os.getpid()}"
        temporary.write_text(build.name)
        os.replace(temporary, self.folder / POINTER)
        for old in self.folder.glob("build-*"):
            if not old.name.startswith(build.name):
                old.unlink(missing_ok=True)

    @contextmanager
    def writers_lock(self) -> Iterator[None]:
        """One writer at a time, over all processes; set free by the system when a process dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def opened(path: Path) -> sqlite3.Connection:
    """A connection that may read and write. Raises IndexMissing where the file is not an index of ours."""
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        # A crash may cost the last updates, never the file; the dirty rows are there to make them again.
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA mmap_size=1073741824")
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise IndexMissing(f"The embedded index cannot be read: {error}") from error
    if row is None or row[0] != str(SCHEMA):
        connection.close()
        raise IndexMissing("The embedded index is of another version.")
    return connection


def created(path: Path) -> sqlite3.Connection:
    """A fresh, empty build: fast to fill, made safe by `finish`."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.executescript(TABLES)
    connection.execute("BEGIN")
    return connection


def finish(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("INSERT INTO meta VALUES ('schema', ?), ('generation', '1')", (str(SCHEMA),))
    connection.execute("COMMIT")
    connection.executescript(INDEXES)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    with open(path, "rb") as file:
        os.fsync(file.fileno())
