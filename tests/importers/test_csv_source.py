"""Any spreadsheet that somebody saves as CSV can be read, or is refused with a sentence."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.csv_source import read_csv
from importers.errors import SourceUnreadable
from importers.source_file import read_bytes, read_file
from importers.table import Layout, Table

PLAIN = "Name,Phone\nLunch Club,01632 960123\nCafé Zoë,01632 960124\n"


def cells(table: Table, heading: str) -> list[str]:
    return [row.cells[heading] for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_usual_encoding_is_recognised(encoding: str) -> None:
    table = read_csv(PLAIN.encode(encoding))
    assert table.headings == ("Name", "Phone")
    assert cells(table, "Name") == ["Lunch Club", "Café Zoë"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_separator_is_recognised(delimiter: str) -> None:
    text = PLAIN.replace(",", delimiter)
    assert cells(read_csv(text.encode()), "Phone") == ["01632 960123", "01632 960124"]


def test_a_semicolon_file_whose_addresses_have_commas_is_split_at_semicolons() -> None:
    text = "Name;Address;Postcode\nA;1 High Street, Hartlepool, Durham;TS24 7PW\nB;2 High Street, Hartlepool;TS24 7PW\n"
    assert read_csv(text.encode()).headings == ("Name", "Address", "Postcode")


def test_the_separator_line_that_spreadsheets_write_is_obeyed() -> None:
    table = read_csv(b"sep=;\nName;Note\nA;one, two, three\n")
    assert cells(table, "Note") == ["one, two, three"]


def test_rows_know_their_number_and_the_line_they_begin_on() -> None:
    table = read_csv(b'Name,Note\n"A","two\nlines"\n\nB,x\n')
    assert [(row.number, row.line) for row in table.rows] == [(1, 2), (2, 5)]
    assert table.rows[0].cells["Note"] == "two\nlines"


def test_blank_rows_and_blank_columns_are_passed_over() -> None:
    table = read_csv(b"Name,,Phone,\n,,,\nA,,1,\n ,\xc2\xa0,,\nB,,2,\n")
    assert table.headings == ("Name", "Phone")
    assert cells(table, "Name") == ["A", "B"]
    assert table.remarks == ("Blank rows passed over: 2.",)


def test_a_column_without_a_heading_is_named_by_its_letter() -> None:
    assert read_csv(b"Name,,Phone\nA,secret,1\n").headings == ("Name", "(column B)", "Phone")


def test_a_short_row_is_filled_and_a_long_one_says_so() -> None:
    table = read_csv(b"Name,Phone\nA\nB,1,too much\nC,1,,\n")
    assert cells(table, "Phone") == ["", "1", "1"]
    assert [row.beyond for row in table.rows] == [(), ("too much",), ()]


def test_a_heading_that_is_there_twice_gets_a_number() -> None:
    table = read_csv(b"Name,Phone,Phone\nA,1,2\n")
    assert table.headings == ("Name", "Phone", "Phone (2)")
    assert "more than once" in table.remarks[0]


def test_headings_in_the_middle_of_the_file_are_known_as_such() -> None:
    table = read_csv(b"Name,Phone\nA,1\nName,Phone\nB,2\n")
    assert [row.repeats_headings for row in table.rows] == [False, True, False]


def test_headings_below_a_title_are_found_where_the_layout_says() -> None:
    text = b"Food banks of the town\nUpdated in May\nName,Phone\nA,1\n"
    assert read_csv(text, Layout(header_row=3)).headings == ("Name", "Phone")


def test_a_heading_is_found_whatever_its_capitals_and_spaces() -> None:
    table = read_csv("Service\u00a0 Name,Phone\nA,1\n".encode())
    assert table.heading("service name") == "Service Name"
    assert table.nearest_heading("telephone") == "Phone"


def test_a_quotation_mark_that_is_never_closed_refuses_the_file_and_names_the_line() -> None:
    with pytest.raises(SourceUnreadable, match="line 3 opens a quotation mark"):
        read_csv(b'Name,Phone\nA,1\n"B,2\nC,3\n')


def test_a_quotation_mark_inside_a_cell_does_no_harm() -> None:
    assert cells(read_csv(b'Name,Phone\nThe "Hub" Cafe,1\nB,2\n'), "Name") == ['The "Hub" Cafe', "B"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b" , ,\n", b"\xef\xbb\xbf"])
def test_a_file_without_headings_is_refused(data: bytes) -> None:
    with pytest.raises(SourceUnreadable, match="empty"):
        read_csv(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"%PDF-1.4", "PDF"), (b"\xd0\xcf\x11\xe0rest", "old kind"), (b"PK\x03\x04broken", "damaged")],
)
def test_what_is_no_spreadsheet_is_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(SourceUnreadable, match=said):
        read_bytes(data)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path) -> None:
    with pytest.raises(SourceUnreadable, match="cannot be opened"):
        read_file(tmp_path / "none.csv")


def test_a_wrong_encoding_in_the_map_is_a_sentence() -> None:
    with pytest.raises(SourceUnreadable, match="cannot be read that way"):
        read_csv("Café".encode("cp1252"), Layout(encoding="utf-8"))
    with pytest.raises(SourceUnreadable, match="cannot be read that way"):
        read_csv(b"Name\nA", Layout(encoding="klingon"))


def sentence_of(data: bytes) -> str:
    """Why the data was refused, or nothing where it was read."""
    try:
        read_bytes(data)
    except SourceUnreadable as refused:
        return str(refused)
    return ""


@given(st.binary(max_size=400))
@settings(max_examples=400)
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    assert re.fullmatch(r"([A-Z].*\.)?", sentence_of(data), re.DOTALL)


CELL = st.text("aé1 ,;\t\n\"'", max_size=12)


@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=6),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_what_a_spreadsheet_wrote_comes_back_cell_for_cell(
    rows: list[tuple[str, str, str]], encoding: str, delimiter: str
) -> None:
    written = io.StringIO()
    lines = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    lines.writerows([("First", "Second", "Third"), *rows])
    table = read_csv(written.getvalue().encode(encoding), Layout(delimiter=delimiter))
    assert [tuple(row.cells.values()) for row in table.rows] == [row for row in rows if any(map(str.strip, row))]
