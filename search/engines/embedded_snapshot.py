"""What one process has read of the index: decoded bitmaps, kept until another process changes them.

Each row carries the generation in which it last changed. A search begins a read transaction, asks for the
generation, and drops from memory just the rows that changed since: never the whole cache, so that fifty edits a
second do not make every search read everything again.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Iterator, Sequence

from pyroaring import BitMap

from ..spelling import Shapes
from .embedded_parts import NOTHING, Parts, expanded, joined, unpacked

MOST_WORDS_KEPT = 20_000
MOST_PAIRS_KEPT = 20_000
NO_BITS = BitMap()
ROWS_CHANGED = {
    "word": "SELECT key, total FROM word WHERE changed > ?",
    "pair": "SELECT key FROM pair WHERE changed > ?",
    "value": "SELECT grp, key, bits FROM value WHERE changed > ?",
}


class Snapshot:
    """Not safe for threads: the engine holds its lock around each use."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.generation = -1
        self._words: OrderedDict[str, Parts] = OrderedDict()
        self._pairs: OrderedDict[str, BitMap] = OrderedDict()
        self._prefixes: dict[str, Parts] = {}
        self._values: dict[str, dict[str, BitMap]] = {}
        self._sizes: dict[str, dict[str, int]] = {}
        self._vocabulary: list[str] = []
        self._shapes = Shapes()
        self._totals: dict[str, int] = {}

    def refresh(self) -> None:
        """Catches up with what was committed. Call inside a transaction."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        generation = int(row[0])
        if generation == self.generation:
            return
        for key, total in self.connection.execute(ROWS_CHANGED["word"], (self.generation,)):
            self._words.pop(key, None)
            self._relearn(key, total)
        if self.generation < 0:
            self._vocabulary.sort()  # they come by when they changed
        if self._pairs:
            for (key,) in self.connection.execute(ROWS_CHANGED["pair"], (self.generation,)):
                self._pairs.pop(key, None)
        for group, key, bits in self.connection.execute(ROWS_CHANGED["value"], (self.generation,)):
            self._revalue(group, key, BitMap.deserialize(bits))
        self._prefixes.clear()
        self._sizes.clear()
        self.generation = generation

    def _relearn(self, key: str, total: int) -> None:
        if key.endswith("*"):
            return
        known = key in self._totals
        if total and not known:
            if self.generation < 0:
                self._vocabulary.append(key)
            else:
                insort(self._vocabulary, key)
            self._shapes.add(key)
        elif not total and known:
            self._vocabulary.pop(bisect_left(self._vocabulary, key))
            self._shapes.remove(key)
        if total:
            self._totals[key] = total
        else:
            self._totals.pop(key, None)

    def _revalue(self, group: str, key: str, bits: BitMap) -> None:
        values = self._values.setdefault(group, {})
        if bits:
            values[key] = bits
        else:
            values.pop(key, None)

    # words

    def word(self, key: str) -> Parts:
        """The documents with exactly this word."""
        known = self._words.get(key)
        if known is None:
            row = self.connection.execute("SELECT parts FROM word WHERE key = ?", (key,)).fetchone()
            known = unpacked(row[0]) if row else NOTHING
            self._words[key] = known
            if len(self._words) > MOST_WORDS_KEPT:
                self._words.popitem(last=False)
        return known

    def beginning_with(self, prefix: str) -> Parts:
        """The documents with a word that begins so."""
        known = self._prefixes.get(prefix)
        if known is None:
            known = joined(self.word(word) for word in self.words_from(prefix))
            self._prefixes[prefix] = known
        return known

    def words_from(self, prefix: str) -> Iterator[str]:
        for index in range(bisect_left(self._vocabulary, prefix), len(self._vocabulary)):
            if not self._vocabulary[index].startswith(prefix):
                return
            yield self._vocabulary[index]

    def pair(self, key: str) -> BitMap:
        """The documents in which two words stand side by side, in that order."""
        known = self._pairs.get(key)
        if known is None:
            row = self.connection.execute("SELECT bits FROM pair WHERE key = ?", (key,)).fetchone()
            known = BitMap.deserialize(row[0]) if row else NO_BITS
            self._pairs[key] = known
            if len(self._pairs) > MOST_PAIRS_KEPT:
                self._pairs.popitem(last=False)
        return known

    def pairs_from(self, first: str, prefix: str) -> BitMap:
        """The documents in which a word stands before one that begins so."""
        start = f"{first} {prefix}"
        rows = self.connection.execute("SELECT key FROM pair WHERE key >= ? AND key < ?", (start, start + "\U0010ffff"))
        bitmaps = [self.pair(key) for (key,) in rows.fetchall()]
        return BitMap.union(*bitmaps) if bitmaps else NO_BITS

    # values

    def values(self, group: str) -> dict[str, BitMap]:
        return self._values.get(group, {})

    def value(self, group: str, key: str) -> BitMap:
        return self._values.get(group, {}).get(key, NO_BITS)

    def sizes(self, group: str) -> dict[str, int]:
        """How many documents have each value of a group, among them all."""
        if group not in self._sizes:
            self._sizes[group] = {value: len(bits) for value, bits in self.values(group).items()}
        return self._sizes[group]

    def document_fields(self, number: int) -> list[str]:
        row = self.connection.execute("SELECT fields FROM document WHERE number = ?", (number,)).fetchone()
        return expanded(row[0]).split("\n") if row else []

    # the lexicon (search.spelling.Lexicon)

    def count(self, word: str) -> int:
        return self._totals.get(word, 0)

    def has_prefix(self, prefix: str) -> bool:
        return next(self.words_from(prefix), None) is not None

    def are_neighbours(self, first: str, second: str) -> bool:
        return bool(self.pair(f"{first} {second}"))

    def vocabulary(self) -> Sequence[str]:
        return self._vocabulary

    def perhaps(self, word: str, typos: int) -> Sequence[str]:
        return self._shapes.perhaps(word, typos)
