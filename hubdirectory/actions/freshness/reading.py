"""When records were last confirmed, by whom, and how they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.config import Settings
from hubdirectory.domain.freshness import Confirmed, Freshness, Limits, Part, part_standing, parts_of, record_state, stale_at
from hubdirectory.models import Assurance, Location, Organisation, Schedule, Service

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MODELS: Mapping[str, type[Service] | type[Organisation] | type[Location]] = {
    "service": Service, "organisation": Organisation, "location": Location
}  # fmt: skip
CHUNK = 500


Record = Service | Organisation | Location


def row_of(session: Session, kind: str, record_id: str) -> Record | None:
    return session.get(MODELS[kind], record_id) if kind in MODELS else None  # type: ignore[return-value]


def owner_id(row: Record) -> str | None:
    """The organisation that a record belongs to; a location belongs to none."""
    if isinstance(row, Location):
        return None
    return row.organisation_id if isinstance(row, Service) else row.id


def limits_of(settings: Settings) -> Limits:
    """For how long a confirmation holds here."""
    return Limits(dict(settings.fresh_months))


@dataclass(frozen=True)
class PartLine:
    """One part of a record: when and by whom it was last confirmed (by itself or with the whole), and how it stands."""

    part: Part
    state: Freshness
    confirmed_at: datetime | None
    confirmed_by: str
    months: int | None


@dataclass(frozen=True)
class RecordLine:
    """A record's freshness. `state` is the worst of its parts; `stale_at` when the first of them goes stale, or went."""

    kind: str
    id: str
    state: Freshness
    stale_at: datetime
    parts: tuple[PartLine, ...]


def freshness_of(world: World, kind: str, record_id: str) -> RecordLine | None:
    """How a record stands now, part by part; None where there is no such record."""
    with world.database.reading() as session:
        row = session.get(MODELS[kind], record_id)
        if row is None:
            return None
        timed = record_id in with_times(session, kind, [record_id])
        lines = session.scalars(
            select(Assurance).where(Assurance.record_kind == kind, Assurance.record_id == record_id)
            .order_by(Assurance.confirmed_at)
        ).all()  # fmt: skip
    latest = {line.part: line for line in lines}
    confirmed = {part: line.confirmed_at for part, line in latest.items()}
    now, limits = world.now(), limits_of(world.settings)

    def part_line(part: Part) -> PartLine:
        standing = part_standing(kind, confirmed, now, limits, part)
        said = max((latest[one] for one in {Part.ALL, part} if one in latest), key=lambda one: one.confirmed_at, default=None)
        return PartLine(part, standing.state, standing.confirmed_at, said.confirmed_by if said else "", standing.months)

    return RecordLine(
        kind, record_id, record_state(kind, confirmed, now, limits, timed),
        stale_at(kind, confirmed, getattr(row, "created_at", now), limits, timed), tuple(map(part_line, parts_of(timed))),
    )  # fmt: skip


def confirmed_parts(session: Session, kind: str, ids: Iterable[str]) -> dict[str, Confirmed]:
    """When each part of each record was last confirmed; what never was is left out."""
    found: dict[str, dict[str, datetime]] = {}
    listed = list(ids)
    for start in range(0, len(listed), CHUNK):
        query = (
            select(Assurance.record_id, Assurance.part, func.max(Assurance.confirmed_at))
            .where(Assurance.record_kind == kind, Assurance.record_id.in_(listed[start : start + CHUNK]))
            .group_by(Assurance.record_id, Assurance.part)
        )
        for record_id, part, at in session.execute(query):
            found.setdefault(record_id, {})[part] = at
    return {record_id: dict(parts) for record_id, parts in found.items()}


def with_times(session: Session, kind: str, ids: Iterable[str]) -> set[str]:
    """Those of the records that say times, so that times can go stale."""
    if kind == "organisation":
        return set()
    owner = Schedule.service_id if kind == "service" else Schedule.location_id
    listed = list(ids)
    found: set[str | None] = set()
    for start in range(0, len(listed), CHUNK):
        found |= set(session.scalars(select(owner).where(owner.in_(listed[start : start + CHUNK])).distinct()))
    return {record_id for record_id in found if record_id}
