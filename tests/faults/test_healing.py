"""An index that is lost or damaged is built again by the worker, beside what is left, while everything else goes on."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
import threading
import time
from contextlib import closing, contextmanager

import pytest

from hubdirectory.actions.world import open_world
from hubdirectory.indexing import check, heal, look, mark_differences, rebuild
from hubdirectory.indexing.drain import Row, dirty_rows, forget_rows
from hubdirectory.indexing.healing import sole
from hubdirectory.indexing.rebuild import every_document
from hubdirectory.indexing.standby import STRIKES, Standby
from hubdirectory.worker import COMPARE_SECONDS, LONGEST_REST_SECONDS, Worker
from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.port import IndexMissing, SearchError
from search.query import Query

from .conftest import WORDS, rename_club

CLUBS = 60


@contextmanager
def working(world):
    worker = Worker(world)
    threads = worker.start()
    try:
        yield worker
    finally:
        worker.stopping.set()
        for thread in threads:
            thread.join(10)


def found(engine, words="wool"):
    try:
        return engine.search(Query(words)).total
    except SearchError:
        return None


def until(holds, seconds=15.0):
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up, f"not so within {seconds} seconds"
        time.sleep(0.02)


def live(folder):
    return folder / (folder / "live").read_text()


# each of these is done to the folder of the index


def folder_gone(folder):
    shutil.rmtree(folder)


def file_gone(folder):
    live(folder).unlink()


def truncated(folder):
    os.truncate(live(folder), live(folder).stat().st_size // 3)


def zero_length(folder):
    os.truncate(live(folder), 0)


def foreign_file(folder):
    live(folder).write_bytes(b"%PDF-1.7 somebody's leaflet\n" * 500)


def foreign_database(folder):
    path = live(folder)
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.executescript("CREATE TABLE meta (key, value); INSERT INTO meta VALUES ('schema', 'of something else')")


def pointer_gone(folder):
    (folder / "live").unlink()


def pointer_to_nothing(folder):
    (folder / "live").write_text("build-000000000000.db")


def pointer_of_garbage(folder):
    (folder / "live").write_bytes(bytes(range(256)))


def pointer_out_of_the_folder(folder):
    (folder / "live").write_text("../directory.db")


def garbage_inside(folder):
    dice = random.Random(3)
    with live(folder).open("r+b") as file:
        for at in range(4096, live(folder).stat().st_size - 200, 512):
            file.seek(at)
            file.write(dice.randbytes(100))


DAMAGES = (
    folder_gone, file_gone, truncated, zero_length, foreign_file, foreign_database, pointer_gone, pointer_to_nothing,
    pointer_of_garbage, pointer_out_of_the_folder, garbage_inside,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_lost_or_damaged_index_is_built_again(world, damage):
    engine, folder = world.engines["embedded"], world.settings.instance / "search"
    visitor = EmbeddedEngine(folder)
    assert found(visitor) == CLUBS
    damage(folder)
    with working(world):
        until(lambda: found(EmbeddedEngine(folder)) == CLUBS and not raised(engine.examine))
    assert check(world.database, visitor).clean
    assert found(visitor, "wool club 7") == 1


def raised(ask):
    try:
        ask()
    except SearchError as error:
        return error
    return None


def test_garbage_that_only_a_visitor_comes_upon_is_built_again_too(world):
    engine, folder = world.engines["embedded"], world.settings.instance / "search"
    with closing(sqlite3.connect(live(folder))) as file, file:
        file.execute("UPDATE word SET parts = x'0123456789abcdef' WHERE key = 'wool'")
    assert not raised(engine.examine)
    assert found(engine) is None
    assert isinstance(raised(engine.examine), IndexMissing)
    with working(world):
        until(lambda: found(engine) == CLUBS)


def test_a_false_suspicion_is_forgotten(world):
    engine, folder = world.engines["embedded"], world.settings.instance / "search"
    (folder / "suspect").write_text(live(folder).name)
    engine.examine()
    assert not (folder / "suspect").exists()


def test_an_index_that_somebody_holds_is_not_taken_for_a_lost_one(world):
    folder = world.settings.instance / "search"
    before = live(folder)
    with closing(sqlite3.connect(before, isolation_level=None)) as file:
        file.execute("PRAGMA locking_mode=EXCLUSIVE")
        file.execute("BEGIN EXCLUSIVE")
        file.execute("UPDATE meta SET value = value")
        error = raised(EmbeddedEngine(folder).examine)
        assert not isinstance(error, IndexMissing)
        assert "locked" in str(error)
    assert live(folder) == before


@pytest.mark.parametrize("documents", [(), "half"], ids=["emptied", "half emptied"])
def test_an_index_that_holds_too_little_is_built_again_and_never_fills_by_halves(world, documents):
    engine = world.engines["embedded"]
    engine.rebuild(list(every_document(world.database))[::2] if documents else (), WORDS)
    less = found(engine)
    seen = set()
    with working(world):
        until(lambda: seen.add(found(engine)) or CLUBS in seen)
    assert seen <= {less, CLUBS}


def test_what_the_database_no_longer_holds_is_taken_out(world, make_document):
    engine = world.engines["embedded"]
    engine.update([make_document(number) for number in (901, 902)])
    with working(world):
        until(lambda: found(engine, "") == CLUBS)


@pytest.fixture
def make_document():
    return lambda number: Document(number, {"name": f"Ghost {number}"}, remote=True, fingerprint="1")


def test_what_was_lost_before_it_started_is_found_when_the_worker_starts(world):
    """As after a power cut: the row is forgotten, and the index went back by a moment."""
    rename_club(world, 7, "Knitting circle")
    with world.database.writing() as session:
        forget_rows(session, "embedded", [Row(*row) for row in session.execute(dirty_rows("embedded"))])
    with working(world):
        until(lambda: found(world.engines["embedded"], "knitting") == 1)


# one at a time


def test_two_workers_build_it_once(installation):
    built = []
    with closing(open_world(installation())) as one, closing(open_world(installation())) as other:
        folder_gone(one.settings.instance / "search")
        go = threading.Barrier(2)

        def healed(world):
            go.wait()
            built.append(heal(world.database, world.engines["embedded"], world.settings.instance / "search"))

        threads = [threading.Thread(target=healed, args=(world,)) for world in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(built) == [False, True]
        assert found(other.engines["embedded"]) == CLUBS


def test_builds_at_the_same_time_do_not_remove_each_other(world):
    folder = world.settings.instance / "search"
    threads = [threading.Thread(target=rebuild, args=(world.database, EmbeddedEngine(folder))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found(EmbeddedEngine(folder)) == CLUBS
    assert len(list(folder.glob("build-*.db"))) == 1


def test_an_index_that_cannot_be_healed_is_tried_ever_more_rarely(world):
    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    class Hopeless(EmbeddedEngine):
        built = 0

        def examine(self):
            raise IndexMissing("set up otherwise")

        def rebuild(self, documents, words, progress=None):
            super().rebuild(documents, words, progress)
            Hopeless.built += 1

    clock, engine = Clock(), Hopeless(world.settings.instance / "search")
    worker = Worker(world, clock)
    for _ in range(400):
        worker.step(engine)
        clock.now += 10.0
    assert 8 <= Hopeless.built <= 16
    assert clock.now > 6 * LONGEST_REST_SECONDS
    assert COMPARE_SECONDS >= 60


# where no worker runs


@pytest.fixture
def standby(world):
    marked = world.settings.instance / "asked"
    command = (sys.executable, "-c", f"open({str(marked)!r}, 'a').write('x')")
    standby = Standby(world.engines["embedded"], world.settings.instance / "search", command)
    standby.asked = lambda: marked.read_text() if marked.exists() else ""
    return standby


def test_a_web_process_has_a_lost_index_built_where_nobody_else_does(world, standby):
    for _ in range(3 * STRIKES):
        standby.look()
    assert standby.asked() == ""
    folder_gone(world.settings.instance / "search")
    for _ in range(STRIKES - 1):
        standby.look()
    assert standby.asked() == ""
    standby.look()
    assert standby.asked() == "x"


def test_a_web_process_leaves_it_to_a_worker_that_is_at_it(world, standby):
    folder_gone(world.settings.instance / "search")
    with sole(world.settings.instance / "search", "healing-embedded") as free:
        assert free
        for _ in range(2 * STRIKES):
            standby.look()
    assert standby.asked() == ""


# the server's index


@pytest.fixture
def served(installation, meilisearch_server):
    """The directory on Meilisearch too."""
    name = meilisearch_server.index_name()
    settings = installation(MEILI_URL=meilisearch_server.url, MEILI_MASTER_KEY=meilisearch_server.key, MEILI_INDEX=name)
    with closing(open_world(settings)) as world:
        engine = world.engines["meilisearch"]
        heal(world.database, engine, settings.instance / "search")
        yield world
        engine._drop(name)


def emptied(engine, address):
    engine._wait([engine._writer.http.delete(f"{address}/documents")])


def deleted(engine, address):
    engine._wait([engine._writer.http.delete(address)])


def recreated(engine, address):
    deleted(engine, address)
    engine._wait([engine._writer.http.post("indexes", {"uid": engine._index, "primaryKey": "id"})])


def without_its_settings(engine, address):
    engine._wait([engine._writer.http.delete(f"{address}/settings")])


def with_other_synonyms(engine, address):
    engine._wait([engine._writer.http.put(f"{address}/settings/synonyms", {"wool": ["steel"]})])


FAULTS = (emptied, deleted, recreated, without_its_settings, with_other_synonyms)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_server_index_that_is_not_as_we_made_it_is_built_again(served, fault):
    engine = served.engines["meilisearch"]
    assert engine.search(Query("wool")).total == CLUBS
    fault(engine, f"indexes/{engine._index}")
    with working(served):
        until(lambda: not raised(engine.examine) and look(served.database, engine).held == CLUBS)
        until(lambda: check(served.database, engine).clean)
    assert engine.search(Query("wool")).total == CLUBS


def test_a_server_index_is_not_built_again_for_a_few_edits(served):
    engine = served.engines["meilisearch"]
    before = engine._client.http.get(f"indexes/{engine._index}")["createdAt"]
    for number in range(1, 6):
        rename_club(served, number, f"Yarn club {number}")
    mark_differences(served.database, engine)
    with working(served):
        until(lambda: found(engine, "yarn") == 5)
        time.sleep(2.5)
    assert engine._client.http.get(f"indexes/{engine._index}")["createdAt"] == before
