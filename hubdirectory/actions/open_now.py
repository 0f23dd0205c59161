"""Which opening patterns are on at this moment: asked of each pattern once, and again when the first of them changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.domain.schedules import Calendar
from hubdirectory.models import Database, OpeningPattern

from .results_of_cards import next_span

if TYPE_CHECKING:
    from .world import World


@dataclass(frozen=True)
class _Found:
    """What was on at `since`, of so many patterns; nothing begins or ends before `until` (None: never again)."""

    count: int
    calendar: Calendar
    since: datetime
    until: datetime | None
    patterns: frozenset[str]

    def holds(self, count: int, calendar: Calendar, now: datetime) -> bool:
        same = self.count == count and self.calendar is calendar
        return same and self.since <= now and (self.until is None or now < self.until)


_known: WeakKeyDictionary[Database, _Found] = WeakKeyDictionary()


def open_patterns(world: World, session: Session) -> frozenset[str]:
    """The opening patterns that are on at this moment."""
    now, calendar = world.now(), world.calendar
    # Patterns are added and never taken away: where there are as many, they are the same.
    count = session.scalar(select(func.count()).select_from(OpeningPattern)) or 0
    known = _known.get(world.database)
    if known is None or not known.holds(count, calendar, now):
        known = _known[world.database] = _looked(session, count, now, calendar)
    return known.patterns


def _looked(session: Session, count: int, now: datetime, calendar: Calendar) -> _Found:
    patterns = session.scalars(select(OpeningPattern.pattern)).all()
    spans = [(pattern, span) for pattern in patterns if (span := next_span(pattern, now, calendar))]
    edges = [ends if starts <= now else starts for _, (starts, ends) in spans]
    on = frozenset(pattern for pattern, (starts, _) in spans if starts <= now)
    return _Found(count, calendar, now, min(edges, default=None), on)
