"""Understanding without a model: which needs' phrases share words, and pieces of words, with the text."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import accumulate

from hubdirectory.understanding.port import LONGEST_TEXT, MOST_NEEDS, Phrases, Understood
from hubdirectory.understanding.scores import shares
from hubdirectory.understanding.words import pieces_of, stem_of, words_of

SIZES = (4, 5)  # pieces of four and five letters: a misspelt word keeps some of them
WORD_WEIGHT = 2.0
PIECE_WEIGHT = 1.0
NEAREST_WEIGHT = 1.0
SHARPNESS = 13.0

Vector = Mapping[str, float]


class UnderstandingByLetters:
    """Each phrase is a weighted bag of stems and letter pieces. A need is as near as its phrases' middle and nearest are."""

    def __init__(self) -> None:
        self._learnt: Phrases = {}
        self._index = _Index({})

    def learn(self, phrases: Phrases) -> None:
        held = {need: tuple(said) for need, said in phrases.items()}
        if held != self._learnt:
            self._index, self._learnt = _index_of(tuple(held.items())), held

    def understand(self, text: str) -> list[Understood]:
        return shares(self.closeness(text), SHARPNESS)[:MOST_NEEDS]

    def closeness(self, text: str) -> dict[str, float]:
        """How near each need is, from 0; needs that share nothing with the text are left out."""
        return self._index.closeness(text[:LONGEST_TEXT])


@lru_cache(maxsize=2)
def _index_of(phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> _Index:
    """Half a second's work; the same for everybody who learnt the same."""
    return _Index(dict(phrases))


class _Index:
    """What was learnt, made ready to be asked. Nothing in it changes afterwards, so that threads can share it."""

    def __init__(self, phrases: Phrases) -> None:
        self._needs = list(phrases)
        self._owners = [owner for owner, said in enumerate(phrases.values()) for _ in said]
        self._rarity = _Rarity(_counted(phrase) for said in phrases.values() for phrase in said)
        self._phrases = _Postings(self._rarity, (self._vector(phrase) for said in phrases.values() for phrase in said))
        self._middles = _Postings(self._rarity, (self._middle(said) for said in phrases.values()))

    def closeness(self, text: str) -> dict[str, float]:
        vector = self._vector(text)
        nearest: defaultdict[int, float] = defaultdict(float)
        for number, score in self._phrases.dot(vector).items():
            owner = self._owners[number]
            nearest[owner] = max(nearest[owner], score)
        middles = self._middles.dot(vector)
        return {self._needs[owner]: middle + NEAREST_WEIGHT * nearest[owner] for owner, middle in middles.items()}

    def _vector(self, text: str) -> Vector:
        """Unknown pieces count in the length, so that a text of mostly unknown words is near to nothing."""
        return _unit({feature: count * self._rarity.of(feature) for feature, count in _counted(text).items()})

    def _middle(self, said: Iterable[str]) -> Vector:
        total: defaultdict[str, float] = defaultdict(float)
        for phrase in said:
            for feature, weight in self._vector(phrase).items():
                total[feature] += weight
        return _unit(total)


class _Rarity:
    """A number for each feature, and its inverse document frequency, smoothed. There are tens of thousands: so, in arrays."""

    def __init__(self, phrases: Iterable[Mapping[str, float]]) -> None:
        self.numbers: dict[str, int] = {}
        held = array("L")
        count = 0
        for phrase in phrases:
            count += 1
            for feature in phrase:
                if self.numbers.setdefault(feature, len(held)) == len(held):
                    held.append(0)
                held[self.numbers[feature]] += 1
        self._never = math.log(count + 1) + 1
        self._rarities = array("f", (math.log((count + 1) / (seen + 1)) + 1 for seen in held))

    def of(self, feature: str) -> float:
        number = self.numbers.get(feature)
        return self._never if number is None else self._rarities[number]


class _Postings:
    """Rows turned on their side: for each feature the rows that hold it, one feature after the other."""

    def __init__(self, rarity: _Rarity, rows: Iterable[Vector]) -> None:
        self._features = rarity.numbers
        features, numbers, weights = array("L"), array("L"), array("f")
        for number, row in enumerate(rows):
            for feature, weight in row.items():
                features.append(rarity.numbers[feature])
                numbers.append(number)
                weights.append(weight)
        order = sorted(range(len(features)), key=features.__getitem__)
        self._numbers = array("L", (numbers[at] for at in order))
        self._weights = array("f", (weights[at] for at in order))
        held = Counter(features)
        self._starts = array("L", accumulate((held[feature] for feature in range(len(rarity.numbers))), initial=0))

    def dot(self, vector: Vector) -> dict[int, float]:
        """Row number -> how much it has in common with the vector; rows with nothing in common are left out."""
        scores: defaultdict[int, float] = defaultdict(float)
        for feature, weight in vector.items():
            number = self._features.get(feature)
            if number is not None:
                rows = slice(self._starts[number], self._starts[number + 1])
                for row, held in zip(self._numbers[rows], self._weights[rows], strict=True):
                    scores[row] += weight * held
        return scores


def _counted(text: str) -> dict[str, float]:
    """Stems and pieces of the text. A piece counts by how much of its word it is."""
    counts: defaultdict[str, float] = defaultdict(float)
    for word in words_of(text):
        counts[f"={stem_of(word)}"] += WORD_WEIGHT
        pieces = list(pieces_of(word, *SIZES))
        for piece in pieces:
            counts[piece] += PIECE_WEIGHT / math.sqrt(len(pieces))
    return counts


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {feature: weight / length for feature, weight in vector.items()}
