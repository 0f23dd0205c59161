"""Understanding without a model: which needs' phrases share words, and pieces of words, with the text."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

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
            self._index, self._learnt = _Index(held), held

    def understand(self, text: str) -> list[Understood]:
        return shares(self.closeness(text), SHARPNESS)[:MOST_NEEDS]

    def closeness(self, text: str) -> dict[str, float]:
        """How near each need is, from 0; needs that share nothing with the text are left out."""
        return self._index.closeness(text[:LONGEST_TEXT])


class _Index:
    """What was learnt, made ready to be asked. Nothing in it changes afterwards, so that threads can share it."""

    def __init__(self, phrases: Phrases) -> None:
        counted = [(need, _counted(phrase)) for need, said in phrases.items() for phrase in said]
        self._needs = list(phrases)
        self._owners = [self._needs.index(need) for need, _ in counted]
        self._rarity = _rarity(counts for _, counts in counted)
        vectors = [self._vector(counts) for _, counts in counted]
        middles: list[defaultdict[str, float]] = [defaultdict(float) for _ in self._needs]
        for owner, vector in zip(self._owners, vectors, strict=True):
            for feature, weight in vector.items():
                middles[owner][feature] += weight
        self._phrases = _Postings(vectors)
        self._middles = _Postings([_unit(middle) for middle in middles])

    def closeness(self, text: str) -> dict[str, float]:
        vector = self._vector(_counted(text))
        nearest: defaultdict[int, float] = defaultdict(float)
        for number, score in self._phrases.dot(vector).items():
            owner = self._owners[number]
            nearest[owner] = max(nearest[owner], score)
        middles = self._middles.dot(vector)
        return {self._needs[owner]: middle + NEAREST_WEIGHT * nearest[owner] for owner, middle in middles.items()}

    def _vector(self, counts: Mapping[str, float]) -> Vector:
        """Unknown pieces count in the length, so that a text of mostly unknown words is near to nothing."""
        return _unit({feature: count * self._rarity.get(feature, self._rarity[""]) for feature, count in counts.items()})


class _Postings:
    """Rows turned on their side: for each feature the rows that hold it. In arrays, for a tenth of the room."""

    def __init__(self, rows: Sequence[Vector]) -> None:
        holding: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, row in enumerate(rows):
            for feature, weight in row.items():
                holding[feature].append((number, weight))
        self._where: dict[str, tuple[int, int]] = {}
        self._numbers, self._weights = array("L"), array("f")
        for feature, held in holding.items():
            self._where[feature] = (len(self._numbers), len(self._numbers) + len(held))
            self._numbers.extend(number for number, _ in held)
            self._weights.extend(weight for _, weight in held)

    def dot(self, vector: Vector) -> dict[int, float]:
        """Row number -> how much it has in common with the vector; rows with nothing in common are left out."""
        scores: defaultdict[int, float] = defaultdict(float)
        for feature, weight in vector.items():
            start, end = self._where.get(feature, (0, 0))
            for at in range(start, end):
                scores[self._numbers[at]] += weight * self._weights[at]
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


def _rarity(phrases: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Inverse document frequency, smoothed; under "" that of a feature never seen."""
    held: Counter[str] = Counter()
    count = 0
    for phrase in phrases:
        count += 1
        held.update(phrase.keys())
    return {"": math.log(count + 1) + 1, **{feature: math.log((count + 1) / (seen + 1)) + 1 for feature, seen in held.items()}}


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {feature: weight / length for feature, weight in vector.items()}
