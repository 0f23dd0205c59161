"""Where the words that were looked for stand in a text, by the same analysis as the search itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from .analysis import folded, singular

_TOKEN = re.compile(r"[^\W_]+(?:['’‘ʼ][^\W_]+)*")
SNIPPET_LENGTH = 180


def segments(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a hit. Joined they are the text."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in hits(text, words):
        if start > end:
            pieces.append((text[end:start], False))
        pieces.append((text[start:stop], True))
        end = stop
    if end < len(text) or not pieces:
        pieces.append((text[end:], False))
    return pieces


def hits(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each word of the text that was looked for; the last one also where a word begins so."""
    if words:
        wanted, last = frozenset(words), words[-1]
        for match in _candidates(tuple(words), text.isascii()).finditer(text):
            plain, single = _analysed(match.group())
            if single in wanted or plain.startswith(last):
                yield match.span()


@lru_cache(maxsize=2_000)
def _candidates(words: tuple[str, ...], ascii_text: bool) -> re.Pattern[str]:
    """Words of a text worth a closer look: in plain English text those that begin with the same two letters."""
    if not ascii_text:
        return _TOKEN
    beginnings = "|".join(sorted({re.escape(word[:2]) for word in words}))
    return re.compile(rf"(?<![a-zA-Z0-9])(?:{beginnings})[a-zA-Z0-9]*(?:'[a-zA-Z0-9]+)*", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def _analysed(token: str) -> tuple[str, str]:
    """A word as it is compared, and its singular. Texts repeat their words, so most are known already."""
    plain = folded(token)
    return plain, singular(plain)


def snippet(texts: Iterable[str], words: Sequence[str], length: int = SNIPPET_LENGTH) -> str:
    """The piece of the first text that holds a hit, cut at words, with … where it was cut; "" where none does."""
    for text in texts:
        first = next(hits(text, words), None)
        if first:
            return _cut(text, first[0], length)
    return ""


def _cut(text: str, around: int, length: int) -> str:
    if len(text) <= length:
        return text
    start = 0 if around < length // 2 else text.rfind(" ", 0, around - length // 3) + 1
    stop = len(text) if start + length >= len(text) else text.rfind(" ", start, start + length)
    stop = stop if stop > start else start + length
    return f"{'…' if start else ''}{text[start:stop].rstrip(' ,;:')}{'…' if stop < len(text) else ''}"
