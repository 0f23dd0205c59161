"""What a sample town is made of: plain values, named as the tables name them, with slugs where the tables have ids."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import sha1

NAMESPACE = uuid.UUID("1d3c5a52-9f6e-5b1f-8a57-0c2a6f3f3b61")


def sample_id(kind: str, name: str) -> str:
    """A UUID (version 5) that follows from the record's kind and slug: the same on every installation."""
    # As uuid.uuid5 makes it, without the object between: the largest benchmark needs three million of them.
    digest = bytearray(sha1(NAMESPACE.bytes + f"{kind}/{name}".encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@dataclass(frozen=True, slots=True)
class SampleArea:
    slug: str
    code: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class SampleSchedule:
    """`at_location`: the slug of the one place to which it belongs, where a service has several."""

    opens_at: time
    closes_at: time
    freq: str = "WEEKLY"
    byday: tuple[str, ...] = ()
    interval: int = 1
    dtstart: date | None = None
    until: date | None = None
    term_time_only: bool = False
    not_bank_holidays: bool = False
    description: str = ""
    at_location: str = ""


@dataclass(frozen=True, slots=True)
class SampleCost:
    option: str
    amount: Decimal | None
    amount_description: str = ""


@dataclass(frozen=True, slots=True)
class SamplePhone:
    number: str
    kind: str = "voice"
    description: str = ""


@dataclass(frozen=True, slots=True)
class SampleContact:
    name: str
    title: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class SampleTerm:
    taxonomy: str
    slug: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class SampleServes:
    """Whom a service serves. `ward`: the ward's code, where kind is ward."""

    kind: str
    name: str
    ward: str = ""


@dataclass(frozen=True, slots=True)
class SampleLocation:
    """A place. `short` is how people say its name; `tags` say what it is good for. `ward`: an ONS code."""

    slug: str
    name: str
    short: str
    kind: str
    tags: tuple[str, ...]
    address_1: str
    address_2: str
    postcode: str
    latitude: float
    longitude: float
    ward: str
    ward_name: str
    accessibility: tuple[str, ...] = ()
    confidential: bool = False
    description: str = ""
    transport: str = ""
    email: str = ""
    schedules: tuple[SampleSchedule, ...] = ()
    phones: tuple[SamplePhone, ...] = ()
    created_at: datetime | None = None

    @property
    def id(self) -> str:
        return sample_id("location", self.slug)


@dataclass(frozen=True, slots=True)
class SampleOrganisation:
    """`kind` is our word for its voice (group, charity, council …); `needs` are those that it works for."""

    slug: str
    name: str
    kind: str
    needs: tuple[str, ...]
    summary: str
    description: str = ""
    alternate_name: str = ""
    website: str = ""
    email: str = ""
    legal_status: str = ""
    charity_number: str = ""
    state: str = "published"
    phones: tuple[SamplePhone, ...] = ()
    contacts: tuple[SampleContact, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    confirmed_at: datetime | None = None

    @property
    def id(self) -> str:
        return sample_id("organisation", self.slug)


@dataclass(frozen=True, slots=True)
class SampleService:
    """`organisation` and `locations` are slugs. `confirmed_at` is the last assurance, `confirmed_by` whose."""

    slug: str
    organisation: str
    name: str
    summary: str
    description: str
    terms: tuple[SampleTerm, ...]
    modes: tuple[str, ...]
    booking: str
    created_at: datetime
    updated_at: datetime
    alternate_name: str = ""
    application_process: str = ""
    fees_description: str = ""
    url: str = ""
    email: str = ""
    accepts_referrals: bool = False
    state: str = "published"
    paused_until: date | None = None
    paused_reason: str = ""
    locations: tuple[str, ...] = ()
    serves: tuple[SampleServes, ...] = ()
    schedules: tuple[SampleSchedule, ...] = ()
    costs: tuple[SampleCost, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    conditions: str = ""
    languages: tuple[str, ...] = ()
    phones: tuple[SamplePhone, ...] = ()
    contacts: tuple[SampleContact, ...] = ()
    confirmed_at: datetime | None = None
    confirmed_by: str = ""

    @property
    def id(self) -> str:
        return sample_id("service", self.slug)


Record = SampleArea | SampleLocation | SampleOrganisation | SampleService


@dataclass(frozen=True)
class Town:
    """A whole town on one day."""

    today: date
    areas: list[SampleArea] = field(default_factory=list)
    locations: list[SampleLocation] = field(default_factory=list)
    organisations: list[SampleOrganisation] = field(default_factory=list)
    services: list[SampleService] = field(default_factory=list)

    def records(self) -> Iterator[Record]:
        """Everything, in an order in which it can be written."""
        yield from self.areas
        yield from self.locations
        yield from self.organisations
        yield from self.services
