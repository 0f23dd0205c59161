"""Where the tests write: in memory, where there is room."""

from __future__ import annotations

import os

import pytest

from hubdirectory.setup import testing


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(testing, "ROOM_BYTES", 0)


def facts(tmp_path, kilobytes):
    file = tmp_path / "meminfo"
    file.write_text(f"MemTotal: 1 kB\nMemAvailable:   {kilobytes} kB\n")
    return file


@pytest.mark.parametrize(("gigabytes", "told"), [(9, True), (7, False), (0, False)])
def test_tests_write_into_memory_where_there_is_enough_of_it(tmp_path, gigabytes, told):
    found = testing.temporary_folder(tmp_path, facts(tmp_path, gigabytes << 20))
    assert found == ({"TMPDIR": str(tmp_path)} if told and not os.statvfs(tmp_path).f_flag & os.ST_NOEXEC else {})


def test_whoever_says_where_is_heard(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", "/somewhere")
    assert testing.temporary_folder(tmp_path, facts(tmp_path, 9 << 20)) == {}


def test_a_machine_without_such_a_folder_writes_as_ever(tmp_path):
    assert testing.temporary_folder(tmp_path / "none", facts(tmp_path, 9 << 20)) == {}
    assert testing.temporary_folder(tmp_path, tmp_path / "no facts") == {}
