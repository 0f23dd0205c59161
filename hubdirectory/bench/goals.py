"""What the figures of `hub bench search` are held to, and which were met. Ratios are of medians in one run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .sized import Sized, ratio


@dataclass(frozen=True)
class Goal:
    """`most`: the figure may be at most that; else it must be at least that."""

    what: str
    figure: float
    goal: float
    most: bool = True

    @property
    def met(self) -> bool:
        return self.figure <= self.goal if self.most else self.figure >= self.goal


# size -> at most: page through Meilisearch, its JSON, page on the embedded engine, each to raw.
PAGES: dict[int, dict[str, float]] = {
    2_000: {"embedded_page": 2.0},
    20_000: {"page": 1.5, "json": 1.3, "embedded_page": 0.5},
    200_000: {"page": 2.0, "json": 1.6, "embedded_page": 1.0},
}
NAMES = {
    "page": "results page through Meilisearch / raw", "json": "/search.json through Meilisearch / raw",
    "embedded_page": "results page on the embedded engine / raw",
}  # fmt: skip


def goals_of(sized: Sized) -> Iterator[Goal]:
    """Those that one size has figures for."""
    if sized.rows:
        first = sized.rows[0]
        for name, most in PAGES.get(sized.size, {}).items():
            yield Goal(f"{NAMES[name]}, “{first.case}”", getattr(first, name).median / first.raw.median, most)
            yield Goal(f"{NAMES[name]}, median of the queries", ratio(sized, name), most)
        for engine in ("meilisearch", "embedded"):
            yield Goal(f"as you type, {engine} / raw", sized.typing[engine].median / sized.typing["raw"].median, 2.0)
            yield Goal(f"as you type, {engine}, milliseconds", sized.typing[engine].median, 10.0)
        one, eight, many = sized.throughput
        yield Goal("requests a second, 8 clients / 1", eight.per_second / one.per_second, 1.6, most=False)
        yield Goal("errors at 32 clients", many.errors, 0)
    yield from _more(sized)


def _more(sized: Sized) -> Iterator[Goal]:
    if sized.datasette and sized.ours_beside_datasette:
        yield Goal("Datasette / ours", sized.datasette.median / sized.ours_beside_datasette.median, 30, most=False)
    for one in sized.found:
        yield Goal(f"commit to found, {one.engine}, median ms", one.median, 50 if one.engine == "embedded" else 300)
        if one.engine == "meilisearch":
            yield Goal(f"commit to found, {one.engine}, p95 ms", one.p95, 500)
        yield Goal(f"search p95 meanwhile / quiet, {one.engine}", one.slower, 1.5)
    bare = sized.seconds.get("bare load of meilisearch")
    if bare:
        yield Goal("index by Meilisearch / bare bulk load", sized.seconds["index meilisearch"] / bare, 1.5)
        yield Goal("index embedded, seconds", sized.seconds["index embedded"], 60)
        yield Goal("embedded index, megabytes", sized.megabytes["embedded index"], 500)
        if "a web process" in sized.megabytes:
            yield Goal("a web process, megabytes of its own", sized.megabytes["a web process"], 150)


def across(all_sizes: list[Sized]) -> Iterator[Goal]:
    """A country's page against a town's."""
    by_size = {sized.size: sized for sized in all_sizes if sized.rows}
    if {2_000, 200_000} <= set(by_size):
        pairs = zip(by_size[200_000].rows, by_size[2_000].rows, strict=True)
        ratios = sorted(large.embedded_page.median / small.embedded_page.median for large, small in pairs)
        yield Goal("embedded page at 200,000 / at 2,000, median of the queries", ratios[len(ratios) // 2], 2.0)


def table(all_sizes: list[Sized]) -> Iterator[str]:
    """The lines at the end of `hub bench search`."""
    for sized in all_sizes:
        for goal in goals_of(sized):
            yield f"{sized.size:>9,}  {_line(goal)}"
    for goal in across(all_sizes):
        yield f"{'':>9}  {_line(goal)}"


def _line(goal: Goal) -> str:
    limit = f"{'at most' if goal.most else 'at least':<8} {goal.goal:<6g}"
    return f"{'met' if goal.met else 'missed':<6}  {goal.figure:>8.2f}  {limit} {goal.what}"
