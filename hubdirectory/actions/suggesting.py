"""Suggestions as somebody types: needs and hubs first, since they lead farthest; then services and organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.models import Location
from hubdirectory.models.straight import rows
from search.analysis import words_of
from search.port import SearchError
from search.query import Query

from .cards import cards_of
from .facets import names_of
from .results import Result, Suggestion
from .world import World

SHORTEST, LONGEST = 2, 100
NEEDS, HUBS, SERVICES, ORGANISATIONS = 3, 2, 5, 3
# Among so many services that match stand the organisations that have the words somewhere in their names.
LOOKED_THROUGH = 20
AFTER = "\U0010ffff"


def suggest(world: World, typed: str, locale: str = "en") -> list[Suggestion]:
    """A dozen at most; none for a single letter. An engine that is down leaves the services out and the rest in."""
    words = tuple(words_of(typed))
    if not words or not SHORTEST <= len(typed.strip()) <= LONGEST:
        return []
    with world.database.reading() as session:
        world.hear_words(session)
        names = names_of(session, locale)
        services = _services(world, session, typed)
        return [
            *_named("need", names.named("need"), words, NEEDS), *_hubs(session, names.hubs, words),
            *(Suggestion("service", one.name, one.slug, one.organisation) for one in services[:SERVICES]),
            *_organisations(session, typed, words, services),
        ]  # fmt: skip


def _named(kind: str, named: Iterable[tuple[str, str]], words: tuple[str, ...], most: int) -> list[Suggestion]:
    return [Suggestion(kind, name, slug) for slug, name in named if _begins(name, words)][:most]


def _hubs(session: Session, hubs: Iterable[tuple[str, str]], words: tuple[str, ...]) -> Iterable[Suggestion]:
    slugs = [hub.slug for hub in _named("hub", hubs, words, HUBS)]
    if not slugs:
        return []
    found = session.execute(select(Location.name, Location.slug, Location.address_1).where(Location.slug.in_(slugs)))
    return [Suggestion("hub", name, slug, street) for name, slug, street in found]


def _begins(name: str, words: Sequence[str]) -> bool:
    """Whether the name holds all the words, the last as a beginning."""
    held = _spaced(name)
    return f" {words[-1]}" in held and all(f" {word} " in held for word in words[:-1])


@lru_cache(maxsize=4_000)
def _spaced(name: str) -> str:
    """Its words with a space before and after each: all names are looked through at each letter that somebody types."""
    return f" {' '.join(words_of(name))} "


def _services(world: World, session: Session, typed: str) -> list[Result]:
    try:
        found = world.search.at_hand(Query(typed, per_page=LOOKED_THROUGH, facets=()))
    except SearchError:
        return []
    numbers = [hit.number for hit in found.hits]
    cards = cards_of(session, numbers)
    return [cards[number].result for number in numbers if number in cards]


def _organisations(session: Session, typed: str, words: tuple[str, ...], services: Iterable[Result]) -> Iterable[Suggestion]:
    """Those whose names begin so, then those that have the words in their names and services that were found."""
    names = dict(_beginning(session, typed.strip()))
    for one in services:
        if _begins(one.organisation, words):
            names.setdefault(one.organisation_slug, one.organisation)
    return [Suggestion("organisation", name, slug) for slug, name in islice(names.items(), ORGANISATIONS)]


def _beginning(session: Session, typed: str) -> Iterable[tuple[str, str]]:
    """Slug and name of organisations. By ranges of names, which an index has in order, where LIKE would read them all."""
    connection = session.connection()
    ways = (typed, typed.lower(), typed.capitalize(), typed.title(), typed.upper())
    found = rows(connection, BEGINNING[connection.dialect.name], tuple(end for way in ways for end in (way, way + AFTER)))
    return [(slug, name) for slug, name, state in found if state == "published"]


def _statement(order: str) -> str:
    name = f'name COLLATE "{order}"'
    ranges = " OR ".join([f"{name} >= ? AND {name} < ?"] * 5)
    # The state is looked at afterwards: an index of five states would be taken for the better one, and it is not.
    return f"SELECT slug, name, state FROM organisation WHERE {ranges} ORDER BY {name} LIMIT {4 * ORGANISATIONS}"  # noqa: S608


BEGINNING = {"sqlite": _statement("BINARY"), "postgresql": _statement("C")}
