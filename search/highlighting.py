"""Where the words that were looked for stand in a text, by the same analysis as the search itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

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


def hits(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of each word of the text that was looked for; the last one also where a word begins so."""
    if not words:
        return []
    wanted, last = set(words), words[-1]
    return [match.span() for match in _TOKEN.finditer(text) if _is_hit(match.group(), wanted, last)]


def _is_hit(token: str, wanted: set[str], last: str) -> bool:
    plain = folded(token)
    return singular(plain) in wanted or plain.startswith(last)


def snippet(texts: Iterable[str], words: Sequence[str], length: int = SNIPPET_LENGTH) -> str:
    """The piece of the first text that holds a hit, cut at words, with … where it was cut; "" where none does."""
    for text in texts:
        found = hits(text, words)
        if found:
            return _cut(text, found[0][0], length)
    return ""


def _cut(text: str, around: int, length: int) -> str:
    if len(text) <= length:
        return text
    start = 0 if around < length // 2 else text.rfind(" ", 0, around - length // 3) + 1
    stop = len(text) if start + length >= len(text) else text.rfind(" ", start, start + length)
    stop = stop if stop > start else start + length
    return f"{'…' if start else ''}{text[start:stop].rstrip(' ,;:')}{'…' if stop < len(text) else ''}"
