"""Where a navigator works: surgeries and hubs. A manager may stand in at any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor, NotAllowed
from hubdirectory.domain.distance import Point
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import LocationKind, State
from hubdirectory.models import AccountLocation, Location

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

KINDS = (LocationKind.SURGERY, LocationKind.HUB)


@dataclass(frozen=True)
class Workplace:
    """A surgery or a hub. `point` is None where nobody knows it."""

    id: str
    slug: str
    name: str
    kind: str
    point: Point | None


def workplaces(world: World, actor: Actor) -> tuple[Workplace, ...]:
    """Where the actor works, by name. A manager gets every hub and every surgery."""
    actor.must(Permission.NAVIGATE)
    columns = (Location.id, Location.slug, Location.name, Location.kind, Location.latitude, Location.longitude)
    query = select(*columns).where(Location.confidential.is_(False), Location.state == State.PUBLISHED, Location.kind.in_(KINDS))
    if not works_everywhere(actor):
        query = query.where(Location.id.in_(_their_own(actor)))
    with world.database.reading() as session:
        rows = session.execute(query.order_by(Location.name, Location.slug)).all()
    return tuple(Workplace(*row[:4], _point(row[4], row[5])) for row in rows)


def works_everywhere(actor: Actor) -> bool:
    return actor.may(Permission.DESK)


def works_at(session: Session, actor: Actor, place_id: str) -> bool:
    return works_everywhere(actor) or place_id in session.scalars(_their_own(actor)).all()


def must_work_at(session: Session, actor: Actor, place_id: str) -> None:
    """Raises NotAllowed."""
    actor.must(Permission.NAVIGATE)
    if not works_at(session, actor, place_id):
        raise NotAllowed("This is not one of their places.")


def _their_own(actor: Actor) -> Select[str]:
    return select(AccountLocation.location_id).where(AccountLocation.account_id == actor.account_id)


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else Point(latitude, longitude)
