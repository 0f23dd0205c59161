"""Adding a date in a moment: the name of a service, or a title of its own, a hub, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import occurrences, records
from hubdirectory.actions.acting import PRODUCT, Actor
from hubdirectory.actions.occurrences import Standing
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.slugs import slug_of
from hubdirectory.domain.states import Mode, State
from hubdirectory.indexing import touch
from hubdirectory.models import Location, Organisation, Service, ServiceAtLocation, ServiceCard, new_id

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

LONGEST_SLUG = 80


class NothingSaid(ValueError):
    """Neither a service nor a title."""


class NoSuchPlace(LookupError):
    """There is no such place that everybody may know of."""


@dataclass(frozen=True)
class Added:
    """The new date. `service` is the name of the service that it is a date of; `titled`: it has a title of its own."""

    standing: Standing
    service: str
    titled: bool


def add(world: World, actor: Actor, what: str, *, place_id: str, starts: datetime, ends: datetime, words: str = "") -> Added:
    """`what`: the name of a service that can be found, best of one at that place; else a title of its own.

    Something with a title belongs to a service that stands for whatever else is on at the place, made when first needed.
    Raises NotAllowed, NothingSaid, NoSuchPlace, and WrongValue of `occurrences`.
    """
    actor.must(Permission.RUN_DAY, places=(place_id,))
    name = " ".join(what.split())
    if not name:
        raise NothingSaid(what)
    known = _named(world, name, place_id)
    service_id, called = known or _whatever_else(world, place_id)
    title = "" if known else name
    standing = occurrences.add_one_off(
        world, actor, service_id, starts=starts, ends=ends, location_id=place_id, title=title, words=words
    )
    return Added(standing, called, bool(title))


def _named(world: World, name: str, place_id: str) -> tuple[str, str] | None:
    """The service of that name that may be found: one at the place before all others."""
    here = select(ServiceAtLocation.id).where(
        ServiceAtLocation.service_id == Service.id, ServiceAtLocation.location_id == place_id
    )
    query = (
        select(Service.id, Service.name).join(ServiceCard, ServiceCard.service_id == Service.id)
        .where(ServiceCard.searchable, func.lower(Service.name) == name.lower())
        .order_by(here.exists().desc(), Service.slug)
    )  # fmt: skip
    with world.database.reading() as session:
        row = session.execute(query.limit(1)).first()
        return (row.id, row.name) if row else None


def _whatever_else(world: World, place_id: str) -> tuple[str, str]:
    with world.database.writing() as session:
        place = session.get(Location, place_id)
        if place is None or place.confidential or place.state != State.PUBLISHED:
            raise NoSuchPlace(place_id)
        slug = f"also-on-at-{place.slug}"[:LONGEST_SLUG]
        row = session.scalar(select(Service).where(Service.slug == slug))
        if row is None:
            row = _made(world, session, place, slug)
        found = row.id, row.name
        numbers = touch(session, [row.id], world.engine_names)
    world.index_now(numbers)
    return found


def _made(world: World, session: Session, place: Location, slug: str) -> Service:
    row = Service(
        id=new_id(), slug=slug, organisation_id=_own_organisation(world, session), name=f"Also on at {place.name}",
        summary=f"What else is on at {place.name}, once or now and then.", modes=[Mode.PLACE.value], state=State.PUBLISHED,
        sample=place.sample,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(ServiceAtLocation(service_id=row.id, location_id=place.id))
    session.flush()
    records.revise(session, PRODUCT, "service", row.id, "created", world.now())
    return row


def _own_organisation(world: World, session: Session) -> str:
    """The organisation that stands for this site itself."""
    slug = f"{slug_of(world.settings.site_name)[: LONGEST_SLUG - 8]}-itself"
    known = session.scalar(select(Organisation.id).where(Organisation.slug == slug))
    if known:
        return known
    row = Organisation(id=new_id(), slug=slug, name=world.settings.site_name, state=State.PUBLISHED)
    session.add(row)
    session.flush()
    records.revise(session, PRODUCT, "organisation", row.id, "created", world.now())
    return row.id
