"""Whatever a search server does, every search is answered, and soon."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from statistics import median

import pytest

from hubdirectory.actions.world import open_world
from hubdirectory.indexing import rebuild
from search.query import Query

from .conftest import BUDGET_SECONDS, CLUBS, WORDS, rename_club

FAULTS = ("hang", "slow 2", "drip", "error", "key", "nonsense", "cut")
SOON = 0.3  # more than a search of sixty services ever takes, and less than the budget


def asked(failover):
    started = time.monotonic()
    found = failover.search(Query("wool", per_page=5))
    return found, time.monotonic() - started


def wait_until(failover, engine, seconds=8.0):
    until = time.monotonic() + seconds
    while (found := asked(failover)[0]).engine != engine:
        assert found.total == len(CLUBS)
        assert time.monotonic() < until, f"{engine} was not asked again within {seconds} seconds"
        time.sleep(0.02)


def quietly_in_use(failover):
    wait_until(failover, "meilisearch")
    failover.check()


def first_after(failover, proxy, fault, ask, tries=3):
    """What is answered as the fault begins, within the budget. A machine that stood still for a moment is no fault of
    the product's, so the slow get another try; who truly waits for the server is slow each time."""
    for _ in range(tries):
        proxy.mode("pass")
        quietly_in_use(failover)
        proxy.mode(fault)
        answers = ask()
        if max(seconds for _, seconds in answers) < BUDGET_SECONDS + SOON:
            return answers
    raise AssertionError(f"{tries} times slower than the budget: {answers}")


def are_soon(answers):
    """Who waited for the server again would make most of them slow; a machine that stood still, one or two."""
    return median(seconds for _, seconds in answers) < SOON


@pytest.mark.parametrize("fault", FAULTS)
def test_the_embedded_index_answers_instead_and_the_server_comes_back_by_itself(failover, proxy, fault):
    first, _ = first_after(failover, proxy, fault, lambda: [asked(failover)])[0]
    assert (first.engine, first.total) == ("embedded", len(CLUBS))
    answers = [asked(failover) for _ in range(20)]
    assert {found.total for found, _ in answers} == {len(CLUBS)}
    assert are_soon(answers)
    assert failover.why
    proxy.mode("pass")
    wait_until(failover, "meilisearch")
    assert failover.why == ""


@pytest.mark.parametrize("fault", ["hang", "error"])
def test_eight_at_once_pay_for_a_dead_server_once(failover, proxy, fault):
    with ThreadPoolExecutor(8) as threads:
        first = first_after(failover, proxy, fault, lambda: list(threads.map(lambda _: asked(failover), range(8))))
        next_ones = list(threads.map(lambda _: asked(failover), range(400)))
    assert {found.total for found, _ in first + next_ones} == {len(CLUBS)}
    assert are_soon(next_ones)
    waited = sum(seconds > BUDGET_SECONDS / 2 for _, seconds in next_ones)
    assert waited < 40, "not each for itself"


def test_a_server_that_does_not_listen_is_no_more_than_a_moment(failover, server):
    quietly_in_use(failover)
    server._client.http.config.url = "http://127.0.0.1:9"
    answers = [asked(failover) for _ in range(5)]
    assert {(found.engine, found.total) for found, _ in answers} == {("embedded", len(CLUBS))}
    assert are_soon(answers)


# behind our back


def empty(server):
    server.direct.rebuild((), WORDS)


def delete(server):
    server.direct._wait([server.direct._writer.http.delete(f"indexes/{server.direct._index}")])


def recreate(server):
    delete(server)
    server.direct._wait([server.direct._writer.http.post("indexes", {"uid": server.direct._index, "primaryKey": "id"})])


def half_empty(server):
    server.direct.rebuild(CLUBS[::2], WORDS)


@pytest.mark.parametrize("fault", [empty, delete, recreate], ids=lambda fault: fault.__name__)
def test_an_index_that_is_emptied_or_gone_never_answers(failover, server, fault):
    quietly_in_use(failover)
    fault(server)
    answers = [asked(failover) for _ in range(5)]
    assert {(found.engine, found.total) for found, _ in answers} == {("embedded", len(CLUBS))}
    assert are_soon(answers)
    server.direct.rebuild(CLUBS, WORDS)
    wait_until(failover, "meilisearch")


def test_a_half_empty_index_is_noticed_within_seconds(failover, server):
    quietly_in_use(failover)
    half_empty(server)
    until = time.monotonic() + 4
    while not failover.why and time.monotonic() < until:
        time.sleep(0.05)
    assert failover.why == "It holds 30 of 60 services."
    assert asked(failover)[0].engine == "embedded"
    server.direct.rebuild(CLUBS, WORDS)
    wait_until(failover, "meilisearch")


# editors


def edited(world):
    started = time.monotonic()
    world.index_now([7])
    return time.monotonic() - started


def renamed(world, name):
    rename_club(world, 7, name)
    return edited(world)


@pytest.mark.parametrize("fault", ["hang", "error", "slow 2"])
def test_an_editor_waits_for_a_server_that_is_away_once_at_most(installation, meilisearch_server, proxy, fault):
    proxy.mode("pass")
    name = meilisearch_server.index_name()
    settings = installation(MEILI_URL=proxy.url, MEILI_MASTER_KEY=meilisearch_server.key, MEILI_INDEX=name)
    with closing(open_world(settings)) as world:
        rebuild(world.database, world.engines["meilisearch"])
        assert min(edited(world) for _ in range(3)) < SOON
        proxy.mode(fault)
        assert renamed(world, "Yarn club") < 4
        time.sleep(1)
        assert median(renamed(world, f"Yarn club {number}") for number in range(3)) < SOON
        assert world.engines["embedded"].search(Query("yarn")).total == 1
        proxy.mode("pass")
        world.engines["meilisearch"]._drop(name)
