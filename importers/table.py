"""A spreadsheet as rows under headings, whatever kind of file it came from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from importers.cells import as_kept, one_line
from importers.errors import SourceUnreadable

MOST_COLUMNS = 1_000
MOST_ROWS = 200_000


@dataclass(frozen=True)
class Layout:
    """What somebody knows about the file beforehand. Nothing has to be said."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None


@dataclass(frozen=True)
class SourceRow:
    """One row below the headings. `number` counts data rows from 1; `line` is where it begins in the file."""

    number: int
    line: int
    cells: Mapping[str, str]
    beyond: tuple[str, ...] = ()
    """Cells to the right of the last heading that are not blank: a sign that the cells have slipped."""
    repeats_headings: bool = False


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    encoding: str = ""
    remarks: tuple[str, ...] = ()
    """Sentences about the file as a whole, for the run record."""
    _by_folded: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def heading(self, wanted: str) -> str | None:
        """The heading that a map means by `wanted`: spaces and capitals do not matter."""
        return self._by_folded.get(fold(wanted))

    def nearest_heading(self, wanted: str) -> str | None:
        near = get_close_matches(fold(wanted), list(self._by_folded), n=1, cutoff=0.6)
        return self._by_folded[near[0]] if near else None


def fold(heading: str) -> str:
    return one_line(heading).casefold()


def make_table(lines: Iterable[tuple[int, list[str]]], *, header_row: int | None = None, encoding: str = "") -> Table:
    """Make a table of (line, cells) pairs. The first line that is not blank has the headings, unless told."""
    remaining = iter(lines)
    heading_cells = _find_headings(remaining, header_row)
    names, columns, remarks = _name_columns(heading_cells)
    rows, blank, used = _read_rows(remaining, heading_cells, names)
    headings = tuple(name for name, heading in zip(names, columns, strict=True) if heading or name in used)
    if blank:
        remarks.append(f"Blank rows passed over: {blank}.")
    kept = tuple(_without_blank_columns(row, headings) for row in rows)
    folded = {fold(name): name for name in reversed(headings)}
    return Table(headings, kept, encoding, tuple(remarks), folded)


def _find_headings(lines: Iterator[tuple[int, list[str]]], header_row: int | None) -> list[str]:
    for line, cells in lines:
        if header_row is not None and line < header_row:
            continue
        if any(one_line(cell) for cell in cells):
            if len(cells) > MOST_COLUMNS:
                raise SourceUnreadable(f"The headings on line {line} go on for more than {MOST_COLUMNS} columns.")
            return cells
    raise SourceUnreadable("The file is empty: there is no row with headings.")


def _name_columns(cells: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Names for all columns, the headings they come from, and remarks about doubled or missing ones."""
    headings = [one_line(cell) for cell in cells]
    names: list[str] = []
    seen: dict[str, int] = {}
    remarks = []
    for index, heading in enumerate(headings):
        name = heading or f"(column {column_letters(index)})"
        seen[fold(name)] = times = seen.get(fold(name), 0) + 1
        if times > 1:
            name = f"{name} ({times})"
            remarks.append(f"The heading “{heading}” is there more than once; the next one is called “{name}”.")
        names.append(name)
    return names, headings, remarks


def column_letters(index: int) -> str:
    """0 is A, 26 is AA, as spreadsheets name them."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _read_rows(
    lines: Iterator[tuple[int, list[str]]], heading_cells: list[str], names: list[str]
) -> tuple[list[SourceRow], int, set[str]]:
    rows: list[SourceRow] = []
    blank = 0
    used: set[str] = set()
    again = [one_line(cell) for cell in heading_cells]
    for line, cells in lines:
        if not any(one_line(cell) for cell in cells):
            blank += 1
            continue
        if len(rows) >= MOST_ROWS:
            raise SourceUnreadable(f"The file has more than {MOST_ROWS:,} rows. Split it into smaller files.")
        row = _make_row(len(rows) + 1, line, cells, names, again)
        used.update(name for name, cell in row.cells.items() if one_line(cell))
        rows.append(row)
    return rows, blank, used


def _make_row(number: int, line: int, cells: list[str], names: list[str], headings: list[str]) -> SourceRow:
    padded = [as_kept(cell) for cell in cells] + [""] * (len(names) - len(cells))
    beyond = tuple(cell for cell in padded[len(names) :] if one_line(cell))
    repeats = [one_line(cell) for cell in padded[: len(names)]] == headings
    return SourceRow(number, line, dict(zip(names, padded, strict=False)), beyond, repeats)


def _without_blank_columns(row: SourceRow, headings: tuple[str, ...]) -> SourceRow:
    if len(row.cells) == len(headings):
        return row
    cells = {name: row.cells[name] for name in headings}
    return SourceRow(row.number, row.line, cells, row.beyond, row.repeats_headings)
