"""The index of deprivation by neighbourhood, whoever made the spreadsheet."""

from __future__ import annotations

import pytest

from importers.deprivation import read_deprivation
from importers.errors import SourceUnreadable


def read(tmp_path, text, name="imd2025.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_deprivation(tmp_path / name)


def test_a_row_says_where_it_is_and_how_deprived(tmp_path):
    text = "lsoa21_name,lsoa21_code,ward24_name,ward24_code,IMD_decile,IMD_rank\nTown 1A,E01000001,Hart,E05000001,2.0,4520.0\n"
    reading = read(tmp_path, text)
    assert reading.year == 2025
    record = reading.rows[0].record
    assert (record.code, record.name, record.ward_code) == ("E01000001", "Town 1A", "E05000001")
    assert (record.decile, record.rank) == (2, 4520)


def test_the_ministrys_own_headings_are_known(tmp_path):
    headings = (
        "LSOA code (2021),LSOA name (2021),Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
        "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"
    )
    reading = read(tmp_path, f'{headings}\nE01000001,Town 1A,"4,520",2\n', "File_1_IoD2025.csv")
    assert (reading.year, reading.rows[0].record.rank, reading.rows[0].record.decile) == (2025, 4520, 2)
    assert reading.rows[0].record.ward_code == ""


@pytest.mark.parametrize(("decile", "rank"), [("11", "5"), ("0", "5"), ("2.5", "5"), ("", "5"), ("2", "0"), ("2", "x")])
def test_figures_that_cannot_be_are_refused(tmp_path, decile, rank):
    row = read(tmp_path, f"lsoa_code,IMD_decile,IMD_rank\nE01000001,{decile},{rank}\n").rows[0]
    assert row.record is None
    assert row.reason.startswith("A decile is 1 to 10 and a rank 1 or more")


def test_a_row_without_a_code_is_refused(tmp_path):
    assert read(tmp_path, "lsoa_code,IMD_decile,IMD_rank\n,1,5\n").rows[0].reason == "The row has no code."


def test_a_file_whose_name_has_no_year_has_none(tmp_path):
    assert read(tmp_path, "lsoa_code,IMD_decile,IMD_rank\nE01000001,1,5\n", "figures.csv").year is None


def test_another_spreadsheet_is_said_to_be_one(tmp_path):
    with pytest.raises(SourceUnreadable, match="there is no column for the code, the decile, the rank"):
        read(tmp_path, "name,phone\nChess,1\n")


def test_the_real_file_is_read_whole(shared_data):
    reading = read_deprivation(shared_data / "areas" / "lsoa21_ward24_imd2025_hartlepool.csv")
    assert reading.year == 2025
    assert len(reading.rows) == 57
    assert all(row.record for row in reading.rows)
    assert len({row.record.ward_code for row in reading.rows}) == 12
