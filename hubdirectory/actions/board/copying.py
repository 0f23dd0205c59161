"""Last week's once more: what was added by hand a week ago, and what was marked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hubdirectory.actions import occurrences
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.occurrences.listing import lines_where, on_days
from hubdirectory.actions.occurrences.views import OccurrenceLine
from hubdirectory.domain.days import LONDON, moment_of
from hubdirectory.domain.occurrences import Status
from hubdirectory.models import Occurrence

from .reading import hubs_of

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Copyable:
    """A date of a week ago, and what would be done for this day.

    add: the date itself is added, at the same clock time; else the day's own date, whose id is `onto`, is marked alike
    """

    line: OccurrenceLine
    add: bool
    onto: str = ""


def copyable(world: World, actor: Actor, day: date) -> tuple[Copyable, ...]:
    """What can be copied from a week before, at the actor's hubs; what is there already is left out."""
    hubs = {id_ for id_, _, _ in hubs_of(world, actor)}
    with world.database.reading() as session:
        before = _at(world, session, day - WEEK, hubs)
        today = _at(world, session, day, hubs)
    known = {_key(line): line for line in today}
    found = []
    for line in before:
        there = known.get(_key(line))
        if line.one_off and line.status is not Status.CANCELLED and there is None:
            found.append(Copyable(line, True))
        elif there and not line.one_off and (line.featured, line.note) != (False, "") and _adds(line, there):
            found.append(Copyable(line, False, there.id))
    return tuple(found)


def copy(world: World, actor: Actor, day: date, ids: Collection[str]) -> int:
    """Copies those of `copyable` with these ids (of a week ago); how many."""
    chosen = [one for one in copyable(world, actor, day) if one.line.id in ids]
    for one in chosen:
        _add(world, actor, one.line, day) if one.add else _mark(world, actor, one)
    return len(chosen)


def _add(world: World, actor: Actor, line: OccurrenceLine, day: date) -> None:
    later = day - line.day
    added = occurrences.add_one_off(
        world, actor, line.offer.id, starts=_moved(line.starts, later), ends=_moved(line.ends, later),
        location_id=line.place.id if line.place else None, title=line.title, words=line.note,
    )  # fmt: skip
    if line.featured:
        occurrences.feature(world, actor, added.id)


def _mark(world: World, actor: Actor, one: Copyable) -> None:
    if one.line.featured:
        occurrences.feature(world, actor, one.onto)
    if one.line.note:
        occurrences.note(world, actor, one.onto, one.line.note)


def _at(world: World, session: Session, day: date, hubs: set[str]) -> list[OccurrenceLine]:
    lines = lines_where(world, session, on_days(day, day), Occurrence.location_id.in_(hubs))
    return [line for line in lines if line.day == day]


def _key(line: OccurrenceLine) -> tuple[str, str, str, str]:
    """By which a date is the same as one of a week before: service, title, place and clock."""
    return line.offer.id, line.title, line.place.id if line.place else "", f"{line.starts.astimezone(LONDON):%H%M}"


def _adds(line: OccurrenceLine, there: OccurrenceLine) -> bool:
    return (line.featured and not there.featured) or bool(line.note and line.note != there.note)


def _moved(moment: datetime, later: timedelta) -> datetime:
    """So many days later by London's clock."""
    here = moment.astimezone(LONDON)
    return moment_of(here.date() + later, here.time())
