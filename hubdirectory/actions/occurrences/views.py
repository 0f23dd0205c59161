"""What pages, screens and calendars are given of a dated happening: plain values, with everything private left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hubdirectory.actions.results import Facet, WhereFrom
from hubdirectory.domain.occurrences import Status

GROUPS = ("what", "hub", "need", "audience", "cost", "access", "join")
# `what`: something at a time and place; somewhere that is open for most of the day; or by phone, online, at home.
SESSION, OPEN, REMOTE = "session", "open", "remote"
LONG = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it is. A confidential place has nothing but its id, which no page shows."""

    id: str
    confidential: bool = False
    slug: str = ""
    name: str = ""
    kind: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    access: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """The service of a dated happening. `values`: the slugs that it has of each group of choices."""

    id: str
    slug: str
    name: str
    summary: str
    organisation: str
    organisation_slug: str
    booking: str
    modes: tuple[str, ...]
    cost: str
    cost_words: str
    phone: str
    text: str
    values: Mapping[str, tuple[str, ...]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Was:
    """What was planned, where it was moved from there. `place` is None where it is at the same place."""

    starts: datetime
    ends: datetime
    place: Spot | None = None


@dataclass(frozen=True, slots=True)
class OccurrenceLine:
    """One dated happening; moments in UTC. `day` is the day that it is on; `identity` is known of what was changed by hand."""

    id: str
    offer: Offer
    day: date
    starts: datetime
    ends: datetime
    status: Status
    place: Spot | None = None
    title: str = ""
    said: str = ""
    note: str = ""
    reason: str = ""
    full: bool = False
    late_minutes: int = 0
    featured: bool = False
    one_off: bool = False
    was: Was | None = None
    miles: float | None = None
    changed_at: datetime | None = None
    identity: str = ""

    @property
    def name(self) -> str:
        return self.title or self.offer.name

    @property
    def public_place(self) -> Spot | None:
        return self.place if self.place and not self.place.confidential else None

    @property
    def what(self) -> str:
        if self.place is None:
            return REMOTE
        return OPEN if self.ends - self.starts > LONG else SESSION

    @property
    def hub(self) -> str:
        """The slug of the hub that it is at, "" for none."""
        return self.public_place.slug if self.public_place and self.public_place.kind == "hub" else ""


@dataclass(frozen=True)
class DayAsked:
    """What somebody wants to see of some days: slugs chosen in each of GROUPS, and near which place."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: str = ""
    within: float | None = None


@dataclass(frozen=True)
class DaysFound:
    """`lines` in order of time. `facets` count what each choice would give beside the other groups' choices."""

    first: date
    last: date
    lines: tuple[OccurrenceLine, ...]
    facets: tuple[Facet, ...] = ()
    where: WhereFrom | None = None
    hubs: tuple[tuple[str, str], ...] = ()
