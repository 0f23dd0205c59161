from __future__ import annotations

from contextlib import contextmanager

import pytest
from alembic import command
from sqlalchemy import select

from hubdirectory.actions.starting import migration_settings
from hubdirectory.indexing import drain, rebuild, touch
from hubdirectory.models import Service, database_of
from search.engines.embedded import EmbeddedEngine
from tests.factories.records import Records


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """A database of each kind, with the tables that the migrations make."""
    url = f"sqlite:///{tmp_path / 'directory.db'}" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    command.upgrade(migration_settings(url), "head")
    opened = database_of(url)
    yield opened
    opened.close()


@pytest.fixture
def engine(tmp_path):
    return EmbeddedEngine(tmp_path / "search")


@pytest.fixture
def town(database, engine):
    """A small town, indexed."""
    return Town(database, engine)


class Town:
    """Edits as actions make them: change, touch, commit."""

    ENGINES = ("embedded",)

    def __init__(self, database, engine):
        self.database, self.engine = database, engine
        with self.editing() as records:
            central = records.location()
            records.service(places=[central], needs=["mens-groups"], days=["TU"])
            records.service("Debt advice", needs=["debt"], modes=["phone"])
            records.service("Draft of a choir", state="draft")
        rebuild(database, engine)
        self.drain()

    @contextmanager
    def editing(self):
        with self.database.writing() as session:
            yield Records(session)
            touch(session, session.scalars(select(Service.id)).all(), self.ENGINES)

    def drain(self):
        while drain(self.database, self.engine).done:
            pass
