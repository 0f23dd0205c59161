"""A file of any kind that we can read, told apart by what is in it rather than by its name."""

from pathlib import Path

from importers.csv_source import read_csv
from importers.errors import SourceUnreadable
from importers.table import Layout, Table
from importers.xlsx_source import read_xlsx

LARGEST_FILE = 100_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


def read_file(path: Path, layout: Layout | None = None) -> Table:
    """Read a spreadsheet file. Raises SourceUnreadable where there is none, or it is none."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SourceUnreadable(f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB. Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be opened: {error.strerror or error}.") from error
    return read_bytes(data, layout)


def read_bytes(data: bytes, layout: Layout | None = None) -> Table:
    """As `read_file`, for a file that was sent to us."""
    if data.startswith(_ZIP):
        return read_xlsx(data, layout)
    if data.startswith(_OLD_OFFICE):
        raise SourceUnreadable(
            "This is an Excel file of the old kind (.xls), or one with a password. Save it as .xlsx without "
            "a password, or as CSV."
        )
    if data.startswith(b"%PDF"):
        raise SourceUnreadable("This is a PDF, not a spreadsheet.")
    return read_csv(data, layout)
