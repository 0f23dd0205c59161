"""A directory of a given size in a folder of its own, filled by the generator, for figures."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hubdirectory.actions import occurrences
from hubdirectory.actions.meaning import prepare_vectors
from hubdirectory.actions.starting import prepare_database
from hubdirectory.actions.world import World, open_world
from hubdirectory.config import Settings
from hubdirectory.indexing import rebuild, touch_all
from hubdirectory.jobs import JOBS
from hubdirectory.models import JobRun
from hubdirectory.sample_town.many import generate_many, load_many
from hubdirectory.understanding.chosen import FILE, vectors_installed

Say = Callable[[str], None]
LARGEST_TOWN = 50_000


@dataclass(frozen=True)
class Made:
    """A filled directory and how long each part took, in seconds."""

    settings: Settings
    seconds: dict[str, float]


def make(settings: Settings, folder: Path, size: int, say: Say) -> Made:
    """Fills `folder` with `size` services, unless it was filled before; builds the indexes that the settings ask for."""
    mine = replace(settings, instance=folder, database_url=f"sqlite:///{folder / 'directory.db'}", meili_index=f"bench_{size}")
    seconds: dict[str, float] = {}
    if not (folder / "filled").exists():
        folder.mkdir(parents=True, exist_ok=True)
        prepare_database(mine)
        world = open_world(mine)
        with timed(seconds, "load"):
            load_many(world.database.engine, generate_many(size), lambda done: say(f"{done:,} services written"))
        with timed(seconds, "cards"):
            touch_all(world.database, world.engine_names, lambda done: say(f"{done:,} cards written"))
        if size <= LARGEST_TOWN:
            with timed(seconds, "dates"):
                occurrences.roll_all(world)
        world.close()
        (folder / "filled").touch()
    with closing(open_world(mine)) as world:
        _with_vectors(world, folder.parent / FILE)
    seconds |= index(mine, say)
    return Made(mine, seconds)


def _with_vectors(world: World, kept: Path) -> None:
    """The sentence vectors of all phrases, which an installation works out once. `kept` has them for the next size."""
    if not (world.settings.sentence_vectors and vectors_installed()):
        return
    if kept.exists():
        shutil.copy(kept, world.settings.instance)
    prepare_vectors(world)
    shutil.copy(world.settings.instance / FILE, kept)


def slow_jobs_have_run(world: World) -> None:
    """Each slow job of the worker has just had its turn; the next comes when due."""
    with world.database.writing() as session:
        for job in JOBS:
            if job.slow:
                turn = datetime.now(UTC) + timedelta(seconds=job.every_seconds)
                session.merge(JobRun(name=job.name, next_at=turn, problem=""))


def index(settings: Settings, say: Say) -> dict[str, float]:
    """Seconds that a rebuild of each engine takes, reading the database included."""
    seconds: dict[str, float] = {}
    world = open_world(settings)
    for engine in world.engines.values():
        with timed(seconds, f"index {engine.name}"):
            rebuild(world.database, engine, lambda done, total: say(f"{done:,} of {total:,} indexed"))
    world.close()
    return seconds


@contextmanager
def timed(into: dict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    into[name] = time.perf_counter() - started


def opened(made: Made) -> World:
    return open_world(made.settings)
