"""`hub bench understanding`: how well words become needs, by each adapter, and what it costs."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path

import click

from hubdirectory.actions.founding import DATA
from hubdirectory.bench import understanding as figures
from hubdirectory.config import REPOSITORY, load_settings
from hubdirectory.understanding import Understanding
from hubdirectory.understanding.by_letters import UnderstandingByLetters
from hubdirectory.understanding.chosen import prepare, vectors_installed
from hubdirectory.understanding.crisis import kind_of_crisis
from hubdirectory.understanding.phrases import everything_said

from .opening import bar

QUERIES = REPOSITORY / "tests" / "understanding" / "evaluation.tsv"
LETTERS, VECTORS = "letters", "vectors"
MEGABYTE = 1024 * 1024


@click.command("understanding")
@click.option("--queries", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=QUERIES, help="What to try.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def understanding(queries: Path, as_json: bool) -> None:
    """Words people use: the right need first and among three, by language and kind; time and memory."""
    phrases = everything_said(_needs())
    asked = figures.read(queries)
    fresh = figures.unseen(asked, (phrase for said in phrases.values() for phrase in said))
    found = [_apart(name, phrases, fresh) for name in _adapters(phrases)]
    crises = [each for each in asked if each.kind == "crisis"]
    caught = sum(kind_of_crisis(each.query) is not None for each in crises)
    if as_json:
        click.echo(json.dumps({
            "adapters": [each.as_json() for each in found], "known": len(asked) - len(fresh),
            "crisis": {"queries": len(crises), "caught": caught},
        }, ensure_ascii=False))  # fmt: skip
        return
    for line in figures.table(found):
        click.echo(line)
    click.echo(f"crisis: {caught} of {len(crises)} caught by the lists")
    click.echo(f"left out, since they are phrases word for word: {len(asked) - len(fresh)}")


def _needs() -> dict[str, tuple[str, ...]]:
    with (DATA / "needs.tsv").open(encoding="utf-8") as file:
        return {row["slug"]: (row["name"], row["description"]) for row in csv.DictReader(file, delimiter="\t")}


def _adapters(phrases: Mapping[str, Sequence[str]]) -> list[str]:
    if not vectors_installed():
        click.echo("Sentence vectors are not installed: only letters are tried.", err=True)
        return [LETTERS]
    with bar("Working out vectors") as show:
        prepare(load_settings().instance, phrases, show)
    return [VECTORS, LETTERS]


def _apart(name: str, phrases: Mapping[str, Sequence[str]], asked: Sequence[figures.Asked]) -> figures.Figures:
    """In a process of its own, so that what it adds to one can be told."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (name, dict(phrases), list(asked), load_settings().instance))


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
