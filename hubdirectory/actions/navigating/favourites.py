"""A navigator's own favourites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import State
from hubdirectory.indexing.dirty import insert_into
from hubdirectory.models import Favourite, Organisation, Service

from .services import ServiceName, the_service

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def favourites_of(world: World, actor: Actor) -> tuple[ServiceName, ...]:
    """The actor's own that may still be found, by name."""
    actor.must(Permission.NAVIGATE)
    query = (
        select(Service.id, Service.slug, Service.name, Organisation.name)
        .join(Organisation).join(Favourite, Favourite.service_id == Service.id)
        .where(Favourite.account_id == actor.account_id)
        .where(Service.state == State.PUBLISHED, Organisation.state == State.PUBLISHED)
        .order_by(Service.name, Service.slug)
    )  # fmt: skip
    with world.database.reading() as session:
        return tuple(ServiceName(*row) for row in session.execute(query))


def star(world: World, actor: Actor, slug: str, on: bool = True) -> ServiceName:
    """Puts a service among the actor's favourites, or takes it out; again is harmless. Raises NoSuchService."""
    actor.must(Permission.NAVIGATE)
    with world.database.writing() as session:
        service = the_service(session, slug)
        mine = (Favourite.account_id == actor.account_id, Favourite.service_id == service.id)
        if on:
            row = {"account_id": actor.account_id, "service_id": service.id, "since": world.now()}
            session.execute(insert_into(session, Favourite).values(row).on_conflict_do_nothing())
        else:
            session.execute(delete(Favourite).where(*mine))
        return service
