"""What each organisation has to confirm, and when the first of it goes stale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.freshness import Confirmed, Freshness, confirmed_at, record_state, stale_at
from hubdirectory.domain.states import State
from hubdirectory.models import Organisation, Service

from .reading import confirmed_parts, limits_of, with_times

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PUBLIC = (State.PUBLISHED, State.PAUSED)


@dataclass(frozen=True)
class DueRecord:
    """`confirmed_at` is of the whole; `heard_at` is the last confirmation of any part, None for never."""

    kind: str
    id: str
    slug: str
    name: str
    stale_at: datetime
    state: Freshness
    confirmed_at: datetime | None
    heard_at: datetime | None


@dataclass(frozen=True)
class Duty:
    """An organisation and what it has to confirm, what goes stale first at the front: itself, and its public services."""

    organisation: Organisation
    records: tuple[DueRecord, ...]

    @property
    def stale_at(self) -> datetime:
        return self.records[0].stale_at

    @property
    def heard_at(self) -> datetime | None:
        return max((one.heard_at for one in self.records if one.heard_at), default=None)


def duties(world: World, session: Session, organisation_ids: Sequence[str] | None = None) -> list[Duty]:
    """Every published organisation's, or these ones'; what goes stale first at the front."""
    query = select(Organisation).where(Organisation.state.in_(PUBLIC))
    services = select(Service).where(Service.state.in_(PUBLIC))
    if organisation_ids is not None:
        query = query.where(Organisation.id.in_(organisation_ids))
        services = services.where(Service.organisation_id.in_(organisation_ids))
    organisations = session.scalars(query).all()
    lines = _lines(world, session, "organisation", organisations)
    offered: dict[str, list[DueRecord]] = {}
    rows = session.scalars(services).all()
    for row, line in zip(rows, _lines(world, session, "service", rows), strict=True):
        offered.setdefault(row.organisation_id, []).append(line)
    found = [
        Duty(row, tuple(sorted([line, *offered.get(row.id, [])], key=lambda one: (one.stale_at, one.kind, one.name))))
        for row, line in zip(organisations, lines, strict=True)
    ]
    return sorted(found, key=lambda duty: (duty.stale_at, duty.organisation.slug))


def _lines(world: World, session: Session, kind: str, rows: Sequence[Organisation] | Sequence[Service]) -> list[DueRecord]:
    ids = [row.id for row in rows]
    parts, timed = confirmed_parts(session, kind, ids), with_times(session, kind, ids)
    return [_line(world, kind, row, parts.get(row.id, {}), row.id in timed) for row in rows]


def _line(world: World, kind: str, row: Organisation | Service, confirmed: Confirmed, timed: bool) -> DueRecord:
    limits, now = limits_of(world.settings), world.now()
    return DueRecord(
        kind, row.id, row.slug, row.name, stale_at(kind, confirmed, row.created_at, limits, timed),
        record_state(kind, confirmed, now, limits, timed), confirmed_at(confirmed), max(confirmed.values(), default=None),
    )  # fmt: skip
