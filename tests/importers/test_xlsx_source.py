"""Workbooks: what somebody sees in the sheet is what is read."""

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import xlsx_source
from importers.errors import SourceUnreadable
from importers.source_file import read_bytes
from importers.table import Layout


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_numbers_dates_and_times_come_as_somebody_typed_them() -> None:
    row = [1617903377.0, 2.5, True, dt.datetime(2026, 5, 1), dt.time(9, 30), dt.datetime(2026, 5, 1, 9, 30), None]
    table = read_bytes(workbook(("Sheet1", [["a", "b", "c", "d", "e", "f", "g"], row])))
    read = list(table.rows[0].cells.values())
    assert read == ["1617903377", "2.5", "TRUE", "2026-05-01", "09:30", "2026-05-01 09:30", ""]


def test_a_time_longer_than_a_day_is_still_a_clock() -> None:
    assert xlsx_source.as_text(dt.timedelta(hours=17, minutes=30)) == "17:30"


def test_the_first_visible_sheet_is_read_unless_the_map_names_one() -> None:
    data = workbook(("One", [["Name"], ["A"]]), ("Two", [["Name"], ["B"]]))
    assert read_bytes(data).rows[0].cells["Name"] == "A"
    assert read_bytes(data, Layout(sheet=" two ")).rows[0].cells["Name"] == "B"


def test_a_sheet_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(SourceUnreadable, match=r"no sheet called “Three”. The sheets are: One, Two"):
        read_bytes(workbook(("One", [["Name"]]), ("Two", [["Name"]])), Layout(sheet="Three"))


def test_a_title_above_the_headings_can_be_passed_over() -> None:
    data = workbook(("S", [["Food banks"], [], ["Name", "Phone"], ["A", 1632960123]]))
    table = read_bytes(data, Layout(header_row=3))
    assert dict(table.rows[0].cells) == {"Name": "A", "Phone": "1632960123"}
    assert table.rows[0].line == 4


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unopened(monkeypatch) -> None:
    monkeypatch.setattr(xlsx_source, "MOST_BYTES_UNPACKED", 100)
    with pytest.raises(SourceUnreadable, match="too large"):
        read_bytes(workbook(("S", [["Name"], ["A"]])))


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(SourceUnreadable, match="not an Excel file"):
        read_bytes(written.getvalue())


def sentence_of(data: bytes) -> str:
    """Why the data was refused, or nothing where it was read."""
    try:
        read_bytes(data)
    except SourceUnreadable as refused:
        return str(refused)
    return ""


WHOLE = workbook(("S", [["Name", "Phone"], ["A", 1632960123], ["B", "x"]]))


@given(at=st.integers(0, len(WHOLE) - 1), put=st.binary(min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_a_damaged_workbook_is_read_or_refused_with_a_sentence(at: int, put: bytes) -> None:
    assert re.fullmatch(r"([A-Z].*\.)?", sentence_of(WHOLE[:at] + put + WHOLE[at + len(put) :]))
