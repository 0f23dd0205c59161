"""One service, as its page shows it; and services as the lines of a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hubdirectory.actions.showing import plain, tongues
from hubdirectory.actions.showing.dates import next_dates
from hubdirectory.actions.showing.facts import Gone, Moved
from hubdirectory.actions.showing.pictures import pictures
from hubdirectory.actions.showing.record import last_confirmed, moved, origin
from hubdirectory.actions.showing.views import Link, Place, ServiceLine, ServiceView
from hubdirectory.domain.costs import cost_kinds
from hubdirectory.domain.freshness import Part
from hubdirectory.domain.schedules import Calendar
from hubdirectory.domain.states import State, has_page
from hubdirectory.models import Attribute, Location, Occurrence, Service, ServiceAtLocation, TaxonomyTerm

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

CHANGED = selectinload(Service.changed_dates).joinedload(Occurrence.location)
_PLACE = (selectinload(Service.places).joinedload(ServiceAtLocation.location),)
WHOLE = (
    joinedload(Service.organisation),
    *(option.selectinload(Location.accessibility) for option in _PLACE),
    *(option.joinedload(Location.area) for option in _PLACE),
    selectinload(Service.service_areas), selectinload(Service.schedules), CHANGED, selectinload(Service.contacts),
    selectinload(Service.phones), selectinload(Service.cost_options), selectinload(Service.eligibility),
    selectinload(Service.languages), selectinload(Service.texts),
    selectinload(Service.attributes).joinedload(Attribute.term).joinedload(TaxonomyTerm.taxonomy),
)  # fmt: skip

# What a line of a list needs.
LINE = (
    joinedload(Service.organisation), selectinload(Service.schedules), selectinload(Service.places), selectinload(Service.texts),
    CHANGED,
)  # fmt: skip


def service(world: World, slug: str, locale: str) -> ServiceView | Moved | Gone | None:
    """The service at a slug: to be shown, moved, gone (410), or None (404) for a draft and what never was."""
    with world.database.reading() as session:
        row = session.scalar(select(Service).where(Service.slug == slug).options(*WHOLE))
        if row is None:
            return moved(session, "service", Service, slug)
        if not has_page(row.state, row.organisation.state):
            return Gone(row.name) if State.CLOSED in (row.state, row.organisation.state) else None
        return _view(session, row, locale, world.now(), world.calendar)


def as_it_would_be(session: Session, service_id: str, locale: str, now: datetime, calendar: Calendar) -> ServiceView:
    """As its page would show it, whatever its state; for a unit of work that writes a draft and takes it back."""
    query = select(Service).where(Service.id == service_id).options(*WHOLE).execution_options(populate_existing=True)
    return _view(session, session.scalars(query).unique().one(), locale, now, calendar)


def _view(session: Session, row: Service, locale: str, now: datetime, calendar: Calendar) -> ServiceView:
    places = {at.location_id: plain.place(at.location, at.description) for at in row.places}
    rules = plain.rules(row.schedules, places)
    paused = row.state == State.PAUSED or row.organisation.state == State.PAUSED
    assured, timed = (last_confirmed(session, "service", row.id, part) for part in (Part.ALL, Part.TIMES))
    ages, said = row.eligibility, tongues.said(row, row.texts, locale)
    return ServiceView(
        id=row.id, slug=row.slug, name=row.name, summary=said.words["summary"], description=said.words["description"],
        tongues=said.tongues, left_in_english=said.left,
        organisation=Link(row.organisation.slug, row.organisation.name),
        paused=paused, paused_until=row.paused_until, paused_reason=row.paused_reason,
        modes=tuple(row.modes or ()), booking=row.booking, how_to_join=said.words["application_process"],
        fees=said.words["fees_description"], costs=plain.costs(row.cost_options),
        cost_kinds=cost_kinds((cost.amount, f"{cost.option} {cost.amount_description}") for cost in row.cost_options),
        minimum_age=ages.minimum_age if ages else None, maximum_age=ages.maximum_age if ages else None,
        conditions=said.words["conditions"],
        audiences=plain.confirmed_terms(row.attributes, "audience", locale),
        needs=plain.confirmed_terms(row.attributes, "need", locale),
        types=plain.confirmed_terms(row.attributes, "service-type", locale),
        places=tuple(places.values()), areas=_areas(row, places.values()), rules=rules,
        next_times=() if paused else next_dates(row, places, now, calendar),
        phones=plain.phones(row.phones), people=plain.people(row.contacts), email=row.email, website=row.url,
        languages=plain.spoken(row.languages),
        confirmed_at=assured.confirmed_at if assured else None, confirmed_by=assured.confirmed_by if assured else "",
        times_confirmed_at=timed.confirmed_at if timed else None,
        origin=origin(session, "service", row.id), sample=row.sample, changed_at=row.updated_at,
        pictures=pictures(session, "service", row.id),
    )  # fmt: skip


def _areas(row: Service, places: Iterable[Place]) -> tuple[str, ...]:
    """Whom it serves. A ward would narrow down where a refuge is, so a confidential place takes wards away."""
    hidden = {"ward"} if any(place.confidential for place in places) else set()
    return tuple(area.name for area in row.service_areas if area.kind not in hidden)


def service_line(row: Service, now: datetime, calendar: Calendar, locale: str) -> ServiceLine:
    summary, tongue = tongues.summary(row, locale)
    paused = row.state == State.PAUSED
    coming = () if paused else next_dates(row, {}, now, calendar, number=1, cancelled=False)
    return ServiceLine(
        row.slug, row.name, summary, Link(row.organisation.slug, row.organisation.name),
        tuple(row.modes or ()), coming[0] if coming else None, paused, tongue,
    )  # fmt: skip


def lines(rows: Iterable[Service], now: datetime, calendar: Calendar, locale: str) -> tuple[ServiceLine, ...]:
    """The rows that may be seen, by name."""
    seen = [row for row in rows if has_page(row.state, row.organisation.state)]
    return tuple(service_line(row, now, calendar, locale) for row in sorted(seen, key=lambda row: row.name.casefold()))
