"""`hub bench understanding`: how well words become needs, by each adapter, and what it costs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from hubdirectory.bench import understanding_trial
from hubdirectory.config import REPOSITORY, load_settings

from .opening import bar, this_world

QUERIES = REPOSITORY / "tests" / "understanding" / "evaluation.tsv"


@click.command("understanding")
@click.option("--queries", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=QUERIES, help="What to try.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def understanding(queries: Path, as_json: bool) -> None:
    """Words people use: the right need first and among three, by language and kind; time and memory."""
    with bar("Working out vectors") as show, this_world() as world:
        trial = understanding_trial.measure(queries, load_settings().instance, show, world)
    if as_json:
        click.echo(json.dumps(trial.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(understanding_trial.table(trial)))
