"""The order of results, tier by tier: neighbours before scattered, name before summary before text, early before
late, then near before far, whole names before longer ones, finished words before begun ones, lately confirmed before long
ago. So what is stale loses to what is fresher and as good, and never to what fits less.

Each step takes a set of documents and yields it in parts, best first; a part is only divided further when the page
reaches it. So the cost follows the page and not the number of matches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from pyroaring import BitMap

from ..document import FIELDS
from ..postings import MONTH, NAME_LENGTH, PLACE
from .embedded_matching import Term
from .embedded_snapshot import NO_BITS, Snapshot

Step = Callable[[BitMap], Iterable[BitMap]]
NAME = FIELDS.index("name")


def first(steps: Sequence[Step], candidates: BitMap, offset: int, count: int) -> list[int]:
    """The numbers from `offset` on, best first."""
    return list(islice(_ordered(steps, candidates), offset, offset + count))


def _ordered(steps: Sequence[Step], candidates: BitMap) -> Iterator[int]:
    if not steps or len(candidates) < 2:
        yield from candidates
        return
    for part in steps[0](candidates):
        if part:
            yield from _ordered(steps[1:], part)


def steps_for(terms: Sequence[Term], snapshot: Snapshot, miles: Mapping[str, float] | None) -> list[Step]:
    steps: list[Step] = []
    if len(terms) > 1:
        steps.append(_by_cost([_neighbours(snapshot, one, two) for one, two in pairwise(terms)]))
    if terms:
        steps.append(_by_cost([term.parts.fields for term in terms]))
        steps.append(_by_cost([term.parts.positions for term in terms]))
    if miles:
        steps.append(by_distance(snapshot, miles))
    if terms:
        steps += [_by_whole_name(terms, snapshot), lambda bits: (bits & terms[-1].exact, bits - terms[-1].exact)]
    return [*steps, by_month(snapshot)]


def _by_whole_name(terms: Sequence[Term], snapshot: Snapshot) -> Step:
    """Names that are the words and nothing else: as many words as were asked for, and each of them in the name."""

    def step(candidates: BitMap) -> Iterator[BitMap]:
        whole = candidates & snapshot.value(NAME_LENGTH, str(len(terms)))
        for term in terms:
            whole = whole & term.exact & term.parts.fields.get(NAME, NO_BITS)
        yield whole
        yield candidates - whole

    return step


def _neighbours(snapshot: Snapshot, one: Term, two: Term) -> dict[int, BitMap]:
    """Side by side costs nothing, scattered costs one (which is what `_by_cost` takes for an absent document)."""
    beside = snapshot.pairs_from(one.word, two.word) if two.last else snapshot.pair(f"{one.word} {two.word}")
    return {0: beside}


def _by_cost(partitions: Sequence[Mapping[int, BitMap]]) -> Step:
    """Documents by the sum of what each word costs them; one that a partition lacks costs one more than its worst."""

    def step(candidates: BitMap) -> Iterator[BitMap]:
        levels: dict[int, BitMap] = {0: candidates}
        for partition in partitions:
            levels = _raised(levels, partition)
        for cost in sorted(levels):
            yield levels[cost]

    return step


def _raised(levels: Mapping[int, BitMap], partition: Mapping[int, BitMap]) -> dict[int, BitMap]:
    raised: dict[int, BitMap] = {}
    absent = max(partition, default=0) + 1
    for cost, bits in levels.items():
        left = bits
        for extra, part in partition.items():
            here = bits & part
            if here:
                raised[cost + extra] = raised[cost + extra] | here if cost + extra in raised else here
                left = left - here
        if left:
            raised[cost + absent] = raised[cost + absent] | left if cost + absent in raised else left
    return raised


def by_distance(snapshot: Snapshot, miles: Mapping[str, float]) -> Step:
    nearest_first = sorted(miles, key=miles.__getitem__)

    def step(candidates: BitMap) -> Iterator[BitMap]:
        left = candidates
        for place in nearest_first:
            here = left & snapshot.value(PLACE, place)
            if here:
                yield here
                left = left - here
            if not left:
                return
        yield left

    return step


def by_month(snapshot: Snapshot) -> Step:
    """Lately confirmed first, by whole months; never confirmed (month 0) last."""

    def step(candidates: BitMap) -> Iterator[BitMap]:
        months = snapshot.values(MONTH)
        for month in sorted(months, key=int, reverse=True):
            yield candidates & months[month]

    return step
