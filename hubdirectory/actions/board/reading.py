"""A day as whoever runs it sees it: a column for each hub, and on each card what needs a look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.freshness.reading import confirmed_parts, limits_of, with_times
from hubdirectory.actions.occurrences.listing import lines_where, on_days
from hubdirectory.actions.occurrences.views import SESSION, OccurrenceLine
from hubdirectory.domain.clashes import Booked, clashes
from hubdirectory.domain.freshness import Freshness, record_state
from hubdirectory.domain.occurrences import Status
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import LocationKind, State
from hubdirectory.models import Location, Occurrence, OccurrenceDeed, Rooms, Service, ServiceAtLocation, ServiceCard, Telling

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MOST_ROOMS = 99
STALE = (Freshness.STALE, Freshness.LONG_STALE)


@dataclass(frozen=True)
class Last:
    """The last thing that was done to a date and stands. `told`: how many people were told of it, None while nobody was."""

    verb: str
    by: str
    at: datetime
    number: int
    told: int | None = None


@dataclass(frozen=True)
class Card:
    """A date on the board.

    unconfirmed: its service was not confirmed for too long, or never
    clashes_with: names of what is there at the same time, in the same room or with no room left
    holiday: it is on a bank holiday, and nobody has looked at it yet
    room: where in the building
    """

    line: OccurrenceLine
    unconfirmed: bool = False
    clashes_with: tuple[str, ...] = ()
    holiday: bool = False
    room: str = ""
    last: Last | None = None


@dataclass(frozen=True)
class Column:
    """A hub. `place_id` is "" for everything elsewhere. `rooms`: how many it has for sessions, None where nobody said."""

    place_id: str
    slug: str
    name: str
    cards: tuple[Card, ...]
    rooms: int | None = None


@dataclass(frozen=True)
class Board:
    """A day. `elsewhere` counts what is on at no hub; it is a column only where it was asked for."""

    day: date
    columns: tuple[Column, ...]
    holiday: bool
    elsewhere: int
    stamp: str

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(card for column in self.columns for card in column.cards)


def hubs_of(world: World, actor: Actor) -> tuple[tuple[str, str, str], ...]:
    """Id, slug and name of the hubs whose day the actor may run. Raises NotAllowed where there is none."""
    everywhere = actor.may(Permission.RUN_DAY)
    if not everywhere:
        actor.must(Permission.RUN_DAY, places=actor.places)
    query = select(Location.id, Location.slug, Location.name).where(
        Location.kind == LocationKind.HUB, Location.state.in_((State.PUBLISHED, State.PAUSED)), Location.confidential.is_(False)
    )
    if not everywhere:
        query = query.where(Location.id.in_(actor.places))
    with world.database.reading() as session:
        return tuple((row.id, row.slug, row.name) for row in session.execute(query.order_by(Location.created_at, Location.slug)))


def stamp(world: World, actor: Actor, day: date) -> str:
    """Another one whenever anything on the board of that day may look different. Two small sums: cheap to ask for often."""
    hubs_of(world, actor)
    with world.database.reading() as session:
        return _stamp(session, day)


def _stamp(session: Session, day: date) -> str:
    # A service's generation grows with whatever is done to it or to one of its dates.
    sums = (
        select(func.count(), func.sum(ServiceCard.generation))
        .select_from(Occurrence).join(ServiceCard, ServiceCard.service_id == Occurrence.service_id)
        .where(Occurrence.planned, on_days(day, day))
    )  # fmt: skip
    dates, generations = session.execute(sums).one()
    told = session.scalar(
        select(func.count()).select_from(Telling).join(Occurrence, Occurrence.id == Telling.occurrence_id)
        .where(on_days(day, day))
    )  # fmt: skip
    return f"{dates}.{generations or 0}.{told}"


def board(world: World, actor: Actor, day: date, *, elsewhere: bool = False) -> Board:
    """The day. Hub staff see their hubs alone."""
    hubs = hubs_of(world, actor)
    with world.database.reading() as session:
        seen = _stamp(session, day)
        lines = lines_where(world, session, on_days(day, day))
        by_place: dict[str, list[OccurrenceLine]] = defaultdict(list)
        for line in lines:
            by_place[_column_of(line, {id_ for id_, _, _ in hubs})].append(line)
        wanted = [line for id_, _, _ in hubs for line in by_place[id_]]
        others = by_place[""] if actor.may(Permission.RUN_DAY) else []
        cards = _cards(world, session, wanted + (others if elsewhere else []), day)
        rooms = _rooms(session, [id_ for id_, _, _ in hubs])
    columns = [
        Column(id_, slug, name, tuple(cards[line.id] for line in by_place[id_]), rooms.get(id_)) for id_, slug, name in hubs
    ]
    if elsewhere:
        columns.append(Column("", "", "", tuple(cards[line.id] for line in others)))
    return Board(day, tuple(columns), day in world.calendar.bank_holidays, len(others), seen)


def card(world: World, actor: Actor, occurrence_id: str) -> Card | None:
    """One date; None where there is none, or it is at a hub that is not the actor's."""
    hubs = {id_ for id_, _, _ in hubs_of(world, actor)}
    with world.database.reading() as session:
        found = next(iter(lines_where(world, session, Occurrence.id == occurrence_id)), None)
        if found is None or not (actor.may(Permission.RUN_DAY) or (found.place and found.place.id in hubs)):
            return None
        same_day = lines_where(world, session, on_days(found.day, found.day))
        there = [line for line in same_day if line.place and found.place and line.place.id == found.place.id] or [found]
        return _cards(world, session, there, found.day)[found.id]


def services_at_hubs(world: World, actor: Actor) -> tuple[str, ...]:
    """Names of what can be found at the actor's hubs, to choose from."""
    hubs = [id_ for id_, _, _ in hubs_of(world, actor)]
    query = (
        select(Service.name).join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .join(ServiceCard, ServiceCard.service_id == Service.id)
        .where(ServiceAtLocation.location_id.in_(hubs), ServiceCard.searchable).distinct().order_by(Service.name)
    )  # fmt: skip
    with world.database.reading() as session:
        return tuple(session.scalars(query))


def set_rooms(world: World, actor: Actor, place_id: str, count: int | None) -> None:
    """How many rooms a hub has for sessions; None is not known. Raises ValueError for a number that no place has."""
    actor.must(Permission.RUN_DAY, places=(place_id,))
    if count is not None and not 1 <= count <= MOST_ROOMS:
        raise ValueError(f"{count} rooms")
    with world.database.writing() as session:
        row = session.get(Rooms, place_id)
        if count is None:
            if row:
                session.delete(row)
        elif row:
            row.count = count
        elif session.get(Location, place_id):
            session.add(Rooms(location_id=place_id, count=count))


def _column_of(line: OccurrenceLine, hubs: set[str]) -> str:
    """A date that was moved away stands at the hub where it is now."""
    return line.place.id if line.place and line.place.id in hubs else ""


def _cards(world: World, session: Session, lines: Sequence[OccurrenceLine], day: date) -> dict[str, Card]:
    stale = _stale(world, session, {line.offer.id for line in lines})
    names = _room_names(session, lines)
    double = _double(session, lines, names)
    last = last_deeds(session, [line.id for line in lines if line.changed_at])
    holiday = day in world.calendar.bank_holidays
    return {
        line.id: Card(
            line, line.offer.id in stale, double.get(line.id, ()), holiday and line.changed_at is None,
            names.get(_at(line), ""), last.get(line.id),
        )
        for line in lines
    }  # fmt: skip


def _stale(world: World, session: Session, service_ids: set[str]) -> set[str]:
    confirmed = confirmed_parts(session, "service", service_ids)
    timed, limits = with_times(session, "service", service_ids), limits_of(world.settings)
    return {
        id_ for id_ in service_ids
        if id_ not in confirmed or record_state("service", confirmed[id_], world.now(), limits, id_ in timed) in STALE
    }  # fmt: skip


def _at(line: OccurrenceLine) -> tuple[str, str]:
    return line.offer.id, line.place.id if line.place else ""


def _room_names(session: Session, lines: Sequence[OccurrenceLine]) -> dict[tuple[str, str], str]:
    """What a service says about itself at a place: the room."""
    ids = {line.offer.id for line in lines}
    rows = session.execute(
        select(ServiceAtLocation.service_id, ServiceAtLocation.location_id, ServiceAtLocation.description)
        .where(ServiceAtLocation.service_id.in_(ids), ServiceAtLocation.description != "")
    )  # fmt: skip
    return {(service_id, location_id): description for service_id, location_id, description in rows}


def _double(
    session: Session, lines: Sequence[OccurrenceLine], names: Mapping[tuple[str, str], str]
) -> dict[str, tuple[str, ...]]:
    """Only sessions at a set time take a room; what is open for most of the day does not, nor what is cancelled."""
    by_place: dict[str, list[Booked]] = defaultdict(list)
    for line in lines:
        if line.place and line.what == SESSION and line.status is not Status.CANCELLED:
            by_place[line.place.id].append(Booked(line.id, line.starts, line.ends, names.get(_at(line), "")))
    called = {line.id: line.name for line in lines}
    rooms = _rooms(session, list(by_place))
    found: dict[str, tuple[str, ...]] = {}
    for place_id, booked in by_place.items():
        for id_, others in clashes(booked, rooms.get(place_id)).items():
            found[id_] = tuple(called[other] for other in others)
    return found


def _rooms(session: Session, place_ids: list[str]) -> dict[str, int]:
    rows = session.execute(select(Rooms.location_id, Rooms.count).where(Rooms.location_id.in_(place_ids)))
    return {row[0]: row[1] for row in rows}


def last_deeds(session: Session, ids: Iterable[str]) -> dict[str, Last]:
    """The last deed of each that was not undone."""
    listed = list(ids)
    rows = session.execute(
        select(OccurrenceDeed, Telling.people)
        .outerjoin(Telling, (Telling.occurrence_id == OccurrenceDeed.occurrence_id) & (Telling.deed == OccurrenceDeed.number))
        .where(OccurrenceDeed.occurrence_id.in_(listed), OccurrenceDeed.undone_at.is_(None))
        .order_by(OccurrenceDeed.number)
    )
    return {deed.occurrence_id: Last(deed.verb, deed.by, deed.at, deed.number, told) for deed, told in rows}
