"""What a calendar to follow holds: the schedules of some services as series, and every date that was changed by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.occurrences import Horizon, identity_of, mark_of
from hubdirectory.domain.series import NAMED_DAYS, Series, series_of
from hubdirectory.domain.states import State
from hubdirectory.models import (
    Location,
    Occurrence,
    Organisation,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCard,
)

from .facts import offers_of, spots_of
from .listing import lines_where, on_days
from .views import OccurrenceLine, Offer, Spot

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MOST_SERVICES = 500
CHUNK = 500
_OF_THE_PLACE = ("hub", "access")


@dataclass(frozen=True)
class Followed:
    """One series at one place. `changed` are dates of it that were changed by hand; `uid` stays while the schedule does."""

    uid: str
    offer: Offer
    place: Spot | None
    said: str
    series: Series
    changed: tuple[OccurrenceLine, ...] = ()


@dataclass(frozen=True)
class ToFollow:
    """Series, and dates that belong to none of them: added by hand, or moved here from elsewhere."""

    series: tuple[Followed, ...]
    single: tuple[OccurrenceLine, ...]


Keep = Callable[[Offer, Spot | None], bool]


@dataclass(frozen=True)
class Whose:
    """Whose calendar: services, at one place (a location's id) or everywhere, and of them what is kept."""

    name: str
    service_ids: tuple[str, ...]
    at: str = ""
    keep: Keep = lambda _offer, _place: True

    def holds(self, line: OccurrenceLine) -> bool:
        here = not self.at or (line.place is not None and line.place.id == self.at)
        return here and self.keep(line.offer, line.place)


def follow(world: World, whose: Whose) -> ToFollow:
    """The calendar of services that may be found."""
    kept = Horizon.around(world.now())
    with world.database.reading() as session:
        offers = _offers(world, session, list(dict.fromkeys(whose.service_ids))[:MOST_SERVICES])
        ids = list(offers)
        by_hand = (Occurrence.service_id.in_(ids), Occurrence.touched_at.is_not(None), Occurrence.day >= kept.first)
        changed = lines_where(world, session, *by_hand)
        places = _places(session, ids)
        query = select(Schedule).where(Schedule.service_id.in_(ids)).order_by(Schedule.position, Schedule.id)
        schedules = session.scalars(query).all()
        wanted = {id_ for own in places.values() for id_ in own} | {one.at_location_id for one in schedules}
        spots = spots_of(session, (id_ for id_ in wanted if id_))
    made = _Maker(world, kept.first, offers, spots, places, changed)
    series = [one for schedule in schedules for one in made.of(schedule, whose.at) if whose.keep(one.offer, one.place)]
    belonging = {line.id for one in series for line in one.changed}
    return ToFollow(tuple(series), tuple(line for line in changed if line.id not in belonging and whose.holds(line)))


def coming(world: World, whose: Whose, days: int) -> tuple[OccurrenceLine, ...]:
    """The dates of the next so many days, those that are over left out."""
    today = Horizon.around(world.now()).today
    with world.database.reading() as session:
        ids = list(whose.service_ids)[:MOST_SERVICES]
        last = today + timedelta(days=days - 1)
        lines = lines_where(world, session, Occurrence.service_id.in_(ids), on_days(today, last))
    return tuple(line for line in lines if line.ends > world.now() and whose.holds(line))


def _offers(world: World, session: Session, ids: Sequence[str]) -> dict[str, Offer]:
    rows = session.execute(
        select(ServiceCard.number, ServiceCard.generation, ServiceCard.service_id, ServiceCard.searchable)
        .where(ServiceCard.service_id.in_(ids))
    ).all()  # fmt: skip
    wanted = {row.number: (row.generation, row.service_id) for row in rows if row.searchable}
    return {offer.id: offer for offer in offers_of(world.database, session, wanted).values()}


def _places(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    rows = select(ServiceAtLocation.service_id, ServiceAtLocation.location_id).where(ServiceAtLocation.service_id.in_(ids))
    for service_id, location_id in session.execute(rows.order_by(ServiceAtLocation.position)):
        places[service_id].append(location_id)
    return places


@dataclass
class _Maker:
    world: World
    first: date
    offers: dict[str, Offer]
    spots: dict[str, Spot]
    places: dict[str, list[str]]
    changed: list[OccurrenceLine]

    def __post_init__(self) -> None:
        self.by_identity = {line.identity: line for line in self.changed if not line.one_off}
        self.taken: dict[tuple[str, str | None], set[str]] = defaultdict(set)

    def of(self, schedule: Schedule, at: str) -> Iterable[Followed]:
        service_id = schedule.service_id or ""
        own: list[str | None] = [schedule.at_location_id] if schedule.at_location_id else [*self.places[service_id]] or [None]
        for place in own:
            if (not at or place == at) and (made := self._at(schedule, service_id, place)):
                yield made

    def _at(self, schedule: Schedule, service_id: str, place: str | None) -> Followed | None:
        """What an earlier schedule of the service has at that time and place already is not said again."""
        rule, taken, calendar = schedule.recurrence(), self.taken[service_id, place], self.world.calendar
        dated = list(rule.between(self.first, self.first + timedelta(days=NAMED_DAYS), calendar))
        marks = {day: mark_of(day, starts) for day, (starts, _) in dated}
        series = series_of(rule, self.first, calendar, frozenset(day for day, mark in marks.items() if mark in taken))
        new = [mark for mark in marks.values() if mark not in taken]
        taken.update(new)
        if series is None or not new:
            return None
        lines = (self.by_identity.get(identity_of(service_id, place, mark)) for mark in new)
        uid = identity_of(service_id, place, rule.pattern())
        changed = tuple(line for line in lines if line)
        return Followed(uid, self.offers[service_id], self.spots.get(place or ""), schedule.description, series, changed)


# whose calendar


def for_place(world: World, slug: str) -> Whose | None:
    """Of a hub or another public place; None where there is none."""
    public = (Location.slug == slug, Location.confidential.is_(False), Location.state.in_((State.PUBLISHED, State.PAUSED)))
    with world.database.reading() as session:
        row = session.execute(select(Location.id, Location.name).where(*public)).first()
        return Whose(row.name, tuple(_services_at(session, row.id)), at=row.id) if row else None


def _services_at(session: Session, location_id: str) -> list[str]:
    queries = (
        select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id == location_id),
        select(Schedule.service_id).where(Schedule.at_location_id == location_id, Schedule.service_id.is_not(None)),
        select(Occurrence.service_id).where(Occurrence.location_id == location_id, Occurrence.touched_at.is_not(None)),
    )
    return list(dict.fromkeys(id_ for query in queries for id_ in session.scalars(query.distinct()) if id_))


def for_organisation(world: World, slug: str) -> Whose | None:
    published = (Organisation.slug == slug, Organisation.state == State.PUBLISHED)
    with world.database.reading() as session:
        row = session.execute(select(Organisation.id, Organisation.name).where(*published)).first()
        if row is None:
            return None
        ids = session.scalars(select(Service.id).where(Service.organisation_id == row.id).order_by(Service.slug))
        return Whose(row.name, tuple(ids))


def for_service(world: World, slug: str) -> Whose | None:
    with world.database.reading() as session:
        row = session.execute(
            select(Service.id, Service.name).where(Service.slug == slug, Service.state == State.PUBLISHED)
        ).first()  # fmt: skip
        return Whose(row.name, (row.id,)) if row else None


def for_services(world: World, slugs: Sequence[str], name: str) -> Whose:
    """Of these services, such as a search found."""
    with world.database.reading() as session:
        return Whose(name, tuple(session.scalars(select(Service.id).where(Service.slug.in_(slugs)).order_by(Service.slug))))


def for_choices(world: World, chosen: Mapping[str, tuple[str, ...]], name: str) -> Whose:
    """Of everything that fits the choices of views.GROUPS."""
    wanted = {group: frozenset(slugs) for group, slugs in chosen.items() if slugs and group != "what"}

    def fits(_offer: Offer, place: Spot | None) -> bool:
        public = place if place and not place.confidential else None
        values = {"hub": (public.slug,) if public and public.kind == "hub" else (), "access": public.access if public else ()}
        return all(not slugs.isdisjoint(values[group]) for group, slugs in wanted.items() if group in _OF_THE_PLACE)

    with world.database.reading() as session:
        ids = session.scalars(select(ServiceCard.service_id).where(ServiceCard.searchable).order_by(ServiceCard.number)).all()
        offers = [
            offer for start in range(0, len(ids), CHUNK) for offer in _offers(world, session, ids[start : start + CHUNK]).values()
        ]
    fitting = (offer.id for offer in offers if all(not slugs.isdisjoint(offer.values[group]) for group, slugs in wanted.items()))
    return Whose(name, tuple(fitting), keep=fits)


def date_of(world: World, occurrence_id: str) -> OccurrenceLine | None:
    """One date that may be seen."""
    with world.database.reading() as session:
        return next(iter(lines_where(world, session, Occurrence.id == occurrence_id)), None)
