"""`hub import csv`: a line for each row, the account at the end, JSON on the last line for machines."""

from __future__ import annotations

import json

import openpyxl
import pytest
from click.testing import CliRunner

from hubdirectory.actions.starting import prepare_database
from hubdirectory.commands.importing import importing
from hubdirectory.config import load_settings

MAP = """
[source]
title = "Clubs"
external_id = "Ref"
[fields]
name = "Name"
organisation = "Name"
phone = "Phone"
"""
ROWS = [["Ref", "Name", "Phone"], ["1", "Chess Club", "01632 960123"], ["2", "Choir", "00000 000000"], ["3", "", ""]]


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder with an empty directory, a map and the spreadsheet."""
    monkeypatch.setenv("HUB_INSTANCE", str(tmp_path / "instance"))
    (tmp_path / "instance").mkdir()
    prepare_database(load_settings())
    (tmp_path / "clubs.toml").write_text(MAP, encoding="utf-8")
    (tmp_path / "clubs.csv").write_text("\n".join(",".join(row) for row in ROWS), encoding="utf-8")
    return tmp_path


def run(office, *arguments):
    return CliRunner().invoke(importing, ["csv", str(office / "clubs.csv"), *arguments])


def test_each_row_has_a_line_and_the_account_ends_it(office):
    result = run(office, "--map", str(office / "clubs.toml"))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "1 added: Chess Club",
        "2 added: Choir — The telephone number “00000 000000” only fills the space, so it was left out.",
        "3 refused: (no name) — The row has no name.",
        "Read 3, added 2, changed 0, unchanged 0, skipped 0, refused 1, gone 0.",
    ]


def test_the_last_line_is_json_for_machines(office):
    result = run(office, "--map", str(office / "clubs.toml"), "--json")
    account = {"read": 3, "added": 2, "changed": 0, "unchanged": 0, "skipped": 0, "refused": 1, "gone": 0}
    assert json.loads(result.stdout.splitlines()[-1]) == account


def test_a_dry_run_says_so_and_the_next_run_still_adds(office):
    dry = run(office, "--map", str(office / "clubs.toml"), "--dry-run")
    assert "This was a dry run: nothing was saved." in dry.stdout
    assert "1 added: Chess Club" in run(office, "--map", str(office / "clubs.toml")).stdout


def test_quiet_leaves_out_the_rows_that_need_nobody(office):
    lines = run(office, "--map", str(office / "clubs.toml"), "--quiet").stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["2 added", "3 refused"]


def test_a_workbook_is_read_like_a_csv_file(office):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(office / "clubs.csv")
    assert "1 added: Chess Club" in run(office, "--map", str(office / "clubs.toml")).stdout


def test_a_map_that_does_not_fit_is_said_in_sentences_and_fails(office):
    (office / "clubs.toml").write_text(MAP.replace('"Phone"', '"Telephone"'), encoding="utf-8")
    result = run(office, "--map", str(office / "clubs.toml"))
    assert result.exit_code == 1
    assert "the column “Telephone”, which the file does not have" in result.output
    assert "The file's columns are: Ref, Name, Phone." in result.output


def test_without_a_map_the_command_asks_for_one(office):
    result = run(office)
    assert result.exit_code == 2
    assert "Say which map reads clubs.csv" in result.output
