"""The migrations make what the models say, on both databases, and can be taken back."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from hubdirectory.actions.starting import migration_settings
from hubdirectory.models import Base, database_of


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    return f"sqlite:///{tmp_path / 'directory.db'}" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")


@pytest.fixture
def database(url):
    opened = database_of(url)
    yield opened
    opened.close()


def tables(database):
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_up_makes_every_table_and_down_takes_every_one_back(url, database):
    command.upgrade(migration_settings(url), "head")
    assert tables(database) == set(Base.metadata.tables)
    command.downgrade(migration_settings(url), "base")
    assert tables(database) == set()
    command.upgrade(migration_settings(url), "head")
    assert tables(database) == set(Base.metadata.tables)


def test_the_models_say_nothing_that_the_migrations_do_not_make(url, database):
    command.upgrade(migration_settings(url), "head")
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_line_of_migrations():
    script = ScriptDirectory.from_config(migration_settings("sqlite://"))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
