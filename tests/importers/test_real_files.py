"""The spreadsheets that councils really published: every row of every file is accounted for."""

import csv
from collections import Counter
from pathlib import Path

import pytest

import importers
from importers.hours import read_hours
from importers.map_parsing import read_map
from importers.reading import read_source
from importers.record import RowOutcome

MAPS = Path(importers.__file__).parent / "maps"
# File -> rows, records, skipped.
ACCOUNTS = {
    "gm_dentists": (539, 520, 19),
    "gm_food_banks": (171, 170, 1),
    "gm_jobcentreplus": (26, 26, 0),
    "gm_libraries": (141, 141, 0),
    "gm_pharmacies": (631, 631, 0),
    "sports_clubs": (140, 140, 0),
    "sports_facilities": (314, 232, 82),
    "trafford_care_homes": (56, 56, 0),
    "trafford_childrens_centres": (2, 2, 0),
    "trafford_defibrillators": (185, 185, 0),
    "trafford_mental_health_services": (60, 60, 0),
    "trafford_schools_and_colleges": (103, 103, 0),
}


def outcomes_of(shared_data: Path, file: str, map_name: str = "") -> list[RowOutcome]:
    source_map = read_map(MAPS / f"{map_name or file}.toml")
    return list(read_source(shared_data / "feeds" / f"{file}.csv", source_map).outcomes)


@pytest.mark.parametrize("file", ACCOUNTS)
def test_every_row_of_a_real_file_is_accounted_for(shared_data: Path, file: str) -> None:
    outcomes = outcomes_of(shared_data, file)
    counts = Counter(outcome.outcome for outcome in outcomes)
    assert (len(outcomes), counts["record"], counts["skipped"]) == ACCOUNTS[file]
    assert counts["refused"] == 0
    assert [outcome.row for outcome in outcomes] == list(range(1, len(outcomes) + 1))


def test_the_twelve_files_have_2368_rows() -> None:
    assert sum(rows for rows, _, _ in ACCOUNTS.values()) == 2368


@pytest.mark.parametrize("file", ACCOUNTS)
def test_ids_tell_the_records_of_a_real_file_apart(shared_data: Path, file: str) -> None:
    ids = [outcome.record.external_id for outcome in outcomes_of(shared_data, file) if outcome.record]
    assert len(ids) == len(set(ids))


def test_a_food_bank_that_is_no_longer_open_is_marked_closed(shared_data: Path) -> None:
    closed = [one for one in outcomes_of(shared_data, "gm_food_banks") if one.record and one.record.closed_reason]
    assert [one.name for one in closed] == ["4CT Limited, Grange Community Resource Centre"]


def test_food_banks_say_when_they_are_open_and_most_of_it_is_read(shared_data: Path) -> None:
    extents = Counter(
        read_hours(outcome.cells["Opening times"]).extent
        for outcome in outcomes_of(shared_data, "gm_food_banks")
        if outcome.cells["Opening times"] not in ("NA", "N/A", "Not known")
    )
    assert extents["whole"] >= 125
    assert extents["none"] <= 16


def test_every_pharmacy_has_its_week_read_whole(shared_data: Path) -> None:
    records = [outcome.record for outcome in outcomes_of(shared_data, "gm_pharmacies")]
    assert all(record and record.openings and not record.opening_words for record in records)


def test_nearly_every_dentist_has_its_number_with_its_nought(shared_data: Path) -> None:
    records = [outcome.record for outcome in outcomes_of(shared_data, "gm_dentists") if outcome.record]
    assert sum(1 for record in records if record.phones) >= 488
    assert all(phone.number.startswith("0") for record in records for phone in record.phones)


def test_a_template_of_another_directory_with_rows_that_add_to_others_is_read(shared_data: Path) -> None:
    outcomes = outcomes_of(shared_data, "services_valid", "outpost_services")
    records = [outcome.record for outcome in outcomes if outcome.record]
    assert [len(record.locations) for record in records] == [2, 1]
    assert "was left out" in outcomes[0].reason
    assert Counter(outcome.outcome for outcome in outcomes) == {"record": 2, "skipped": 6}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_real_file_reads_the_same_however_a_spreadsheet_saves_it(
    shared_data: Path, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    with (shared_data / "feeds" / "sports_clubs.csv").open(encoding="utf-8", newline="") as lines:
        rows = [["", *row, ""] for row in csv.reader(lines)]
    saved = tmp_path / "saved.csv"
    with saved.open("w", encoding=encoding, newline="") as lines:
        csv.writer(lines, delimiter=delimiter).writerows([[], *rows, []])
    read = list(read_source(saved, read_map(MAPS / "sports_clubs.toml")).outcomes)
    assert [one.record for one in read] == [one.record for one in outcomes_of(shared_data, "sports_clubs")]
