"""One sample town, and one database that holds it, for all the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from hubdirectory.actions.founding import found
from hubdirectory.models import Base, Database, database_of
from hubdirectory.sample_town.generate import generate
from hubdirectory.sample_town.load import load
from hubdirectory.sample_town.town import SampleService, Town

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def town() -> Town:
    return generate(TODAY)


@pytest.fixture(scope="session")
def published(town: Town) -> list[SampleService]:
    return [service for service in town.services if service.state == "published"]


@pytest.fixture(scope="session")
def database(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = empty_database(tmp_path_factory.mktemp("sample-town"))
    with made.writing() as session:
        load(session, town)
    yield made
    made.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.reading() as reading:
        yield reading


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """A founded database without a town."""
    made = empty_database(tmp_path)
    yield made
    made.close()


def empty_database(folder: Path) -> Database:
    made = database_of(f"sqlite:///{folder / 'directory.db'}")
    Base.metadata.create_all(made.engine)
    with made.writing() as session:
        found(session)
    return made
