"""Open now, until when, and when next: of a place or a service with several rules."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .schedules import Calendar, Recurrence

# Open for longer than this without a break is "always open": no closing time is of use to anybody today.
LONGEST_OPEN = timedelta(days=7)
# Many people write the end of the day as 23:59.
LAST_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Opening:
    """Moments in UTC. `until` is None where it is closed, and where it does not close within LONGEST_OPEN.

    `next_opens` is the first opening after now, and after `until` where it is open; None where none comes in a year.
    """

    is_open: bool
    until: datetime | None = None
    next_opens: datetime | None = None


def opening_now(rules: Iterable[Recurrence], now: datetime, calendar: Calendar) -> Opening:
    """How it stands at a moment (with its zone). Spans that touch or overlap are one: 9 to 12 and 12 to 5 is open until 5."""
    until: datetime | None = None
    for start, end in heapq.merge(*(rule.next_spans(now, calendar) for rule in rules)):
        if start > (until + LAST_MINUTE if until else now):
            return Opening(until is not None, until, start)
        until = max(until or end, end)
        if until - now > LONGEST_OPEN:
            return Opening(True)
    return Opening(until is not None, until)
