"""The hub to send somebody to: the nearest, or where nobody said where they are the one that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hubdirectory.actions.showing import HubCard, PlaceView, place
from hubdirectory.actions.showing.places import hub_cards
from hubdirectory.domain.routing import Routing

from .views import HubStep

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

FAR_AWAY = 1e9
NEVER = datetime.max.replace(tzinfo=UTC)


def hub_for(world: World, session: Session, way: Routing, miles: Mapping[str, float]) -> HubStep | None:
    """Among the hubs of the way, else among all: the nearest. None where there is none that may be suggested."""
    allowed = [hub for hub in hub_cards(world, session) if hub.slug not in way.barred]
    on_the_way = [hub for hub in allowed if hub.slug in way.hubs]
    ordered = _ordered(on_the_way or allowed, miles)
    return _step(world, ordered[0], miles) if ordered else None


def _ordered(hubs: Sequence[HubCard], miles: Mapping[str, float]) -> list[HubCard]:
    """By distance; where that says nothing an open one, one that can be rung, the one that opens first."""
    return sorted(hubs, key=lambda hub: (
        miles.get(hub.id, FAR_AWAY), not hub.is_open, not hub.phone, hub.opens_next or NEVER, hub.name
    ))  # fmt: skip


def _step(world: World, hub: HubCard, miles: Mapping[str, float]) -> HubStep | None:
    shown = place(world, hub.slug)
    if not isinstance(shown, PlaceView):
        return None
    voices = (line for line in shown.phones if line.kind == "voice")
    return HubStep(shown, miles.get(hub.id), next(voices, None))
