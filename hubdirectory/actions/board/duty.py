"""Who is at a hub for a chat, and when: said by the hub's own staff, for one day or for every week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.schedules import LONDON
from hubdirectory.models import Duty, Location

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

LONGEST_NAME, LONGEST_NOTE = 60, 120


class WrongDuty(ValueError):
    """`field` says which value: name, note, opens or closes."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class DutyLine:
    """Somebody's time at a hub. `weekly`: each week on that day."""

    id: str
    name: str
    note: str
    opens: time
    closes: time
    weekly: bool


def on_duty(world: World, place_id: str, days: Sequence[date]) -> dict[date, tuple[DutyLine, ...]]:
    """Who is there on each of the days, in the order of time. For everybody."""
    with world.database.reading() as session:
        wanted = or_(Duty.day.in_(days), Duty.weekday.in_({day.weekday() for day in days}))
        rows = session.scalars(select(Duty).where(Duty.location_id == place_id, wanted).order_by(Duty.opens_at, Duty.name)).all()
    return {day: tuple(_line(row) for row in rows if row.day == day or row.weekday == day.weekday()) for day in days}


def add_duty(
    world: World, actor: Actor, place_id: str, day: date, *, name: str, opens: time | None, closes: time | None,
    note: str = "", weekly: bool = False,
) -> None:  # fmt: skip
    """Raises WrongDuty."""
    actor.must(Permission.RUN_DAY, places=(place_id,))
    if not name or len(name) > LONGEST_NAME:
        raise WrongDuty("name")
    if len(note) > LONGEST_NOTE:
        raise WrongDuty("note")
    if opens is None:
        raise WrongDuty("opens")
    if closes is None or closes <= opens:
        raise WrongDuty("closes")
    with world.database.writing() as session:
        session.get_one(Location, place_id)
        session.add(Duty(
            location_id=place_id, name=name, note=note, opens_at=opens, closes_at=closes,
            day=None if weekly else day, weekday=day.weekday() if weekly else None,
        ))  # fmt: skip
        auditing.record(session, actor, "duty_added", "location", place_id, at=world.now())


def remove_duty(world: World, actor: Actor, duty_id: str) -> DutyLine | None:
    """What is gone, to be put back; None where it was gone already."""
    with world.database.writing() as session:
        row = session.get(Duty, duty_id)
        if row is None:
            return None
        actor.must(Permission.RUN_DAY, places=(row.location_id,))
        session.delete(row)
        auditing.record(session, actor, "duty_removed", "location", row.location_id, at=world.now())
        return _line(row)


def clear_duties(world: World) -> int:
    """Takes away who was there on a day that is over: a first name is kept no longer than it is used."""
    with world.database.writing() as session:
        over = delete(Duty).where(Duty.day < world.now().astimezone(LONDON).date()).returning(Duty.id)
        return len(session.execute(over).all())


def _line(row: Duty) -> DutyLine:
    return DutyLine(row.id, row.name, row.note, row.opens_at, row.closes_at, row.day is None)
