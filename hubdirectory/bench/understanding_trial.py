"""Both adapters tried on the evaluation, each in a process of its own."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from hubdirectory.actions.founding import DATA
from hubdirectory.actions.world import World
from hubdirectory.understanding import Understanding
from hubdirectory.understanding.by_letters import UnderstandingByLetters
from hubdirectory.understanding.chosen import prepare, vectors_installed
from hubdirectory.understanding.crisis import kind_of_crisis
from hubdirectory.understanding.phrases import everything_said

from . import understanding as figures
from .understanding_found import compared

# The figures, and the needs of each query.
Measured = tuple[figures.Figures, list[tuple[str, ...]]]
LETTERS, VECTORS = "letters", "vectors"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Trial:
    """`known`: queries left out, since they are phrases word for word. `crises`, `caught`: by the lists alone.

    found: by way of searching, what this installation's services give; nothing where it has none
    """

    adapters: tuple[figures.Figures, ...]
    known: int
    crises: int
    caught: int
    found: Mapping[str, figures.Found] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        adapters = [each.as_json() for each in self.adapters]
        return {"adapters": adapters, "known": self.known, "crisis": {"queries": self.crises, "caught": self.caught},
                "found": {way: asdict(found) for way, found in self.found.items()}}  # fmt: skip


def table(trial: Trial) -> list[str]:
    return [
        *figures.table(trial.adapters),
        f"crisis: {trial.caught} of {trial.crises} caught by the lists",
        *(f"found by {way}: recall@10 {one.recall_at_10:.2f}, nDCG@10 {one.ndcg_at_10:.2f}" for way, one in trial.found.items()),
        f"left out, since they are phrases word for word: {trial.known}",
    ]


def measure(queries: Path, instance: Path, progress: Callable[[int, int], None], world: World | None = None) -> Trial:
    """Tries what is installed on a file of queries. The first time, vectors are worked out for a minute or two.

    world: an installation with services to search, None for the understanding alone
    """
    phrases = everything_said(_needs())
    asked = figures.read(queries)
    fresh = figures.unseen(asked, (phrase for said in phrases.values() for phrase in said))
    prepare(instance, phrases, progress)
    names = (VECTORS, LETTERS) if vectors_installed() else (LETTERS,)
    tried = {name: _apart(name, phrases, fresh, instance) for name in names}
    understood = {name: needs for name, (_, needs) in tried.items()}
    crises = [each for each in asked if each.kind == "crisis"]
    return Trial(
        adapters=tuple(measured for measured, _ in tried.values()),
        found=compared(world, fresh, understood) if world else {},
        known=len(asked) - len(fresh),
        crises=len(crises),
        caught=sum(kind_of_crisis(each.query) is not None for each in crises),
    )


def _needs() -> dict[str, tuple[str, ...]]:
    with (DATA / "needs.tsv").open(encoding="utf-8") as file:
        return {row["slug"]: (row["name"], row["description"]) for row in csv.DictReader(file, delimiter="\t")}


def _apart(name: str, phrases: Mapping[str, Sequence[str]], asked: Sequence[figures.Asked], instance: Path) -> Measured:
    """In a process of its own, so that what it adds to one can be told."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (name, dict(phrases), list(asked), instance))


def _measured(name: str, phrases: dict[str, Sequence[str]], asked: list[figures.Asked], instance: Path) -> Measured:
    before = _resident()
    adapter = _adapter(name, instance)
    adapter.learn(phrases)
    adapter.understand("warming up")
    answered = figures.answers(adapter, asked)
    return figures.figures(name, answered, _resident() - before), [each.needs for each in answered]


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
