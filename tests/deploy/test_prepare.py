"""What `hub run` and the containers do before they serve."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hubdirectory.actions.world import open_world
from hubdirectory.config import Settings, load_settings
from hubdirectory.deploy import prepare as preparing
from hubdirectory.deploy.prepare import is_empty, prepare
from hubdirectory.indexing import check
from hubdirectory.setup.children import free_port
from search.port import EngineUnavailable


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"HUB_INSTANCE": str(tmp_path / "instance")})


def test_a_town_is_made_once_and_what_is_there_stays(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    prepare(settings, sample_town=True)
    first = capsys.readouterr().out
    prepare(settings, sample_town=True)
    again = capsys.readouterr().out
    assert "Making the sample town" in first
    assert [line.split(" …")[0] for line in again.splitlines()] == ["Bringing the tables up to date"]


def test_without_a_sample_town_the_directory_is_empty_and_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(preparing, "load", lambda path, areas, show: asked.append(areas))
    prepare(settings, sample_town=False)
    world = open_world(settings)
    assert asked == [None]  # all of Great Britain
    assert is_empty(world)
    assert check(world.database, world.engines["embedded"]).clean
    world.close()


@pytest.fixture
def unindexed(own_town: Settings) -> Settings:
    """A town that is there, without any index of it."""
    for file in own_town.instance.glob("search*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    return own_town


def test_a_search_server_that_is_away_stops_nothing(unindexed: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    away = replace(unindexed, meili_url=f"http://127.0.0.1:{free_port()}")
    prepare(away, sample_town=True)
    assert "The meilisearch index cannot be looked at now" in capsys.readouterr().out
    world = open_world(away)
    assert not is_empty(world)
    assert check(world.database, world.engines["embedded"]).clean
    with pytest.raises(EngineUnavailable):
        world.engines["meilisearch"].state()
    world.close()


def test_where_there_is_a_search_server_its_index_is_built_too(unindexed: Settings, meilisearch_server: Any) -> None:
    both = replace(
        unindexed, meili_url=meilisearch_server.url, meili_master_key=meilisearch_server.key,
        meili_index=meilisearch_server.index_name(),
    )  # fmt: skip
    prepare(both, sample_town=True)
    world = open_world(both)
    assert all(check(world.database, engine).clean for engine in world.engines.values())
    assert len(world.engines) == 2
    world.close()
