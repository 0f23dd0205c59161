"""What is done to one date by hand: cancelled, moved, full, late, featured, with a few words; each undoable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.occurrences import Horizon, Status, status_of
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.schedules import LONDON
from hubdirectory.domain.states import State
from hubdirectory.indexing import touch
from hubdirectory.models import Location, Occurrence, OccurrenceDeed, Service, ServiceAtLocation, new_id

from .before import as_it_was, put_back

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

LONGEST_WORDS, LONGEST_TITLE = 300, 200
LONGEST = timedelta(hours=24)
MOST_LATE = 600
Edit = Callable[[Session, Occurrence], None]


class NoSuchOccurrence(LookupError):
    """There is no such date, service or place (any more)."""


class NothingToUndo(LookupError):
    """Nothing was done to it that could be undone."""


class WrongValue(ValueError):
    """A value that cannot be used. `field` names it; `why` is one of: long, order, length, horizon, place, range."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


@dataclass(frozen=True)
class Standing:
    """How one date stands after a change, in UTC."""

    id: str
    service_id: str
    day: date
    starts: datetime
    ends: datetime
    location_id: str | None
    status: Status
    shown: bool


def standing_of(row: Occurrence) -> Standing:
    status = status_of(
        cancelled=row.cancelled, full=row.full, moved=row.moved_in_time or row.moved_in_place, late=row.late_minutes > 0
    )
    return Standing(row.id, row.service_id, row.day, row.starts, row.ends, row.location_id, status, row.planned)


def cancel_occurrence(world: World, actor: Actor, occurrence_id: str, reason: str = "") -> Standing:
    """It stays in every list, as cancelled, with the reason."""
    words = _words("reason", reason)

    def edit(_session: Session, row: Occurrence) -> None:
        row.cancelled, row.reason = True, words

    return _change(world, actor, occurrence_id, "cancel_occurrence", edit, words)


def move_occurrence(
    world: World, actor: Actor, occurrence_id: str, *, starts: datetime | None = None, ends: datetime | None = None,
    location_id: str | None = None, words: str = "",
) -> Standing:  # fmt: skip
    """To another time, another place, or both; what is None stays. With a start alone it lasts as long as before."""
    said = _words("note", words)

    def edit(session: Session, row: Occurrence) -> None:
        if starts or ends:
            begins = starts or row.starts
            _set_time(world, row, begins, ends or begins + (row.ends - row.starts))
        if location_id:
            row.location_id = _open_place(session, location_id)
        row.note = said or row.note

    return _change(world, actor, occurrence_id, "move_occurrence", edit, said)


def mark_full(world: World, actor: Actor, occurrence_id: str, full: bool = True, words: str = "") -> Standing:
    said = _words("note", words)

    def edit(_session: Session, row: Occurrence) -> None:
        row.full, row.note = full, said or row.note

    return _change(world, actor, occurrence_id, "mark_full" if full else "mark_not_full", edit, said)


def mark_late(world: World, actor: Actor, occurrence_id: str, minutes: int = 15, words: str = "") -> Standing:
    """Running so many minutes late; 0 is on time again."""
    if not 0 <= minutes <= MOST_LATE:
        raise WrongValue("minutes", "range")
    said = _words("note", words)

    def edit(_session: Session, row: Occurrence) -> None:
        row.late_minutes, row.note = minutes, said or row.note

    return _change(world, actor, occurrence_id, "mark_late" if minutes else "mark_on_time", edit, said)


def feature(world: World, actor: Actor, occurrence_id: str, featured: bool = True) -> Standing:
    def edit(_session: Session, row: Occurrence) -> None:
        row.featured = featured

    return _change(world, actor, occurrence_id, "feature_occurrence" if featured else "unfeature_occurrence", edit)


def note(world: World, actor: Actor, occurrence_id: str, words: str) -> Standing:
    """A few words that everybody reads beside it; "" takes them away."""
    said = _words("note", words)

    def edit(_session: Session, row: Occurrence) -> None:
        row.note = said

    return _change(world, actor, occurrence_id, "note_occurrence", edit, said)


def add_one_off(
    world: World, actor: Actor, service_id: str, *, starts: datetime, ends: datetime, location_id: str | None = None,
    title: str = "", words: str = "",
) -> Standing:  # fmt: skip
    """A date besides the schedule. `title` where it has a name of its own; without a place it is at the service's first."""
    said, name = _words("note", words), _words("title", title, LONGEST_TITLE)
    with world.database.writing() as session:
        organisation_id = session.scalar(select(Service.organisation_id).where(Service.id == service_id))
        place_id = location_id or _first_place(session, service_id)
        actor.must(Permission.RUN_DAY, organisation_id, (place_id,))
        if organisation_id is None:
            raise NoSuchOccurrence(service_id)
        row = Occurrence(id=new_id(), service_id=service_id, one_off=True, planned=True, title=name, note=said)
        _set_time(world, row, starts, ends)
        row.location_id = _open_place(session, location_id) if location_id else place_id
        row.identity = row.id
        row.planned_day, row.planned_starts, row.planned_ends = row.day, row.starts, row.ends
        row.planned_location_id = row.location_id
        session.add(row)
        session.flush()
        numbers = _done(world, session, actor, row, "add_one_off", {"planned": False}, said)
        standing = standing_of(row)
    world.index_now(numbers)
    return standing


def undo(world: World, actor: Actor, occurrence_id: str) -> Standing:
    """Takes back the last thing that was done to it and not undone yet. Raises NothingToUndo."""
    with world.database.writing() as session:
        row = _allowed(session, actor, occurrence_id)
        deed = session.scalar(
            select(OccurrenceDeed)
            .where(OccurrenceDeed.occurrence_id == row.id, OccurrenceDeed.undone_at.is_(None))
            .order_by(OccurrenceDeed.number.desc()).limit(1)
        )  # fmt: skip
        if deed is None:
            raise NothingToUndo(occurrence_id)
        put_back(row, deed.before)
        actor.must(Permission.RUN_DAY, places=(row.location_id,))
        deed.undone_at = world.now()
        auditing.record(session, actor, f"undo_{deed.verb}", "occurrence", row.id, at=world.now())
        session.flush()
        numbers = touch(session, [row.service_id], world.engine_names)
        standing = standing_of(row)
    world.index_now(numbers)
    return standing


# what they share


def _change(world: World, actor: Actor, occurrence_id: str, verb: str, edit: Edit, details: str = "") -> Standing:
    numbers: list[int] = []
    with world.database.writing() as session:
        row = _allowed(session, actor, occurrence_id)
        before = as_it_was(row)
        edit(session, row)
        # A hub's own staff send nothing to another's.
        actor.must(Permission.RUN_DAY, places=(row.location_id,))
        if as_it_was(row) != before:
            numbers = _done(world, session, actor, row, verb, before, details)
        standing = standing_of(row)
    world.index_now(numbers)
    return standing


def _allowed(session: Session, actor: Actor, occurrence_id: str) -> Occurrence:
    """The row, locked. Raises NotAllowed before it says whether there is one."""
    row = session.scalar(select(Occurrence).where(Occurrence.id == occurrence_id).with_for_update())
    service_id = row.service_id if row else ""
    owner = session.scalar(select(Service.organisation_id).where(Service.id == service_id))
    actor.must(Permission.RUN_DAY, owner, (row.location_id if row else None,))
    if row is None or not row.planned:
        raise NoSuchOccurrence(occurrence_id)
    return row


def _done(
    world: World, session: Session, actor: Actor, row: Occurrence, verb: str, before: dict[str, object], details: str
) -> list[int]:
    """Keeps how it was, writes the trail, and marks the service for the indexes."""
    now = world.now()
    row.touched_at, row.touched_by = now, actor.name
    number = session.scalar(select(func.max(OccurrenceDeed.number)).where(OccurrenceDeed.occurrence_id == row.id)) or 0
    session.add(
        OccurrenceDeed(
            occurrence_id=row.id, number=number + 1, at=now, verb=verb, account_id=actor.account_id, by=actor.name,
            before=before,
        )
    )  # fmt: skip
    auditing.record(session, actor, verb, "occurrence", row.id, at=now, details=details)
    session.flush()
    return touch(session, [row.service_id], world.engine_names)


def _words(field: str, text: str, longest: int = LONGEST_WORDS) -> str:
    text = " ".join(text.split())
    if len(text) > longest:
        raise WrongValue(field, "long")
    return text


def _set_time(world: World, row: Occurrence, starts: datetime, ends: datetime) -> None:
    if ends <= starts:
        raise WrongValue("ends", "order")
    if ends - starts > LONGEST:
        raise WrongValue("ends", "length")
    day = starts.astimezone(LONDON).date()
    if day not in Horizon.around(world.now()):
        raise WrongValue("starts", "horizon")
    row.day, row.starts, row.ends = day, starts, ends


def _first_place(session: Session, service_id: str) -> str | None:
    places = select(ServiceAtLocation.location_id).where(ServiceAtLocation.service_id == service_id)
    return session.scalar(places.order_by(ServiceAtLocation.position).limit(1))


def _open_place(session: Session, location_id: str) -> str:
    """A place that everybody may know of."""
    public = (Location.id == location_id, Location.confidential.is_(False), Location.state == State.PUBLISHED)
    found = session.scalar(select(Location.id).where(*public))
    if found is None:
        raise WrongValue("location_id", "place")
    return found
