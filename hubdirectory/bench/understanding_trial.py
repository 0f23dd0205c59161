"""Both adapters tried on the evaluation, each in a process of its own."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from hubdirectory.actions.founding import DATA
from hubdirectory.understanding import Understanding
from hubdirectory.understanding.by_letters import UnderstandingByLetters
from hubdirectory.understanding.chosen import prepare, vectors_installed
from hubdirectory.understanding.crisis import kind_of_crisis
from hubdirectory.understanding.phrases import everything_said

from . import understanding as figures

LETTERS, VECTORS = "letters", "vectors"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Trial:
    """`known`: queries left out, since they are phrases word for word. `crises`, `caught`: by the lists alone."""

    adapters: tuple[figures.Figures, ...]
    known: int
    crises: int
    caught: int

    def as_json(self) -> dict[str, Any]:
        adapters = [each.as_json() for each in self.adapters]
        return {"adapters": adapters, "known": self.known, "crisis": {"queries": self.crises, "caught": self.caught}}


def table(trial: Trial) -> list[str]:
    return [
        *figures.table(trial.adapters),
        f"crisis: {trial.caught} of {trial.crises} caught by the lists",
        f"left out, since they are phrases word for word: {trial.known}",
    ]


def measure(queries: Path, instance: Path, progress: Callable[[int, int], None]) -> Trial:
    """Tries what is installed on a file of queries. The first time, vectors are worked out for a minute or two."""
    phrases = everything_said(_needs())
    asked = figures.read(queries)
    fresh = figures.unseen(asked, (phrase for said in phrases.values() for phrase in said))
    prepare(instance, phrases, progress)
    names = (VECTORS, LETTERS) if vectors_installed() else (LETTERS,)
    crises = [each for each in asked if each.kind == "crisis"]
    return Trial(
        adapters=tuple(_apart(name, phrases, fresh, instance) for name in names),
        known=len(asked) - len(fresh),
        crises=len(crises),
        caught=sum(kind_of_crisis(each.query) is not None for each in crises),
    )


def _needs() -> dict[str, tuple[str, ...]]:
    with (DATA / "needs.tsv").open(encoding="utf-8") as file:
        return {row["slug"]: (row["name"], row["description"]) for row in csv.DictReader(file, delimiter="\t")}


def _apart(name: str, phrases: Mapping[str, Sequence[str]], asked: Sequence[figures.Asked], instance: Path) -> figures.Figures:
    """In a process of its own, so that what it adds to one can be told."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (name, dict(phrases), list(asked), instance))


def _measured(name: str, phrases: dict[str, Sequence[str]], asked: list[figures.Asked], instance: Path) -> figures.Figures:
    before = _resident()
    adapter = _adapter(name, instance)
    adapter.learn(phrases)
    adapter.understand("warming up")
    answered = figures.answers(adapter, asked)
    return figures.figures(name, answered, _resident() - before)


def _adapter(name: str, instance: Path) -> Understanding:
    if name == LETTERS:
        return UnderstandingByLetters()
    from hubdirectory.understanding.by_vectors import UnderstandingByVectors

    return UnderstandingByVectors(instance)


def _resident() -> float:
    """Megabytes of memory that this process has in use; 0 where the machine does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
