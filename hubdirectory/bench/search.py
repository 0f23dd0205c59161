"""How close a results page is to what the engine itself can do: everything in one run, side by side.

Raw is one Meilisearch multi-search over a kept connection that answers with the same 20 results, highlights and six facet
groups. A page of ours counts all ten groups.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from hubdirectory.actions.finding import open_patterns, places_within
from hubdirectory.actions.world import World, open_world
from hubdirectory.config import Settings
from hubdirectory.domain.distance import Point
from search.engines.meilisearch_queries import Asking
from search.query import FACETS, Near, Query

from .clients import Client, Throughput, Timing, milliseconds_of, serving, throughput, timing
from .town import Say, make

SIX = FACETS[:6]
CENTRE = Point(54.6861, -1.2129)
CENTRE_POSTCODE = "TS24 7PW"


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
class Sized:
    size: int
    rows: list[Row]
    typing: dict[str, Timing]
    throughput: list[Throughput]
    seconds: dict[str, float]
    megabytes: dict[str, float]


def measure(settings: Settings, folder: Path, size: int, rounds: int, say: Say) -> Sized:
    made = make(settings, folder / str(size), size, say)
    world = open_world(made.settings)
    asked = cases(world)
    world.close()
    with serving(made.settings, "meilisearch") as with_server, serving(made.settings, "embedded") as embedded:
        say("timing")
        rows = [_row(made.settings, case, with_server, embedded, rounds) for case in asked]
        typing = _typing(made.settings, with_server, embedded, rounds)
        paths = [f"/search?{urlencode(case.address, doseq=True)}" for case in asked]
        flow = [throughput(embedded, paths, clients, seconds=4) for clients in (1, 8, 32)]
    return Sized(size, rows, typing, flow, made.seconds, _megabytes(made.settings.instance))


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


def _megabytes(folder: Path) -> dict[str, float]:
    index = sum(file.stat().st_size for file in (folder / "search").glob("build-*"))
    return {"embedded index": index / 2**20, "database": (folder / "directory.db").stat().st_size / 2**20}


def table(measured: Sized) -> Iterator[str]:
    """The lines that `hub bench search` prints for one size."""
    yield f"{measured.size:,} services (milliseconds: median, p95; ratios of medians to raw Meilisearch)"
    ours = "".join(f"{name:>14}{'/raw':>6}" for name in ("page", "json", "embedded", "its json"))
    yield f"{'':<15}{'raw':>14}{ours}"
    for row in measured.rows:
        cells = f"{row.case:<15}{_cell(row.raw):>14}"
        for timed in (row.page, row.json, row.embedded_page, row.embedded_json):
            cells += f"{_cell(timed):>14}{timed.median / row.raw.median:>6.2f}"
        yield cells
    raw = measured.typing["raw"].median
    yield "as you type:   " + ", ".join(
        f"{name} {_cell(timed)} ({timed.median / raw:.2f})" for name, timed in measured.typing.items()
    )
    cold = (f"{row.case} {row.page.cold:.0f}/{row.embedded_page.cold:.0f}" for row in measured.rows)
    yield "first, cold:   " + ", ".join(cold)
    one = measured.throughput[0].per_second
    yield "embedded, requests a second: " + ", ".join(
        f"{flow.clients} clients {flow.per_second:.0f} ({flow.per_second / one:.2f}, {flow.errors} errors)"
        for flow in measured.throughput
    )
    yield "seconds: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in measured.seconds.items())
    yield "megabytes: " + ", ".join(f"{name} {size:.0f}" for name, size in measured.megabytes.items())


def _cell(timed: Timing) -> str:
    return f"{timed.median:.1f} {timed.p95:.1f}"
