"""A search server with a proxy before it that can make each fault, and both engines filled with the same services."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest
from sqlalchemy import select

from hubdirectory.actions.starting import prepare_database
from hubdirectory.actions.world import open_world
from hubdirectory.bench.servers import Proxy
from hubdirectory.config import load_settings
from hubdirectory.indexing import rebuild, touch
from hubdirectory.models import Service
from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.engines.meilisearch import MeilisearchEngine
from search.failover import Failover
from search.port import Words
from tests.factories.records import Records

BUDGET_SECONDS = 0.6
WORDS = Words(synonyms=(("ot", "occupational therapy"),), stop_words=frozenset({"the", "for"}))
CLUBS = tuple(
    Document(number, {"name": f"Wool club {number}"}, {"need": ("crafts",)}, remote=True, fingerprint="1")
    for number in range(1, 61)
)  # fmt: skip


@pytest.fixture(scope="session")
def proxy(meilisearch_server):
    proxy = Proxy(int(meilisearch_server.url.rpartition(":")[2]))
    yield proxy
    proxy.close()


@pytest.fixture
def embedded(tmp_path):
    engine = EmbeddedEngine(tmp_path / "search")
    engine.rebuild(CLUBS, WORDS)
    return engine


@pytest.fixture
def server(meilisearch_server, proxy, embedded):
    """The search server through the proxy; `direct` reaches it whatever the proxy does."""
    proxy.mode("pass")
    name = meilisearch_server.index_name()
    engine = MeilisearchEngine(proxy.url, meilisearch_server.key, name, reader=embedded.read, seconds=BUDGET_SECONDS)
    engine.direct = MeilisearchEngine(meilisearch_server.url, meilisearch_server.key, name)
    engine.direct.rebuild(CLUBS, WORDS)
    yield engine
    proxy.mode("pass")
    engine.direct._drop(name)


@pytest.fixture
def failover(server, embedded):
    failover = Failover(server, embedded, patience=BUDGET_SECONDS)
    yield failover
    failover.close()


@pytest.fixture(scope="session")
def clubs(tmp_path_factory):
    """An instance folder with a small directory and its embedded index; only to be copied."""
    folder = tmp_path_factory.mktemp("clubs")
    settings = load_settings({"HUB_INSTANCE": str(folder)})
    prepare_database(settings)
    with closing(open_world(settings)) as world:
        with world.database.writing() as session:
            records = Records(session)
            hub = records.location()
            made = [records.service(f"Wool club {number}", places=[hub], needs=["hobbies"]) for number in range(1, 61)]
            touch(session, [service.id for service in made], world.engine_names)
        rebuild(world.database, world.engines["embedded"])
    return folder


@pytest.fixture
def installation(clubs, tmp_path):
    """The settings of a copy of it, for one test to break: call it with more of them."""

    def settings(**more):
        folder = tmp_path / "clubs"
        if not folder.exists():
            shutil.copytree(clubs, folder)
        # A worker would work out vectors for a minute, and be at it long after the test that started it.
        return load_settings({"HUB_INSTANCE": str(folder), "SENTENCE_VECTORS": "no", **more})

    return settings


@pytest.fixture
def world(installation):
    with closing(open_world(installation())) as world:
        yield world


def rename_club(world, number, name):
    """An edit as actions make them; without its indexing."""
    with world.database.writing() as session:
        service = session.scalar(select(Service).where(Service.slug == f"wool-club-{number}"))
        service.name = name
        touch(session, [service.id], world.engine_names)
