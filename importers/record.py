"""What every importer gives: services in Open Referral UK's terms, and what was wrong with the rows.

Plain values. Nothing here knows where a record came from or where it goes.
"""

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Severity(StrEnum):
    """What a problem did: kept the row out (refused), passed it over by a rule (skipped), or neither."""

    REFUSED = "refused"
    SKIPPED = "skipped"
    WARNING = "warning"


@dataclass(frozen=True)
class RowProblem:
    """One thing that was wrong with one row. `reason` is a sentence; `value` is the cell as it came."""

    row: int
    column: str
    value: str
    reason: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True)
class Point:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class PhoneNumber:
    """`number` as people in the United Kingdom write it; `note` is what stood beside it ("mobile")."""

    number: str
    extension: str = ""
    note: str = ""


@dataclass(frozen=True)
class Opening:
    """When a service is open, or happens: one stretch of one day of the week.

    `day` is an iCalendar day ("MO"). `week` is which of the month's (1 to 5, or -1 for the last), None for
    every week. `closes` is None where only the start is known. Where `closes` is not after `opens` it is on
    the next day, so 00:00 to 00:00 is the whole day.
    """

    day: str
    opens: dt.time
    closes: dt.time | None = None
    week: int | None = None
    note: str = ""
    term_time_only: bool = False
    not_bank_holidays: bool = False

    @property
    def ends_next_day(self) -> bool:
        return self.closes is not None and self.closes <= self.opens


@dataclass(frozen=True)
class CostRecord:
    """One price: pounds, or None where there are only words. Zero is free."""

    amount: Decimal | None = None
    option: str = ""
    description: str = ""


@dataclass(frozen=True)
class Term:
    """A term of a taxonomy ("need", "audience", "service-type") by its slug.

    `confirmed` where whoever wrote the map gave it to every row; else a word in the row only suggests it.
    """

    taxonomy: str
    slug: str
    confirmed: bool = False


@dataclass(frozen=True)
class ContactRecord:
    name: str = ""
    role: str = ""
    email: str = ""
    phone: PhoneNumber | None = None


@dataclass(frozen=True)
class LocationRecord:
    """A place. `kind` is ours: hub, venue or surgery. `description` says how to find it."""

    name: str = ""
    kind: str = "venue"
    address_lines: tuple[str, ...] = ()
    town: str = ""
    postcode: str = ""
    point: Point | None = None
    description: str = ""
    accessibility: tuple[str, ...] = ()
    confidential: bool = False

    def says_something(self) -> bool:
        return bool(self.address_lines or self.postcode or self.point or self.name)


@dataclass(frozen=True, kw_only=True)
class ServiceRecord:
    """One service, as its source tells it. `modes` are place, phone, online and home."""

    external_id: str
    name: str
    organisation: str
    organisation_url: str = ""
    summary: str = ""
    description: str = ""
    url: str = ""
    email: str = ""
    other_links: tuple[str, ...] = ()
    phones: tuple[PhoneNumber, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()
    locations: tuple[LocationRecord, ...] = ()
    area: str = ""
    modes: tuple[str, ...] = ()
    by_appointment: bool | None = None
    drop_in: bool | None = None
    application_process: str = ""
    eligibility: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    terms: tuple[Term, ...] = ()
    languages: tuple[str, ...] = ()
    openings: tuple[Opening, ...] = ()
    opening_words: str = ""
    costs: tuple[CostRecord, ...] = ()
    closed_reason: str = ""
    paused: bool = False
    notes: str = ""
    source_url: str = ""
    licence: str = ""

    def joined_with(self, other: "ServiceRecord") -> "ServiceRecord":
        """This record with what another row about the same service adds: the things that may be several."""
        joined: dict[str, Any] = {
            one.name: _without_repeats(getattr(self, one.name), getattr(other, one.name))
            for one in fields(self)
            if isinstance(getattr(self, one.name), tuple)
        }
        for name in ("opening_words", "notes"):
            joined[name] = "\n".join(filter(None, (getattr(self, name), getattr(other, name))))
        return replace(self, **joined)


def _without_repeats(first: tuple, then: tuple) -> tuple:
    return tuple(dict.fromkeys((*first, *then)))


@dataclass(frozen=True)
class RowOutcome:
    """What became of one row. With a record it goes on to be saved; else `problems` says why not.

    `row` is the row's number, `line` where it stands in the file, `cells` the row as it came. `external_id` is
    empty where the row has none.
    """

    row: int
    line: int
    cells: dict[str, str]
    record: ServiceRecord | None = None
    problems: tuple[RowProblem, ...] = ()
    name: str = ""
    external_id: str = ""

    @property
    def outcome(self) -> str:
        """ "record", "skipped" or "refused"."""
        if self.record is not None:
            return "record"
        kept_out = [problem.severity for problem in self.problems if problem.severity is not Severity.WARNING]
        return str(kept_out[0]) if kept_out else str(Severity.REFUSED)

    @property
    def reason(self) -> str:
        """All that there is to say about the row, in one line; what kept it out comes first."""
        ordered = sorted(self.problems, key=lambda problem: problem.severity is Severity.WARNING)
        return " ".join(problem.reason for problem in ordered)


@dataclass(frozen=True)
class SourceDetails:
    """Whose data it is, and on what terms."""

    title: str
    publisher: str = ""
    url: str = ""
    licence: str = ""
    licence_url: str = ""
