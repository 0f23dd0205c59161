"""Typos forgiven: a word that no record holds is read as the nearest one that some record does.

A word that some record holds is never a typo, so a count is exact: "carers" does not also count careers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST_TYPO = 4
TWO_TYPOS_FROM = 8


class Lexicon(Protocol):
    """The words that the records hold."""

    def count(self, word: str) -> int:
        """How many records hold the word; 0 for none."""
        ...

    def has_prefix(self, prefix: str) -> bool: ...

    def are_neighbours(self, first: str, second: str) -> bool:
        """Whether some record holds the two side by side."""
        ...

    def vocabulary(self) -> Sequence[str]:
        """All words, sorted."""
        ...

    def perhaps(self, word: str, typos: int) -> Sequence[str]:
        """All words within so many typos, in any order, and others among them."""
        ...


class NoLexicon:
    """Where there is none, every word counts as known and nothing is corrected."""

    def count(self, word: str) -> int:
        return 1

    def has_prefix(self, prefix: str) -> bool:
        return True

    def are_neighbours(self, first: str, second: str) -> bool:
        return False

    def vocabulary(self) -> Sequence[str]:
        return ()

    def perhaps(self, word: str, typos: int) -> Sequence[str]:
        return ()


class Shapes:
    """Words by their lengths, first and last letters: so that a misspelt one is compared with a few of them."""

    def __init__(self) -> None:
        self._beginning: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        self._ending: defaultdict[tuple[int, str], list[str]] = defaultdict(list)

    def add(self, word: str) -> None:
        self._beginning[len(word), word[0]].append(word)
        self._ending[len(word), word[-1]].append(word)

    def remove(self, word: str) -> None:
        self._beginning[len(word), word[0]].remove(word)
        self._ending[len(word), word[-1]].remove(word)

    def perhaps(self, word: str, typos: int) -> list[str]:
        """See Lexicon. One typo, in three letters or more, leaves the first letter or the last one as it is."""
        lengths = range(len(word) - typos, len(word) + typos + 1)
        if typos > 1:
            return [known for (length, _), alike in self._beginning.items() if length in lengths for known in alike]
        alike = [self._beginning.get((length, word[0]), ()) for length in lengths]
        alike += [self._ending.get((length, word[-1]), ()) for length in lengths]
        return [known for words in alike for known in words]


@dataclass(frozen=True)
class Reading:
    """The words to look for, and what was read as something else: (typed, read)."""

    words: tuple[str, ...]
    changes: tuple[tuple[str, str], ...] = ()


def read(words: Sequence[str], lexicon: Lexicon) -> Reading:
    """Reads each unknown word as the nearest known one; leaves it where nothing is near."""
    out: list[str] = []
    changes: list[tuple[str, str]] = []
    for index, word in enumerate(words):
        instead = _instead(word, lexicon, last=index == len(words) - 1, joins=_joins(words, index, lexicon))
        out.append(instead)
        if instead != word:
            changes.append((word, instead))
    return Reading(tuple(out), tuple(changes))


def _joins(words: Sequence[str], index: int, lexicon: Lexicon) -> bool:
    """"foot ball" is "football": a word that makes a known one with its neighbour is no typo."""
    neighbours = [words[index - 1] + words[index]] if index else []
    neighbours += [words[index] + words[index + 1]] if index + 1 < len(words) else []
    return any(lexicon.count(joined) for joined in neighbours)


def _instead(word: str, lexicon: Lexicon, *, last: bool, joins: bool) -> str:
    if joins or lexicon.count(word) or (last and lexicon.has_prefix(word)) or _splits(word, lexicon):
        return word
    return _nearest(word, lexicon, last) or word


def _splits(word: str, lexicon: Lexicon) -> bool:
    """An engine finds "foodbank" as "food bank" where some record has these two side by side: no typo."""
    return any(lexicon.are_neighbours(word[:at], word[at:]) for at in range(1, len(word)))


def _nearest(word: str, lexicon: Lexicon, last: bool) -> str | None:
    most = typos_allowed(word)
    vocabulary = lexicon.vocabulary()
    if not most or not vocabulary:
        return None
    found = process.extract(word, lexicon.perhaps(word, most), scorer=OSA.distance, score_cutoff=most, limit=None)
    candidates: list[tuple[float, str]] = [(distance, known) for known, distance, _ in found if len(known) >= SHORTEST_TYPO - 1]
    if last:
        candidates += _beginnings(word, vocabulary, most)
    if not candidates:
        return None
    best = min(candidates, key=lambda pair: (pair[0], pair[1][0] != word[0], -lexicon.count(pair[1]), pair[1]))
    return best[1]


def typos_allowed(word: str) -> int:
    """One typo from 4 letters, two from 8; a word with a digit is taken as it stands (postcodes, "4ct")."""
    if len(word) < SHORTEST_TYPO or not word.isalpha():
        return 0
    return 2 if len(word) >= TWO_TYPOS_FROM else 1


def _beginnings(word: str, vocabulary: Sequence[str], most: int) -> list[tuple[float, str]]:
    """Words that begin nearly so: the last word may be unfinished. Only one typo, and the first letter right:
    otherwise half the vocabulary begins nearly so."""
    start = bisect_left(vocabulary, word[0])
    end = bisect_left(vocabulary, chr(ord(word[0]) + 1))
    lengths = (len(word), len(word) + 1)
    longer = {known[:length] for known in vocabulary[start:end] if len(known) > len(word) for length in lengths}
    found = process.extract(word, sorted(longer), scorer=OSA.distance, score_cutoff=min(most, 1), limit=10)
    # Half a typo more than a whole word at the same distance: a finished word is the likelier reading.
    return [(distance + 0.5, beginning) for beginning, distance, _ in found]
