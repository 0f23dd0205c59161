"""A whole spreadsheet through its map: one outcome for each row, in the file's order."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from importers.building import build_service, refuse_what_lacks_a_name
from importers.cells import one_line
from importers.map_fitting import fit
from importers.mapping import SourceMap
from importers.record import RowOutcome, RowProblem, Severity, SourceDetails
from importers.row import RowReader
from importers.source_file import read_file
from importers.table import SourceRow, Table

LONGEST_ID = 200


@dataclass(frozen=True)
class SourceReading:
    """A source that can be read. `outcomes` is gone through once; `rows` is how many it will give."""

    details: SourceDetails
    rows: int
    remarks: tuple[str, ...]
    outcomes: Iterator[RowOutcome]


def read_source(path: Path, source_map: SourceMap) -> SourceReading:
    """Read a file with a map.

    Raises SourceUnreadable or MapInvalid, with sentences, before any row is given. No row raises anything.
    """
    table = read_file(path, source_map.layout)
    return SourceReading(source_map.details, len(table.rows), table.remarks, read_rows(table, fit(source_map, table)))


def read_rows(table: Table, source_map: SourceMap) -> Iterator[RowOutcome]:
    """One outcome for each row of the table. The map must be fitted to it.

    Rows with the same external id are one record: the first counts, a later one fills its gaps, and where the
    map names a column for it, a row may add a place, a price or a time to another.
    """
    groups = _Groups(table, source_map)
    for row in table.rows:
        if kept_out := _kept_out_by_form(row):
            yield _outcome(row, kept_out, external_id_of(row, source_map))
        elif problem := groups.why_not_by_itself(row):
            yield _outcome(row, problem, external_id_of(row, source_map))
        else:
            yield _read_group(groups.of(row), source_map)


def _kept_out_by_form(row: SourceRow) -> RowProblem | None:
    if row.repeats_headings:
        return RowProblem(row.number, "", "", "These are the column headings again.", Severity.SKIPPED)
    if row.beyond:
        reason = (
            f"The row has more cells than there are headings (“{one_line(row.beyond[0])[:80]}” is beyond the last), so "
            "its cells may have slipped into the wrong columns."
        )
        return RowProblem(row.number, "", " ".join(row.beyond), reason, Severity.REFUSED)
    return None


def external_id_of(row: SourceRow, source_map: SourceMap) -> str:
    """What tells this record from the others of its source; empty where the row has none of it."""
    cells = source_map.cells(dict(row.cells))
    parts = [one_line(cells[column]) for column in source_map.external_id]
    joined = " | ".join(parts) if any(parts) else ""
    if len(joined) <= LONGEST_ID:
        return joined
    return joined[: LONGEST_ID - 41] + "#" + hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()


class _Groups:
    """Which rows belong together."""

    def __init__(self, table: Table, source_map: SourceMap) -> None:
        self.map = source_map
        self.rows: dict[str, list[SourceRow]] = {}
        self.additions: dict[str, list[SourceRow]] = {}
        for row in table.rows:
            if _kept_out_by_form(row) is None:
                part_of = self._part_of(row)
                rows = self.additions if part_of else self.rows
                rows.setdefault(part_of or external_id_of(row, source_map), []).append(row)

    def _part_of(self, row: SourceRow) -> str:
        if not self.map.continues:
            return ""
        return one_line(self.map.cells(dict(row.cells))[self.map.continues])

    def of(self, row: SourceRow) -> "_Group":
        external_id = external_id_of(row, self.map)
        return _Group(external_id, self.rows[external_id], self.additions.get(external_id, []))

    def why_not_by_itself(self, row: SourceRow) -> RowProblem | None:
        """A sentence for a row that gives no record of its own."""
        part_of = self._part_of(row)
        if part_of:
            return self._addition(row, part_of)
        external_id = external_id_of(row, self.map)
        if not external_id:
            columns = ", ".join(self.map.external_id)
            reason = f"The row has no id ({columns}), so it could not be found again."
            return RowProblem(row.number, columns, "", reason, Severity.REFUSED)
        first = self.rows[external_id][0]
        return None if first is row else self._repeat(row, first)

    def _addition(self, row: SourceRow, part_of: str) -> RowProblem:
        column = self.map.continues
        if part_of in self.rows:
            reason = f"Part of row {self.rows[part_of][0].number}, and read together with it."
            return RowProblem(row.number, column, part_of, reason, Severity.SKIPPED)
        reason = f"The row adds to “{part_of}”, which is not in the file."
        return RowProblem(row.number, column, part_of, reason, Severity.REFUSED)

    def _repeat(self, row: SourceRow, first: SourceRow) -> RowProblem:
        columns = ", ".join(self.map.external_id)
        differing = _differing(row, first)
        reason = f"The same as row {first.number}."
        if differing:
            said = "; ".join(f"{heading}: “{one_line(row.cells[heading])[:60]}”" for heading in differing[:3])
            reason = f"The same {columns} as row {first.number}, which counts. Here it says {said}."
        return RowProblem(row.number, columns, "", reason, Severity.SKIPPED)


def _differing(row: SourceRow, first: SourceRow) -> list[str]:
    return [heading for heading, cell in row.cells.items() if one_line(cell) != one_line(first.cells[heading])]


@dataclass(frozen=True)
class _Group:
    external_id: str
    rows: list[SourceRow]
    additions: list[SourceRow]

    def first_with_gaps_filled(self, source_map: SourceMap) -> SourceRow:
        """The first row, with what only a later row about the same place knows."""
        first = self.rows[0]
        postcode = source_map.fields.get("postcode")
        headings = postcode.headings() if postcode else ()
        cells = dict(first.cells)
        for row in self.rows[1:]:
            if any(one_line(row.cells[heading]) != one_line(first.cells[heading]) for heading in headings):
                continue
            known = source_map.cells(cells)
            cells |= {heading: cell for heading, cell in row.cells.items() if not known[heading]}
        return replace(first, cells=cells)


def _read_group(group: _Group, source_map: SourceMap) -> RowOutcome:
    row = group.rows[0]
    reader = RowReader(group.first_with_gaps_filled(source_map), source_map)
    rule = next((rule for rule in source_map.rules if rule.applies(reader.cells)), None)
    if rule and not rule.closed:
        problem = RowProblem(row.number, rule.column, row.cells.get(rule.column, ""), rule.reason, Severity.SKIPPED)
        return _outcome(row, problem, group.external_id, reader.line("name"))
    record = build_service(reader, group.external_id)
    problems = reader.problems
    for addition in group.additions:
        adding = RowReader(addition, source_map)
        record = record.joined_with(build_service(adding, group.external_id))
        problems += adding.problems
    if rule:
        record = replace(record, closed_reason=rule.reason)
    refuse_what_lacks_a_name(reader, record)
    kept_out = any(problem.severity is not Severity.WARNING for problem in problems)
    saved = None if kept_out else record
    return RowOutcome(row.number, row.line, dict(row.cells), saved, tuple(problems), record.name, group.external_id)


def _outcome(row: SourceRow, problem: RowProblem, external_id: str, name: str = "") -> RowOutcome:
    return RowOutcome(row.number, row.line, dict(row.cells), None, (problem,), name, external_id)
