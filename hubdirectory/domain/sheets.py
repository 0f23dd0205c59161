"""The sheet that somebody takes away: what they do first, how long its link lives, and what has changed since it was made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from .schedules import DAY_SLUGS, Recurrence
from .states import Booking, Mode

LIVES = timedelta(days=90)
LINK_BYTES = 16
"""128 bits: nobody finds one by trying."""
LONGEST_NAME = 60


class Style(StrEnum):
    """How a sheet looks."""

    ORDINARY = "ordinary"
    LARGE = "large"
    EASY = "easy"


class First(StrEnum):
    """What somebody does first to get a service."""

    COME = "come"
    RING_TO_BOOK = "ring_to_book"
    RING_FOR_A_VISIT = "ring_for_a_visit"
    RING_TO_TALK = "ring_to_talk"
    RING_TO_ASK = "ring_to_ask"
    TEXT = "text"
    WRITE = "write"
    LOOK = "look"
    ASK = "ask"

    @property
    def rings(self) -> bool:
        return self.value.startswith("ring")


@dataclass(frozen=True)
class Reach:
    """How a service can be reached: its modes and booking, and whether it names each way."""

    modes: Collection[str] = ()
    booking: str = Booking.UNKNOWN
    phone: bool = False
    text: bool = False
    email: bool = False
    website: bool = False
    place: bool = False


def first_step(reach: Reach) -> First:
    """Coming is first where one may just come; then ringing, which says the most; a hub knows the rest."""
    if reach.place and reach.booking in (Booking.DROP_IN, Booking.EITHER):
        return First.COME
    if reach.phone:
        return _why_ring(reach)
    for there, step in ((reach.text, First.TEXT), (reach.email, First.WRITE), (reach.website, First.LOOK)):
        if there:
            return step
    return First.ASK


def _why_ring(reach: Reach) -> First:
    if reach.booking == Booking.APPOINTMENT:
        return First.RING_TO_BOOK
    modes = set(reach.modes)
    if Mode.PLACE in modes or reach.place or not modes:
        return First.RING_TO_ASK
    return First.RING_FOR_A_VISIT if Mode.HOME in modes else First.RING_TO_TALK


class Change(StrEnum):
    """What is not as the sheet says, in the order in which it matters."""

    GONE = "gone"
    PAUSED = "paused"
    TIMES = "times"
    PLACE = "place"
    BOOKING = "booking"
    PHONE = "phone"
    COST = "cost"
    NAME = "name"


@dataclass(frozen=True)
class Snapshot:
    """What a sheet said of a service. `places` are name and address; a confidential one has neither.

    `costs` are amounts and words, as they were.
    """

    slug: str
    name: str
    rules: tuple[Recurrence, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    phones: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    booking: str = Booking.UNKNOWN
    paused: bool = False

    def as_data(self) -> dict[str, Any]:
        """For JSON; `snapshot_from` reads it."""
        return {
            "slug": self.slug, "name": self.name, "rules": [_rule_data(rule) for rule in self.rules],
            "places": [list(place) for place in self.places], "phones": list(self.phones), "costs": list(self.costs),
            "booking": self.booking, "paused": self.paused,
        }  # fmt: skip


def snapshot_from(data: Mapping[str, Any]) -> Snapshot:
    return Snapshot(
        slug=data["slug"], name=data["name"], rules=tuple(_rule_from(rule) for rule in data["rules"]),
        places=tuple((name, address) for name, address in data["places"]), phones=tuple(data["phones"]),
        costs=tuple(data["costs"]), booking=data["booking"], paused=data["paused"],
    )  # fmt: skip


def changes(before: Snapshot, now: Snapshot | None) -> tuple[Change, ...]:
    """What somebody who holds the sheet has to know. None now: the service is not there any more."""
    if now is None:
        return (Change.GONE,)
    found = {
        Change.PAUSED: now.paused and not before.paused,
        Change.TIMES: _regular(before) != _regular(now),
        Change.PLACE: {place[1] or place[0] for place in before.places} != {place[1] or place[0] for place in now.places},
        Change.BOOKING: before.booking != now.booking,
        Change.PHONE: bool(before.phones) and before.phones[0] not in now.phones,
        Change.COST: set(before.costs) != set(now.costs),
        Change.NAME: before.name != now.name,
    }
    return tuple(change for change, so in found.items() if so)


def weekdays(snapshot: Snapshot) -> tuple[str, ...]:
    """The days of the week, Monday first, where that is the whole rule; none where it says more (a month, every other week)."""
    plain = all(rule.freq == "WEEKLY" and rule.interval == 1 for rule in snapshot.rules)
    days = {day for rule in snapshot.rules for day in rule.weekdays()}
    return tuple(day for day in DAY_SLUGS if day in days) if plain else ()


def _regular(snapshot: Snapshot) -> set[Recurrence]:
    """The rules without the single days that are added or left out: of these the next dates speak."""
    return {_rule_from(_rule_data(rule)) for rule in snapshot.rules}


_PLAIN: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "freq": (str, str), "opens": (time.isoformat, time.fromisoformat), "closes": (time.isoformat, time.fromisoformat),
    "byday": (list, tuple), "bymonthday": (list, tuple), "interval": (int, int), "start": (date.isoformat, date.fromisoformat),
    "until": (date.isoformat, date.fromisoformat), "count": (int, int), "term_time_only": (bool, bool),
    "not_bank_holidays": (bool, bool),
}  # fmt: skip


def _rule_data(rule: Recurrence) -> dict[str, Any]:
    return {name: write(value) for name, (write, _) in _PLAIN.items() if (value := getattr(rule, name)) is not None}


def _rule_from(data: Mapping[str, Any]) -> Recurrence:
    return Recurrence(**{name: _PLAIN[name][1](value) for name, value in data.items()})


class Standing(StrEnum):
    """How a link stands."""

    LIVE = "live"
    EXPIRED = "expired"
    REVOKED = "revoked"


def standing(expires_at: datetime, revoked_at: datetime | None, now: datetime) -> Standing:
    if revoked_at:
        return Standing.REVOKED
    return Standing.LIVE if now < expires_at else Standing.EXPIRED
