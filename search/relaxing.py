"""When nothing matches all the words: what matches most of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

from .query import Query

Count = Callable[[Sequence[Query]], list[int]]
MOST_LEFT_OUT = 3


def most_of_the_words(query: Query, words: Sequence[str], count: Count) -> tuple[Query, tuple[str, ...]] | None:
    """The query with as few words left out as finds anything, and the words left out; None where nothing does.

    Of equally many the narrowest wins: the word left out is the one that says most against the rest.
    """
    for left_out in range(1, min(MOST_LEFT_OUT, len(words) - 1) + 1):
        tried = [_without(query, words, gone) for gone in combinations(range(len(words)), left_out)]
        totals = count([shorter for shorter, _ in tried])
        found = [(total, index) for index, total in enumerate(totals) if total]
        if found:
            return tried[min(found)[1]]
    return None


def _without(query: Query, words: Sequence[str], gone: tuple[int, ...]) -> tuple[Query, tuple[str, ...]]:
    kept = " ".join(word for index, word in enumerate(words) if index not in gone)
    return replace(query, words=kept), tuple(words[index] for index in gone)
