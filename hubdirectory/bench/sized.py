"""Everything that `hub bench search` measures of one size, and the goals that it is held to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from hubdirectory.actions.world import open_world
from hubdirectory.config import Settings

from . import bulk, datasette, found
from .clients import Client, Throughput, Timing, milliseconds_of, serving, timing
from .found import FoundAfter
from .search import Row, cases, measure_pages, paths_of
from .servers import Hub
from .town import LARGEST_TOWN, Made, Say, make, slow_jobs_have_run

PARTS = ("pages", "datasette", "found", "bulk")
# Where each part is worth its time: Datasette and a steady editor on a town, a bulk load on a country.
SMALLEST_COUNTRY = LARGEST_TOWN
FOUND_AT = range(10_000, LARGEST_TOWN)


@dataclass
class Sized:
    """Milliseconds in `rows` and `typing`; `seconds` and `megabytes` by what they are of."""

    size: int
    rows: list[Row] = field(default_factory=list)
    typing: dict[str, Timing] = field(default_factory=dict)
    throughput: list[Throughput] = field(default_factory=list)
    with_vectors: dict[str, Timing] = field(default_factory=dict)
    datasette: Timing | None = None
    ours_beside_datasette: Timing | None = None
    found: list[FoundAfter] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    megabytes: dict[str, float] = field(default_factory=dict)


def measure(
    settings: Settings, folder: Path, size: int, rounds: int, found_seconds: float, parts: Collection[str], say: Say
) -> Sized:
    made = make(settings, folder / str(size), size, say)
    sized = Sized(size, seconds=dict(made.seconds), megabytes=_megabytes(made.settings.instance))
    if "pages" in parts:
        say("timing pages")
        pages = measure_pages(made, rounds)
        sized.rows, sized.typing, sized.throughput = pages.rows, pages.typing, pages.throughput
        sized.with_vectors, sized.megabytes["a web process"] = pages.with_vectors, pages.megabytes
    if "datasette" in parts and size <= LARGEST_TOWN:
        say("timing Datasette")
        sized.datasette, sized.ours_beside_datasette = _beside_datasette(made, rounds // 2)
    if "found" in parts and size in FOUND_AT:
        sized.found = [_found(made, engine, found_seconds, say) for engine in ("embedded", "meilisearch")]
    if "bulk" in parts and size >= SMALLEST_COUNTRY:
        say("a bare bulk load")
        with closing(open_world(made.settings)) as world:
            sized.seconds["bare load of meilisearch"] = bulk.bare_load_seconds(world)
    return sized


def _beside_datasette(made: Made, rounds: int) -> tuple[Timing, Timing]:
    file = made.settings.instance / "datasette.db"
    with closing(open_world(made.settings)) as world:
        datasette.write(world, file)
    with datasette.serving(file) as theirs, serving(made.settings, "embedded") as ours:
        asks = [_ask(theirs, datasette.path(file, "mental health")), _ask(ours, "/search?q=mental+health")]
        taken = [[milliseconds_of(ask) for ask in asks] for _ in range(rounds + 1)]
    return timing([both[0] for both in taken]), timing([both[1] for both in taken])


def _ask(port: int, path: str) -> Callable[[], object]:
    client = Client(port)
    return lambda: client.get(path)


def _found(made: Made, engine: str, seconds: float, say: Say) -> FoundAfter:
    """On a copy, since its services are edited."""
    copy = made.settings.instance.with_name(f"{made.settings.instance.name}-edited")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(made.settings.instance, copy)
    settings = replace(made.settings, instance=copy, database_url=f"sqlite:///{copy / 'directory.db'}")
    with closing(open_world(settings)) as world:
        paths = paths_of(cases(world))
        slow_jobs_have_run(world)
    server = {"MEILI_URL": settings.meili_url, "MEILI_MASTER_KEY": settings.meili_master_key, "MEILI_INDEX": settings.meili_index}
    with closing(Hub(copy, **(server if engine == "meilisearch" else {}))) as hub:
        return found.measure(hub, engine, paths, seconds, say)


def _megabytes(folder: Path) -> dict[str, float]:
    index = sum(file.stat().st_size for file in (folder / "search").glob("build-*"))
    return {"embedded index": index / 2**20, "database": (folder / "directory.db").stat().st_size / 2**20}


# the table


def table(sized: Sized) -> Iterator[str]:
    """The lines that `hub bench search` prints for one size."""
    yield f"{sized.size:,} services (milliseconds: median, p95; ratios of medians to raw Meilisearch)"
    if sized.rows:
        yield from _pages(sized)
    if sized.datasette and sized.ours_beside_datasette:
        ratio = sized.datasette.median / sized.ours_beside_datasette.median
        yield (
            f"the same page by Datasette: {_cell(sized.datasette)}, ours on the embedded engine "
            f"{_cell(sized.ours_beside_datasette)}: {ratio:.0f} times"
        )
    for one in sized.found:
        yield from found.table(one)
    yield "seconds: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in sized.seconds.items())
    yield "megabytes: " + ", ".join(f"{name} {size:.0f}" for name, size in sized.megabytes.items())


def _pages(sized: Sized) -> Iterator[str]:
    ours = "".join(f"{name:>14}{'/raw':>6}" for name in ("page", "json", "embedded", "its json"))
    yield f"{'':<15}{'raw':>14}{ours}"
    for row in sized.rows:
        cells = f"{row.case:<15}{_cell(row.raw):>14}"
        for timed in (row.page, row.json, row.embedded_page, row.embedded_json):
            cells += f"{_cell(timed):>14}{timed.median / row.raw.median:>6.2f}"
        yield cells
    ratios = "".join(f"{ratio(sized, name):>20.2f}" for name in ("page", "json", "embedded_page", "embedded_json"))
    yield f"{'median of these':<29}{ratios}"
    raw = sized.typing["raw"].median
    yield "as you type:   " + ", ".join(
        f"{name} {_cell(timed)} ({timed.median / raw:.2f})" for name, timed in sized.typing.items()
    )
    cold = (f"{row.case} {row.page.cold:.0f}/{row.embedded_page.cold:.0f}" for row in sized.rows)
    yield "first, cold:   " + ", ".join(cold)
    vectors = ", ".join(f"{case} {_cell(timed)}" for case, timed in sized.with_vectors.items())
    yield f"embedded page with sentence vectors, which are off above: {vectors or 'they are not installed'}"
    one = sized.throughput[0].per_second
    yield "embedded, requests a second: " + ", ".join(
        f"{flow.clients} clients {flow.per_second:.0f} ({flow.per_second / one:.2f}, {flow.errors} errors)"
        for flow in sized.throughput
    )


def ratio(sized: Sized, name: str) -> float:
    """The median over the queries of a page's ratio to raw."""
    return median(getattr(row, name).median / row.raw.median for row in sized.rows)


def _cell(timed: Timing) -> str:
    return f"{timed.median:.1f} {timed.p95:.1f}"
