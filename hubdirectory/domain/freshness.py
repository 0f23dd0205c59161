"""What is still believed: when a record was last confirmed, until when that holds, and what to call it afterwards.

An edit is not a confirmation. A record is confirmed as a whole or in a part (contact, times); confirming the whole confirms
its parts. Each kind and each part holds for a number of calendar months that the installation sets.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Part(StrEnum):
    ALL = "all"
    CONTACT = "contact"
    TIMES = "times"


class Freshness(StrEnum):
    """How a record stands at a moment."""

    FRESH = "fresh"
    DUE_SOON = "due_soon"
    STALE = "stale"
    LONG_STALE = "long_stale"


# How many months a confirmation holds: by kind of record, and by part for the parts.
MONTHS: Mapping[str, int] = {"service": 6, "organisation": 6, "location": 6, "contact": 6, "times": 3}
DUE_SOON = timedelta(days=14)
# Twice as long as it holds: long stale.
LONG = 2
# A record that nobody ever confirmed is asked about this long after it came.
FIRST_ASKED = timedelta(days=28)

# When each part was last confirmed, by Part; a part that never was is left out.
Confirmed = Mapping[str, datetime]


@dataclass(frozen=True)
class Limits:
    """For how many months a confirmation holds; names as in MONTHS, what is left out as there."""

    months: Mapping[str, int] = field(default_factory=dict)

    def of(self, kind: str, part: str = Part.ALL) -> int:
        """For a kind of record (service, organisation, location) or one of its parts."""
        name = kind if part == Part.ALL else part
        return self.months.get(name) or MONTHS[name]


@dataclass(frozen=True)
class Standing:
    """A part at a moment. `months` are the whole ones since it was confirmed; None was never."""

    state: Freshness
    confirmed_at: datetime | None = None
    months: int | None = None

    @property
    def stale(self) -> bool:
        return self.state in (Freshness.STALE, Freshness.LONG_STALE)


NEVER = Standing(Freshness.LONG_STALE)


def confirmed_at(confirmed: Confirmed, part: str = Part.ALL) -> datetime | None:
    """When a part was last confirmed, by itself or with the whole."""
    return max((confirmed[one] for one in {Part.ALL, part} if one in confirmed), default=None)


def months_later(moment: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day. In UTC."""
    moment = moment.astimezone(UTC)
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def months_between(earlier: datetime, later: datetime) -> int:
    """Whole calendar months from one moment to the other; the last day of a short month ends one."""
    earlier, later = earlier.astimezone(UTC), later.astimezone(UTC)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months if months_later(earlier, months) <= later else months - 1


def standing(confirmed: datetime | None, now: datetime, months: int) -> Standing:
    """How something stands that was confirmed then and holds so many months."""
    if confirmed is None:
        return NEVER
    since = max(0, months_between(confirmed, now))
    if now >= months_later(confirmed, months * LONG):
        return Standing(Freshness.LONG_STALE, confirmed, since)
    ends = months_later(confirmed, months)
    if now >= ends:
        return Standing(Freshness.STALE, confirmed, since)
    return Standing(Freshness.DUE_SOON if now >= ends - DUE_SOON else Freshness.FRESH, confirmed, since)


def part_standing(kind: str, confirmed: Confirmed, now: datetime, limits: Limits, part: str = Part.ALL) -> Standing:
    """How one part of a record stands."""
    return standing(confirmed_at(confirmed, part), now, limits.of(kind, part))


def parts_of(has_times: bool) -> tuple[Part, ...]:
    """The parts that a record has: whoever says no times has none to confirm."""
    return (Part.ALL, Part.CONTACT, Part.TIMES) if has_times else (Part.ALL, Part.CONTACT)


def stale_at(kind: str, confirmed: Confirmed, since: datetime, limits: Limits, has_times: bool = False) -> datetime:
    """The moment at which the first of its parts goes stale, or went. `since` is when the record came."""
    ends = []
    for part in parts_of(has_times):
        last = confirmed_at(confirmed, part)
        ends.append(months_later(last, limits.of(kind, part)) if last else since + FIRST_ASKED)
    return min(ends)


def record_state(kind: str, confirmed: Confirmed, now: datetime, limits: Limits, has_times: bool = False) -> Freshness:
    """The worst of its parts: what the manager's lists and the reminders go by."""
    order = list(Freshness)
    states = [part_standing(kind, confirmed, now, limits, part).state for part in parts_of(has_times)]
    return max(states, key=order.index)
