"""Excel workbooks (.xlsx): one sheet, the values as a reader of the sheet would see them."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl

from importers.errors import SourceUnreadable
from importers.table import MOST_COLUMNS, MOST_ROWS, Layout, Table, make_table

MOST_BYTES_UNPACKED = 300_000_000
_BLANK_ROWS_AT_THE_END = 5_000


def read_xlsx(data: bytes, layout: Layout | None = None) -> Table:
    """Read one sheet of a workbook: the one that `layout.sheet` names, else the first that is not hidden.

    Raises SourceUnreadable, with a sentence, where the workbook cannot be read.
    """
    layout = layout or Layout()
    _refuse_a_bomb(data)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = list(_rows(_choose_sheet(workbook, layout.sheet)))
    except SourceUnreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its zip, its XML or its own parts raise
        raise SourceUnreadable(
            "This workbook is damaged or not an Excel file. Open it in a spreadsheet and save it again as .xlsx or CSV."
        ) from error
    return make_table(rows, header_row=layout.header_row, encoding="xlsx")


def _refuse_a_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except Exception as error:  # a broken archive raises BadZipFile, or struct, value and key errors
        raise SourceUnreadable("This is not a workbook that can be opened: the file is damaged.") from error
    if unpacked > MOST_BYTES_UNPACKED:
        raise SourceUnreadable("This workbook is too large to be a list of services. Save the one sheet as CSV.")


def _choose_sheet(workbook: Any, wanted: str | None) -> Any:
    names = [sheet.title for sheet in workbook.worksheets]
    if wanted is not None:
        for sheet in workbook.worksheets:
            if sheet.title.strip().casefold() == wanted.strip().casefold():
                return sheet
        raise SourceUnreadable(f"There is no sheet called “{wanted}”. The sheets are: {', '.join(names)}.")
    for sheet in workbook.worksheets:
        if getattr(sheet, "sheet_state", "visible") == "visible":
            return sheet
    raise SourceUnreadable("The workbook has no sheet with rows.")


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows as text. A sheet may claim a million rows of nothing: a long blank stretch ends it."""
    blank = 0
    for line, values in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
        cells = [as_text(value) for value in values]
        blank = 0 if any(cells) else blank + 1
        if blank > _BLANK_ROWS_AT_THE_END:
            return
        if line > MOST_ROWS + _BLANK_ROWS_AT_THE_END:
            raise SourceUnreadable(f"The sheet has more than {MOST_ROWS:,} rows. Split it into smaller ones.")
        yield line, cells


def as_text(value: Any) -> str:
    """A cell's value as somebody would have typed it: 1617903377.0 is a telephone number, not a decimal."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    if isinstance(value, dt.timedelta):
        return _as_clock(value)
    return str(value)


def _as_clock(value: dt.timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
