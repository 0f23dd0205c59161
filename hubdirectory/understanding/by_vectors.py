"""Understanding by sentence vectors: a text is near what means the same, in any language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from hubdirectory.understanding.by_letters import UnderstandingByLetters
from hubdirectory.understanding.port import LONGEST_TEXT, MOST_NEEDS, Phrases, Understood
from hubdirectory.understanding.scores import shares
from hubdirectory.understanding.vectors import FILE, Encoder, KeptVectors, Progress, Vectors, the_encoder
from hubdirectory.understanding.words import words_of

# Tuned on tests/understanding/development.tsv.
NEAREST_WEIGHT = 1.5
LETTERS_WEIGHT = 0.3
SHARPNESS = 9.0


class UnderstandingByVectors:
    """A need is as near as the middle and the nearest of its phrases are; shared letters have a small say.

    The letters know rare words, such as names of medicines and of slang, better than the model does.
    """

    def __init__(self, instance: Path | None = None, encoder: Encoder | None = None, file: str = FILE) -> None:
        self._encoder = encoder or the_encoder()
        self._kept = KeptVectors(self._encoder, instance / file if instance else None)
        self._letters = UnderstandingByLetters()
        self._learnt: Phrases = {}
        self._map: _Map | None = None

    def learn(self, phrases: Phrases, progress: Progress | None = None) -> None:
        """Works out the vectors of phrases that are new: some 20 ms for each, so half a minute for a new installation."""
        held = {need: tuple(said) for need, said in phrases.items() if said}
        if held != self._learnt:
            self._map = _Map(held, self._kept, progress) if held else None
            self._letters.learn(held)
            self._learnt = held

    def beside(self) -> UnderstandingByVectors:
        """Another one to try phrases with, which writes nothing down."""
        other = UnderstandingByVectors(None, self._encoder)
        other._kept = self._kept.borrowed()
        return other

    def lacks(self, phrases: Phrases) -> int:
        """How many phrases `learn` would have to work out."""
        return self._kept.lacks(phrase for said in phrases.values() for phrase in said)

    def stamp(self) -> int:
        """Another number once another process has kept more vectors."""
        return self._kept.stamp()

    def understand(self, text: str) -> list[Understood]:
        return shares(self.closeness(text), SHARPNESS)[:MOST_NEEDS]

    def closeness(self, text: str) -> dict[str, float]:
        known, text = self._map, text[:LONGEST_TEXT]
        if known is None or not words_of(text):
            return {}
        place = known.place_of_phrase(text)
        near = known.closeness(known.place_of(self._encoder.encode(text)) if place is None else place)
        letters = self._letters.closeness(text)
        return {need: score + LETTERS_WEIGHT * letters.get(need, 0.0) for need, score in near.items()}


class _Map:
    """Where the phrases of each need lie. Nothing in it changes afterwards, so that threads can share it."""

    def __init__(self, phrases: Phrases, kept: KeptVectors, progress: Progress | None) -> None:
        vectors = kept.of([phrase for said in phrases.values() for phrase in said], progress)
        self._rows = {_plain(phrase): row for row, phrase in enumerate(phrase for said in phrases.values() for phrase in said)}
        self._needs = list(phrases)
        self._starts = np.cumsum([0, *(len(said) for said in phrases.values())])[:-1]
        # All of the model's vectors point much the same way; what they have in common tells nothing.
        self._common = vectors.mean(axis=0)
        self._phrases = _unit(vectors - self._common)
        self._middles = _unit(np.add.reduceat(self._phrases, self._starts))

    def place_of_phrase(self, text: str) -> Vectors | None:
        """Of a text that is a phrase itself, as what many people type is: the model would take 20 ms to say the same."""
        row = self._rows.get(_plain(text))
        return None if row is None else self._phrases[row]

    def place_of(self, vector: Vectors) -> Vectors:
        place: Vectors = _unit((vector - self._common)[None, :])[0]
        return place

    def closeness(self, place: Vectors) -> dict[str, float]:
        nearest = np.maximum.reduceat(self._phrases @ place, self._starts)
        scores: Any = self._middles @ place + NEAREST_WEIGHT * nearest
        return dict(zip(self._needs, scores.tolist(), strict=True))


def _plain(text: str) -> str:
    return " ".join(words_of(text))


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths == 0, 1.0, lengths)
