"""A search that names a day: which opening patterns are on then, and how the words are read without it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.domain.day_words import DayRead, day_in, windows
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.schedules import Calendar, Recurrence, Span, recurrence_of
from hubdirectory.domain.states import State
from hubdirectory.models import Database, OpeningPattern, Service

from .results import Asked

if TYPE_CHECKING:
    from .world import World

MOST_KEPT = 60
_Key = tuple[object, ...]
_kept: WeakKeyDictionary[Database, dict[_Key, tuple[Calendar, frozenset[str]]]] = WeakKeyDictionary()


def day_of(asked: Asked) -> DayRead | None:
    """The day that a search names, unless the words are to be taken as they are typed."""
    return None if asked.as_typed else day_in(asked.q)


def names_a_service(session: Session, typed: str) -> bool:
    """Whether the name of a service holds all of it: "Tuesday Club"."""
    words = " ".join(typed.lower().split()).replace("\\", "").replace("%", "").replace("_", "")
    found = select(Service.id).where(func.lower(Service.name).contains(words), Service.state == State.PUBLISHED).limit(1)
    return bool(words) and session.scalar(found) is not None


def patterns_on(world: World, session: Session, read: DayRead) -> frozenset[str]:
    """The opening patterns that are on at some time of that day."""
    spans, calendar = windows(read, world.now()), world.calendar
    # Patterns are added and never taken away: where there are as many, they are the same.
    count = session.scalar(select(func.count()).select_from(OpeningPattern)) or 0
    key, kept = (read.day, read.part, spans[0], count), _kept.setdefault(world.database, {})
    if key not in kept or kept[key][0] is not calendar:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        patterns = session.scalars(select(OpeningPattern.pattern)).all()
        kept[key] = (calendar, frozenset(one for one in patterns if _is_on(recurrence_of(one), spans, calendar)))
    return kept[key][1]


def _is_on(rule: Recurrence, spans: list[Span], calendar: Calendar) -> bool:
    return any(_overlaps(rule, starts, ends, calendar) for starts, ends in spans)


def _overlaps(rule: Recurrence, starts: datetime, ends: datetime, calendar: Calendar) -> bool:
    day = starts.astimezone(LONDON).date()
    dated = rule.between(day - timedelta(days=1), day, calendar)
    return any(begins < ends and over > starts for _, (begins, over) in dated)
