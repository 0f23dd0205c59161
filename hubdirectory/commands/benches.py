"""`hub bench`: figures, as ratios in one run."""

from __future__ import annotations

import json
import sys

import click

from hubdirectory.bench import parity as parity_bench
from hubdirectory.indexing import check, rebuild
from search.port import SearchError

from .opening import this_world


@click.group()
def bench() -> None:
    """Figures: how the two engines compare."""


@bench.command("parity")
@click.option("--queries", default=300, show_default=True, help="How many queries.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def parity(queries: int, as_json: bool) -> None:
    """Both engines, the same queries: same totals, same facet counts, how many of the first ten."""
    with this_world() as world:
        if "meilisearch" not in world.engines:
            sys.exit("hub bench parity compares with a Meilisearch server: set MEILI_URL and MEILI_MASTER_KEY.")
        for engine in world.engines.values():
            try:
                if not check(world.database, engine).clean:
                    rebuild(world.database, engine)
            except SearchError:
                rebuild(world.database, engine)
        found = parity_bench.measure(world, queries)
    if as_json:
        click.echo(json.dumps(found.as_json()))
    else:
        for line in parity_bench.table(found):
            click.echo(line)
