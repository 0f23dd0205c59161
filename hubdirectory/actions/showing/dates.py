"""The next times of a service: as its schedules say, and as somebody changed single dates by hand."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice

from hubdirectory.actions.showing import plain
from hubdirectory.actions.showing.views import Happening, Place, Rule
from hubdirectory.domain.occurrences import DayChange, rules_with_changes
from hubdirectory.domain.schedules import Calendar
from hubdirectory.indexing.documents import rules_and_places
from hubdirectory.models import Occurrence, Service


def next_dates(
    row: Service,
    places: Mapping[str, Place],
    now: datetime,
    calendar: Calendar,
    number: int = plain.NEXT_TIMES,
    cancelled: bool = True,
) -> tuple[Happening, ...]:
    """The next so many times, what is on now first; with those that are cancelled, said to be so, or without them."""
    changes = [DayChange(date.planned_location_id, gone=date.change().gone) for date in row.changed_dates]
    as_planned = rules_with_changes(rules_and_places(row), changes)
    rules = [
        Rule(rule, places.get(schedule.at_location_id or ""), schedule.description)
        for rule, schedule in zip(as_planned, row.schedules, strict=True)
    ]
    regular = plain.next_times(rules, now, calendar, number)
    by_hand = sorted(_by_hand(row, places, now, cancelled), key=lambda one: one.starts)
    return tuple(islice(heapq.merge(regular, by_hand, key=lambda one: one.starts), number))


def _by_hand(row: Service, places: Mapping[str, Place], now: datetime, cancelled: bool) -> Iterator[Happening]:
    for date in row.changed_dates:
        if date.ends > now and (date.change().instead or (cancelled and date.cancelled)):
            yield Happening(date.starts, date.ends, _place(date, places), date.note, date.cancelled, date.reason)


def _place(date: Occurrence, places: Mapping[str, Place]) -> Place | None:
    known = places.get(date.location_id or "")
    return known or (plain.place_name(date.location) if date.location else None)
