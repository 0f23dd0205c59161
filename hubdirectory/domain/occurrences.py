"""Dated happenings: the days that are kept, what makes one the same as before, and how it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from .schedules import LONDON, Calendar, Recurrence, Span

WEEKS_BEHIND, WEEKS_AHEAD = 4, 12


class Status(StrEnum):
    """How an occurrence stands, in the order in which it matters to whoever wants to come."""

    ON = "on"
    CANCELLED = "cancelled"
    FULL = "full"
    MOVED = "moved"
    LATE = "late"


@dataclass(frozen=True)
class Horizon:
    """The days that are kept as occurrences, both ends included."""

    first: date
    today: date
    last: date

    @classmethod
    def around(cls, now: datetime) -> Horizon:
        today = now.astimezone(LONDON).date()
        return cls(today - timedelta(weeks=WEEKS_BEHIND), today, today + timedelta(weeks=WEEKS_AHEAD))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Dated:
    """One day of a rule, with start and end in UTC. `mark` is the day and the clock time at which it starts."""

    day: date
    starts: datetime
    ends: datetime
    mark: str


@dataclass
class Expansion:
    """Rules laid out over the same days; alike rules are laid out once."""

    horizon: Horizon
    calendar: Calendar
    _known: dict[Recurrence, list[Dated]] = field(default_factory=dict)

    def of(self, rule: Recurrence) -> list[Dated]:
        """Each day of the horizon on which the rule happens."""
        if rule not in self._known:
            days = rule.between(self.horizon.first, self.horizon.last, self.calendar)
            self._known[rule] = [Dated(day, *span, mark_of(day, span[0])) for day, span in days]
        return self._known[rule]


def mark_of(day: date, starts: datetime) -> str:
    return f"{day}|{starts.astimezone(LONDON):%H%M%S}"


@dataclass(frozen=True, slots=True)
class Planned:
    """One happening as a schedule says it. `place` is a location's id, None where the service has none."""

    dated: Dated
    place: str | None
    said: str = ""


def identity_of(service_id: str, place: str | None, mark: str) -> str:
    """By which an occurrence is found again: service, place, day and clock time as planned, in the form of a UUID."""
    digest = blake2b(f"{service_id}|{place or '-'}|{mark}".encode(), digest_size=16).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"


def status_of(*, cancelled: bool, full: bool, moved: bool, late: bool) -> Status:
    """The one status that is said first."""
    for status, so in ((Status.CANCELLED, cancelled), (Status.FULL, full), (Status.MOVED, moved), (Status.LATE, late)):
        if so:
            return status
    return Status.ON


@dataclass(frozen=True)
class DayChange:
    """What was done by hand to one occurrence of a service, as far as it changes when the service is on.

    `gone` is a planned time that falls away at a place (cancelled, or moved to another time); `instead` is the other time.
    """

    place: str | None = None
    gone: Span | None = None
    instead: Span | None = None


def rules_with_changes(
    rules: Iterable[tuple[Recurrence, frozenset[str | None]]], changes: Collection[DayChange]
) -> Iterator[Recurrence]:
    """The rules with the changes as exceptions, and a rule for each time instead.

    Each rule comes with the places it is for: its time falls away only where it does at all of them.
    """
    gone: dict[Span, set[str | None]] = {}
    for change in changes:
        if change.gone:
            gone.setdefault(change.gone, set()).add(change.place)
    for rule, places in rules:
        yield rule.without(day for span, at in gone.items() if places <= at and (day := _day_of(rule, span)))
    for span in dict.fromkeys(change.instead for change in changes if change.instead):
        starts, ends = (moment.astimezone(LONDON) for moment in span)
        yield Recurrence("ONCE", starts.time(), ends.time(), start=starts.date())


def _day_of(rule: Recurrence, span: Span) -> date | None:
    """The day on which the rule says that span; None where it never would."""
    day = span[0].astimezone(LONDON).date()
    return day if rule.span_on(day)[0] == span[0] else None
