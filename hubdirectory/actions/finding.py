"""Finding services: words and choices in, a page of results out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.day_words import DayRead
from hubdirectory.domain.distance import Point, bounding_box, miles_between
from hubdirectory.geocoding.port import Found as FoundPlace
from hubdirectory.models import Location
from search.port import SearchError
from search.query import FACETS, Near, Query, Sort
from search.relaxing import most_of_the_words
from search.results import Found, Hit
from search.stop_words import telling

from .cards import Card, cards_of
from .crisis import crisis_in
from .facets import Names, names_of
from .open_now import open_patterns
from .results import Asked, Beyond, Facet, FacetValue, Result, SearchPage, WhereFrom
from .results_of_cards import Moment, result_of
from .searching_by_day import day_of, names_a_service, patterns_on
from .searching_by_tongue import as_meant, found_bent, found_in, found_in_any
from .suggesting import suggest
from .typed import as_read, as_typed
from .world import World

PER_PAGE = 20
NOTHING_BEYOND = Beyond()
__all__ = ["SearchIsDown", "facet_counts", "find", "open_patterns", "places_within", "suggest"]


class SearchIsDown(Exception):
    """Neither engine answers; browsing still does."""


def find(world: World, asked: Asked, locale: str = "en", beyond: Beyond = NOTHING_BEYOND) -> SearchPage:
    """One page of results. Raises SearchIsDown; a place that is not known is said in the page, never raised."""
    with world.database.reading() as session:
        world.hear_words(session)
        names = names_of(session, locale)
        where, near = _where(world, session, asked, beyond.point)
        query = replace(_query(world, session, asked, near), among=beyond.among, besides=beyond.besides)
        try:
            found, read = _found_by_day(world, session, asked, query)
            found, left_out = (found, ()) if found else _found(world, query, locale, names)
        except SearchError as error:
            raise SearchIsDown from error
        cards = cards_of(session, [hit.number for hit in (*found.hits, *found.anywhere)])
    moment = Moment(world.now(), world.calendar, found.words, near.places if near else {}, locale)
    return SearchPage(
        total=found.total, page=asked.page, pages=-(-found.total // PER_PAGE), per_page=PER_PAGE, engine=found.engine,
        results=_results(found.hits, cards, moment), facets=_facets(asked, found, names),
        anywhere_total=found.anywhere_total, anywhere=_results(found.anywhere, cards, moment), where=where,
        asked_words=asked.q, read_as=_read_as(asked.q, found, cards, names), relaxed=as_typed(asked.q, left_out),
        crisis=crisis_in(asked.q), day=read,
        hubs=names.hubs, degraded=world.settings.uses_meilisearch and found.engine != "meilisearch",
    )  # fmt: skip


# the query


def _where(world: World, session: Session, asked: Asked, point: Point | None) -> tuple[WhereFrom | None, Near | None]:
    if point is not None:
        return None, _near(session, point, asked.within)
    if not asked.near.strip():
        return None, None
    place = world.geocoder.geocode(asked.near)
    if not isinstance(place, FoundPlace):
        return WhereFrom(asked.near, found=False), None
    near = _near(session, place.point, asked.within)
    return WhereFrom(asked.near, True, place.label, tuple(other.label for other in place.alternatives)), near


def _near(session: Session, point: Point, within: float | None) -> Near:
    return Near(point.latitude, point.longitude, places_within(session, point, within), everywhere=within is None)


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


def _found_by_day(world: World, session: Session, asked: Asked, query: Query) -> tuple[Found | None, DayRead | None]:
    """What is on on the day that the words name, where anything is; a day in the name of a service is no day."""
    read = day_of(asked)
    if read is None or (read.bare and names_a_service(session, asked.q)):
        return None, None
    patterns = patterns_on(world, session, read)
    patterns = patterns if query.patterns is None else patterns & query.patterns
    found = world.search.search(replace(query, words=read.words, patterns=patterns))
    return (found, read) if found.total or found.anywhere_total else (None, None)


def _found(world: World, query: Query, locale: str, names: Names) -> tuple[Found, tuple[str, ...]]:
    query = as_meant(query, locale)
    found = found_in(world, query, locale) or world.search.search(query)
    if not (found.total or found.anywhere_total):
        found = found_in_any(world, query, locale) or found
    if found.total or found.anywhere_total:
        return found, ()
    if locale != "en" and (bent := found_bent(world, query, locale, (name for _, name in names.named("need")))):
        return bent
    if (words := telling(locale, query.words)) != query.words:
        found = world.search.search(replace(query, words=words))
    if found.total or found.anywhere_total or len(found.words) < 2:
        return found, ()
    fewer = most_of_the_words(query, found.words, world.search.count_each)
    if fewer is None:
        return found, ()
    return world.search.search(fewer[0]), fewer[1]


def _read_as(typed: str, found: Found, cards: Mapping[int, Card], names: Names) -> str:
    if not found.read_as:
        return ""
    shown = (cards[hit.number] for hit in (*found.hits, *found.anywhere) if hit.number in cards)
    texts = (text for card in shown for text in (card.result.name, card.result.summary, card.description))
    return as_read(typed, dict(found.read_as), (*texts, *names.names.values()))


# the page


def _results(hits: Iterable[Hit], cards: Mapping[int, Card], moment: Moment) -> tuple[Result, ...]:
    return tuple(result_of(cards[hit.number], moment, hit.miles) for hit in hits if hit.number in cards)


def _facets(asked: Asked, found: Found, names: Names) -> tuple[Facet, ...]:
    return tuple(_facet(group, found.facets.get(group, {}), asked.chosen.get(group, ()), names) for group in FACETS)


def _facet(group: str, counts: Mapping[str, int], chosen: tuple[str, ...], names: Names) -> Facet:
    return _made(group, tuple(counts.items()), chosen, names)


@lru_cache(maxsize=2_000)
def _made(group: str, counts: tuple[tuple[str, int], ...], chosen: tuple[str, ...], names: Names) -> Facet:
    """Every value that counts, and every chosen one even where it counts none: so that it can be taken off."""
    counted = dict(counts)
    slugs = [*counted, *(slug for slug in chosen if slug not in counted)]
    values = [FacetValue(slug, names.name(group, slug), counted.get(slug, 0), slug in chosen) for slug in slugs]
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
