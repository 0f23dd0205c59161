"""Whether both engines give the same answers: totals, facet counts, and the first ten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from hubdirectory.actions.world import World
from search.port import Engine
from search.query import Query
from search.results import Found

from .queries import KINDS, Asked, QueryMaker

FIRST = 10


@dataclass(frozen=True)
class Compared:
    """One query on both engines. `overlap`: how many of the first ten are the same, of `of`."""

    kind: str
    words: str
    total: int
    other_total: int
    same_facets: bool
    overlap: int
    of: int


@dataclass(frozen=True)
class Parity:
    """The whole comparison; `differing` lists each query with another total or other counts."""

    queries: int
    same_totals: int
    same_facets: int
    median_overlap: float
    lowest_overlap: float
    by_kind: Mapping[str, Mapping[str, float]]
    differing: tuple[Compared, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def measure(world: World, count: int = 300) -> Parity:
    """Puts `count` queries to the embedded engine and to Meilisearch; both have to be set up and filled."""
    embedded, server = world.engines["embedded"], world.engines["meilisearch"]
    with world.database.reading() as session:
        asked = list(QueryMaker(session).make(count, _values(embedded)))
    return summary([compare(each, embedded, server) for each in asked])


def _values(engine: Engine) -> dict[str, list[str]]:
    facets = engine.search(Query(per_page=0)).facets
    return {group: sorted(counts) for group, counts in facets.items()}


def compare(asked: Asked, engine: Engine, other: Engine) -> Compared:
    one, two = engine.search(asked.query), other.search(asked.query)
    first, second = _first(one), _first(two)
    return Compared(
        asked.kind, _told(asked.query), one.total, two.total, _counts(one) == _counts(two),
        len(set(first) & set(second)), max(len(first), len(second)),
    )  # fmt: skip


def _first(found: Found) -> list[int]:
    return [hit.number for hit in found.hits[:FIRST]]


def _counts(found: Found) -> dict[str, Any]:
    facets = {group: dict(counts) for group, counts in found.facets.items() if counts}
    return {"facets": facets, "anywhere": found.anywhere_total}


def _told(query: Query) -> str:
    near = f" near {query.near.latitude:.3f},{query.near.longitude:.3f} ({len(query.near.places)} places)" if query.near else ""
    return f"{query.words!r}{' ' + str(dict(query.chosen)) if query.chosen else ''}{near}"


def summary(compared: list[Compared]) -> Parity:
    shares = [_share(each) for each in compared]
    return Parity(
        queries=len(compared),
        same_totals=sum(each.total == each.other_total for each in compared),
        same_facets=sum(each.same_facets for each in compared),
        median_overlap=median(shares),
        lowest_overlap=min(shares),
        by_kind={kind: _of_kind([each for each in compared if each.kind == kind]) for kind in KINDS},
        differing=tuple(each for each in compared if each.total != each.other_total or not each.same_facets),
    )


def _share(each: Compared) -> float:
    """How many of ten: a query with four hits that are all the same counts as ten of ten."""
    return each.overlap * FIRST / each.of if each.of else float(FIRST)


def _of_kind(compared: list[Compared]) -> dict[str, float]:
    return {
        "queries": len(compared),
        "same_totals": sum(each.total == each.other_total for each in compared),
        "same_facets": sum(each.same_facets for each in compared),
        "median_overlap": median(map(_share, compared)) if compared else 0.0,
    }


def table(parity: Parity) -> Iterable[str]:
    """The lines that `hub bench parity` prints."""
    yield f"{'kind':<15}{'queries':>8}{'same total':>12}{'same facets':>13}{'first ten (median)':>20}"
    for kind, row in parity.by_kind.items():
        yield (
            f"{kind:<15}{row['queries']:>8.0f}{row['same_totals']:>12.0f}{row['same_facets']:>13.0f}"
            f"{row['median_overlap']:>20.1f}"
        )
    yield (
        f"{'all':<15}{parity.queries:>8}{parity.same_totals:>12}{parity.same_facets:>13}{parity.median_overlap:>20.1f}"
        f"   (lowest {parity.lowest_overlap:.1f})"
    )
    for each in parity.differing:
        counts = "the same" if each.same_facets else "other"
        yield f"differs: {each.kind} {each.words}: {each.total} and {each.other_total}, {counts} facet counts"
