"""Dated happenings as they stand: read from the tables at each request, so that a change is seen at the next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from hubdirectory.domain.occurrences import Status, status_of
from hubdirectory.models import Occurrence, ServiceCard

from .facts import offers_of, spots_of
from .views import OccurrenceLine, Offer, Spot, Was

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

_LISTED = (
    Occurrence.id, Occurrence.service_id, Occurrence.day, Occurrence.starts, Occurrence.ends, Occurrence.location_id,
    Occurrence.title, Occurrence.said, Occurrence.touched_at, ServiceCard.number, ServiceCard.generation,
    ServiceCard.searchable,
)  # fmt: skip
_TOUCHED = (
    Occurrence.id, Occurrence.planned_day, Occurrence.planned_starts, Occurrence.planned_ends,
    Occurrence.planned_location_id, Occurrence.cancelled, Occurrence.reason, Occurrence.full, Occurrence.late_minutes,
    Occurrence.featured, Occurrence.note, Occurrence.one_off, Occurrence.identity,
)  # fmt: skip
CHUNK = 500


def on_days(first: date, last: date) -> ColumnElement[bool]:
    """What is on these days, and what was planned for one of them and moved to another."""
    moved = and_(Occurrence.touched_at.is_not(None), Occurrence.planned_day.between(first, last))
    return or_(Occurrence.day.between(first, last), moved)


def lines_where(world: World, session: Session, *conditions: ColumnElement[bool]) -> list[OccurrenceLine]:
    """The dates of services that may be found, in order of time, by name where they begin together."""
    query = (
        select(*_LISTED).join(ServiceCard, ServiceCard.service_id == Occurrence.service_id)
        .where(Occurrence.planned, *conditions)
    )  # fmt: skip
    # Not asked of the database: its index of what is searchable would lead it through every service of the town.
    rows = [row for row in session.connection().execute(query).all() if row.searchable]
    touched = _touched(session, [row.id for row in rows if row.touched_at])
    wanted = {row.number: (row.generation, row.service_id) for row in rows}
    offers = offers_of(world.database, session, wanted)
    places = {row.location_id for row in rows} | {one.planned_location_id for one in touched.values()}
    spots = spots_of(session, (place for place in places if place))
    lines = [_line(row, offers[row.number], spots, touched.get(row.id)) for row in rows if row.number in offers]
    return sorted(lines, key=in_order)


def in_order(line: OccurrenceLine) -> tuple[Any, ...]:
    return line.starts, line.ends, line.name.casefold(), line.id


def _touched(session: Session, ids: list[str]) -> dict[str, Any]:
    """The rest of the few that somebody changed."""
    found: dict[str, Any] = {}
    for start in range(0, len(ids), CHUNK):
        rows = session.connection().execute(select(*_TOUCHED).where(Occurrence.id.in_(ids[start : start + CHUNK]))).all()
        found |= {row.id: row for row in rows}
    return found


def _line(row: Any, offer: Offer, spots: dict[str, Spot], by_hand: Any) -> OccurrenceLine:
    place = spots.get(row.location_id)
    if by_hand is None:
        return OccurrenceLine(row.id, offer, row.day, row.starts, row.ends, Status.ON, place, row.title, row.said)
    was = _was(row, by_hand, spots)
    status = status_of(cancelled=by_hand.cancelled, full=by_hand.full, moved=was is not None, late=by_hand.late_minutes > 0)
    return OccurrenceLine(
        row.id, offer, row.day, row.starts, row.ends, status, place, row.title, row.said, by_hand.note, by_hand.reason,
        by_hand.full, by_hand.late_minutes, by_hand.featured, by_hand.one_off, was,
        changed_at=row.touched_at, identity=by_hand.identity,
    )  # fmt: skip


def _was(row: Any, by_hand: Any, spots: dict[str, Spot]) -> Was | None:
    elsewhere = row.location_id != by_hand.planned_location_id
    if by_hand.one_off or not (elsewhere or (row.starts, row.ends) != (by_hand.planned_starts, by_hand.planned_ends)):
        return None
    place = spots.get(by_hand.planned_location_id) if elsewhere and by_hand.planned_location_id else None
    return Was(by_hand.planned_starts, by_hand.planned_ends, place)
