"""Loading the postcode table: whole or not at all, and what was there before stays."""

from __future__ import annotations

import gzip
import os
import threading
import time
from pathlib import Path

import pytest

from hubdirectory.geocoding.code_point import CodePoint, PostcodeSourceError
from hubdirectory.geocoding.loading import load
from hubdirectory.geocoding.postcodes import Postcodes

TEN_COLUMNS = (
    '"TS1 1AA",10,448907,520333,"E92000001","E19000001","E18000001","","E06000002","E05001234"\n'
    '"TS241AA",10,450765,532203,"E92000001","E19000001","E18000001","","E06000001","E05013049"\n'
    '"TS1 9ZZ",90,0,0,"E92000001","E19000001","E18000001","","",""\n'
    '"TS2  1AA",50,450000,520000,"E92000001","E19000001","E18000001","","",""\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files as Ordnance Survey publishes them."""
    folder = tmp_path / "CSV"
    folder.mkdir()
    (folder / "ts.csv").write_text(TEN_COLUMNS)
    (folder / "B.CSV.GZ").write_bytes(gzip.compress(b"B1 1AA,10,406000,287000\nB1 1AB,10,406100,287000\n"))
    (folder / "ba.csv").write_text("BA1 1AA,10,375000,165000\n")
    (folder / "readme.csv.txt").write_text("not one of them")
    return folder


def test_the_town_is_loaded_with_its_count_and_its_progress(tmp_path: Path) -> None:
    path = tmp_path / "instance" / "postcodes.db"
    told: list[tuple[int, int]] = []
    count = load(path, ["ts"], lambda done, total: told.append((done, total)))
    assert count == 17_777
    assert Postcodes(path).areas() == {"TS": 17_777}
    assert len(told) == 1 and told[0][0] == told[0][1] > 0
    assert path.stat().st_size < 600_000


def test_areas_of_all_ends_of_great_britain_are_found(tmp_path: Path) -> None:
    path = tmp_path / "postcodes.db"
    told: list[tuple[int, int]] = []
    load(path, ["ec", "tr", "ze"], lambda done, total: told.append((done, total)))
    assert len(told) == 3
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    assert [Postcodes(path).find(text) is not None for text in ("ZE3 9JW", "TR21 0PS", "EC1A 1BB")] == [True] * 3


@pytest.mark.skipif("HUB_EVERY_POSTCODE" not in os.environ, reason="A minute's work: set HUB_EVERY_POSTCODE.")
def test_all_of_great_britain_takes_under_a_minute_and_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "postcodes.db"
    told: list[tuple[int, int]] = []
    started = time.process_time()  # the work, however busy the machine is with something else
    count = load(path, None, lambda done, total: told.append((done, total)))
    assert time.process_time() - started < 60
    assert count == 1_739_034
    assert path.stat().st_size < 50_000_000
    assert len(told) == 120


def test_postcodes_without_coordinates_are_left_out(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "postcodes.db"
    assert load(path, ["TS"], source=CodePoint(folder)) == 3
    assert Postcodes(path).find("TS1 9ZZ") is None


def test_district_and_ward_are_kept_where_the_files_have_them(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "postcodes.db"
    load(path, source=CodePoint(folder))
    with_codes, without, blank = (Postcodes(path).find(text) for text in ("TS24 1AA", "BA1 1AA", "TS2 1AA"))
    assert with_codes and (with_codes.district_code, with_codes.ward_code) == ("E06000001", "E05013049")
    assert without and (without.district_code, without.ward_code) == (None, None)
    assert blank and (blank.district_code, blank.ward_code) == (None, None)


def test_areas_loaded_before_stay_when_another_is_loaded(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "postcodes.db"
    load(path, ["BA", "TS"], source=CodePoint(folder))
    load(path, ["B"], source=CodePoint(folder))
    assert Postcodes(path).areas() == {"B": 2, "BA": 1, "TS": 3}
    assert Postcodes(path).find("BA1 1AA") is not None


def test_loading_an_area_again_replaces_it_and_leaves_its_namesake(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "postcodes.db"
    load(path, source=CodePoint(folder))
    (folder / "B.CSV.GZ").write_bytes(gzip.compress(b"B1 1AC,10,406200,287000\n"))
    assert load(path, ["B"], source=CodePoint(folder)) == 1
    table = Postcodes(path)
    assert (table.find("B1 1AA"), table.areas()) == (None, {"B": 1, "BA": 1, "TS": 3})
    assert table.find("B1 1AC") is not None and table.find("BA1 1AA") is not None
    middle, only = table.find_partial("B1"), table.find("B1 1AC")
    assert middle and only and middle.point == only.point


def test_a_postcode_listed_twice_is_loaded_and_counted_once(tmp_path: Path, folder: Path) -> None:
    (folder / "ba.csv").write_text("BA1 1AA,10,375000,165000\nBA1 1AA,10,375000,165000\n")
    path = tmp_path / "postcodes.db"
    assert load(path, ["BA"], source=CodePoint(folder)) == 1
    assert Postcodes(path).areas() == {"BA": 1}


@pytest.mark.parametrize("content", ["TS1 1AA,10,here,there\n", "TS1 1AA\n", "<html>\n", "\n", "TS1 1AA,10\n"])
def test_a_failed_load_names_the_line_and_leaves_the_old_table(tmp_path: Path, folder: Path, content: str) -> None:
    path = tmp_path / "postcodes.db"
    load(path, ["TS"], source=CodePoint(folder))
    before = path.read_bytes()
    (folder / "ts.csv").write_text(TEN_COLUMNS + content)
    with pytest.raises(PostcodeSourceError, match=r"ts\.csv, line 5"):
        load(path, ["TS"], source=CodePoint(folder))
    assert path.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["CSV", "postcodes.db"]


def test_a_damaged_archive_is_told_and_leaves_no_table(tmp_path: Path, folder: Path) -> None:
    whole = gzip.compress(b"B1 1AA,10,406000,287000\n" * 50)
    path = tmp_path / "postcodes.db"
    for damaged in (whole[: len(whole) // 2], b"no archive", whole[:20] + b"\xff" * 20 + whole[40:]):
        (folder / "B.CSV.GZ").write_bytes(damaged)
        with pytest.raises(PostcodeSourceError, match=r"B\.CSV\.GZ cannot be read"):
            load(path, ["B"], source=CodePoint(folder))
        assert not path.exists()


def test_a_broken_table_is_mended_by_loading_again(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "postcodes.db"
    path.write_bytes(b"rubbish" * 1000)
    load(path, ["TS"], source=CodePoint(folder))
    assert Postcodes(path).areas() == {"TS": 3}


def test_an_area_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(PostcodeSourceError, match="XX"):
        load(tmp_path / "postcodes.db", ["TS", "XX"])
    assert os.listdir(tmp_path) == []


def test_a_folder_without_postcode_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(PostcodeSourceError, match="No postcode files"):
        CodePoint(tmp_path)


def test_readers_find_postcodes_all_the_while_that_the_table_is_swapped(tmp_path: Path) -> None:
    path = tmp_path / "postcodes.db"
    load(path, ["ZE"])
    table, missed, asked, over = Postcodes(path), [], [], threading.Event()

    def read() -> None:
        while not over.is_set():
            (asked if table.find("ZE1 0AA") else missed).append(1)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(20):
        load(path, ["ZE"])
    over.set()
    for reader in readers:
        reader.join()
    assert missed == []
    assert len(asked) > 20
