"""Addresses, postcodes and points out of cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.places import read_address, read_point
from importers.postcodes import find_postcode, read_postcode


@pytest.mark.parametrize(
    ("cell", "postcode"),
    [
        ("ts247pw", "TS24 7PW"), ("TS24  7PW.", "TS24 7PW"), ("m1 1aa", "M1 1AA"), ("EC1N 8BA", "EC1N 8BA"),
        ("M33\u00a07ZF", "M33 7ZF"), ("TS24 OPW", "TS24 0PW"), ("WA154 1HF", None), ("M33", None), ("", None),
        ("TS24 7PC", None), ("not known", None),
    ],
)  # fmt: skip
def test_a_postcode_is_printed_in_one_form(cell: str, postcode: str | None) -> None:
    assert read_postcode(cell) == postcode


def test_a_postcode_is_found_in_an_address() -> None:
    assert find_postcode("1 High Street, Hartlepool, TS24 7PW, near the sea") == "TS24 7PW"
    assert find_postcode("Unit B1 Old Mill") is None


def test_an_address_is_split_and_its_postcode_taken_out() -> None:
    reading = read_address("The Lodge, 1 High Street,  , Hartlepool, ts24 7pw")
    assert (reading.lines, reading.postcode) == (("The Lodge", "1 High Street", "Hartlepool"), "TS24 7PW")


def test_lines_of_an_address_are_as_good_as_commas_and_none_comes_twice() -> None:
    assert read_address("Old Hall\nGreen Lane,\nHartlepool, Hartlepool").lines == ("Old Hall", "Green Lane", "Hartlepool")


def test_directions_in_an_address_are_kept_apart() -> None:
    written = "451 Sea Road, Hartlepool, TS24 7PW  Please note that the building is just inside the gate on the left"
    reading = read_address(written)
    assert reading.lines == ("451 Sea Road", "Hartlepool")
    assert reading.directions == "Please note that the building is just inside the gate on the left"


@pytest.mark.parametrize(
    ("latitude", "longitude", "point"),
    [("54.68", "-1.21", (54.68, -1.21)), ("51.47", "0", (51.47, 0.0)), ("54,68", "−1,21", (54.68, -1.21))],
)
def test_a_point_is_read_and_longitude_nought_is_a_real_place(latitude: str, longitude: str, point: tuple[float, float]) -> None:
    read, problem = read_point(latitude, longitude)
    assert read is not None
    assert (read.latitude, read.longitude, problem) == (*point, "")


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        ("-1.21", "54.68", "changed places"), ("0", "0", "not in the United Kingdom"),
        ("48.85", "2.35", "not in the United Kingdom"), ("54.68", "", "degrees"), ("north", "west", "degrees"),
        ("1e300", "1", "degrees"),
    ],
)  # fmt: skip
def test_a_point_that_cannot_be_right_is_left_out_and_said(latitude: str, longitude: str, said: str) -> None:
    point, problem = read_point(latitude, longitude)
    assert point is None
    assert said in problem


def test_two_empty_cells_are_no_problem() -> None:
    assert read_point(" ", "") == (None, "")


@given(st.text(max_size=80), st.text("0123456789.,-+eE°− ", max_size=12))
def test_no_cell_breaks_the_reading_of_places(text: str, number: str) -> None:
    assert all(line.strip() for line in read_address(text).lines)
    read_point(number, text)
    read_postcode(text)
