"""Which records somebody at the desk wants to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KINDS = ("service", "organisation", "location")
SORTS = ("name", "changed", "confirmed", "state")
# What a record may lack -> which kinds are asked.
MISSING: Mapping[str, tuple[str, ...]] = {
    "phone": KINDS, "email": KINDS, "website": KINDS, "summary": ("service", "organisation"), "description": KINDS,
    "need": ("service",), "audience": ("service",), "place": ("service",), "schedule": ("service", "location"),
    "confirmation": KINDS, "member": ("service", "organisation"), "postcode": ("location",), "point": ("location",),
}  # fmt: skip
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Wanted:
    """Which records; what is empty does not filter.

    words: a name, telephone number, postcode, e-mail or web address, id, or part of an address
    need: a term as taxonomy/slug, or a need's slug; hub: a location's slug; source: a source's slug
    missing: each of MISSING that they lack
    sort: one of SORTS; a leading - turns it round
    """

    words: str = ""
    kind: str = ""
    states: tuple[str, ...] = ()
    freshness: tuple[str, ...] = ()
    source: str = ""
    need: str = ""
    hub: str = ""
    organisation: str = ""
    missing: tuple[str, ...] = ()
    suggested: bool = False
    sort: str = "name"
    page: int = 1

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which kinds can have what is wanted."""
        kinds: tuple[str, ...] = (self.kind,) if self.kind in KINDS else KINDS
        if self.need or self.hub or self.organisation or self.suggested:
            kinds = tuple(kind for kind in kinds if kind == "service")
        return tuple(kind for kind in kinds if all(kind in MISSING.get(one, ()) for one in self.missing))
