"""What is asked of an engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# The facet groups, in the order in which a page shows them. Inside a group choices are "or", between groups "and".
FACETS = ("need", "audience", "hub", "ward", "day", "cost", "mode", "age", "language", "access")


class Sort(StrEnum):
    RELEVANCE = "relevance"
    DISTANCE = "distance"
    NAME = "name"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Near:
    """A point in degrees, and how many miles from it each place within reach is (place id -> miles).

    The asker works the distances out: so a place that moved, or that is confidential, is right at the next search,
    whatever an index still remembers.
    """

    latitude: float
    longitude: float
    places: Mapping[str, float]
    everywhere: bool = False  # no limit was asked for: every place is within reach


@dataclass(frozen=True)
class Query:
    """`chosen` maps a facet group to the values chosen in it. `patterns` are the opening patterns that are on now.

    `anywhere` asks for the second group alone: what serves by phone, online or at home and is not near.

    `among` are the numbers of the documents that may be found at all, `besides` of those that may not: for what only the
    asker knows.
    """

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: frozenset[str] | None = None
    among: frozenset[int] | None = None
    besides: frozenset[int] = frozenset()
    near: Near | None = None
    anywhere: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 20
    facets: tuple[str, ...] = FACETS
