"""The one way in which actions change a record: lock, before, write, address, revision, audit, index marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.occurrences.rolling import roll
from hubdirectory.domain.record_data import Data
from hubdirectory.domain.states import State
from hubdirectory.indexing import services_at_location, services_of_organisation, touch
from hubdirectory.models import Location, Service, new_id

from .places import settle_places
from .reading import read, record_row
from .revising import ground, revise
from .slugs import follow_name, new_slug
from .tables import Record
from .writing import create, write

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


# Fields by which services happen on other dates, or elsewhere.
_OF_DATES = {"service": {"schedules", "places"}, "organisation": set[str](), "location": {"state"}}


@dataclass(frozen=True)
class Put:
    """What a change came to. `numbers` go to `world.index_now` after the commit; `revision` says what stands now."""

    changed: tuple[str, ...]
    revision: int
    numbers: tuple[int, ...] = ()


def put(
    world: World, session: Session, actor: Actor, kind: str, record_id: str, data: Mapping[str, Any],
    action: str, *, note: str = "", audited: bool = True, stands: Data | None = None,
) -> Put:  # fmt: skip
    """Changes these fields of a record inside the caller's unit of work.

    Permissions and values are checked by the caller. Where nothing differs, nothing is written. Rows that the session holds
    are read anew, so load what hangs on the record after it.
    action: what the revision and the audit trail call it: "edited", "paused" …
    stands: what the record is, where the caller has read it under the lock
    Raises RecordMissing, UnknownField, UnknownReference.
    """
    at = world.now()
    record = record_row(session, kind, record_id, lock=True)
    was = record.state
    stands = read(session, kind, record_id) if stands is None else stands
    before = ground(session, kind, record_id, at, stands)
    changed = write(session, kind, record_id, settle_places(world, session, data), at=at, stands=stands)
    if not changed:
        return Put((), before)
    if "name" in changed or was == State.DRAFT:
        follow_name(session, kind, record, was, at)
    number = revise(session, actor, kind, record_id, action, at, note=note)
    if audited:
        auditing.record(session, actor, action, kind, record_id, at=at, details=", ".join(changed))
    return Put(changed, number, follow(world, session, kind, record_id, changed))


def start(
    world: World, session: Session, actor: Actor, kind: str, data: Mapping[str, Any], action: str = "started",
    *, record_id: str = "",
) -> tuple[str, Put]:  # fmt: skip
    """A new record, in state draft unless the data says otherwise; its id. Its first revision is what it began as."""
    at = world.now()
    record_id = record_id or new_id()
    slug = new_slug(session, kind, data.get("name", ""), record_id)
    create(session, kind, record_id, slug, settle_places(world, session, data), at=at)
    number = revise(session, actor, kind, record_id, action, at)
    auditing.record(session, actor, action, kind, record_id, at=at)
    return record_id, Put(tuple(data), number, follow(world, session, kind, record_id, tuple(data)))


def follow(world: World, session: Session, kind: str, record_id: str, changed: tuple[str, ...]) -> tuple[int, ...]:
    """What follows from a record: the dates of its services, where times or places changed, and their cards.

    Gives numbers for `world.index_now`.
    """
    services = services_of(session, kind, record_id)
    if _OF_DATES[kind] & set(changed):
        roll(session, services, world.now(), world.calendar)
    return tuple(touch(session, services, world.engine_names))


def services_of(session: Session, kind: str, record_id: str) -> list[str]:
    """Every service whose card and document say something of the record."""
    if kind == "organisation":
        return services_of_organisation(session, record_id)
    return services_at_location(session, record_id) if kind == "location" else [record_id]


def organisation_of(record: Record) -> str | None:
    """Whose it is, for permissions. A location is nobody's: only the manager changes it."""
    if isinstance(record, Location):
        return None
    return record.organisation_id if isinstance(record, Service) else record.id
