"""Websites that speak from a catalogue compiled just now, whatever lies compiled beside it."""

from __future__ import annotations

import shutil

import pytest
from babel.messages.mofile import write_mo

from hubdirectory.actions.world import open_world
from hubdirectory.app import create_app
from hubdirectory.commands.languages import catalogue_files, read_catalogue
from hubdirectory.config import load_settings

NOW = "2026-11-24T10:30"  # a Tuesday


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """A folder with every catalogue as the pages read it."""
    folder = tmp_path_factory.mktemp("translations")
    for file in catalogue_files():
        into = folder / file.parent.parent.name / "LC_MESSAGES"
        into.mkdir(parents=True)
        with (into / "messages.mo").open("wb") as lines:
            write_mo(lines, read_catalogue(file))
    return folder


def speaking(app, compiled):
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.extensions["babel"].translation_directories[:] = [str(compiled)]
    return app


@pytest.fixture(scope="session")
def town_app(sample_town, compiled):
    """The sample town's website."""
    return speaking(create_app(sample_town), compiled)


@pytest.fixture
def empty_world(empty_directory, tmp_path):
    """A directory with nothing in it, on a Tuesday morning."""
    shutil.copytree(empty_directory, tmp_path, dirs_exist_ok=True)
    world = open_world(load_settings({"HUB_INSTANCE": str(tmp_path), "HUB_NOW": NOW}))
    yield world
    world.close()


@pytest.fixture
def empty_app(empty_world, compiled):
    return speaking(create_app(world=empty_world), compiled)


@pytest.fixture
def in_polish(town_app):
    """What is said inside is said to somebody who reads Polish."""
    with town_app.test_request_context("/?lang=pl"):
        yield
