"""What the manager did to some dates around today: cancelled, moved, full, late, featured, added. The same every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hubdirectory.domain.days import LONDON, moment_of
from hubdirectory.domain.states import LocationKind, State
from hubdirectory.models import Location, Occurrence, OccurrenceDeed, Service, ServiceAtLocation, new_id

from .town import sample_id

DAYS = range(-1, 9)
WHO = "The manager"
SHORT = timedelta(hours=6)
CANCELLED = (
    "The boiler is broken.", "Whoever leads it is not well.", "The hall is needed for a funeral.", "Too few could come.",
)  # fmt: skip
NOTES = (
    "Bring a cup.",
    "In the small room today.",
    "There will be cake.",
    "Photographs are being taken: say if you would rather not.",
)
ONE_OFFS = (
    (0, time(15), 90, "Soup and a chat", "Come in from the cold."), (2, time(13), 120, "Winter coat swap", "Bring or take one."),
    (5, time(14), 90, "Carol singing", "Words are handed out."),
)  # fmt: skip


def forget_days(session: Session) -> None:
    """Takes every date of a sample service away, with what trials did to it."""
    samples = select(Service.id).where(Service.sample)
    session.execute(
        delete(Occurrence).where(Occurrence.service_id.in_(samples)), execution_options={"synchronize_session": False}
    )


def change_days(session: Session, now: datetime) -> None:
    """For services that were rolled: some of each day's dates are changed, and a few are added."""
    today = now.astimezone(LONDON).date()
    for offset in DAYS:
        day = today + timedelta(days=offset)
        for row, verb, values in _changes(session, day, late=offset == 0):
            _do(session, row, verb, values, now)
    _add(session, today, now)
    session.flush()


def _changes(session: Session, day: date, late: bool) -> Iterator[tuple[Occurrence, str, dict[str, Any]]]:
    rows = _of_the_day(session, day)
    taken = iter(sorted(rows, key=lambda row: blake2b(row.id.encode(), digest_size=8).digest()))
    turn = day.toordinal()
    for number in range(2):
        if row := next(taken, None):
            reason = CANCELLED[(turn + number) % len(CANCELLED)]
            yield row, "cancel_occurrence", {"cancelled": True, "reason": reason}
    if row := next(taken, None):
        yield row, "move_occurrence", {"starts": row.starts + timedelta(hours=1), "ends": row.ends + timedelta(hours=1)}
    if row := next(taken, None):
        yield row, "mark_full", {"full": True}
    if late and (row := next(taken, None)):
        yield row, "mark_late", {"late_minutes": 20}
    for _ in range(2):
        if row := next(taken, None):
            yield row, "feature_occurrence", {"featured": True}
    if row := next(taken, None):
        yield row, "note_occurrence", {"note": NOTES[turn % len(NOTES)]}


def _of_the_day(session: Session, day: date) -> list[Occurrence]:
    """Dates at a public place that last an hour or some, of services that are found."""
    query = (
        select(Occurrence).join(Service).join(Location, Location.id == Occurrence.location_id)
        .where(Occurrence.day == day, Service.sample, Service.state == State.PUBLISHED, Location.confidential.is_(False))
    )  # fmt: skip
    return [row for row in session.scalars(query) if row.ends - row.starts <= SHORT and 9 <= row.starts.hour <= 20]


def _do(session: Session, row: Occurrence, verb: str, values: dict[str, Any], now: datetime) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.touched_at, row.touched_by = now, WHO
    before: dict[str, Any] = {name: _blank(value) for name, value in values.items() if name not in ("starts", "ends")}
    session.add(
        OccurrenceDeed(id=sample_id(row.id, verb), occurrence_id=row.id, number=1, at=now, verb=verb, by=WHO, before=before)
    )


def _blank(value: object) -> object:
    return type(value)()


def _add(session: Session, today: date, now: datetime) -> None:
    hubs = session.scalars(
        select(Location).where(Location.kind == LocationKind.HUB, Location.sample).order_by(Location.slug)
    ).all()  # fmt: skip
    for hub, (offset, clock, minutes, title, words) in zip(hubs, ONE_OFFS, strict=False):
        service_id = session.scalar(
            select(Service.id).join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
            .where(ServiceAtLocation.location_id == hub.id, Service.state == State.PUBLISHED, Service.sample)
            .order_by(Service.slug).limit(1)
        )  # fmt: skip
        if service_id:
            day = today + timedelta(days=offset)
            starts = moment_of(day, clock)
            _add_one(session, service_id, hub.id, day, (starts, starts + timedelta(minutes=minutes)), title, words, now)


def _add_one(
    session: Session,
    service_id: str,
    place: str,
    day: date,
    span: tuple[datetime, datetime],
    title: str,
    words: str,
    now: datetime,
) -> None:
    id_ = sample_id(service_id, f"{place}/{day}/{title}")
    session.add(
        Occurrence(
            id=id_, identity=id_, service_id=service_id, one_off=True, planned=True, title=title, note=words,
            day=day, starts=span[0], ends=span[1], location_id=place, planned_day=day, planned_starts=span[0],
            planned_ends=span[1], planned_location_id=place, touched_at=now, touched_by=WHO,
        )
    )  # fmt: skip
    session.flush()
    deed = {"id": new_id(), "number": 1, "at": now, "verb": "add_one_off", "by": WHO, "before": {"planned": False}}
    session.add(OccurrenceDeed(occurrence_id=id_, **deed))
