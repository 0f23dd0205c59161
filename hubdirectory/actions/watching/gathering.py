"""What there is to watch: the web addresses and numbers that public records have now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, null, select
from sqlalchemy.orm import Session

from hubdirectory.domain.states import State
from hubdirectory.models import Location, Organisation, Phone, Service, Watched, new_id

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

WEBSITE, PHONE = "website", "phone"
PUBLIC = (State.PUBLISHED, State.PAUSED)
CHUNK = 500
KINDS: tuple[tuple[str, Any, Any], ...] = (
    ("service", Service, Service.url), ("organisation", Organisation, Organisation.website),
    ("location", Location, Location.website),
)  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """Something to watch."""

    kind: str
    record_id: str
    field: str
    value: str
    organisation_id: str | None


def gather(world: World) -> int:
    """Brings the list of what is watched in line with the records; how many there are. What changed begins anew."""
    with world.database.writing() as session:
        wanted = {(one.kind, one.record_id, one.field, one.value): one for one in _things(session)}
        columns = select(
            Watched.id, Watched.record_kind, Watched.record_id, Watched.field, Watched.value, Watched.organisation_id
        )
        known = {
            (kind, record, field, value): (key, owner) for key, kind, record, field, value, owner in session.execute(columns)
        }
        gone = [key for what, (key, owner) in known.items() if what not in wanted or wanted[what].organisation_id != owner]
        kept = {what for what, (key, _) in known.items() if key not in set(gone)}
        _forget(session, gone)
        new = [thing for what, thing in wanted.items() if what not in kept]
        session.add_all(
            Watched(
                id=new_id(), organisation_id=one.organisation_id, record_kind=one.kind, record_id=one.record_id, field=one.field,
                value=one.value, next_at=world.now(),
            )
            for one in new
        )  # fmt: skip
        return len(wanted)


def _forget(session: Session, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), CHUNK):
        session.execute(delete(Watched).where(Watched.id.in_(ids[start : start + CHUNK])))


def _things(session: Session) -> Iterator[Thing]:
    """Nobody looks for the websites of invented organisations."""
    for kind, model, website in KINDS:
        public = select(model.id, _owner(model), website, model.sample).where(model.state.in_(PUBLIC))
        if model is Location:
            public = public.where(Location.confidential.is_(False))
        rows = {record_id: (owner_id, address, sample) for record_id, owner_id, address, sample in session.execute(public)}
        for record_id, (owner_id, address, sample) in rows.items():
            if address.strip() and not sample:
                yield Thing(kind, record_id, WEBSITE, address.strip()[:500], owner_id)
        column = getattr(Phone, f"{kind}_id")
        for record_id, number in session.execute(select(column, Phone.number).where(column.is_not(None)).distinct()):
            if record_id in rows and number.strip():
                yield Thing(kind, record_id, PHONE, number.strip(), rows[record_id][0])


def _owner(model: Any) -> Any:
    if model is Service:
        return Service.organisation_id
    return Organisation.id if model is Organisation else null()
