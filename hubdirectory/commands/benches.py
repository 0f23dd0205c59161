"""`hub bench`: figures, as ratios in one run."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import click

from hubdirectory.bench import goals
from hubdirectory.bench import parity as parity_bench
from hubdirectory.bench import sized as sized_bench
from hubdirectory.bench import today as today_bench
from hubdirectory.bench.servers import Meilisearch
from hubdirectory.config import Settings, load_settings
from hubdirectory.indexing import check, rebuild
from hubdirectory.setup.engines.engine import EngineMissing
from search.port import SearchError

from .faults import faults, load
from .opening import this_world
from .understanding_bench import understanding


@click.group()
def bench() -> None:
    """Figures: how the two engines compare."""


bench.add_command(understanding)
bench.add_command(faults)
bench.add_command(load)


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


@bench.command("today")
@click.option("--sizes", default="300,3000", show_default=True, help="How many happenings a day, with commas between.")
@click.option("--rounds", default=40, show_default=True, help="How often each page is timed.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def today(sizes: str, rounds: int, as_json: bool) -> None:
    """The pages of a day on the embedded default: how long they take, also right after a change."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as temporary:
        for size in map(int, sizes.split(",")):
            measured = today_bench.measure(load_settings(), Path(temporary) / str(size), size, rounds, _say)
            for line in [json.dumps(asdict(measured))] if as_json else today_bench.table(measured):
                click.echo(line)


@bench.command("search")
@click.option("--sizes", default="2000,20000", show_default=True, help="How many services, with commas between.")
@click.option("--rounds", default=60, show_default=True, help="How often each is timed.")
@click.option("--only", type=click.Choice(sized_bench.PARTS), multiple=True, help="One part; again for another.")
@click.option("--found-seconds", default=60.0, show_default=True, help="For how long somebody edits.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to keep what is made; unless given it is thrown away.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def search(sizes: str, rounds: int, only: tuple[str, ...], found_seconds: float, folder: Path | None, as_json: bool) -> None:
    """Pages, JSON and suggestions beside the raw engine; requests a second; from a commit to being found; time to index.

    On the Meilisearch of MEILI_URL, or on one of its own.
    """
    measured: list[sized_bench.Sized] = []
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as temporary, _with_meilisearch(Path(temporary)) as settings:
        for size in map(int, sizes.split(",")):
            one = sized_bench.measure(
                settings, folder or Path(temporary), size, rounds, found_seconds, only or sized_bench.PARTS, _say
            )
            measured.append(one)
            for line in [json.dumps(asdict(one))] if as_json else sized_bench.table(one):
                click.echo(line)
    if not as_json:
        for line in goals.table(measured):
            click.echo(line)


@contextmanager
def _with_meilisearch(folder: Path) -> Iterator[Settings]:
    """The settings with a search server: theirs, or one that is started, as small as it goes, and stopped."""
    settings = load_settings()
    if settings.meili_url:
        yield settings
        return
    server = Meilisearch(folder / "meilisearch")
    try:
        server.start()
        yield replace(settings, meili_url=server.url, meili_master_key=server.key)
    except EngineMissing as error:
        sys.exit(f"hub bench search: {error}")
    finally:
        server.stop()


def _say(progress: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{progress}", nl=False, err=True)
