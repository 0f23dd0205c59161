"""Words of another language, looked for among its own: what records say in it, and what it calls needs and audiences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from search.analysis import words_of
from search.query import Query
from search.relaxing import most_of_the_words
from search.results import Found
from search.stop_words import telling
from search.tongues import APART, apart, unbent

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

NOTHING: tuple[str, ...] = ()


def found_in(world: World, query: Query, code: str) -> Found | None:
    """What the words find as words of that language; None where they find nothing, or only as typos.

    Languages in letters of their own find nothing here: their words stand among all others. Raises SearchError.
    """
    words = apart(code, telling(code, query.words)) if code in APART else ""
    if not words:
        return None
    found = world.search.search(replace(query, words=words))
    if found.read_as or not (found.total or found.anywhere_total):
        return None
    return replace(found, words=tuple(words_of(query.words)))


def found_in_any(world: World, query: Query, besides: str) -> Found | None:
    """The same in the first of the other languages that knows the words. Raises SearchError."""
    return next((found for code in APART if code != besides and (found := found_in(world, query, code))), None)


def as_meant(query: Query, code: str) -> Query:
    """Without the small words of a language in letters of its own; English in the same query stays whole."""
    return query if code in APART else replace(query, words=telling(code, query.words))


def found_bent(world: World, query: Query, code: str, names: Iterable[str]) -> tuple[Found, tuple[str, ...]] | None:
    """What words in other forms than in these names find, all of them or most; and what is left out. Raises SearchError.

    "Help" is left out in any case. None where no word is of these names: then it may be English.
    """
    known = {word for name in names for word in words_of(telling(code, name))}
    typed = words_of(telling(code, query.words, asking=False))
    asking = tuple(word for word in words_of(telling(code, query.words)) if word not in typed)
    meant = {apart(code, unbent(word, known)): word for word in typed}
    if not any(unbent(word, known) in known for word in typed):
        return None
    asked, gone = replace(query, words=" ".join(meant)), NOTHING
    found = world.search.search(asked)
    if found.read_as or not (found.total or found.anywhere_total):
        asked, gone = most_of_the_words(asked, list(meant), world.search.count_each) or (asked, NOTHING)
        found = world.search.search(asked) if gone else found
    if found.read_as or not (found.total or found.anywhere_total):
        return None
    return replace(found, words=tuple(typed)), (*asking, *(meant[left_out] for left_out in gone))
