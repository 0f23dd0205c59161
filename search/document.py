"""What an engine keeps of a service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# The searched fields, best first: a word in the name weighs more than the same word in the description.
FIELDS = ("name", "summary", "terms", "organisation", "places", "description")


@dataclass(frozen=True)
class Place:
    """A public place of a service. A confidential one is never in a document."""

    id: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Document:
    """`text` per field of FIELDS; `facets` per group; `patterns` when it is open (domain.schedules patterns).

    `number` is unique, from 1, and the document's for life. `remote`: serves by phone, online or at home, or has no
    public place. `confirmed` is the year and month of the last assurance as one number (202611), 0 for never.
    """

    number: int
    text: Mapping[str, str]
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    remote: bool = False
    patterns: tuple[str, ...] = ()
    sort_name: str = ""
    confirmed: int = 0
    fingerprint: str = ""
