"""What a search over this installation's services gives: by the words alone, and through the need first understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from hubdirectory.actions import finding
from hubdirectory.actions.results import Asked as AskedSearch
from hubdirectory.actions.world import World

from .understanding import Asked, Found
from .understanding import finding as scored

WORDS_ALONE = "words alone"


def compared(world: World, asked: Sequence[Asked], understood: Mapping[str, Sequence[tuple[str, ...]]]) -> dict[str, Found]:
    """By way of searching. `understood`: by adapter, the needs of each query in order. None without services here."""
    try:
        if not finding.find(world, AskedSearch()).total:
            return {}
        tagged = partial(_of, world)
        ways = {WORDS_ALONE: scored(asked, partial(_by_words, world), tagged)}
        for adapter, answers in understood.items():
            first = {one.query: found[:1] for one, found in zip(asked, answers, strict=True)}
            ways[adapter] = scored(asked, partial(_through_need, world, first), tagged)
    except (SQLAlchemyError, finding.SearchIsDown):
        return {}
    return ways


def _by_words(world: World, query: str) -> Sequence[str]:
    return _found(world, AskedSearch(q=query))


def _through_need(world: World, first: Mapping[str, tuple[str, ...]], query: str) -> Sequence[str]:
    return _found(world, AskedSearch(chosen={"need": first[query]})) if first[query] else ()


def _of(world: World, need: str) -> frozenset[str]:
    """Every service of a need."""
    asked = AskedSearch(chosen={"need": (need,)})
    pages = finding.find(world, asked).pages
    return frozenset(slug for page in range(1, pages + 1) for slug in _found(world, AskedSearch(chosen=asked.chosen, page=page)))


def _found(world: World, asked: AskedSearch) -> Sequence[str]:
    return [result.slug for result in finding.find(world, asked).results]
