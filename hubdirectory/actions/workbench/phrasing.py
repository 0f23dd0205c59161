"""A search as it may be counted: short, without a place, a time, a number or somebody's title; crisis words never."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
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


Places = Mapping[str, Sequence[Sequence[str]]]


def by_first_word(names: Iterable[str]) -> Places:
    """Names of places as words, to be found in a text without looking for each."""
    found: defaultdict[str, list[Sequence[str]]] = defaultdict(list)
    for words in filter(None, map(words_of, names)):
        found[words[0]].append(words)
    return found


def countable(typed: str, places: Places, of_places: Container[str] = ()) -> str:
    """The phrase that is counted, "" for none.

    places: names that are taken out, the longest first
    of_places: words of which any that is left gives a place away
    """
    read = day_in(typed)
    text = read.words if read else typed
    if crisis_in(typed) or _NOT_COUNTED.search(text):
        return ""
    words = list(takewhile(lambda word: word not in NEAR, words_of(text)))
    for place in sorted((place for word in words for place in places.get(word, ())), key=len, reverse=True):
        words = _without(words, place)
    if TITLES & set(words) or any(word in of_places for word in words):
        return ""
    phrase = " ".join(words)
    return phrase if 0 < len(words) <= MOST_WORDS and len(phrase) <= LONGEST else ""


def _without(words: Sequence[str], some: Sequence[str]) -> list[str]:
    kept = list(words)
    for at in range(len(kept) - len(some), -1, -1):
        if kept[at : at + len(some)] == list(some):
            del kept[at : at + len(some)]
    return kept
