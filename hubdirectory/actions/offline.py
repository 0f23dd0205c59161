"""What a navigator may keep on their own laptop for a day without the network: what is public, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hubdirectory.actions import occurrences, showing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.cards import cards_of
from hubdirectory.actions.finding import SearchIsDown, places_within
from hubdirectory.actions.navigating.places import Workplace, workplaces
from hubdirectory.actions.occurrences import OccurrenceLine
from hubdirectory.actions.results import Result
from hubdirectory.actions.results_of_cards import Moment, result_of
from hubdirectory.actions.showing import PlaceView
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.permissions import Permission
from search.port import SearchError
from search.query import Near, Query, Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hubdirectory.actions.world import World
    from search.results import Hit

MOST_NEAR, MOST_ANYWHERE = 60, 20
DAYS = 7


@dataclass(frozen=True)
class HubWeek:
    """A hub with its hours, and what is on there, day by day; days with nothing are left out."""

    view: PlaceView
    days: tuple[tuple[date, tuple[OccurrenceLine, ...]], ...]


@dataclass(frozen=True)
class Essentials:
    """What is kept, as it stood at `made_at`. `near`: the nearest services first; `anywhere`: by phone or online.

    place: from where distances are measured, None where nobody knows
    """

    made_at: datetime
    place: Workplace | None
    near: tuple[Result, ...]
    anywhere: tuple[Result, ...]
    hubs: tuple[HubWeek, ...]


def essentials(world: World, actor: Actor, place_slug: str = "", locale: str = "en") -> Essentials:
    """From one of the actor's own surgeries and hubs, the first where none is named.

    Needs Permission.NAVIGATE. Raises SearchIsDown.
    """
    actor.must(Permission.NAVIGATE)
    theirs = [place for place in workplaces(world, actor) if place.point]
    place = next((one for one in theirs if one.slug == place_slug), theirs[0] if theirs else None)
    near, anywhere = _services(world, place, locale)
    return Essentials(world.now(), place, near, anywhere, _hubs(world, locale))


def _services(world: World, place: Workplace | None, locale: str) -> tuple[tuple[Result, ...], tuple[Result, ...]]:
    with world.database.reading() as session:
        near = None
        if place and place.point:
            away = places_within(session, place.point, None)
            near = Near(place.point.latitude, place.point.longitude, away, everywhere=True)
        asked = Query(near=near, sort=Sort.DISTANCE if near else Sort.NAME, per_page=MOST_NEAR, facets=())
        by_phone = Query(near=near, anywhere=True, per_page=MOST_ANYWHERE, facets=())
        try:
            hits = world.search.search(asked).hits
            others = world.search.search(by_phone).hits if near else ()
        except SearchError as error:
            raise SearchIsDown from error
        cards = cards_of(session, [hit.number for hit in (*hits, *others)])
    moment = Moment(world.now(), world.calendar, (), near.places if near else {}, locale)

    def results(found: Sequence[Hit]) -> tuple[Result, ...]:
        return tuple(result_of(cards[hit.number], moment, hit.miles) for hit in found if hit.number in cards)

    return results(hits), results(others)


def _hubs(world: World, locale: str) -> tuple[HubWeek, ...]:
    views = (showing.place(world, hub.slug, locale) for hub in showing.every_hub(world))
    return tuple(_week(world, view) for view in views if isinstance(view, PlaceView))


def _week(world: World, view: PlaceView) -> HubWeek:
    first = world.now().astimezone(LONDON).date()
    lines = occurrences.at_place(world, view.id, first, first + timedelta(days=DAYS - 1))
    days = sorted({line.day for line in lines if line.day >= first})
    return HubWeek(view, tuple((day, tuple(line for line in lines if line.day == day)) for day in days))
