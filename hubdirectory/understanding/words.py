"""Words and pieces of words, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´‘")
# One letter written in several ways: Arabic, Farsi and Urdu keyboards differ; Polish ł has no accent to take off.
_SAME = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
    "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    "ؤ": "و", "ں": "ن", "ـ": None, "\u200c": " ", "\u200d": None, "\u200e": None, "\u200f": None, "ґ": "г",
})  # fmt: skip
_ENDINGS = ("ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "ly")
SHORTEST_STEM = 3


def folded(text: str) -> str:
    """Lower case, without accents, apostrophes or the differences between keyboards."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES).translate(_SAME)
    spread = unicodedata.normalize("NFKD", plain)
    return "".join(mark for mark in spread if not unicodedata.combining(mark)).translate(_SAME)


def words_of(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def stem_of(word: str) -> str:
    """The word without a common English ending: rough, and the same for each form of a word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def pieces_of(word: str, shortest: int, longest: int) -> Iterator[str]:
    """Runs of letters of a word, its edges marked: `cat` in threes is `<ca`, `cat`, `at>`."""
    edged = f"<{word}>"
    for size in range(shortest, longest + 1):
        yield from (edged[at : at + size] for at in range(len(edged) - size + 1))
