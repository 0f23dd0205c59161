"""How text becomes words: the same for every engine, for documents and for queries.

Lower case, no accents, no apostrophes, plural and singular the same, no Arabic article. An engine is given words, never
raw text, so that two engines cannot disagree about what a word is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart, as people without that keyboard type them.
_LATIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
# One letter for those that Arabic, Persian and Urdu keyboards have in its place, and digits that everybody can type.
_ARABIC = str.maketrans("ٱيىیېےكکةۀەہھ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ايييييككههههه01234567890123456789", "ـ")


class _Plain(dict[int, int | str | None]):
    """What becomes of each character: accents, taken off their letters by then, become nothing."""

    def __missing__(self, code: int) -> int | str | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_PLAIN = _Plain({**_LATIN, **_ARABIC})
# The Arabic article, also after "and", "by" and "for": cut off where three letters are left. In "adult" and "parent", with the
# short endings that they take, these letters are the word's own: of "parents" it would leave "debt".
_ARTICLE = re.compile(r"(?!(?:بالغ|والد)[اتكنهويں]{0,2}$)(?:[وفبك]?ال|لل)(?=[\u0621-\u06ff]{3})")
# Meilisearch reads ten words of a query and no more: so both engines do.
MOST_WORDS = 10


def folded(text: str) -> str:
    """Lower case, without accents and apostrophes."""
    if not text.isascii():
        return unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold()).translate(_PLAIN)
    return text.replace("'", "").replace("`", "").lower()


def words_of(text: str) -> list[str]:
    """The words of a text, in order, each in its singular."""
    return list(map(singular, _WORD.findall(folded(text))))


@lru_cache(maxsize=200_000)
def singular(word: str) -> str:
    """An S-stemmer after Harman (1991), with the -ches, -shes, -sses, -xes and -oes of English put right.

    Light on purpose: "carers" meets "carer" and never "careers". What it makes need not be a word.
    """
    if len(word) < 4:
        return word
    if not word.isascii():
        return _ARTICLE.sub("", word, count=1) if _ARTICLE.match(word) else word
    return _without_mute_e(_without_plural(word))


def _without_plural(word: str) -> str:
    if word.endswith("ies") and not word.endswith(("eies", "aies")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word


def _without_mute_e(word: str) -> str:
    # "headaches" loses -es above, so "headache" has to lose its -e; the same for "potatoes" and "axe".
    if word.endswith(("che", "she", "sse", "xe")) or (word.endswith("oe") and len(word) > 4):
        return word[:-1]
    return word


def query_words(text: str, stop_words: frozenset[str] = frozenset()) -> list[str]:
    """The words to look for: without stop words, unless there is nothing else; at most MOST_WORDS."""
    words = words_of(text)
    telling = [word for word in words if word not in stop_words]
    return (telling or words)[:MOST_WORDS]
