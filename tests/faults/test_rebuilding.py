"""While an index is rebuilt, eight visitors search: no error, and no empty or half result."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

import pytest

from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.query import Query

from .conftest import WORDS

MANY, VISITORS = 2000, 8
NEEDS = ("crafts", "debt", "food")


def documents(version):
    for number in range(1, MANY + 1):
        name = f"Wool club {number} {'yarn' if version else 'thread'}"
        yield Document(number, {"name": name}, {"need": (NEEDS[number % 3],)}, remote=True, fingerprint=str(version))


@contextmanager
def visiting(engines, ask):
    """So many visitors that search until the end; what they saw, and what went wrong."""
    seen, wrong, stop = [], [], threading.Event()

    def visit(engine):
        while not stop.is_set():
            try:
                seen.append(ask(engine))
            except Exception as error:  # noqa: BLE001
                wrong.append(error)

    threads = [threading.Thread(target=visit, args=(engines[number % len(engines)],)) for number in range(VISITORS)]
    for thread in threads:
        thread.start()
    try:
        yield seen, wrong
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)


def ask(engine):
    found = engine.search(Query("wool"))
    counted = sum(found.facets["need"].values())
    return found.total, counted, engine.count_each([Query("yarn")])[0]


@pytest.mark.parametrize("kind", ["embedded", "meilisearch"])
def test_nobody_sees_an_index_that_is_being_rebuilt(kind, tmp_path, request):
    if kind == "embedded":
        writer = EmbeddedEngine(tmp_path / "search")
        readers = [EmbeddedEngine(tmp_path / "search") for _ in range(2)]
    else:
        writer = request.getfixturevalue("server").direct
        readers = [request.getfixturevalue("server").direct]
    writer.rebuild(documents(0), WORDS)
    with visiting(readers, ask) as (seen, wrong):
        for version in (1, 1, 0, 1):
            writer.rebuild(documents(version), WORDS)
        time.sleep(0.2)
    assert not wrong
    assert set(seen) == {(MANY, MANY, 0), (MANY, MANY, MANY)}  # all of the old one, then all of the new one
    assert len(seen) > 20


def test_swap_after_swap_while_readers_open_the_index_anew(tmp_path):
    """The moment between reading the pointer and opening what it names."""
    few = list(documents(0))[:20]
    writer = EmbeddedEngine(tmp_path / "search")
    writer.rebuild(few, WORDS)

    def open_and_ask(_engine):
        reader = EmbeddedEngine(tmp_path / "search")
        try:
            return reader.search(Query("wool")).total
        finally:
            reader._close()

    with visiting([writer], open_and_ask) as (seen, wrong):
        for _ in range(40):
            writer.rebuild(few, WORDS)
    assert not wrong
    assert set(seen) == {20}
    assert len(list((tmp_path / "search").glob("build-*.db"))) == 1
