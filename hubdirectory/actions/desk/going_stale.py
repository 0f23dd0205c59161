"""What is going stale: found by the one rule of freshness, counted for the morning."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hubdirectory.domain.freshness import Freshness
from hubdirectory.domain.states import State
from hubdirectory.models import Assurance, Organisation, Service

from .conditions import conditions
from .wanted import Wanted

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

STALE = (Freshness.STALE.value, Freshness.LONG_STALE.value)
PUBLIC = (State.PUBLISHED.value, State.PAUSED.value)


def wanted_stale(page: int = 1) -> Wanted:
    """Services that people see and nobody has confirmed for too long, those that waited longest first."""
    return Wanted(kind="service", states=PUBLIC, freshness=STALE, sort="confirmed", page=page)


def stale_counts(world: World) -> tuple[int, datetime | None]:
    """How many services are stale, and when the oldest of them was last confirmed (or came, where nobody ever did)."""
    last = (
        select(func.max(Assurance.confirmed_at))
        .where(Assurance.record_kind == "service", Assurance.record_id == Service.id, Assurance.part == "all")
        .correlate(Service).scalar_subquery()
    )  # fmt: skip
    public = Organisation.state.in_(PUBLIC)
    query = (
        select(func.count(), func.min(func.coalesce(last, Service.created_at))).select_from(Service)
        .join(Organisation, Organisation.id == Service.organisation_id)
        .where(public, *conditions(world, "service", Service, wanted_stale()))
    )  # fmt: skip
    with world.database.reading() as session:
        count, oldest = session.execute(query).one()
    return count, oldest
