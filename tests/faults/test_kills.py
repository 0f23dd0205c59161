"""Killed without warning, at any moment, with the disk full or two workers at once: no edit that was kept is lost."""

from __future__ import annotations

import shutil

import pytest

from hubdirectory.bench import full_disk
from hubdirectory.bench.kills import rounds
from hubdirectory.bench.servers import Meilisearch
from hubdirectory.setup.engines.engine import EngineMissing
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


def test_a_full_disk_refuses_edits_honestly_and_loses_none(clubs, tmp_path):
    try:
        with full_disk.small_disk(tmp_path / "disk", 40) as disk:
            shutil.copytree(clubs, disk / "clubs")
            suffered = full_disk.suffered(disk / "clubs", disk / "filler", tmp_path, "wool")
    except full_disk.NoSmallDisk as missing_disk:
        pytest.skip(str(missing_disk))
    assert suffered.fine, suffered
    assert suffered.before == 60
