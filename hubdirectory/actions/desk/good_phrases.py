"""What lists of phrases must look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hubdirectory.understanding.phrases import languages
from hubdirectory.understanding.port import LONGEST_TEXT
from search.analysis import words_of

from .bad_wording import BadWording

MOST_PHRASES = 60


def good_phrases(_key: str, value: Mapping[str, Sequence[str]]) -> Any:
    """By language, the phrases of a need that the manager wrote, each once."""
    good = {code: _list(said) for code, said in value.items() if code in languages()}
    return {code: said for code, said in good.items() if said}


def _list(said: Sequence[str]) -> list[str]:
    phrases = list(dict.fromkeys(phrase for one in said if (phrase := " ".join(one.replace("\x00", "").split()))))
    if len(phrases) > MOST_PHRASES:
        raise BadWording("text", "few", str(MOST_PHRASES))
    for phrase in phrases:
        if len(phrase) > LONGEST_TEXT:
            raise BadWording("text", "long", phrase)
        if not words_of(phrase):
            raise BadWording("text", "missing", phrase)
    return phrases
