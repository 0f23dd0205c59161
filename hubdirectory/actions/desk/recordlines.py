"""What lists call records: name, whose it is, state and address, for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.models import Location, Organisation, Service


@dataclass(frozen=True)
class RecordName:
    """A record in a list. `owner` is its organisation's name, of a location its kind."""

    kind: str
    id: str
    slug: str
    name: str
    owner: str
    owner_id: str
    state: str


def names_of(session: Session, records: Iterable[tuple[str, str]]) -> dict[tuple[str, str], RecordName]:
    """By kind and id; what is gone is left out."""
    wanted: dict[str, set[str]] = {}
    for kind, id_ in records:
        wanted.setdefault(kind, set()).add(id_)
    services = (
        select(Service.id, Service.slug, Service.name, Organisation.name, Organisation.id, Service.state)
        .join(Organisation, Organisation.id == Service.organisation_id).where(Service.id.in_(wanted.get("service", ())))
    )  # fmt: skip
    organisations = select(
        Organisation.id, Organisation.slug, Organisation.name, Organisation.name, Organisation.id, Organisation.state
    ).where(Organisation.id.in_(wanted.get("organisation", ())))
    locations = select(Location.id, Location.slug, Location.name, Location.kind, Location.id, Location.state).where(
        Location.id.in_(wanted.get("location", ()))
    )
    queries = {"service": services, "organisation": organisations, "location": locations}
    found = {}
    for kind, query in queries.items():
        if wanted.get(kind):
            for id_, slug, name, owner, owner_id, state in session.execute(query):
                owned = kind == "service"
                found[(kind, id_)] = RecordName(
                    kind, id_, slug, name, owner if kind != "organisation" else "", owner_id if owned else "", state
                )
    return found
