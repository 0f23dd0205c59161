"""What an engine answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Hit:
    """`number` is the document's; `miles` to its nearest place within reach, where the query said near."""

    number: int
    miles: float | None = None


@dataclass(frozen=True)
class Found:
    """One page of hits, the exact total, and exact counts per facet value (values that count 0 are left out).

    With a place, `total` and `facets` count what is near; `anywhere_total` and `anywhere` (its first hits) count
    what serves by phone, online or at home and is not among them. `words` are those that were looked for;
    `read_as` pairs each word that no record holds with what it was read as.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    anywhere_total: int = 0
    anywhere: tuple[Hit, ...] = ()
    engine: str = ""
    words: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
