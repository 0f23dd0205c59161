"""`hub import`: a line for each row, the account at the end, JSON on the last line for machines."""

from __future__ import annotations

import json

import openpyxl
import pytest
from click.testing import CliRunner

from hubdirectory.actions.starting import prepare_database
from hubdirectory.commands.importing import importing
from hubdirectory.config import load_settings
from importers.surgeries import COLUMNS

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


SURGERY = {
    "organisation_code": "A81044", "name": "MCKENZIE HOUSE SURGERY", "address_line_1": "17 KENDAL ROAD",
    "address_line_2": "HARTLEPOOL", "postcode": "TS25 1QU", "status_code": "A", "prescribing_setting": "4",
}  # fmt: skip


def test_surgeries_have_a_line_each_and_end_with_the_account(office):
    cells = [[column, SURGERY.get(column, "")] for column in COLUMNS]
    rows = [",".join(column) for column in zip(*cells, strict=True)]
    (office / "epraccur.csv").write_text("\n".join(rows), encoding="utf-8")
    lines = CliRunner().invoke(importing, ["surgeries", str(office / "epraccur.csv"), "--json"]).stdout.splitlines()
    assert lines[0] == "1 added: McKenzie House Surgery"
    assert json.loads(lines[-1])["added"] == 1


def test_a_file_that_is_none_of_surgeries_fails_with_a_sentence(office):
    result = CliRunner().invoke(importing, ["surgeries", str(office / "clubs.csv")])
    assert result.exit_code == 1
    assert "clubs.csv is not the NHS file of prescribing places" in result.output


def test_areas_take_several_files_and_say_what_they_did(office):
    ring = [[[-1.23, 54.67], [-1.21, 54.67], [-1.21, 54.69], [-1.23, 54.67]]]
    ward = {"properties": {"WD25CD": "E1", "WD25NM": "Hart"}, "geometry": {"type": "Polygon", "coordinates": ring}}
    (office / "wards.geojson").write_text(json.dumps({"features": [ward]}), encoding="utf-8")
    (office / "figures.csv").write_text("lsoa_code,ward_code,IMD_decile,IMD_rank\nE2,E1,1,5\n", encoding="utf-8")
    files = [str(office / "wards.geojson"), str(office / "figures.csv")]
    assert "give it with --year" in CliRunner().invoke(importing, ["areas", *files]).output
    result = CliRunner().invoke(importing, ["areas", *files, "--year", "2025"])
    assert result.stdout.splitlines() == [
        "1 added: Hart",
        "1 added: E2",
        "Read 2, added 2, changed 0, unchanged 0, skipped 0, refused 0, gone 0.",
    ]
