"""`hub index`: rebuild, check and drain."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from time import monotonic

import click

from hubdirectory.actions.world import World
from hubdirectory.indexing import backlog, check, drain, heal, rebuild
from search.port import Engine, SearchError
from search.query import Query

from .opening import bar, this_world


@click.group()
def index() -> None:
    """The search indexes: the embedded one, and Meilisearch where it is set."""


@index.command("rebuild")
@click.option("--if-missing", is_flag=True, help="Only an index that is not there, or not whole, or not ours.")
def rebuild_command(if_missing: bool) -> None:
    """Fill fresh indexes beside the live ones and swap them in. Searches go on meanwhile."""
    with this_world() as world:
        for engine in world.engines.values():
            started = monotonic()
            with bar(f"Indexing for {engine.name}") as show:
                built = _build(world, engine, if_missing, show)
            if built:
                held = engine.count_each([Query()])[0]
                click.echo(f"{engine.name}: {held:,} services indexed in {monotonic() - started:.1f} seconds.")


def _build(world: World, engine: Engine, if_missing: bool, show: Callable[[int, int], None]) -> bool:
    try:
        if if_missing:
            return heal(world.database, engine, world.settings.instance / "search", show)
        rebuild(world.database, engine, show)
    except SearchError as error:
        sys.exit(f"{engine.name}: {error}")
    return True


@index.command("check")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def check_command(as_json: bool) -> None:
    """Compare each index with the database; exit status 1 where they differ."""
    clean = True
    with this_world() as world:
        for engine in world.engines.values():
            try:
                found = check(world.database, engine)
            except SearchError as error:
                click.echo(json.dumps({"engine": engine.name, "error": str(error)}) if as_json else f"{engine.name}: {error}")
                clean = False
                continue
            clean = clean and found.clean
            lists = {"missing": found.missing, "stale": found.stale, "orphaned": found.orphaned}
            click.echo(json.dumps({"engine": engine.name, **lists}) if as_json else _told(engine.name, lists))
    sys.exit(0 if clean else 1)


def _told(engine: str, lists: dict[str, tuple[int, ...]]) -> str:
    if not any(lists.values()):
        return f"{engine}: clean."
    parts = (f"{len(numbers):,} {name} ({', '.join(map(str, numbers[:10]))}…)" for name, numbers in lists.items() if numbers)
    return f"{engine}: {'; '.join(parts)}. `hub index rebuild` puts it right."


@index.command("drain")
def drain_command() -> None:
    """Bring the indexes up to date with every edit that waits."""
    stuck = 0
    with this_world() as world:
        for engine in world.engines.values():
            done = 0
            while (batch := drain(world.database, engine)).done:
                done, stuck = done + batch.done, stuck + batch.stuck
            waiting = backlog(world.database, engine.name)
            click.echo(f"{engine.name}: {done:,} edits indexed, {waiting.waiting:,} waiting.")
            for problem in waiting.problems:
                click.echo(f"  {problem}")
    sys.exit(1 if stuck else 0)
