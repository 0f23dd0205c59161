"""Who does what where: gives each written service an organisation, places, people and telephone numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from zlib import crc32

from .facts import Facts
from .town import SampleLocation, SampleOrganisation, SamplePhone

# Ofcom keeps these numbers for drama: nobody can ever be rung on one of them.
RANGES = {
    "local": ("01632 960 {:03d}", 1000),
    "mobile": ("07700 900 {:03d}", 1000),
    "free": ("0808 157 {:04d}", 1000),
    "national": ("03069 990 {:03d}", 1000),
}
HUBS = "hubs"
MANY_NEEDS = 10


class CastingError(ValueError):
    """The written town asks for an organisation or a place that it does not have; the message names it."""


class Numbers:
    """Telephone numbers, one after the other, from Ofcom's ranges for drama."""

    def __init__(self) -> None:
        self._next = {name: _counted(pattern, size) for name, (pattern, size) in RANGES.items()}

    def phone(self, kind: str, description: str = "") -> SamplePhone:
        return SamplePhone(next(self._next[kind]), description=description)


def _counted(pattern: str, size: int) -> Iterator[str]:
    # Not in plain order, or neighbours in a list would have neighbouring numbers.
    return cycle(pattern.format(number * 379 % size) for number in range(size))


@dataclass
class Casting:
    """Spreads services fairly: the organisation and the place with the fewest so far come next."""

    organisations: Sequence[SampleOrganisation]
    locations: Sequence[SampleLocation]

    def __post_init__(self) -> None:
        self.load: Counter[str] = Counter()
        self.used: Counter[str] = Counter()
        self.by_name = {group.name: group for group in self.organisations}
        self.by_slug = {place.slug: place for place in self.locations}
        self.by_need: dict[str, list[SampleOrganisation]] = defaultdict(list)
        self.by_tag: dict[str, list[SampleLocation]] = defaultdict(list)
        for group in self.organisations:
            for need in group.needs:
                self.by_need[need].append(group)
        for place in self.locations:
            for tag in place.tags:
                self.by_tag[tag].append(place)

    def organisation(self, need: str, facts: Facts) -> SampleOrganisation:
        """The organisation of a service. Raises CastingError where none fits."""
        if facts.organisation:
            found = self.by_name.get(facts.organisation)
        else:
            fitting = [group for group in self.by_need[need] if self._fits(group, facts)]
            if facts.kind and not fitting:
                # Nobody of that kind works for this need by name: one that works for most needs does.
                fitting = [group for group in self.organisations if group.kind == facts.kind and len(group.needs) >= MANY_NEEDS]
            found = min(fitting, key=lambda group: self.load[group.slug], default=None)
        if found is None:
            raise CastingError(f"no organisation for {need}: {facts.organisation or facts.kind or 'any'}")
        self.load[found.slug] += 1
        return found

    def _fits(self, group: SampleOrganisation, facts: Facts) -> bool:
        if facts.kind:
            return group.kind == facts.kind
        # Somebody else's own voice is only borrowed where the text asks for it.
        return group.kind not in ("national", "council", "nhs", "line")

    def places(self, facts: Facts) -> list[SampleLocation]:
        """The places of a service, none for one by telephone only. Raises CastingError for an unknown place."""
        wanted = facts.at or ([] if facts.modes else [("community", 1)])
        found: list[SampleLocation] = []
        for tag, count in wanted:
            if tag == HUBS:
                found += self.by_tag["hub"]
            elif tag in self.by_slug:
                found.append(self.by_slug[tag])
            else:
                found += self._least_used(tag, count, found)
        for when in facts.whens:
            if when.place and when.place not in {place.slug for place in found}:
                raise CastingError(f"{when.place} has a time but is not a place of the service")
        self.used.update(place.slug for place in found)
        return found

    def _least_used(self, tag: str, count: int, but: list[SampleLocation]) -> list[SampleLocation]:
        fitting = [place for place in self.by_tag.get(tag, ()) if place not in but]
        if len(fitting) < count:
            raise CastingError(f"there are not {count} places for {tag!r}")
        return sorted(fitting, key=lambda place: (self.used[place.slug], crc32(place.slug.encode())))[:count]
