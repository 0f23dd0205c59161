"""A service with everything that its card and its document are made of, in a handful of queries for many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hubdirectory.models import Assurance, Attribute, Location, Service, ServiceArea, ServiceAtLocation, TaxonomyTerm

CHUNK = 500


def load_services(session: Session, ids: Sequence[str], *, fresh: bool = False) -> list[Service]:
    """The services with these ids, in their order; ids that are not there are left out.

    fresh: as the database has them now, also where the session remembers them otherwise
    """
    found: dict[str, Service] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(Service).where(Service.id.in_(ids[start : start + CHUNK])).options(*WHOLE)
        query = query.execution_options(populate_existing=fresh)
        found |= {service.id: service for service in session.scalars(query)}
    return [found[id_] for id_ in ids if id_ in found]


_LOCATION = selectinload(Service.places).joinedload(ServiceAtLocation.location)
_TERM = selectinload(Service.attributes).joinedload(Attribute.term)
WHOLE = (
    joinedload(Service.organisation),
    _LOCATION.selectinload(Location.accessibility),
    _LOCATION.joinedload(Location.area),
    selectinload(Service.service_areas).joinedload(ServiceArea.area),
    selectinload(Service.schedules),
    selectinload(Service.changed_dates),
    selectinload(Service.phones),
    selectinload(Service.cost_options),
    joinedload(Service.eligibility),
    selectinload(Service.languages),
    selectinload(Service.texts),
    _TERM.joinedload(TaxonomyTerm.taxonomy),
)


def last_confirmed(session: Session, ids: Iterable[str], kind: str = "service") -> dict[str, datetime]:
    """When each record was last confirmed as a whole; records that never were are left out."""
    query = (
        select(Assurance.record_id, func.max(Assurance.confirmed_at))
        .where(Assurance.record_kind == kind, Assurance.part == "all", Assurance.record_id.in_(list(ids)))
        .group_by(Assurance.record_id)
    )
    return dict(session.execute(query).all())
