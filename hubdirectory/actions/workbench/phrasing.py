"""A search as it may be counted: short, without a place, a time, a number or somebody's title; crisis words never."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from itertools import takewhile

from hubdirectory.actions.crisis import crisis_in
from hubdirectory.domain.day_words import day_in
from hubdirectory.understanding.words import words_of

LONGEST, MOST_WORDS = 60, 6
# After one of these comes somebody's name.
TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr", "doctor", "prof", "professor", "rev", "sir", "called", "named"))
# After one of these comes a place.
NEAR = frozenset(("near", "nearby", "nearest"))
_NOT_COUNTED = re.compile(r"[\d@#/\\]")


def countable(typed: str, places: Iterable[str], of_places: Container[str] = ()) -> str:
    """The phrase that is counted, "" for none.

    places: names that are taken out
    of_places: words of which any that is left gives a place away
    """
    read = day_in(typed)
    text = read.words if read else typed
    if crisis_in(typed) or _NOT_COUNTED.search(text):
        return ""
    words = list(takewhile(lambda word: word not in NEAR, words_of(text)))
    for place in sorted((words_of(name) for name in places), key=len, reverse=True):
        words = _without(words, place)
    if TITLES & set(words) or any(word in of_places for word in words):
        return ""
    phrase = " ".join(words)
    return phrase if 0 < len(words) <= MOST_WORDS and len(phrase) <= LONGEST else ""


def _without(words: Sequence[str], some: Sequence[str]) -> list[str]:
    kept = list(words)
    for at in range(len(kept) - len(some), -1, -1):
        if some and kept[at : at + len(some)] == list(some):
            del kept[at : at + len(some)]
    return kept
