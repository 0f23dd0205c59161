"""How close a results page is to what the engine itself can do: everything in one run, side by side.

Raw is one Meilisearch multi-search over a kept connection that answers with the same 20 results, highlights and six facet
groups. A page of ours counts all ten groups.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from hubdirectory.actions.finding import open_patterns, places_within
from hubdirectory.actions.world import World, open_world
from hubdirectory.config import Settings
from hubdirectory.domain.distance import Point
from hubdirectory.understanding.chosen import vectors_installed
from search.engines.meilisearch_queries import Asking
from search.query import FACETS, Near, Query

from .clients import Client, Throughput, Timing, milliseconds_of, served, serving, throughput, timing
from .load import children_of, own_megabytes
from .town import Made

SIX = FACETS[:6]
CENTRE = Point(54.6861, -1.2129)
CENTRE_POSTCODE = "TS24 7PW"
FLOW_SECONDS = 6


@dataclass(frozen=True)
class Case:
    """One query: as an address of ours, and as a Query for the raw engine."""

    name: str
    address: dict[str, Any]
    query: Query


def cases(world: World) -> list[Case]:
    with world.database.reading() as session:
        places = places_within(session, CENTRE, 3.0)
        patterns = open_patterns(world, session)
    near = Near(CENTRE.latitude, CENTRE.longitude, places)
    chosen = {"need": ("debt", "food"), "cost": ("free",), "day": ("tuesday",)}
    return [
        Case("mental health", {"q": "mental health"}, Query("mental health", facets=SIX)),
        Case("a prefix", {"q": "supp"}, Query("supp", facets=SIX)),
        Case("a typo", {"q": "mental helth"}, Query("mental health", facets=SIX)),
        Case("three facets", {"need": ["debt", "food"], "cost": "free", "day": "tuesday"}, Query(chosen=chosen, facets=SIX)),
        Case("near, 3 miles", {"q": "group", "near": CENTRE_POSTCODE, "within": 3}, Query("group", near=near, facets=SIX)),
        Case("open now", {"open": "now"}, Query(patterns=patterns, facets=SIX)),
        Case("empty", {}, Query(facets=SIX)),
    ]


def raw_body(index: str, query: Query) -> bytes:
    """What the raw engine is asked: the same parts as ours, with highlights made by the server."""
    parts = Asking(index, query, query.words).queries()
    parts[0] |= {"attributesToRetrieve": ["*"], "attributesToHighlight": ["name", "summary"]}
    return json.dumps({"queries": parts}).encode()


@dataclass(frozen=True)
class Row:
    """One case on one size, milliseconds warm and cold."""

    case: str
    raw: Timing
    page: Timing
    json: Timing
    embedded_page: Timing
    embedded_json: Timing


@dataclass(frozen=True)
class Pages:
    """`throughput`: of the embedded engine at 1, 8 and 32 clients; `megabytes`: of its busiest web process, mapped files apart.

    with_vectors: pages for words on the embedded engine with sentence vectors, which all else here is without, by case; {} where
    they are not installed
    """

    rows: list[Row]
    typing: dict[str, Timing]
    throughput: list[Throughput]
    megabytes: float
    with_vectors: dict[str, Timing]


def measure_pages(made: Made, rounds: int) -> Pages:
    settings = made.settings
    with closing(open_world(settings)) as world:
        asked = cases(world)
    with serving(settings, "meilisearch") as with_server, served(settings, "embedded") as (embedded, process):
        rows = [_row(settings, case, with_server, embedded, rounds) for case in asked]
        typing = _typing(settings, with_server, embedded, rounds)
        flow = [throughput(embedded, paths_of(asked), clients, seconds=FLOW_SECONDS) for clients in (1, 8, 32)]
        memory = max(own_megabytes(child) for child in children_of(process.pid))
    return Pages(rows, typing, flow, memory, _with_vectors(settings, asked, rounds))


def _with_vectors(settings: Settings, asked: list[Case], rounds: int) -> dict[str, Timing]:
    if not vectors_installed():
        return {}
    by_words = [case for case in asked if case.query.words]
    with serving(settings, "embedded", vectors=True) as port:
        return _in_turn({case.name: _get(port, path) for case, path in zip(by_words, paths_of(by_words), strict=True)}, rounds)


def paths_of(asked: list[Case]) -> list[str]:
    return [f"/search?{urlencode(case.address, doseq=True)}" for case in asked]


def _row(settings: Settings, case: Case, with_server: int, embedded: int, rounds: int) -> Row:
    """The five in turn, round by round, so that the machine's moods fall on all of them alike."""
    address = urlencode(case.address, doseq=True)
    asks = {
        "raw": _raw(settings, case.query),
        "page": _get(with_server, f"/search?{address}"),
        "json": _get(with_server, f"/search.json?{address}"),
        "embedded_page": _get(embedded, f"/search?{address}"),
        "embedded_json": _get(embedded, f"/search.json?{address}"),
    }
    return Row(case.name, **_in_turn(asks, rounds))


def _in_turn(asks: dict[str, Callable[[], object]], rounds: int) -> dict[str, Timing]:
    taken: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(rounds + 1):
        for name, ask in asks.items():
            taken[name].append(milliseconds_of(ask))
    return {name: timing(milliseconds) for name, milliseconds in taken.items()}


def _typing(settings: Settings, with_server: int, embedded: int, rounds: int) -> dict[str, Timing]:
    prefix = Query("ment", per_page=5, facets=())
    return _in_turn(
        {
            "raw": _raw(settings, prefix),
            "meilisearch": _get(with_server, "/suggest?q=ment"),
            "embedded": _get(embedded, "/suggest?q=ment"),
        },
        rounds,
    )


def _get(port: int, path: str) -> Callable[[], object]:
    client = Client(port)

    def ask() -> None:
        status, _ = client.get(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}.")

    return ask


def _raw(settings: Settings, query: Query) -> Callable[[], object]:
    server = urlsplit(settings.meili_url)
    client = Client(server.port or 7700, server.hostname or "127.0.0.1")
    headers = {"Authorization": f"Bearer {settings.meili_master_key}", "Content-Type": "application/json"}
    body = raw_body(settings.meili_index, query)

    def ask() -> None:
        status, answer = client.post("/multi-search", body, headers)
        if status != 200:
            raise RuntimeError(f"Meilisearch answered {status}: {answer[:200]!r}")

    return ask
