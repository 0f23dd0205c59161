"""What is on: the dated happenings of some days, narrowed by choices, with a count of each choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection
from sqlalchemy.orm import Session

from hubdirectory.actions.facets import Names, names_of
from hubdirectory.actions.finding import places_within
from hubdirectory.actions.results import Facet, FacetValue, WhereFrom
from hubdirectory.domain.days import LONDON, moment_of
from hubdirectory.domain.occurrences import Horizon
from hubdirectory.geocoding.port import Found
from hubdirectory.models import Occurrence
from hubdirectory.models.straight import until_written

from .listing import in_order, lines_where, on_days
from .views import GROUPS, OPEN, REMOTE, SESSION, DayAsked, DaysFound, OccurrenceLine

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

_ORDER = {"join": ("drop-in", "appointment"), "cost": ("free", "donation", "paid"), "what": (SESSION, OPEN, REMOTE)}


def horizon(world: World) -> Horizon:
    """The days that can be asked for."""
    return Horizon.around(world.now())


def days(world: World, first: date, last: date, asked: DayAsked, locale: str = "en") -> DaysFound:
    """Everything on these days that fits the choices; on a first day that is today also what began yesterday and goes on."""
    with world.database.reading() as session:
        where, miles = _near(world, session, asked)
        lines = _lines(world, session, first, last)
        names = names_of(session, locale)
    if miles is not None:
        lines = [line for line in (_reached(line, miles, asked.within) for line in lines) if line]
    fitting, facets = _narrowed(lines, asked, names)
    return DaysFound(first, last, tuple(fitting), facets, where, names.hubs)


def _lines(world: World, session: Session, first: date, last: date) -> list[OccurrenceLine]:
    now = world.now()
    lines = until_written(
        session.connection(), ("days", first, last), lambda _: lines_where(world, session, on_days(first, last))
    )
    if first != now.astimezone(LONDON).date():
        return lines
    before = until_written(session.connection(), ("nights", first), lambda _: lines_where(world, session, *_over_midnight(first)))
    return [*(line for line in before if line.starts <= now < line.ends), *lines]


def _over_midnight(day: date) -> tuple[ColumnElement[bool], ...]:
    """What began the day before and goes on, but for what is on day and night."""
    midnight = moment_of(day, time())
    return (
        Occurrence.day == day - timedelta(days=1),
        Occurrence.ends > midnight,
        Occurrence.starts > midnight - timedelta(hours=23),
    )


def at_place(world: World, location_id: str, first: date, last: date) -> tuple[OccurrenceLine, ...]:
    """Everything at a place on these days, also what was to be there and was moved elsewhere."""

    def read(_connection: Connection) -> list[OccurrenceLine]:
        # Two questions, each by its own index.
        there = lines_where(world, session, Occurrence.location_id == location_id, Occurrence.day.between(first, last))
        moved = (Occurrence.touched_at.is_not(None), Occurrence.planned_day.between(first, last))
        away = lines_where(world, session, *moved, Occurrence.planned_location_id == location_id)
        return sorted({line.id: line for line in (*there, *away)}.values(), key=in_order)

    with world.database.reading() as session:
        return tuple(until_written(session.connection(), ("place", location_id, first, last), read))


def _near(world: World, session: Session, asked: DayAsked) -> tuple[WhereFrom | None, dict[str, float] | None]:
    if not asked.near.strip():
        return None, None
    place = world.geocoder.geocode(asked.near)
    if not isinstance(place, Found):
        return WhereFrom(asked.near, found=False), None
    others = tuple(other.label for other in place.alternatives)
    return WhereFrom(asked.near, True, place.label, others), places_within(session, place.point, asked.within)


def _reached(line: OccurrenceLine, miles: dict[str, float], within: float | None) -> OccurrenceLine | None:
    """With its distance; None where it is too far. What has no place of its own is never too far."""
    place = line.public_place
    if place is None:
        return line
    if place.id in miles:
        return replace(line, miles=miles[place.id])
    return None if within is not None and place.latitude is not None else line


def _narrowed(lines: Iterable[OccurrenceLine], asked: DayAsked, names: Names) -> tuple[list[OccurrenceLine], tuple[Facet, ...]]:
    """The lines that fit every group's choice; and for each group the counts of those that fit all the other groups'."""
    chosen = {group: frozenset(asked.chosen[group]) for group in GROUPS if asked.chosen.get(group)}
    counts: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
    fitting = []
    for line in lines:
        values = values_of(line)
        misses = [group for group, wanted in chosen.items() if wanted.isdisjoint(values[group])]
        if not misses:
            fitting.append(line)
        if len(misses) < 2:
            for group in misses or GROUPS:
                counts[group].update(values[group])
    return fitting, tuple(_facet(group, counts[group], asked.chosen.get(group, ()), names) for group in GROUPS)


def values_of(line: OccurrenceLine) -> dict[str, tuple[str, ...]]:
    place = line.public_place
    return {
        **line.offer.values, "what": (line.what,), "hub": (line.hub,) if line.hub else (),
        "access": place.access if place else (),
    }  # fmt: skip


def _facet(group: str, counts: Counter[str], chosen: tuple[str, ...], names: Names) -> Facet:
    slugs = [*counts, *(slug for slug in chosen if slug not in counts)]
    order = _ORDER.get(group, ())
    values = [FacetValue(slug, names.name(group, slug), counts[slug], slug in chosen) for slug in slugs]
    values.sort(key=lambda one: (order.index(one.slug) if one.slug in order else len(order), one.name.casefold()))
    return Facet(group, tuple(values))
