"""What an import tells: a line for each row, and the account at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

ADDED, CHANGED, UNCHANGED, SKIPPED, REFUSED, GONE = "added", "changed", "unchanged", "skipped", "refused", "gone"


class ImportRefused(Exception):
    """The file or its map cannot be used: a sentence each in `problems`. Nothing was saved."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class RowLine:
    """What became of one row. `row` is its number; None for a record that the source has no longer."""

    row: int | None
    outcome: str
    name: str = ""
    reason: str = ""
    record_id: str | None = None

    def __str__(self) -> str:
        name = self.name or "(no name)"
        line = f"{self.row or '-'} {self.outcome}: {name}" + (f" — {self.reason}" if self.reason else "")
        return " ".join(line.split())


@dataclass(frozen=True)
class ImportAccount:
    """How many rows were read and what became of them. `gone` are records that the source has lost since.

    `remarks` are sentences about the file or the import as a whole.
    """

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0
    gone: int = 0
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, lines: Iterable[RowLine], remarks: Iterable[str] = ()) -> ImportAccount:
        counts: Counter[str] = Counter()
        read = 0
        for line in lines:
            counts[line.outcome] += 1
            read += line.row is not None
        return cls(read=read, remarks=tuple(remarks), **counts)

    def as_json(self) -> dict[str, int]:
        """The seven figures, without the remarks."""
        return {name: value for name, value in asdict(self).items() if name != "remarks"}

    def __str__(self) -> str:
        return ", ".join(f"{name} {count:,}" for name, count in self.as_json().items()).capitalize() + "."
