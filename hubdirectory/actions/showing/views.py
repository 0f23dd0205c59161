"""What a page is given of a record: plain values, with everything private already left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hubdirectory.actions.showing.pictures import PictureView
from hubdirectory.actions.showing.tongues import IN_ENGLISH, Tongues
from hubdirectory.domain.schedules import Recurrence


@dataclass(frozen=True)
class Term:
    """A taxonomy's term in the language of the page."""

    slug: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class Link:
    """Another record: its name and slug."""

    slug: str
    name: str


@dataclass(frozen=True)
class PhoneLine:
    """`kind`: voice, text or minicom. `note`: "24 hours", "ask for Jean"."""

    number: str
    extension: str = ""
    kind: str = "voice"
    note: str = ""


@dataclass(frozen=True)
class Person:
    name: str
    title: str
    email: str


@dataclass(frozen=True)
class AccessLine:
    slug: str
    details: str = ""


@dataclass(frozen=True)
class Place:
    """A location as a visitor may see it.

    A confidential one has no name, slug, address, point or ward here: what is not loaded cannot be shown.
    """

    confidential: bool = False
    kind: str = "venue"
    slug: str = ""
    name: str = ""
    address: tuple[str, ...] = ()
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    ward: str = ""
    transport: str = ""
    note: str = ""
    access: tuple[AccessLine, ...] = ()


@dataclass(frozen=True)
class Happening:
    """One time that it is on, in UTC. `place` is None where the service says no place for it.

    A cancelled one is told among the others, with the reason; it is never the next time of a list.
    """

    starts: datetime
    ends: datetime
    place: Place | None = None
    note: str = ""
    cancelled: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Rule:
    """A schedule: its rule, where, and what its owner says of it."""

    rule: Recurrence
    place: Place | None = None
    note: str = ""


@dataclass(frozen=True)
class CostLine:
    """`amount` in pounds, None where only words are known."""

    option: str
    amount: Decimal | None
    words: str


@dataclass(frozen=True)
class Origin:
    """The source an imported record came from."""

    title: str
    publisher: str
    url: str
    licence: str
    licence_url: str


@dataclass(frozen=True)
class Spoken:
    code: str
    note: str = ""


@dataclass(frozen=True)
class ServiceView:
    """A service that has a page: published or paused. `costs_kinds` are domain.costs'.

    `tongues`: the language of each of its texts; `left_in_english`: some are not in the page's language.
    """

    id: str
    slug: str
    name: str
    summary: str
    description: str
    organisation: Link
    paused: bool
    paused_until: date | None
    paused_reason: str
    modes: tuple[str, ...]
    booking: str
    how_to_join: str
    fees: str
    costs: tuple[CostLine, ...]
    cost_kinds: tuple[str, ...]
    minimum_age: int | None
    maximum_age: int | None
    conditions: str
    audiences: tuple[Term, ...]
    needs: tuple[Term, ...]
    types: tuple[Term, ...]
    places: tuple[Place, ...]
    areas: tuple[str, ...]
    rules: tuple[Rule, ...]
    next_times: tuple[Happening, ...]
    phones: tuple[PhoneLine, ...]
    people: tuple[Person, ...]
    email: str
    website: str
    languages: tuple[Spoken, ...]
    confirmed_at: datetime | None
    confirmed_by: str
    times_confirmed_at: datetime | None
    origin: Origin | None
    sample: bool
    changed_at: datetime
    pictures: tuple[PictureView, ...] = ()
    tongues: Tongues = IN_ENGLISH
    left_in_english: bool = False

    @property
    def always(self) -> bool:
        """Day and night, every day: there is no next time to wait for."""
        rules = (one.rule for one in self.rules)
        return any(rule.freq == "DAILY" and rule.interval == 1 and rule.opens == rule.closes for rule in rules)


@dataclass(frozen=True)
class ServiceLine:
    """A service in a list. `tongue`: the language of its summary."""

    slug: str
    name: str
    summary: str
    organisation: Link
    modes: tuple[str, ...] = ()
    next_time: Happening | None = None
    paused: bool = False
    tongue: str = "en"


@dataclass(frozen=True)
class OrganisationView:
    """`tongues` and `left_in_english` as for a service."""

    id: str
    slug: str
    name: str
    alternate_name: str
    summary: str
    description: str
    website: str
    email: str
    charity_number: str
    phones: tuple[PhoneLine, ...]
    people: tuple[Person, ...]
    services: tuple[ServiceLine, ...]
    confirmed_at: datetime | None
    confirmed_by: str
    sample: bool
    changed_at: datetime
    pictures: tuple[PictureView, ...] = ()
    tongues: Tongues = IN_ENGLISH
    left_in_english: bool = False


@dataclass(frozen=True)
class PlaceView:
    """A hub, venue or surgery with its own page. Openings as in domain.openings.Opening: open without an end is for ever."""

    id: str
    place: Place
    description: str
    website: str
    email: str
    phones: tuple[PhoneLine, ...]
    rules: tuple[Rule, ...]
    week: tuple[tuple[date, tuple[Happening, ...]], ...]
    is_open: bool
    open_until: datetime | None
    opens_next: datetime | None
    services: tuple[ServiceLine, ...]
    sample: bool
    changed_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str
    pictures: tuple[PictureView, ...] = ()
