"""Services that navigators point at, by their slugs: never a draft, never one that is not public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.cards import card_of
from hubdirectory.actions.finding import places_within
from hubdirectory.actions.results import Result
from hubdirectory.actions.results_of_cards import Moment, result_of
from hubdirectory.domain.distance import Point
from hubdirectory.domain.states import State
from hubdirectory.models import Organisation, Service
from hubdirectory.models.straight import rows

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class NoSuchService(LookupError):
    """None that is public has this slug."""


@dataclass(frozen=True)
class ServiceName:
    id: str
    slug: str
    name: str
    organisation: str


def the_service(session: Session, slug: str) -> ServiceName:
    """Raises NoSuchService."""
    found = names_by_slug(session, [slug])
    if not found:
        raise NoSuchService(slug)
    return found[0]


def names_by_slug(session: Session, slugs: Sequence[str]) -> tuple[ServiceName, ...]:
    """Those that may be found, in the order of the slugs."""
    query = select(Service.id, Service.slug, Service.name, Organisation.name).join(Organisation)
    public = query.where(Service.state == State.PUBLISHED, Organisation.state == State.PUBLISHED, Service.slug.in_(slugs))
    found = {slug: ServiceName(id_, slug, name, of) for id_, slug, name, of in session.execute(public)}
    return tuple(found[slug] for slug in dict.fromkeys(slugs) if slug in found)


CARDS = """
SELECT service.slug, CAST(service_card.card AS TEXT) FROM service_card JOIN service ON service.id = service_card.service_id
WHERE service_card.searchable AND service.slug IN ({})
"""


def results_by_slug(world: World, slugs: Sequence[str], point: Point | None = None) -> tuple[Result, ...]:
    """Those services that may be found, as results, in the order of the slugs; with the miles from the point to each."""
    wanted = tuple(dict.fromkeys(slugs))
    if not wanted:
        return ()
    with world.database.reading() as session:
        found = rows(session.connection(), CARDS.format(",".join("?" * len(wanted))), wanted)
        miles = places_within(session, point, None) if point else {}
    moment = Moment(world.now(), world.calendar, (), miles)
    cards = {slug: card_of(text) for slug, text in found}
    listed = [cards[slug] for slug in wanted if slug in cards]
    return tuple(result_of(card, moment, _nearest(card.result, miles)) for card in listed)


def _nearest(result: Result, miles: Mapping[str, float]) -> float | None:
    return min((miles[place.id] for place in result.places if place.id in miles), default=None)
