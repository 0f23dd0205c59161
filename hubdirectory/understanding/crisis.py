"""Whether somebody may be in crisis, by what they type. Nothing of it is kept.

Reviewed lists decide, in all languages of the product at once: they answer at once, also where no model is installed and
no search engine answers. Understanding adds what no list foresaw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hubdirectory.understanding.crisis_lists import KINDS, Lists, beginnings_of, languages, lists, lists_in
from hubdirectory.understanding.port import LONGEST_TEXT, Understood
from hubdirectory.understanding.words import words_of

__all__ = ["KINDS", "kind_of_crisis", "languages_of_crisis"]

# A need that is a crisis by itself -> (its kind, the score from which understanding alone is believed).
CRISIS_NEEDS = {"crisis-suicide": ("suicide", 0.85)}


def kind_of_crisis(text: str, understood: Sequence[Understood] | None = None) -> str | None:
    """Which panel the text calls for, one of `KINDS`, or None. `understood` is what understanding made of it, if asked."""
    return _by_lists(text[:LONGEST_TEXT]) or _by_need(understood or ())


def languages_of_crisis(text: str, kind: str) -> tuple[str, ...]:
    """The languages whose lists have the text under this kind; none where only understanding took it for one."""
    words = words_of(text[:LONGEST_TEXT])
    spelt = _spelt_right(words)
    known = ((code, lists_in(code)) for code in languages())
    return tuple(code for code, held in known if kind in (_kind_in(words, held), _kind_in(spelt, held)))


def _by_lists(text: str) -> str | None:
    known = lists()
    words = words_of(text)
    if not words:
        return None
    spelt = _spelt_right(words)
    return _kind_in(words, known) or (_kind_in(spelt, known) if spelt != words else None)


def _kind_in(words: Sequence[str], known: Lists) -> str | None:
    said = known.same.sub(lambda found: f" {known.instead[found[1]]}", "".join(f" {word}" for word in words))
    beginnings = beginnings_of(said.split())
    if known.perhaps_everyday.said_in(said, beginnings):
        said = known.everyday.sub(" ¤", said)
    return next((kind for kind, phrases in known.kinds.items() if phrases.said_in(said, beginnings)), None)


def _by_need(understood: Iterable[Understood]) -> str | None:
    for each in understood:
        kind, least = CRISIS_NEEDS.get(each.need, ("", 2.0))
        if each.score >= least:
            return kind
    return None


def _spelt_right(words: Iterable[str]) -> list[str]:
    return [_meant(word) for word in words]


def _meant(word: str) -> str:
    """The word of the lists that this is a misspelling of, or the word itself."""
    if len(word) < 5 or word in lists().vocabulary or word in _real_words():
        return word
    allowed = 1 if len(word) < 8 else 2
    near = process.extractOne(word, _beginning_with(word[0]), scorer=OSA.distance, score_cutoff=allowed)
    return near[0] if near else word


@cache
def _beginning_with(letter: str) -> tuple[str, ...]:
    return tuple(sorted(word for word in lists().vocabulary if word[0] == letter))


@cache
def _real_words() -> frozenset[str]:
    """Words that look like misspelt words of the lists, and are words of their own: `bride` for `bridge`."""
    return frozenset((files("hubdirectory.understanding") / "data" / "crisis" / "real_words.txt").read_text().split())
