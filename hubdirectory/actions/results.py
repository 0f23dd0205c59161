"""What a results page is given: plain values, so that a page can be tried without a search."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hubdirectory.domain.day_words import DayRead
from hubdirectory.domain.distance import Point

from .crisis import Crisis


@dataclass(frozen=True)
class Segment:
    """A piece of text; `hit` where the words that were looked for stand."""

    text: str
    hit: bool = False


@dataclass(frozen=True)
class NextTime:
    """When it is next on, in UTC. `on_now` where it has begun."""

    starts: datetime
    ends: datetime
    on_now: bool = False


@dataclass(frozen=True)
class ResultPlace:
    id: str
    name: str
    slug: str
    kind: str
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Result:
    """One service as a result shows it. `miles` is a straight line, None where it has no place within reach.

    `cost` is one of free, donation, paid or "" (not known); `cost_words` says more ("£3 a session").
    `tongue`: the language of the summary.
    """

    id: str
    slug: str
    name: str
    organisation: str
    organisation_slug: str
    summary: str
    tongue: str = "en"
    name_segments: tuple[Segment, ...] = ()
    snippet: tuple[Segment, ...] = ()
    places: tuple[ResultPlace, ...] = ()
    miles: float | None = None
    nearest: ResultPlace | None = None
    modes: tuple[str, ...] = ()
    booking: str = "unknown"
    cost: str = ""
    cost_words: str = ""
    next_time: NextTime | None = None
    phone: str = ""
    text: str = ""
    email: str = ""
    url: str = ""
    confirmed_at: datetime | None = None

    def __hash__(self) -> int:
        return hash((self.id, self.miles))

    def with_moment(self, **parts: Any) -> Result:
        """As dataclasses.replace, in a tenth of its time: a page does it for each result."""
        made = object.__new__(Result)
        made.__dict__.update(self.__dict__, **parts)
        return made


@dataclass(frozen=True)
class FacetValue:
    """`count` is exact: choosing it gives that many (within this group's other choices)."""

    slug: str
    name: str
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    group: str
    values: tuple[FacetValue, ...]

    def __hash__(self) -> int:
        """Of its first value alone: a facet is looked up for each page, and comparing what is the same object is free."""
        return hash((self.group, len(self.values), self.values[:1]))


@dataclass(frozen=True)
class WhereFrom:
    """What became of the place that was typed: found, or not (`found` False keeps the words to say so)."""

    typed: str
    found: bool
    label: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchPage:
    """`hubs`: slug and name of every hub, the oldest first.

    `asked_words` as typed; `read_as` where a misspelling was read as other words; `relaxed` lists the words left
    out because nothing matches them all (then total counts what matches the rest)."""

    total: int
    page: int
    pages: int
    per_page: int
    engine: str
    results: tuple[Result, ...]
    facets: tuple[Facet, ...] = ()
    anywhere_total: int = 0
    anywhere: tuple[Result, ...] = ()
    where: WhereFrom | None = None
    asked_words: str = ""
    read_as: str = ""
    relaxed: tuple[str, ...] = ()
    degraded: bool = False
    hubs: tuple[tuple[str, str], ...] = ()
    needs: tuple[FacetValue, ...] = ()
    crisis: Crisis | None = None
    day: DayRead | None = None


@dataclass(frozen=True)
class Suggestion:
    """One line as somebody types. `kind`: service, organisation, need, hub."""

    kind: str
    name: str
    slug: str
    detail: str = ""


@dataclass(frozen=True)
class Beyond:
    """What narrows a search besides its query string: a point to measure from instead of a place, and services by the
    numbers that the indexes know them by."""

    point: Point | None = None
    among: frozenset[int] | None = None
    besides: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Asked:
    """A search as a visitor put it: the query string of /search, nothing more. `as_typed`: no day is read out of the words."""

    q: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    near: str = ""
    within: float | None = None
    open_now: bool = False
    sort: str = "relevance"
    page: int = 1
    anywhere: bool = False
    as_typed: bool = False
