"""What is said of the services and places of many dated happenings, read in a few queries.

A service is kept by its card's generation, which grows with every edit: it is read again when it changed, and only then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.models import Accessibility, Database, Location, ServiceCard

from .views import Offer, Spot

MOST_KEPT = 20_000
CHUNK = 500
_JOIN = {"drop-in": ("drop-in",), "appointment": ("appointment",), "either": ("drop-in", "appointment")}
# Hubs and access are here of all its places together.
FACETS = ("need", "audience", "cost", "hub", "access")


@dataclass(frozen=True, slots=True)
class _Known:
    generation: int
    offer: Offer


_kept: WeakKeyDictionary[Database, dict[int, _Known]] = WeakKeyDictionary()


def offers_of(database: Database, session: Session, wanted: Mapping[int, tuple[int, str]]) -> dict[int, Offer]:
    """The services with these cards. `wanted`: number -> generation and service id, as the database says them now."""
    kept = _kept.setdefault(database, {})
    if len(kept) > MOST_KEPT:
        kept.clear()
    missing = [number for number, (generation, id_) in wanted.items() if not _holds(kept.get(number), generation, id_)]
    for start in range(0, len(missing), CHUNK):
        some = missing[start : start + CHUNK]
        query = select(ServiceCard.number, ServiceCard.generation, ServiceCard.card, ServiceCard.document)
        for number, generation, card, document in session.execute(query.where(ServiceCard.number.in_(some))):
            kept[number] = _Known(generation, _offer(card, document["facets"]))
    return {number: kept[number].offer for number in wanted if number in kept}


def _holds(known: _Known | None, generation: int, service_id: str) -> bool:
    return known is not None and known.generation == generation and known.offer.id == service_id


def _offer(card: dict[str, Any], facets: dict[str, list[str]]) -> Offer:
    values = {group: tuple(facets.get(group, ())) for group in FACETS}
    return Offer(
        id=card["id"], slug=card["slug"], name=card["name"], summary=card["summary"], organisation=card["organisation"],
        organisation_slug=card["organisation_slug"], booking=card["booking"], modes=tuple(card["modes"]),
        cost=card["cost"], cost_words=card["cost_words"], phone=card["phone"], text=card["text"],
        values={**values, "join": _JOIN.get(card["booking"], ())},
    )  # fmt: skip


def spots_of(session: Session, ids: Iterable[str]) -> dict[str, Spot]:
    """The places with these ids, with what they have. Of a confidential one only that it is one."""
    wanted = list(ids)
    access: dict[str, list[str]] = {}
    spots: dict[str, Spot] = {}
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        slugs = select(Accessibility.location_id, Accessibility.slug).where(Accessibility.location_id.in_(some))
        for location_id, slug in session.connection().execute(slugs).all():
            access.setdefault(location_id, []).append(slug)
        rows = select(
            Location.id, Location.confidential, Location.slug, Location.name, Location.kind, Location.address_1,
            Location.postcode, Location.latitude, Location.longitude,
        ).where(Location.id.in_(some))  # fmt: skip
        spots |= {row.id: _spot(row, tuple(access.get(row.id, ()))) for row in session.connection().execute(rows).all()}
    return spots


def _spot(row: Any, access: tuple[str, ...]) -> Spot:
    if row.confidential:
        return Spot(row.id, confidential=True)
    address = ", ".join(filter(None, (row.address_1, row.postcode)))
    return Spot(row.id, False, row.slug, row.name, row.kind, address, row.latitude, row.longitude, access)
