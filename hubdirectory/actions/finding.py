"""Finding services: words and choices in, a page of results out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.distance import Point, bounding_box, miles_between
from hubdirectory.domain.schedules import recurrence_of
from hubdirectory.geocoding.port import Found as FoundPlace
from hubdirectory.models import Location, OpeningPattern, ServiceCard
from search.highlighting import segments, snippet
from search.port import SearchError
from search.query import FACETS, Near, Query, Sort
from search.relaxing import most_of_the_words
from search.results import Found, Hit

from .facets import Names, names_of
from .results import Asked, Facet, FacetValue, Result, SearchPage, Segment, WhereFrom
from .results_of_cards import result_of
from .suggesting import suggest
from .typed import as_read, as_typed
from .world import World

PER_PAGE = 20
__all__ = ["SearchIsDown", "facet_counts", "find", "places_within", "suggest"]


class SearchIsDown(Exception):
    """Neither engine answers; browsing still does."""


def find(world: World, asked: Asked, locale: str = "en") -> SearchPage:
    """One page of results. Raises SearchIsDown; a place that is not known is said in the page, never raised."""
    with world.database.reading() as session:
        where, near = _where(world, session, asked)
        query = _query(world, session, asked, near)
        try:
            found, left_out = _found(world, query)
        except SearchError as error:
            raise SearchIsDown from error
        names = names_of(session, locale)
        cards = _cards(session, [*found.hits, *found.anywhere])
    page = _Page(world, found, cards, near)
    return SearchPage(
        total=found.total, page=asked.page, pages=-(-found.total // PER_PAGE), per_page=PER_PAGE, engine=found.engine,
        results=page.results(found.hits), facets=_facets(asked, found, names),
        anywhere_total=found.anywhere_total, anywhere=page.results(found.anywhere), where=where,
        asked_words=asked.q, read_as=_read_as(asked.q, found, cards), relaxed=as_typed(asked.q, left_out),
        degraded=world.settings.uses_meilisearch and found.engine != "meilisearch",
    )  # fmt: skip


# the query


def _where(world: World, session: Session, asked: Asked) -> tuple[WhereFrom | None, Near | None]:
    if not asked.near.strip():
        return None, None
    place = world.geocoder.geocode(asked.near)
    if not isinstance(place, FoundPlace):
        return WhereFrom(asked.near, found=False), None
    reach = places_within(session, place.point, asked.within)
    near = Near(place.point.latitude, place.point.longitude, reach, everywhere=asked.within is None)
    return WhereFrom(asked.near, True, place.label, tuple(other.label for other in place.alternatives)), near


def places_within(session: Session, point: Point, miles: float | None) -> dict[str, float]:
    """The public places no farther than that, with their miles in a straight line; all of them for None."""
    query = select(Location.id, Location.latitude, Location.longitude).where(
        Location.confidential.is_(False), Location.latitude.is_not(None), Location.longitude.is_not(None)
    )
    if miles is not None:
        box = bounding_box(point, miles)
        query = query.where(Location.latitude.between(box.south, box.north), Location.longitude.between(box.west, box.east))
    rows = session.execute(query)
    distances = {place: miles_between(point, Point(north or 0.0, east or 0.0)) for place, north, east in rows}
    return {id_: away for id_, away in distances.items() if miles is None or away <= miles}


def _query(world: World, session: Session, asked: Asked, near: Near | None) -> Query:
    sort = Sort(asked.sort)
    if sort is Sort.DISTANCE and near is None:
        sort = Sort.RELEVANCE
    patterns = open_patterns(world, session) if asked.open_now else None
    return Query(
        asked.q, asked.chosen, patterns=patterns, near=near, anywhere=asked.anywhere, sort=sort,
        page=asked.page, per_page=PER_PAGE,
    )  # fmt: skip


def open_patterns(world: World, session: Session) -> frozenset[str]:
    """The opening patterns that are on at this moment."""
    now, calendar = world.now(), world.calendar
    patterns = session.scalars(select(OpeningPattern.pattern))
    return frozenset(pattern for pattern in patterns if recurrence_of(pattern).is_on(now, calendar))


def _found(world: World, query: Query) -> tuple[Found, tuple[str, ...]]:
    found = world.search.search(query)
    if found.total or found.anywhere_total or len(found.words) < 2:
        return found, ()
    fewer = most_of_the_words(query, found.words, world.search.count_each)
    if fewer is None:
        return found, ()
    return world.search.search(fewer[0]), fewer[1]


def _read_as(typed: str, found: Found, cards: Mapping[int, dict[str, Any]]) -> str:
    if not found.read_as:
        return ""
    shown = (cards[hit.number] for hit in (*found.hits, *found.anywhere) if hit.number in cards)
    texts = (text for card in shown for text in (card["name"], card["summary"], card["description"]))
    return as_read(typed, dict(found.read_as), texts)


# the page


def _cards(session: Session, hits: list[Hit]) -> dict[int, dict[str, Any]]:
    """The database has the last word: a hit that may not be seen any more has no card here."""
    numbers = [hit.number for hit in hits]
    query = select(ServiceCard.number, ServiceCard.card).where(ServiceCard.number.in_(numbers), ServiceCard.searchable)
    return dict(session.execute(query).all())


class _Page:
    def __init__(self, world: World, found: Found, cards: dict[int, dict[str, Any]], near: Near | None) -> None:
        self.now, self.calendar, self.found, self.cards = world.now(), world.calendar, found, cards
        self.miles = near.places if near else {}

    def results(self, hits: tuple[Hit, ...]) -> tuple[Result, ...]:
        return tuple(self._result(self.cards[hit.number], hit.miles) for hit in hits if hit.number in self.cards)

    def _result(self, card: dict[str, Any], miles: float | None) -> Result:
        result = result_of(card, self.now, self.calendar, miles)
        words = self.found.words
        reached = [place for place in result.places if place.id in self.miles]
        return replace(
            result, nearest=min(reached, key=lambda place: self.miles[place.id], default=None),
            name_segments=_marked(card["name"], words),
            snippet=_marked(snippet((card["summary"], card["description"]), words) or card["summary"], words),
        )  # fmt: skip


def _marked(text: str, words: tuple[str, ...]) -> tuple[Segment, ...]:
    return tuple(Segment(piece, hit) for piece, hit in segments(text, words))


def _facets(asked: Asked, found: Found, names: Names) -> tuple[Facet, ...]:
    return tuple(_facet(group, found.facets.get(group, {}), asked.chosen.get(group, ()), names) for group in FACETS)


def _facet(group: str, counts: Any, chosen: tuple[str, ...], names: Names) -> Facet:
    """Every value that counts, and every chosen one even where it counts none: so that it can be taken off."""
    slugs = [*counts, *(slug for slug in chosen if slug not in counts)]
    values = [FacetValue(slug, names.name(group, slug), counts.get(slug, 0), slug in chosen) for slug in slugs]
    return Facet(group, tuple(sorted(values, key=lambda value: (names.position(group, value.slug), value.name.casefold()))))


def facet_counts(world: World, groups: tuple[str, ...], locale: str = "en") -> dict[str, tuple[FacetValue, ...]]:
    """How many services each value has, counted now. Raises SearchIsDown."""
    try:
        found = world.search.search(Query(per_page=0, facets=groups))
    except SearchError as error:
        raise SearchIsDown from error
    with world.database.reading() as session:
        names = names_of(session, locale)
    return {group: _facet(group, found.facets.get(group, {}), (), names).values for group in groups}
