"""How deprived neighbourhoods are: the index of multiple deprivation by LSOA, from a spreadsheet of the government's figures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from importers.cells import one_line
from importers.errors import SourceUnreadable
from importers.source_file import read_file
from importers.table import Table

# What the columns are called in the files about: by the ministry itself, and in what others made of them.
_HEADINGS = {
    "code": r"lsoa\d*[ _]?(?:code|cd)|lsoa code \(\d{4}\)",
    "name": r"lsoa\d*[ _]?(?:name|nm)|lsoa name \(\d{4}\)",
    "ward_code": r"(?:ward|wd)\d*[ _]?(?:code|cd)",
    "ward_name": r"(?:ward|wd)\d*[ _]?(?:name|nm)",
    "decile": r"imd[ _]decile|index of multiple deprivation \(imd\) decile.*",
    "rank": r"imd[ _]rank|index of multiple deprivation \(imd\) rank.*",
}
_NEEDED = ("code", "decile", "rank")
_YEAR = re.compile(r"(?<!\d)(?:imd|iod)[ _-]?(20\d{2})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class DeprivationRecord:
    """A neighbourhood. `decile` is 1 to 10 and `rank` from 1, both with the most deprived first."""

    code: str
    name: str
    ward_code: str
    ward_name: str
    decile: int
    rank: int


@dataclass(frozen=True)
class DeprivationRow:
    """A row: its record, or why it is refused."""

    row: int
    name: str
    record: DeprivationRecord | None = None
    reason: str = ""


@dataclass(frozen=True)
class DeprivationReading:
    """`year` is of the index, from the file's name; None where that does not say."""

    year: int | None
    rows: tuple[DeprivationRow, ...]


def read_deprivation(path: Path) -> DeprivationReading:
    """One outcome for each row. Raises SourceUnreadable, with a sentence, where the file has not the columns."""
    table = read_file(path)
    headings = {what: _heading(table, pattern) for what, pattern in _HEADINGS.items()}
    missing = [what for what in _NEEDED if headings[what] is None]
    if missing:
        raise SourceUnreadable(
            f"{path.name} is no table of the index of multiple deprivation by LSOA: there is no column for the "
            f"{', the '.join(missing)}."
        )
    year = _YEAR.search(path.stem)
    return DeprivationReading(int(year.group(1)) if year else None, tuple(_rows(table, headings)))


def _heading(table: Table, pattern: str) -> str | None:
    return next((heading for heading in table.headings if re.fullmatch(pattern, heading, re.IGNORECASE)), None)


def _rows(table: Table, headings: dict[str, str | None]) -> Iterator[DeprivationRow]:
    for row in table.rows:
        said = {what: one_line(row.cells[heading]) if heading else "" for what, heading in headings.items()}
        name = said["name"] or said["code"]
        decile, rank = _whole(said["decile"]), _whole(said["rank"])
        if not said["code"]:
            yield DeprivationRow(row.number, name, reason="The row has no code.")
        elif decile is None or not 1 <= decile <= 10 or rank is None or rank < 1:
            reason = f"A decile is 1 to 10 and a rank 1 or more; here they are “{said['decile']}” and “{said['rank']}”."
            yield DeprivationRow(row.number, name, reason=reason)
        else:
            record = DeprivationRecord(said["code"], name, said["ward_code"], said["ward_name"], decile, rank)
            yield DeprivationRow(row.number, name, record)


def _whole(text: str) -> int | None:
    """ "4,520" and the "4520.0" of spreadsheets; None for what is no whole number."""
    match = re.fullmatch(r"(\d+)(?:\.0+)?", text.replace(",", ""))
    return int(match.group(1)) if match else None
