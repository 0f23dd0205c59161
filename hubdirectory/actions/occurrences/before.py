"""How an occurrence stood before something was done to it, as JSON, and back.

A time or place that is as planned is kept as nothing: put back after its schedule was edited, it follows the schedule.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hubdirectory.domain.schedules import LONDON
from hubdirectory.models import Occurrence

PLAIN = ("cancelled", "reason", "full", "late_minutes", "featured", "note", "title", "planned")
UNTOUCHED = {"cancelled": False, "reason": "", "full": False, "late_minutes": 0, "featured": False, "note": ""}


def as_it_was(row: Occurrence) -> dict[str, Any]:
    before = {name: getattr(row, name) for name in PLAIN}
    if row.moved_in_time or row.one_off:
        before["times"] = [row.starts.isoformat(), row.ends.isoformat()]
    if row.moved_in_place or row.one_off:
        before["place"] = row.location_id
    return before


def put_back(row: Occurrence, before: Mapping[str, Any]) -> None:
    """What `before` does not name stays, but for times and places, which then follow the plan."""
    for name in PLAIN:
        if name in before:
            setattr(row, name, before[name])
    times = before.get("times")
    row.starts, row.ends = map(datetime.fromisoformat, times) if times else (row.planned_starts, row.planned_ends)
    row.day = row.starts.astimezone(LONDON).date() if times else row.planned_day
    row.location_id = before.get("place", row.planned_location_id)
    if is_untouched(row):
        row.touched_at, row.touched_by = None, ""


def is_untouched(row: Occurrence) -> bool:
    """Whether nothing that was done to it stands any more, so that it is the schedule's alone."""
    as_planned = not (row.one_off or row.moved_in_time or row.moved_in_place)
    return as_planned and all(getattr(row, name) == value for name, value in UNTOUCHED.items())
