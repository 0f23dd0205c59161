"""Filling a fresh index, and changing a live one document by document."""

from __future__ import annotations

import gc
import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from pyroaring import BitMap

from ..document import Document
from ..port import Progress
from ..postings import KEPT_PREFIXES, Postings, analysed, postings_of, postings_of_words, values_of
from .embedded_parts import Coded, Parts, compressed, expanded, joined, packed, unpacked

PROGRESS_STEP = 500
Value = tuple[str, str]
K = TypeVar("K")


def fill(connection: sqlite3.Connection, documents: Iterable[Document], progress: Progress | None) -> None:
    """Writes every document and all bitmaps. Numbers are gathered in arrays (4 bytes each) until the end."""
    gathered = _Gathered()
    with _looking_for_no_cycles():
        for done, document in enumerate(documents, start=1):
            fields, values = analysed(document), values_of(document)
            connection.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)", _row(document, fields, values))
            gathered.add(document.number, postings_of_words(fields, values))
            if progress and done % PROGRESS_STEP == 0:
                progress(done)
        gathered.write(connection)


@contextmanager
def _looking_for_no_cycles() -> Iterator[None]:
    """Python's collector would go through all that is gathered again and again, and take a third of the time to find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _row(document: Document, fields: tuple[str, ...], values: frozenset[Value]) -> tuple[object, ...]:
    return (
        document.number, document.fingerprint, document.sort_name, document.confirmed,
        compressed("\n".join(fields)), compressed(json.dumps(sorted(values), ensure_ascii=False)),
    )  # fmt: skip


class _Gathered:
    def __init__(self) -> None:
        self.words: dict[str, dict[int, array[int]]] = {}
        self.pairs: dict[str, array[int]] = {}
        self.values: dict[Value, array[int]] = {}

    def add(self, number: int, postings: Postings) -> None:
        words = self.words
        for word, code in postings.words.items():
            try:
                words[word][code].append(number)
            except KeyError:
                words.setdefault(word, {})[code] = array("I", (number,))
        _append(self.pairs, postings.pairs, number)
        _append(self.values, postings.values, number)

    def write(self, connection: sqlite3.Connection) -> None:
        connection.executemany("INSERT INTO word VALUES (?, ?, ?, 1)", self._word_rows())
        connection.executemany("INSERT INTO pair VALUES (?, ?, 1)", ((key, _bits(self.pairs[key])) for key in sorted(self.pairs)))
        connection.executemany(
            "INSERT INTO value VALUES (?, ?, ?, 1)", ((*key, _bits(self.values[key])) for key in sorted(self.values))
        )

    def _word_rows(self) -> Iterator[tuple[str, bytes, int]]:
        """The words with their documents, and after them the short beginnings of words."""
        begun: dict[str, list[Coded]] = {}
        for word in sorted(self.words):
            coded = {code: BitMap(numbers) for code, numbers in self.words.pop(word).items()}
            yield _word_row(word, coded)
            for length in KEPT_PREFIXES:
                begun.setdefault(f"{word[:length]}*", []).append(coded)
        for beginning, words in begun.items():
            yield _word_row(beginning, joined(map(Parts, words)).coded)


def _word_row(word: str, coded: Coded) -> tuple[str, bytes, int]:
    return word, packed(coded), sum(map(len, coded.values()))


def _append(gathered: dict[K, array[int]], keys: Iterable[K], number: int) -> None:
    for key in keys:
        try:
            gathered[key].append(number)
        except KeyError:
            gathered[key] = array("I", (number,))


def _note(changes: dict[K, dict[int, bool]], old: frozenset[K], new: frozenset[K], number: int) -> None:
    for key in old ^ new:
        changes.setdefault(key, {})[number] = key in new


def _bits(numbers: array[int]) -> bytes:
    bits = BitMap(numbers)
    bits.run_optimize()
    return bits.serialize()


def write(connection: sqlite3.Connection, documents: Iterable[Document], gone: Iterable[int]) -> None:
    """Changes a live index in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        change = Change(connection, int(row[0]) + 1)
        for document in documents:
            change.put(document)
        for number in gone:
            change.remove(number)
        change.write()
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


class Change:
    """What a batch of documents changes, gathered so that each bitmap is read and written once."""

    def __init__(self, connection: sqlite3.Connection, generation: int) -> None:
        self.connection = connection
        self.generation = generation
        self._words: dict[str, dict[int, dict[int, bool]]] = {}
        self._pairs: dict[str, dict[int, bool]] = {}
        self._values: dict[Value, dict[int, bool]] = {}

    def put(self, document: Document) -> None:
        fields, values = analysed(document), values_of(document)
        self._differ(document.number, self._known(document.number), postings_of(fields, values))
        self.connection.execute("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?)", _row(document, fields, values))

    def remove(self, number: int) -> None:
        self._differ(number, self._known(number), Postings({}, frozenset(), frozenset()))
        self.connection.execute("DELETE FROM document WHERE number = ?", (number,))

    def _known(self, number: int) -> Postings:
        row = self.connection.execute("SELECT fields, facets FROM document WHERE number = ?", (number,)).fetchone()
        if row is None:
            return Postings({}, frozenset(), frozenset())
        values = frozenset((group, value) for group, value in json.loads(expanded(row[1])))
        return postings_of(tuple(expanded(row[0]).split("\n")), values)

    def _differ(self, number: int, old: Postings, new: Postings) -> None:
        for word in old.words.keys() | new.words.keys():
            before, after = old.words.get(word), new.words.get(word)
            if before != after:
                self._move(word, number, before, after)
        _note(self._pairs, old.pairs, new.pairs, number)
        _note(self._values, old.values, new.values, number)

    def _move(self, word: str, number: int, before: int | None, after: int | None) -> None:
        parts = self._words.setdefault(word, {})
        for code, there in ((before, False), (after, True)):
            if code is not None:
                parts.setdefault(code, {})[number] = there

    def write(self) -> None:
        for word, parts in self._words.items():
            self._write_word(word, parts)
        for key, changes in self._pairs.items():
            bits = self._changed("SELECT bits FROM pair WHERE key = ?", (key,), changes)
            self.connection.execute("INSERT OR REPLACE INTO pair VALUES (?, ?, ?)", (key, bits, self.generation))
        for (group, value), changes in self._values.items():
            bits = self._changed("SELECT bits FROM value WHERE grp = ? AND key = ?", (group, value), changes)
            self.connection.execute("INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?)", (group, value, bits, self.generation))
        self.connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (str(self.generation),))

    def _write_word(self, word: str, changes: Mapping[int, Mapping[int, bool]]) -> None:
        row = self.connection.execute("SELECT parts FROM word WHERE key = ?", (word,)).fetchone()
        coded = dict(unpacked(row[0]).coded) if row else {}
        for code, numbers in changes.items():
            coded[code] = _applied(coded.get(code, BitMap()), numbers)
        total = sum(map(len, coded.values()))
        self.connection.execute("INSERT OR REPLACE INTO word VALUES (?, ?, ?, ?)", (word, packed(coded), total, self.generation))

    def _changed(self, select: str, key: tuple[str, ...], changes: Mapping[int, bool]) -> bytes:
        row = self.connection.execute(select, key).fetchone()
        return _applied(BitMap.deserialize(row[0]) if row else BitMap(), changes).serialize()


def _applied(bits: BitMap, changes: Mapping[int, bool]) -> BitMap:
    for number, there in changes.items():
        if there:
            bits.add(number)
        else:
            bits.discard(number)
    return bits
