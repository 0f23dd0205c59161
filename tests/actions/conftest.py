from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from hubdirectory.actions.world import open_world
from hubdirectory.config import load_settings
from hubdirectory.indexing import touch
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
def world(request, empty_directory, tmp_path):
    environment = {"HUB_INSTANCE": str(tmp_path), "HUB_NOW": NOW}
    if request.param == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("prepared_postgresql").url()
    shutil.copytree(empty_directory, tmp_path, dirs_exist_ok=True)
    opened = open_world(load_settings(environment))
    yield opened
    opened.close()


@pytest.fixture
def town(world):
    return SmallTown(world)
