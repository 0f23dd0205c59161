"""Starting a directory: its tables, its words, and the sample town."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import func, select

from hubdirectory.config import LONDON, Settings
from hubdirectory.indexing import rebuild, touch, touch_all_made_by_older_code
from hubdirectory.models import Organisation, Service, ServiceCard, database_of

from .accounts.samples import add as add_sample_accounts
from .desk.duplicates import refresh as find_duplicates
from .founding import found
from .occurrences import roll
from .world import World

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def migration_settings(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["database_url"] = database_url
    return config


def prepare_database(settings: Settings) -> None:
    """Every table up to date, and what every directory begins with: needs, audiences, synonyms, the crisis panel."""
    command.upgrade(migration_settings(settings.database_url), "head")
    database = database_of(settings.database_url)
    try:
        with database.writing() as session:
            found(session)
        touch_all_made_by_older_code(database, settings.engine_names)
    finally:
        database.close()


@dataclass(frozen=True)
class SampleAccount:
    organisations: int
    services: int
    found: int


def load_sample_town(world: World, progress: Callable[[int, int], None] | None = None) -> SampleAccount:
    """Loads the sample town and indexes it. Records that are not samples stay as they are."""
    from hubdirectory.sample_town.days import change_days, forget_days
    from hubdirectory.sample_town.desk import fill_desk
    from hubdirectory.sample_town.generate import generate
    from hubdirectory.sample_town.load import load
    from hubdirectory.sample_town.navigating import fill_workspace

    with world.database.writing() as session:
        load(session, generate(world.now().astimezone(LONDON).date()))
        samples = session.scalars(select(Service.id).where(Service.sample)).all()
        forget_days(session)
        roll(session, samples, world.now(), world.calendar)
        change_days(session, world.now())
        touch(session, samples, world.engine_names)
        add_sample_accounts(world, session)
        session.flush()
        fill_desk(session, world.now())
        fill_workspace(session, world.now())
    find_duplicates(world)
    world.words_changed()
    for engine in world.engines.values():
        rebuild(world.database, engine, progress)
    return _account(world)


def _account(world: World) -> SampleAccount:
    with world.database.reading() as session:
        return SampleAccount(
            session.scalar(select(func.count()).select_from(Organisation).where(Organisation.sample)) or 0,
            session.scalar(select(func.count()).select_from(Service).where(Service.sample)) or 0,
            session.scalar(select(func.count()).select_from(ServiceCard).where(ServiceCard.searchable)) or 0,
        )
