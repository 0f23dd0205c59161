"""Telephone numbers out of cells. The numbers are from Ofcom's ranges for drama, or are everybody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.phones import read_phones


def numbers(text: str) -> list[str]:
    return [phone.number for phone in read_phones(text).numbers]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("01632 960123", "01632 960123"),
        ("1632960123", "01632 960123"),
        ("1614960123.0", "0161 496 0123"),
        ("+44 (0)161 496 0123", "0161 496 0123"),
        ("0161-496-0123", "0161 496 0123"),
        ("7700900123", "07700 900123"),
        ("Tel: 01632 960 123", "01632 960123"),
        ("0161\n496 0123", "0161 496 0123"),
        ("111", "111"),
        ("call 999", "999"),
        ("116123", "116 123"),
        ("Text SHOUT to 85258", "85258"),
    ],
)
def test_a_number_is_read_however_it_is_written(cell: str, number: str) -> None:
    reading = read_phones(cell)
    assert numbers(cell) == [number]
    assert reading.problems == ()


def test_several_numbers_in_a_cell_are_all_kept() -> None:
    assert numbers("0161 496 0123 or 07700 900123") == ["0161 496 0123", "07700 900123"]


def test_words_in_brackets_beside_a_number_are_its_note() -> None:
    assert read_phones("01632 960123 (during opening hours)").numbers[0].note == "during opening hours"
    assert read_phones("Text SHOUT to 85258").numbers[0].note == "Text SHOUT to"


def test_an_extension_is_kept_apart() -> None:
    phone = read_phones("0161 496 0123 ext 12").numbers[0]
    assert (phone.number, phone.extension) == ("0161 496 0123", "12")


def test_a_letter_o_for_a_nought_is_mended_and_said() -> None:
    reading = read_phones("O1632 96O123")
    assert [phone.number for phone in reading.numbers] == ["01632 960123"]
    assert "was taken as the telephone number 01632 960123" in reading.problems[0]


def test_a_shortened_number_is_read_only_where_no_digit_is_lost() -> None:
    assert numbers("1614960e3") == ["0161 496 0000"]
    lost = read_phones("1.61496E+09")
    assert (lost.numbers, "last digits are lost" in lost.problems[0]) == ((), True)


@pytest.mark.parametrize("cell", ["00000 000000", "00000000000", "11111111111"])
def test_a_number_that_only_fills_the_space_is_left_out(cell: str) -> None:
    reading = read_phones(cell)
    assert reading.numbers == ()
    assert "only fills the space" in reading.problems[0]


@pytest.mark.parametrize("cell", ["234234", "783378919", "0161 496", "0123456789012345", "001"])
def test_what_nobody_can_ring_is_left_out_and_said(cell: str) -> None:
    reading = read_phones(cell)
    assert reading.numbers == ()
    assert reading.problems


def test_words_without_a_number_stay_words() -> None:
    reading = read_phones("Information will be posted asap")
    assert (reading.numbers, reading.problems, reading.remainder) == ((), (), "Information will be posted asap")


@given(st.text(max_size=60) | st.text("0123456789 +()-./eEoO", max_size=25))
def test_no_cell_breaks_the_reading_of_numbers(text: str) -> None:
    assert all(phone.number for phone in read_phones(text).numbers)
