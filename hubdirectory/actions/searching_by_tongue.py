"""Words of another language, looked for among its own: what records say in it, and what it calls needs and audiences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from search.analysis import words_of
from search.query import Query
from search.results import Found
from search.tongues import APART, apart

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def found_in(world: World, query: Query, code: str) -> Found | None:
    """What the words find as words of that language; None where they find nothing, or only as typos.

    Languages in letters of their own find nothing here: their words stand among all others. Raises SearchError.
    """
    words = apart(code, query.words) if code in APART else ""
    if not words:
        return None
    found = world.search.search(replace(query, words=words))
    if found.read_as or not (found.total or found.anywhere_total):
        return None
    return replace(found, words=tuple(words_of(query.words)))


def found_in_any(world: World, query: Query, besides: str) -> Found | None:
    """The same in the first of the other languages that knows the words. Raises SearchError."""
    return next((found for code in APART if code != besides and (found := found_in(world, query, code))), None)
