"""Killed without warning, at any moment, with the disk full or two workers at once: no edit that was kept is lost."""

from __future__ import annotations

import shutil
import subprocess
import time
from contextlib import ExitStack, closing, contextmanager

import pytest

from hubdirectory.actions.world import open_world
from hubdirectory.bench.editing import edited
from hubdirectory.bench.kills import Editing, rounds, settle
from hubdirectory.bench.servers import Hub, Meilisearch
from hubdirectory.config import load_settings
from hubdirectory.setup.engines.engine import EngineMissing
from search.port import SearchError
from search.query import Query
from tests.conftest import missing

EDITS = 45


@pytest.fixture
def server(tmp_path):
    """A search server of this test's own: it will be killed."""
    server = Meilisearch(tmp_path / "meilisearch")
    try:
        server.start()
    except EngineMissing as error:
        missing(str(error))
    yield server
    server.stop()


def test_worker_editor_and_search_server_killed_in_the_middle_of_edits(installation, server):
    for killed in rounds(installation().instance, server, count=2, edits=EDITS):
        assert killed.fine, killed
        assert killed.acknowledged >= EDITS - 10
        assert sorted(killed.killed) == ["editor", "meilisearch", "worker"]


def test_two_workers_at_once_one_of_them_killed(installation):
    for killed in rounds(installation().instance, None, count=1, edits=EDITS, seed=7, workers=2):
        assert killed.fine, killed
        assert killed.acknowledged >= EDITS - 10


@contextmanager
def small_disk(folder, megabytes=40):
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("A small disk cannot be mounted here: it takes root.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)


def fill(path):
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while file.write(b"x" * size):
                    continue
            except OSError:
                continue


def wait_until(holds, seconds=30):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_full_disk_refuses_edits_honestly_and_loses_none(clubs, tmp_path):
    with small_disk(tmp_path / "disk") as disk, ExitStack() as opened:
        shutil.copytree(clubs, disk / "clubs")
        hub = Hub(disk / "clubs")
        hub.log = lambda verb: tmp_path / verb  # the log would have no room
        try:
            worker, editing = hub.start("worker"), Editing(hub, 100_000, 1)
            visitor = opened.enter_context(closing(open_world(load_settings(hub.environment))))
            assert found(visitor) == 60
            editing.wait_for(20)
            fill(disk / "filler")
            refused_before = editing.refused
            wait_until(lambda: editing.refused > refused_before + 20)
            assert found(visitor) == 60  # it is still searched
            for process in (worker, editing.process):
                process.kill()
            editing.end()
            hub.start("worker")
            assert found(visitor) == 60
            (disk / "filler").unlink()
            with closing(open_world(load_settings(hub.environment))) as world:
                assert settle(world, 30) == {"embedded": 0}
                there = edited(world)
            assert editing.said >= 20
            assert {slug for slug, number in editing.kept.items() if there.get(slug, -1) < number} == set()
        finally:
            hub.close()


def found(world):
    try:
        return world.search.search(Query("wool")).total
    except SearchError as error:
        return str(error)
