"""The embedded index's files: one SQLite file per build, and a pointer to the live one.

A new build gets a name of its own, because a SQLite file that is replaced under the same name could be opened with
the old one's write-ahead log. The pointer is swapped in one rename; readers see it at their next search.
"""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from pyroaring import BitMap

from ..port import EngineUnavailable, IndexMissing, SearchError
from .embedded_parts import unpacked

SCHEMA = 6
POINTER, SUSPECT = "live", "suspect"
READ_WAIT_SECONDS, WRITE_WAIT_SECONDS, SWAP_WAIT_SECONDS, BUILD_WAIT_SECONDS = 1.0, 5.0, 60.0, 3600.0
BUILD = re.compile(r"build-[0-9a-f]{12}\.db")
Stamp = tuple[int, int]
# What SQLite says of a file that is held by somebody or a disk that is full: the index itself may be whole.
AWAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_NOMEM", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR")
DAMAGE = ("SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_CORRUPTFS")

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE document (number INTEGER PRIMARY KEY, fingerprint TEXT, sort_name TEXT, confirmed INTEGER, fields BLOB, facets BLOB);
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
            name = (self.folder / POINTER).read_bytes().decode("ascii", "replace").strip()
        except OSError as error:
            raise IndexMissing("There is no embedded index yet.") from error
        path = self.folder / name
        if not BUILD.fullmatch(name) or not path.is_file():
            raise IndexMissing("The embedded index's file is gone.")
        return path

    def stamp(self) -> Stamp:
        """Changes whenever another build went live. Raises IndexMissing."""
        try:
            pointer = os.stat(self.folder / POINTER)
        except OSError as error:
            raise IndexMissing("There is no embedded index yet.") from error
        return pointer.st_mtime_ns, pointer.st_ino

    def new_build(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"build-{uuid.uuid4().hex[:12]}.db"

    def go_live(self, build: Path) -> None:
        """Points at a build and removes the others: a reader that still has one open keeps it until its next search.

        Call it with the builders' lock, or a build that somebody else is at would be removed.
        """
        if not build.exists():
            raise EngineUnavailable("The fresh build was removed by somebody.")
        temporary = self.folder / f"{POINTER}.{os.getpid()}"
        temporary.write_text(build.name)
        os.replace(temporary, self.folder / POINTER)
        for old in self.folder.glob("build-*"):
            if not old.name.startswith(build.name):
                old.unlink(missing_ok=True)

    def open_live(self, wait: float = READ_WAIT_SECONDS) -> tuple[Stamp, sqlite3.Connection]:
        """The live build and its stamp; asked again where another build went live meanwhile."""
        while True:
            stamp = self.stamp()
            try:
                return stamp, opened(self.live(), wait)
            except SearchError:
                if self.stamp() == stamp:
                    raise

    # damage that a reader came upon, for whoever rebuilds

    def blamed(self, error: Exception) -> SearchError:
        """The error in the port's words; where it speaks of damage, that is noted."""
        problem = told(error)
        if isinstance(problem, IndexMissing):
            with suppress(OSError, IndexMissing):
                (self.folder / SUSPECT).write_text(self.live().name)
        return problem

    def is_suspect(self) -> bool:
        try:
            return (self.folder / SUSPECT).read_text() == self.live().name
        except OSError:
            return False

    def examine(self) -> None:
        """Raises IndexMissing where the live build is gone, not ours or damaged; looks at all of it only on suspicion."""
        _, connection = self.open_live()
        try:
            if self.is_suspect():
                verify(connection)
                (self.folder / SUSPECT).unlink(missing_ok=True)
        except (sqlite3.DatabaseError, ValueError) as error:
            raise told(error) from error
        finally:
            connection.close()

    # one at a time, over all processes; set free by the system when a process dies

    def writers_lock(self, seconds: float = WRITE_WAIT_SECONDS) -> AbstractContextManager[None]:
        return self._locked("lock", seconds)

    def builders_lock(self) -> AbstractContextManager[None]:
        return self._locked("building", BUILD_WAIT_SECONDS)

    @contextmanager
    def _locked(self, name: str, seconds: float) -> Iterator[None]:
        """Raises EngineUnavailable where somebody else holds it all that time: they may be stopped, not at work."""
        until = time.monotonic() + seconds
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = open(self.folder / name, "w")  # noqa: SIM115
        except OSError as error:
            raise EngineUnavailable(f"The embedded index cannot be written: {error}") from error
        with file:
            while not _taken(file.fileno()):
                if time.monotonic() > until:
                    raise EngineUnavailable("Somebody else is writing the embedded index.")
                time.sleep(0.005)
            yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def verify(connection: sqlite3.Connection) -> None:
    """Reads everything. Raises sqlite3.DatabaseError or ValueError where something cannot be read."""
    problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if problem != "ok":
        raise ValueError(problem)
    for (parts,) in connection.execute("SELECT parts FROM word"):
        unpacked(parts)
    for (bits,) in connection.execute("SELECT bits FROM pair UNION ALL SELECT bits FROM value"):
        BitMap.deserialize(bits)


def told(error: Exception) -> SearchError:
    """The same in the port's words."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith(AWAY) and not name.startswith(DAMAGE):
        return EngineUnavailable(f"The embedded index did not answer: {error}")
    return IndexMissing(f"The embedded index cannot be read: {error}")


def opened(path: Path, wait: float = READ_WAIT_SECONDS) -> sqlite3.Connection:
    """A connection that may read and write. Raises IndexMissing where the file is not an index of ours."""
    try:
        # Never creates: an empty file in the place of a build that has just been removed would be found by the next one.
        uri = f"file:{quote(str(path))}?mode=rw"
        connection = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise told(error) from error
    try:
        # A power cut may cost the last updates, never the file; the worker compares when it starts, and makes them again.
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA mmap_size=1073741824")
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise told(error) from error
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
