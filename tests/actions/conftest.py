from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import select

from hubdirectory.actions.starting import prepare_database
from hubdirectory.actions.world import open_world
from hubdirectory.config import load_settings
from hubdirectory.indexing import rebuild, touch
from hubdirectory.models import Service
from tests.factories.records import Records

NOW = "2026-11-24T10:30"  # a Tuesday


class SmallTown:
    """A world of a few services, with the edits of an action: change, touch, commit, index."""

    def __init__(self, world):
        self.world = world

    @contextmanager
    def editing(self):
        with self.world.database.writing() as session:
            yield Records(session)
            numbers = touch(session, session.scalars(select(Service.id)).all(), self.world.engine_names)
        self.world.index_now(numbers)


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request, tmp_path):
    environment = {"HUB_INSTANCE": str(tmp_path), "HUB_NOW": NOW}
    if request.param == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("postgresql_url")
    settings = load_settings(environment)
    prepare_database(settings)
    opened = open_world(settings)
    for engine in opened.engines.values():
        rebuild(opened.database, engine)
    opened.words_changed()
    yield opened
    opened.close()


@pytest.fixture
def town(world):
    return SmallTown(world)
