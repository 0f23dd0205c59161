"""What must be there before the directory is served: tables, postcodes, indexes.  python -m hubdirectory.deploy.prepare

`hub run` and the containers begin with it. Again is quick and harmless.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from sqlalchemy import func, select
from tqdm import tqdm

from hubdirectory.actions.starting import load_sample_town, prepare_database
from hubdirectory.actions.world import World, open_world
from hubdirectory.config import Settings, SettingsError, load_settings
from hubdirectory.geocoding.loading import load
from hubdirectory.indexing import rebuild
from hubdirectory.models import Organisation
from hubdirectory.setup.steps import progress
from search.port import Engine, EngineUnavailable, SearchError

SAMPLE_AREAS = ("TS",)


def prepare(settings: Settings, sample_town: bool) -> None:
    """With `sample_town`, a directory without organisations gets those of the sample town, and only its postcodes."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    with progress("Bringing the tables up to date"):
        prepare_database(settings)
    world = open_world(settings)
    try:
        prepare_postcodes(world, SAMPLE_AREAS if sample_town else None)
        if sample_town and is_empty(world):
            make_sample_town(world)
        for engine in world.engines.values():
            prepare_index(world, engine)
    finally:
        world.close()


def prepare_postcodes(world: World, areas: tuple[str, ...] | None) -> None:
    """Loads these postcode areas, or all of Great Britain, unless some are loaded."""
    if world.postcodes.areas():
        return
    path = world.settings.instance / "postcodes.db"
    with progress("Loading postcodes"), tqdm(disable=None, leave=False, unit="") as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        load(path, areas, show)


def is_empty(world: World) -> bool:
    with world.database.reading() as session:
        return not session.scalar(select(func.count()).select_from(Organisation))


def make_sample_town(world: World) -> None:
    """Its records are kept even where a search server is away just now."""
    with progress("Making the sample town"), suppress(EngineUnavailable):
        load_sample_town(world)


def prepare_index(world: World, engine: Engine) -> None:
    """Builds an index that is not there. A server that is away is no reason not to start: the worker builds it later."""
    try:
        engine.state()
    except EngineUnavailable as error:
        print(f"The {engine.name} index cannot be looked at now: {error}")
    except SearchError:
        with progress(f"Building the {engine.name} index"):
            rebuild(world.database, engine)


def main() -> None:
    try:
        prepare(load_settings(), sample_town="--sample-town" in sys.argv[1:])
    except SettingsError as error:
        sys.exit(f"hub: {error}")


if __name__ == "__main__":
    main()
