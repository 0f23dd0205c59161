"""The site itself, really served, while things break under it."""

from __future__ import annotations

import shutil
import signal
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, closing

import pytest

from hubdirectory.actions.world import open_world
from hubdirectory.bench import breaking
from hubdirectory.bench.faults import Fault, suffered
from hubdirectory.bench.servers import Hub, Meilisearch, Proxy
from hubdirectory.bench.visiting import Visitors
from hubdirectory.config import load_settings
from hubdirectory.indexing import rebuild
from hubdirectory.setup.engines.engine import EngineMissing
from tests.conftest import missing

TOTALS = {"/search.json?q=wool": 60, "/search.json?q=wool+club+7": 1, "/search.json": 60, "/search.json?q=nothing+of+it": 0}
BROWSING = ("/", "/needs", "/needs/hobbies", "/a-to-z", "/a-to-z/W", "/hubs", "/services/wool-club-7", "/health/ready")
# What a busy machine may add to an answer of milliseconds.
SLACK_MS = 900


@pytest.fixture
def server(tmp_path):
    server = Meilisearch(tmp_path / "meilisearch")
    try:
        server.start()
    except EngineMissing as error:
        missing(str(error))
    yield server
    server.send(signal.SIGCONT)
    server.stop()


def opened(hub, address):
    try:
        with urllib.request.urlopen(hub.url + address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_every_search_is_answered_while_the_server_hangs_or_is_slow(installation, server):
    with ExitStack() as stack:
        proxy = stack.enter_context(closing(Proxy(server.port)))
        hub = stack.enter_context(closing(Hub(installation().instance, MEILI_URL=proxy.url, MEILI_MASTER_KEY=server.key)))
        with closing(open_world(load_settings(hub.environment))) as world:
            rebuild(world.database, world.engines["meilisearch"])
        hub.serve()
        faults = (
            Fault("hung", lambda: server.send(signal.SIGSTOP), lambda: server.send(signal.SIGCONT)),
            Fault("slow", lambda: proxy.mode("slow 2"), lambda: proxy.mode("pass")),
        )
        with Visitors(hub.port, TOTALS, 8, 0.05) as visitors:
            time.sleep(2)
            for fault in faults:
                outcome = suffered(visitors, fault, short=True, say=lambda _: None)
                assert outcome.failed == 0, outcome
                assert outcome.back_seconds is not None, outcome
                assert outcome.first < 600 + SLACK_MS, outcome
                assert outcome.next < outcome.usual + 100, outcome
        assert all(visit.engine in ("meilisearch", "embedded") for visit in visitors.visits)


def test_with_the_index_lost_and_no_worker_the_rest_goes_on_and_search_comes_back(installation):
    with closing(Hub(installation().instance)) as hub:
        hub.serve("--workers", "2")
        assert opened(hub, "/search.json?q=wool")[0] == 200
        shutil.rmtree(hub.instance / "search")
        status, page = opened(hub, "/search?q=wool")
        assert status == 503
        assert "Search is not working just now" in page
        assert "116 123" in page
        for address in BROWSING:
            assert opened(hub, address)[0] == 200, address
        until = time.monotonic() + 60
        while opened(hub, "/search.json?q=wool")[0] != 200:
            assert time.monotonic() < until, hub.log("serve").read_text()
            time.sleep(0.2)
        assert '"total":60' in opened(hub, "/search.json?q=wool")[1]


def test_with_the_database_gone_pages_say_so_plainly_and_come_back(own_town):
    wanted = [one for one in breaking.breakages() if one.name == "database gone"]
    (outcome,) = breaking.suffered_by(own_town.instance, wanted, say=lambda _: None)
    assert outcome.failed == 0, outcome
    assert outcome.shown, outcome
    assert outcome.told, outcome
    assert outcome.back_seconds is not None, outcome


@pytest.mark.parametrize(
    ("address", "status", "body", "spared", "verdict"),
    [
        ("/needs", 200, b"", False, ("shown", "")),
        ("/needs", 503, b"Ring 116 123", False, ("told", "")),
        ("/search.json?q=food", 503, b"{}", False, ("told", "")),
        ("/needs", 503, b"Ring 116 123", True, ("", "told instead of shown")),
        ("/needs", 503, b"Traceback ... 116 123", False, ("", "status 503")),
        ("/needs", 503, b"Sorry", False, ("", "status 503")),
        ("/needs", 500, b"116 123", False, ("", "status 500")),
    ],
)
def test_only_what_is_plain_or_whole_counts_as_an_answer(address, status, body, spared, verdict):
    assert breaking.said(address, status, body, spared) == verdict
