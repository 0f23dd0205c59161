"""A query back in the visitor's own words: engines work on singulars, people read what they typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from search.analysis import words_of

_TOKEN = re.compile(r"\S+")


def as_typed(typed: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those of the typed words that the given analysed words stand for: "hedgehog" for "Hedgehogs!" gives "Hedgehogs"."""
    wanted = set(words)
    tokens = (token.strip(".,;:!?\"'()") for token in _TOKEN.findall(typed))
    return tuple(token for token in tokens if set(words_of(token)) & wanted)


def as_read(typed: str, changes: Mapping[str, str], texts: Iterable[str]) -> str:
    """What was typed, with each misread word as some text writes it; "" where none does: an index keeps the beginnings of
    words, and "loneli" says nothing to anybody."""
    texts = list(texts)

    def instead(token: str) -> str:
        read = [_as_written(word, texts) for word in (changes.get(word, "") for word in words_of(token)) if word]
        return " ".join(read) if all(read) and read else token

    said = " ".join(instead(token) for token in _TOKEN.findall(typed))
    return "" if said == " ".join(_TOKEN.findall(typed)) else said


def _as_written(word: str, texts: list[str]) -> str:
    """The word as the first of the texts spells it, "" where none holds it."""
    for text in texts:
        for token in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text):
            analysed = words_of(token)
            if analysed and (analysed[0] == word or analysed[0].startswith(word)):
                return token.lower()
    return ""
