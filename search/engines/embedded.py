"""The embedded engine: one SQLite file of roaring bitmaps. The default, and the fallback. Needs no server.

Words, neighbours and facet values each have a bitmap of the documents that hold them; a search intersects them.
Several processes read it; one at a time writes, a transaction per batch.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from pyroaring import BitMap

from ..analysis import query_words
from ..document import Document
from ..phrases import Table, synonym_table
from ..port import EngineUnavailable, IndexState, Progress, SearchError, Words
from ..postings import ALL, FLAG, PATTERN, PLACE, PLACED, REMOTE
from ..query import Near, Query, Sort
from ..results import Found, Hit
from ..spelling import Reading, read
from . import embedded_ranking as ranking
from .embedded_build import fill, write
from .embedded_file import SWAP_WAIT_SECONDS, WRITE_WAIT_SECONDS, IndexFiles, Stamp, created, finish
from .embedded_matching import Matcher, Term
from .embedded_snapshot import NO_BITS, Snapshot

ANYWHERE_SHOWN = 5
T = TypeVar("T")


class EmbeddedEngine:
    name = "embedded"

    def __init__(self, folder: Path, words: Words | None = None) -> None:
        self._files = IndexFiles(folder)
        self._lock = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._stamp: Stamp = (0, 0)
        self.set_words(words or Words())

    def set_words(self, words: Words) -> None:
        self._words = words
        self._synonyms = synonym_table(words.synonyms)

    def hear_words(self, words: Words) -> None:
        self.set_words(words)

    # reading

    def search(self, query: Query) -> Found:
        return self._reading(lambda snapshot: _Search(snapshot, self._read(snapshot, query), query, self._synonyms).found())

    def count_each(self, queries: Sequence[Query]) -> list[int]:
        def counts(snapshot: Snapshot) -> list[int]:
            return [_Search(snapshot, self._read(snapshot, query), query, self._synonyms).total() for query in queries]

        return self._reading(counts)

    def read(self, text: str) -> Reading:
        """The words of a text with its typos read as the words that the records hold: other engines ask too."""
        return self._reading(lambda snapshot: read(query_words(text, self._words.stop_words), snapshot))

    def state(self) -> IndexState:
        def fingerprints(snapshot: Snapshot) -> IndexState:
            return IndexState(dict(snapshot.connection.execute("SELECT number, fingerprint FROM document")))

        return self._reading(fingerprints)

    def _read(self, snapshot: Snapshot, query: Query) -> Reading:
        return read(query_words(query.words, self._words.stop_words), snapshot)

    def _reading(self, ask: Callable[[Snapshot], T]) -> T:
        """Asks within one read transaction: all bitmaps are of the same moment."""
        with self._lock:
            snapshot = self._live_snapshot()
            try:
                snapshot.connection.execute("BEGIN")
                try:
                    snapshot.refresh()
                    return ask(snapshot)
                finally:
                    snapshot.connection.execute("COMMIT")
            except (sqlite3.DatabaseError, ValueError) as error:
                self._close()
                raise self._files.blamed(error) from error
            except BaseException:
                self._close()  # what is in memory may be half caught up
                raise

    def _live_snapshot(self) -> Snapshot:
        stamp = self._files.stamp()
        if self._snapshot is None or stamp != self._stamp:
            self._close()
            self._stamp, connection = self._files.open_live()
            self._snapshot = Snapshot(connection)
        return self._snapshot

    def _close(self) -> None:
        if self._snapshot is not None:
            self._snapshot.connection.close()
            self._snapshot = None

    # writing

    def update(self, documents: Iterable[Document], gone: Iterable[int] = (), seconds: float | None = None) -> None:
        with self._files.writers_lock():
            _, connection = self._files.open_live(WRITE_WAIT_SECONDS)
            try:
                write(connection, documents, gone)
            except UnicodeError as error:
                raise SearchError(f"A document cannot be kept: {error}") from error
            except (sqlite3.DatabaseError, ValueError) as error:
                raise self._files.blamed(error) from error
            finally:
                connection.close()

    def rebuild(self, documents: Iterable[Document], words: Words, progress: Progress | None = None) -> None:
        with self._files.builders_lock():
            self._build(self._files.new_build(), documents, progress)
        self.set_words(words)

    def _build(self, build: Path, documents: Iterable[Document], progress: Progress | None) -> None:
        try:
            connection = created(build)
            try:
                fill(connection, documents, progress)
                finish(connection, build)
            finally:
                connection.close()
            with self._files.writers_lock(SWAP_WAIT_SECONDS):
                self._files.go_live(build)
        except BaseException as error:
            build.unlink(missing_ok=True)
            if isinstance(error, sqlite3.Error | OSError):
                raise EngineUnavailable(f"The embedded index could not be built: {error}") from error
            raise

    def examine(self) -> None:
        self._files.examine()


class _Search:
    """One query against one snapshot."""

    def __init__(self, snapshot: Snapshot, reading: Reading, query: Query, synonyms: Table) -> None:
        self.snapshot, self.reading, self.query = snapshot, reading, query
        matcher = Matcher(snapshot, synonyms)
        self.terms: list[Term] = matcher.terms(reading.words)
        self.base = matcher.matching(self.terms)
        if query.patterns is not None:
            self.base = self.base & self._any(PATTERN, query.patterns)
        if query.among is not None:
            self.base = self.base & BitMap(query.among)
        if query.besides:
            self.base = self.base - BitMap(query.besides)
        self.chosen = {group: self._any(group, values) for group, values in query.chosen.items() if values}
        self.reach = self._near() if query.near else None

    def _any(self, group: str, values: Iterable[str]) -> BitMap:
        bitmaps = [self.snapshot.value(group, value) for value in values]
        return BitMap.union(*bitmaps) if bitmaps else NO_BITS

    def _near(self) -> BitMap:
        near: Near = self.query.near  # type: ignore[assignment]
        return self.snapshot.value(FLAG, PLACED) if near.everywhere else self._any(PLACE, near.places)

    def _filtered(self, without: str = "") -> BitMap:
        """What passes every group but one, before the place."""
        bits = self.base
        for group, allowed in self.chosen.items():
            if group != without:
                bits = bits & allowed
        return bits

    def _listed(self, bits: BitMap) -> BitMap:
        """Of those, the ones that the counted list holds."""
        if self.query.anywhere:
            return self._elsewhere(bits)
        return bits if self.reach is None else bits & self.reach

    def _elsewhere(self, bits: BitMap) -> BitMap:
        return (bits & self.snapshot.value(FLAG, REMOTE)) - (self.reach or NO_BITS)

    def total(self) -> int:
        return len(self._listed(self._filtered()))

    def found(self) -> Found:
        passing = self._filtered()
        listed = self._listed(passing)
        beside = self.query.near is not None and not self.query.anywhere
        elsewhere = self._elsewhere(passing) if beside else NO_BITS
        offset = (self.query.page - 1) * self.query.per_page
        return Found(
            total=len(listed),
            hits=self._hits(listed, offset, self.query.per_page),
            facets={group: self._facet(group, passing) for group in self.query.facets},
            anywhere_total=len(elsewhere),
            anywhere=self._hits(elsewhere, 0, ANYWHERE_SHOWN),
            engine=EmbeddedEngine.name,
            words=self.reading.words,
            read_as=self.reading.changes,
        )

    def _facet(self, group: str, passing: BitMap) -> dict[str, int]:
        bits = self._listed(self._filtered(without=group) if group in self.chosen else passing)
        if len(bits) == len(self.snapshot.value(FLAG, ALL)):
            return dict(self.snapshot.sizes(group))
        both = bits.intersection_cardinality
        return {value: count for value, having in self.snapshot.values(group).items() if (count := both(having))}

    def _hits(self, bits: BitMap, offset: int, count: int) -> tuple[Hit, ...]:
        if not bits or not count:
            return ()
        numbers = self._sorted(bits, offset, count)
        return tuple(Hit(number, self._miles(number)) for number in numbers)

    def _sorted(self, bits: BitMap, offset: int, count: int) -> list[int]:
        near = self.query.near.places if self.query.near else None
        match self.query.sort:
            case Sort.NAME:
                return self._by_column("document_name", "sort_name, number", bits, offset, count)
            case Sort.CONFIRMED:
                return self._by_column("document_confirmed", "confirmed DESC, number", bits, offset, count)
            case Sort.DISTANCE if near:
                steps = [ranking.by_distance(self.snapshot, near), ranking.by_month(self.snapshot)]
                return ranking.first(steps, bits, offset, count)
        return ranking.first(ranking.steps_for(self.terms, self.snapshot, near), bits, offset, count)

    def _by_column(self, index: str, order: str, bits: BitMap, offset: int, count: int) -> list[int]:
        """Walks the whole order and keeps what is wanted: rarely asked for, and exact."""
        rows = self.snapshot.connection.execute(f"SELECT number FROM document INDEXED BY {index} ORDER BY {order}")
        found: list[int] = []
        for (number,) in rows:
            if number in bits:
                found.append(number)
                if len(found) >= offset + count:
                    break
        return found[offset:]

    def _miles(self, number: int) -> float | None:
        if self.query.near is None:
            return None
        distances = (miles for place, miles in self.query.near.places.items() if number in self.snapshot.value(PLACE, place))
        return min(distances, default=None)
