"""A search server with a proxy before it that can make each fault, and both engines filled with the same services."""

from __future__ import annotations

import pytest

from hubdirectory.bench.servers import Proxy
from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.engines.meilisearch import MeilisearchEngine
from search.failover import Failover
from search.port import Words

BUDGET_SECONDS = 0.5
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
    failover = Failover(server, embedded)
    yield failover
    failover.close()
