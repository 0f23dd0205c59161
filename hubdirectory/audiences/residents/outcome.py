"""A search's answer as the results page shows it: words instead of values, addresses instead of choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from hubdirectory.actions.results import Asked, Facet, FacetValue, Result, ResultPlace, SearchPage, Segment
from hubdirectory.audiences.residents.asked import DISTANCES, GROUPS, pairs_of
from hubdirectory.web.addresses import Pairs, address, map_link, query_address, with_changes
from hubdirectory.web.formatting import distance, number_words, stale_at
from hubdirectory.web.fragments import piece, tongue
from hubdirectory.web.hub_marks import HubMark, marks_of
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import COSTS, FACET_GROUPS, MODES, value_name
from hubdirectory.web.recurrences import and_list
from hubdirectory.web.text import script_json
from hubdirectory.web.times import when
from hubdirectory.web.translating import gettext, ngettext

# How many values of a facet are seen before "show more".
FIRST_VALUES = 6
OPEN_GROUPS = ("need", "hub", "cost")


@dataclass(frozen=True)
class ResultLine:
    """One result. `segments` of its name, `sentence` under it and its language, three facts, and what to do."""

    address: str
    segments: tuple[Segment, ...]
    sentence: tuple[Segment, ...]
    tongue: str
    when: str
    where: str
    cost: str
    phone: str
    text: str
    directions: str
    website: str
    email: str
    warning: str


@dataclass(frozen=True)
class FacetBox:
    """A group of choices. `first` are always seen, `rest` behind a disclosure."""

    group: str
    name: str
    first: tuple[FacetValue, ...]
    rest: tuple[FacetValue, ...]
    chosen: int
    open: bool

    def __hash__(self) -> int:
        """Of its first values alone: a box is looked up for each page, and comparing what is the same object is free."""
        return hash((self.group, len(self.rest), self.first[:2]))


@dataclass(frozen=True)
class Chip:
    group: str
    name: str
    address: str


@dataclass(frozen=True)
class NearBox:
    typed: str
    within: tuple[tuple[str, str, bool], ...]
    problem: str
    alternatives: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WayOut:
    """A filter to take off, and how many services are found without it."""

    name: str
    address: str
    total: int


def search_address(pairs: Pairs) -> str:
    return query_address(address("residents.search"), pairs)


def lines(results: tuple[Result, ...], hubs: tuple[tuple[str, str], ...], now: datetime) -> tuple[Markup, ...]:
    """The results as the page shows them. `hubs` as in SearchPage.

    Most stood like this on some page before, so they are kept: by all that goes into them, the words of the time included.
    """
    marks, spoken, stale = marks_of(hubs), tongue(), stale_at(now)
    return tuple(_line(result, marks, _when(result, now), stale(result.confirmed_at), spoken) for result in results)


def result_line(result: Result, now: datetime) -> ResultLine:
    """One result in words, for a page that says more about it than the results page does."""
    return _said(result, _place_of(result), _when(result, now), stale_at(now)(result.confirmed_at))


def _line(result: Result, marks: Mapping[str, HubMark], times: str, warning: str, spoken: tuple[str, bool]) -> Markup:
    place = _place_of(result)
    mark = marks.get(place.slug) if place and place.kind == "hub" else None

    def make() -> Markup:
        shown = get_template_attribute("parts/macros.html", "result")
        return Markup(shown(_said(result, place, times, warning), mark))  # noqa: S704 (our own template, escaped there)

    return piece((spoken, result, mark, times, warning), make)


def _place_of(result: Result) -> ResultPlace | None:
    return result.nearest or (result.places[0] if result.places else None)


def _said(result: Result, place: ResultPlace | None, times: str, warning: str) -> ResultLine:
    return ResultLine(
        address=address("residents.service", slug=result.slug),
        segments=result.name_segments or (Segment(result.name),),
        sentence=result.snippet if any(part.hit for part in result.snippet) else (Segment(result.summary),),
        tongue=result.tongue, when=times, where=_where(result, place),
        cost=result.cost_words or (str(COSTS[result.cost]) if result.cost in COSTS else ""),
        phone=result.phone, text=result.text, directions=directions(place), website=result.url, email=result.email,
        warning=warning,
    )  # fmt: skip


def _when(result: Result, now: datetime) -> str:
    if result.next_time:
        return when(result.next_time.starts, result.next_time.ends, now)
    return gettext("By appointment") if result.booking == "appointment" else gettext("Ask for times")


def _where(result: Result, place: ResultPlace | None) -> str:
    if place is None:
        ways = [str(MODES[mode]) for mode in result.modes if mode in MODES and mode != "place"]
        return and_list([ways[0], *(way.lower() for way in ways[1:])]) if ways else gettext("Ring for the place")
    others = len(result.places) - 1
    name = place.name
    if others > 0:
        name = ngettext("%(place)s and %(num)s other place", "%(place)s and %(num)s other places", others, place=name)
    return name if result.miles is None else gettext("%(place)s, %(far)s", place=name, far=distance(result.miles))


def directions(place: ResultPlace | None) -> str:
    """A map of the way there on openstreetmap.org, which keeps no history of whoever looks. "" without a point."""
    if place is None or place.latitude is None or place.longitude is None:
        return ""
    return map_link(place.latitude, place.longitude)


def boxes(facets: tuple[Facet, ...]) -> tuple[FacetBox, ...]:
    """The groups that have anything to choose; the chosen values of a long group come first."""
    locale = current_locale()
    return tuple(box for facet in facets if (box := _box(facet, locale)))


@lru_cache(maxsize=4_000)
def _box(facet: Facet, _locale: str) -> FacetBox | None:
    values = [
        FacetValue(value.slug, value_name(facet.group, value.slug, value.name), value.count, value.chosen)
        for value in facet.values if value.count or value.chosen
    ]  # fmt: skip
    if not values or facet.group not in FACET_GROUPS:
        return None
    chosen = sum(value.chosen for value in values)
    if len(values) > FIRST_VALUES + 1:
        values.sort(key=lambda value: not value.chosen)
    cut = max(FIRST_VALUES, chosen) if len(values) > FIRST_VALUES + 1 else len(values)
    return FacetBox(
        facet.group, str(FACET_GROUPS[facet.group]), tuple(values[:cut]), tuple(values[cut:]), chosen,
        open=bool(chosen) or facet.group in OPEN_GROUPS,
    )  # fmt: skip


def chips(asked: Asked, facets: tuple[Facet, ...]) -> tuple[Chip, ...]:
    """Everything that narrows the search, each with the address of the search without it."""
    pairs = pairs_of(asked)
    names = {(facet.group, value.slug): value.name for facet in facets for value in facet.values}
    chosen = [
        Chip(str(FACET_GROUPS[group]), value_name(group, slug, names.get((group, slug), "")),
             search_address(with_changes(pairs, without=[(group, slug)])))
        for group in GROUPS for slug in asked.chosen.get(group, ())
    ]  # fmt: skip
    if asked.open_now:
        chosen.append(Chip(gettext("Time"), gettext("Open now"), search_address(with_changes(pairs, {"open": None}))))
    if asked.near:
        without = {"near": None, "within": None, "where": None, "sort": None}
        chosen.append(Chip(gettext("Place"), gettext("Near %(place)s", place=asked.near),
                           search_address(with_changes(pairs, without))))  # fmt: skip
    return tuple(chosen)


def near_box(asked: Asked, found: SearchPage) -> NearBox:
    if not asked.near:
        return NearBox("", (), "", ())
    pairs = pairs_of(asked)
    where = found.where
    within = [("", gettext("Any distance"), asked.within is None)]
    distances = sorted({*DISTANCES, *([asked.within] if asked.within else [])})
    within += [(f"{miles:g}", miles_words(miles), miles == asked.within) for miles in distances]
    problem = "" if where is None or where.found else gettext("We do not know a place called “%(place)s”.", place=where.typed)
    others = where.alternatives if where else ()
    links = tuple((name, search_address(with_changes(pairs, {"near": name}))) for name in others)
    return NearBox(asked.near, tuple(within), problem, links)


def miles_words(miles: float) -> str:
    if miles == 0.5:
        return gettext("Within half a mile")
    return ngettext("Within %(miles)s mile", "Within %(miles)s miles", 1 if miles == 1 else 2, miles=number_words(miles))


def count_words(asked: Asked, found: SearchPage) -> str:
    """The heading: how many, and of what. `175 services for “mental health”`."""
    number = ngettext("%(count)s service", "%(count)s services", found.total, count=number_words(found.total))
    if not found.total:
        number = gettext("No services")
    if asked.q:
        return gettext("%(number)s for “%(words)s”", number=number, words=asked.q)
    return gettext("%(number)s found", number=number)


def map_points(results: tuple[Result, ...]) -> Markup:
    """The places of the results for the map, as JSON."""
    points = [
        {"name": result.name, "place": place.name, "address": address("residents.service", slug=result.slug),
         "at": [place.latitude, place.longitude]}
        for result in results
        for place in result.places if place.latitude is not None and place.longitude is not None
    ]  # fmt: skip
    return script_json(points)
