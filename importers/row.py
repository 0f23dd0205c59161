"""One row seen through its map: a field's value when asked for it, and everything that was wrong with it."""

import re

from importers.cells import one_line
from importers.fields import NO, YES, value_of
from importers.mapping import SourceMap
from importers.record import RowProblem, Severity
from importers.table import SourceRow

_LONGEST_QUOTE = 80


class RowReader:
    """Asks for fields by their name in `mapping.FIELDS`. `problems` grows as the row is read."""

    def __init__(self, row: SourceRow, source_map: SourceMap) -> None:
        self.row = row
        self.map = source_map
        self.cells = source_map.cells(dict(row.cells))
        self.problems: list[RowProblem] = []

    def texts(self, target: str) -> tuple[str, ...]:
        """The field's texts. What a lookup did not know is left out and said."""
        rule = self.map.fields.get(target)
        if rule is None:
            return ()
        value = value_of(rule, self.cells)
        for unknown in value.unknown:
            self.warn(target, f"The map's lookup for {target} does not know “{unknown[:_LONGEST_QUOTE]}”.")
        return value.texts

    def text(self, target: str, longest: int = 20_000) -> str:
        """The field as one text, cut where it is longer than any record may keep."""
        text = "\n".join(self.texts(target))
        if len(text) <= longest:
            return text
        self.warn(target, f"The {target} is longer than {longest} signs, so it was cut.")
        return text[: longest - 1].rsplit(" ", 1)[0] + "…"

    def line(self, target: str, longest: int = 200) -> str:
        """As `text`, on one line."""
        return one_line(self.text(target, longest))

    def flag(self, target: str) -> bool | None:
        """A yes or a no; None where the row says neither."""
        text = self.line(target).casefold()
        if not text:
            return None
        if text in YES or text in NO:
            return text in YES
        self.warn(target, f"“{text[:_LONGEST_QUOTE]}” is neither yes nor no.")
        return None

    def age(self, target: str) -> int | None:
        """Whole years."""
        text = self.line(target)
        if not text:
            return None
        match = re.fullmatch(r"(\d{1,3})(?:\.0)?\s*(?:\+|years?|yrs?)?", text, re.IGNORECASE)
        if match and int(match.group(1)) <= 120:
            return int(match.group(1))
        self.warn(target, f"“{text[:_LONGEST_QUOTE]}” is not an age in years.")
        return None

    def chosen(self, target: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """Texts that are among a few words; the others are said."""
        texts = [text.strip().casefold() for text in self.texts(target)]
        for text in texts:
            if text not in allowed:
                self.warn(target, f"“{text[:_LONGEST_QUOTE]}” is not one of {', '.join(allowed)}.")
        return tuple(dict.fromkeys(text for text in texts if text in allowed))

    def warn(self, target: str, *reasons: str) -> None:
        for reason in reasons:
            self.problems.append(self._problem(target, reason, Severity.WARNING))

    def warn_of(self, heading: str, *reasons: str) -> None:
        """As `warn`, of a column rather than a field."""
        for reason in reasons:
            self.problems.append(RowProblem(self.row.number, heading, self.row.cells.get(heading, ""), reason))

    def problems_of(self, target: str) -> bool:
        """Whether anything was said about a field already."""
        column = ", ".join(self._headings(target))
        return any(problem.column == column for problem in self.problems)

    def refuse(self, target: str, reason: str) -> None:
        self.problems.append(self._problem(target, reason, Severity.REFUSED))

    def _headings(self, target: str) -> tuple[str, ...]:
        rule = self.map.fields.get(target)
        return rule.headings() if rule else (target,)

    def _problem(self, target: str, reason: str, severity: Severity) -> RowProblem:
        headings = self._headings(target)
        cells = [self.row.cells[heading] for heading in headings if heading in self.row.cells]
        return RowProblem(self.row.number, ", ".join(headings), "\n".join(cells), reason, severity)
