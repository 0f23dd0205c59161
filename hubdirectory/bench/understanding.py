"""How well words become needs, and what it costs: both adapters on queries that nobody tuned to."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Protocol

FIRST = 3
WORST = 10
AT = 10

# Asked for services by words or by a need: the slugs of the services found, best first.
Search = Callable[[str], Sequence[str]]


class Scored(Protocol):
    need: str
    score: float


class Understands(Protocol):
    def understand(self, text: str) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Asked:
    """A query of the evaluation; `needs` are the right ones, any of them. Off-topic queries have none."""

    query: str
    language: str
    kind: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    asked: Asked
    needs: tuple[str, ...]
    milliseconds: float

    @property
    def first(self) -> bool:
        return self.needs[:1] != () and self.needs[0] in self.asked.needs

    @property
    def among(self) -> bool:
        return bool(set(self.needs[:FIRST]) & set(self.asked.needs))


@dataclass(frozen=True)
class Share:
    """How often the right need came first, and among the first three."""

    queries: int
    first: float
    among: float


@dataclass(frozen=True)
class Figures:
    """Of one adapter. Milliseconds are of CPU time, megabytes those that understanding added to a process."""

    adapter: str
    all: Share
    by_language: dict[str, Share]
    by_kind: dict[str, Share]
    other_languages: Share
    median_ms: float
    p95_ms: float
    megabytes: float
    worst: tuple[tuple[str, str, str], ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(path: Path) -> list[Asked]:
    """The queries of a file of four columns: query, language, kind, the right needs."""
    lines = path.read_text().splitlines()[1:]
    cells = [[*line.split("\t"), ""] for line in lines if line]
    return [Asked(query, language, kind, tuple(filter(None, needs.split(",")))) for query, language, kind, needs, *_ in cells]


def unseen(asked: Iterable[Asked], phrases: Iterable[str]) -> list[Asked]:
    """Those that are not, word for word, among the phrases: what was learnt by heart proves nothing."""
    known = {phrase.casefold() for phrase in phrases}
    return [each for each in asked if each.query.casefold() not in known]


def answers(adapter: Understands, asked: Iterable[Asked]) -> list[Answered]:
    return [_answer(adapter, each) for each in asked]


def _answer(adapter: Understands, asked: Asked) -> Answered:
    started = time.thread_time()
    found = adapter.understand(asked.query)
    return Answered(asked, tuple(each.need for each in found), (time.thread_time() - started) * 1000)


def figures(name: str, answered: Sequence[Answered], megabytes: float) -> Figures:
    about = [each for each in answered if each.asked.needs]
    times = [each.milliseconds for each in answered]
    return Figures(
        adapter=name,
        all=_share(about),
        by_language=_grouped(about, lambda each: each.asked.language),
        by_kind=_grouped(about, lambda each: each.asked.kind),
        other_languages=_share([each for each in about if each.asked.language != "en"]),
        median_ms=round(median(times), 1),
        p95_ms=round(quantiles(times, n=20)[-1], 1),
        megabytes=round(megabytes, 1),
        worst=_worst(about),
    )


def _share(answered: Sequence[Answered]) -> Share:
    count = len(answered) or 1
    return Share(len(answered), sum(each.first for each in answered) / count, sum(each.among for each in answered) / count)


def _grouped(answered: Sequence[Answered], by: Callable[[Answered], str]) -> dict[str, Share]:
    return {group: _share([each for each in answered if by(each) == group]) for group in sorted({by(each) for each in answered})}


def _worst(answered: Iterable[Answered]) -> tuple[tuple[str, str, str], ...]:
    """Query, right needs, what was understood: those without a right need first, in the order of the evaluation."""
    wrong = sorted((each for each in answered if not each.first), key=lambda each: each.among)
    return tuple((each.asked.query, ",".join(each.asked.needs), ", ".join(each.needs)) for each in wrong[:WORST])


@dataclass(frozen=True)
class Found:
    """What a search over services gave: of those tagged with a right need, how many came in the first ten, and how high."""

    recall_at_10: float
    ndcg_at_10: float


def finding(asked: Iterable[Asked], search: Search, tagged: Callable[[str], frozenset[str]]) -> Found:
    """`search` answers a query with services; `tagged` gives the services of a need. Recall is of ten, or of all if fewer."""
    scores = [_found(each, search, tagged) for each in asked if each.needs]
    count = len(scores) or 1
    return Found(sum(recall for recall, _ in scores) / count, sum(gain for _, gain in scores) / count)


def _found(asked: Asked, search: Search, tagged: Callable[[str], frozenset[str]]) -> tuple[float, float]:
    right = frozenset().union(*map(tagged, asked.needs))
    hits = [slug in right for slug in search(asked.query)[:AT]]
    possible = min(AT, len(right))
    if not possible:
        return 0.0, 0.0
    return sum(hits) / possible, _gain(hits) / _gain([True] * possible)


def _gain(hits: Sequence[bool]) -> float:
    return sum(1 / math.log2(place + 2) for place, hit in enumerate(hits) if hit)


def table(found: Sequence[Figures]) -> Iterable[str]:
    """The lines that `hub bench understanding` prints."""
    for each in found:
        yield f"{each.adapter}: {each.median_ms} ms of CPU at the median, {each.p95_ms} ms at p95, {each.megabytes} MB"
        yield f"{'':<22}{'queries':>8}{'first':>8}{'in three':>10}"
        yield _row("all", each.all)
        yield _row("not English", each.other_languages)
        yield from (_row(language, share) for language, share in each.by_language.items())
        yield from (_row(kind, share) for kind, share in each.by_kind.items())
        yield "worst misunderstood:"
        yield from (f"  {query} | {right} | {got}" for query, right, got in each.worst)


def _row(name: str, share: Share) -> str:
    return f"  {name:<20}{share.queries:>8}{share.first:>8.2f}{share.among:>10.2f}"
