"""Hubs, venues and surgeries: what is there, when it is open, and what happens in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hubdirectory.actions.showing import plain
from hubdirectory.actions.showing.facts import Gone, HubCard, Moved
from hubdirectory.actions.showing.pictures import pictures
from hubdirectory.actions.showing.record import last_confirmed, moved
from hubdirectory.actions.showing.services import LINE, lines
from hubdirectory.actions.showing.views import Happening, PlaceView, Rule, ServiceLine
from hubdirectory.domain.openings import opening_now
from hubdirectory.domain.schedules import LONDON, Calendar
from hubdirectory.domain.states import LocationKind, State
from hubdirectory.models import Location, Service, ServiceAtLocation

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

WEEK_DAYS = 7


def place(world: World, slug: str, locale: str = "en") -> PlaceView | Moved | Gone | None:
    """The place at a slug. A confidential one has no page, and nothing here says that it exists."""
    with world.database.reading() as session:
        row = session.scalar(
            select(Location).where(Location.slug == slug, Location.confidential.is_(False))
            .options(joinedload(Location.area), selectinload(Location.accessibility),
                     selectinload(Location.schedules), selectinload(Location.phones))
        )  # fmt: skip
        if row is None:
            return _moved(session, slug)
        if row.state not in (State.PUBLISHED, State.PAUSED):
            return Gone(row.name) if row.state == State.CLOSED else None
        return _view(session, row, _services(world, session, row.id, locale), world.now(), world.calendar)


def _moved(session: Session, slug: str) -> Moved | None:
    """The new address of an old one, unless a confidential place has it: a redirect would say its name."""
    there = moved(session, "location", Location, slug)
    if there is None:
        return None
    hidden = session.scalar(select(Location.confidential).where(Location.slug == there.slug))
    return None if hidden else there


def _services(world: World, session: Session, location_id: str, locale: str) -> tuple[ServiceLine, ...]:
    rows = session.scalars(
        select(Service).join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .where(ServiceAtLocation.location_id == location_id).options(*LINE)
    )  # fmt: skip
    return lines(rows, world.now(), world.calendar, locale)


def _view(session: Session, row: Location, services: tuple[ServiceLine, ...], now: datetime, calendar: Calendar) -> PlaceView:
    rules = plain.rules(row.schedules, {})
    opening = opening_now((one.rule for one in rules), now, calendar)
    assured = last_confirmed(session, "location", row.id)
    return PlaceView(
        id=row.id, place=plain.place(row), description=row.description, website=row.website, email=row.email,
        phones=plain.phones(row.phones), rules=rules, week=_week(rules, now, calendar),
        is_open=opening.is_open, open_until=opening.until, opens_next=opening.next_opens,
        services=services, sample=row.sample, changed_at=row.updated_at,
        confirmed_at=assured.confirmed_at if assured else None, confirmed_by=assured.confirmed_by if assured else "",
        pictures=pictures(session, "location", row.id),
    )  # fmt: skip


def _week(rules: tuple[Rule, ...], now: datetime, calendar: Calendar) -> tuple[tuple[date, tuple[Happening, ...]], ...]:
    """The coming seven days, each with its opening hours: bank holidays and all."""
    if not rules:
        return ()
    today = now.astimezone(LONDON).date()
    days = [today + timedelta(days=offset) for offset in range(WEEK_DAYS)]
    return tuple((day, _hours_on(rules, day, calendar)) for day in days)


def _hours_on(rules: tuple[Rule, ...], day: date, calendar: Calendar) -> tuple[Happening, ...]:
    spans = [Happening(*one.rule.span_on(day), note=one.note) for one in rules if one.rule.occurs_on(day, calendar)]
    return tuple(sorted(spans, key=lambda span: span.starts))


def hub_cards(world: World, session: Session) -> tuple[HubCard, ...]:
    rows = session.scalars(
        select(Location).where(
            Location.kind == LocationKind.HUB, Location.confidential.is_(False), Location.state == State.PUBLISHED
        )
        .options(selectinload(Location.schedules), selectinload(Location.phones)).order_by(Location.name)
    )  # fmt: skip
    return tuple(_card(row, world.now(), world.calendar) for row in rows)


def _card(row: Location, now: datetime, calendar: Calendar) -> HubCard:
    rules = plain.rules(row.schedules, {})
    opening = opening_now((one.rule for one in rules), now, calendar)
    lines = plain.phones(row.phones)
    address = ", ".join(filter(None, (row.address_1, row.postcode)))
    return HubCard(row.id, row.slug, row.name, row.created_at, address, lines[0].number if lines else "",
                   opening.is_open, opening.until, opening.next_opens, bool(rules))  # fmt: skip
