"""What somebody belongs to, and what waits for them there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import changes
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.changes import Line
from hubdirectory.actions.freshness.confirming import confirm_within
from hubdirectory.actions.freshness.reading import confirmed_parts, limits_of, with_times
from hubdirectory.domain.freshness import Confirmed, Freshness, confirmed_at, record_state
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import MemberRole, State
from hubdirectory.models import Membership, Organisation, Service

from .membership import the_organisation

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PUBLIC = (State.PUBLISHED, State.PAUSED)


@dataclass(frozen=True)
class OurRecord:
    """A record of ours. `change`: the actor's own open change of it; `others`: colleagues who have one."""

    kind: str
    id: str
    slug: str
    name: str
    state: State
    paused_until: date | None
    freshness: Freshness
    confirmed_at: datetime | None
    change: Line | None
    others: tuple[str, ...]

    @property
    def public(self) -> bool:
        return self.state in PUBLIC

    @property
    def to_confirm(self) -> bool:
        """Public, and not confirmed of late."""
        return self.state == State.PUBLISHED and self.freshness != Freshness.FRESH


@dataclass(frozen=True)
class OurOrganisation:
    """An organisation that the actor belongs to: its own record, and its services, what is not public yet first."""

    id: str
    name: str
    role: MemberRole
    trusted: bool
    people: int
    record: OurRecord
    services: tuple[OurRecord, ...]

    @property
    def records(self) -> tuple[OurRecord, ...]:
        return (self.record, *self.services)

    @property
    def waiting(self) -> tuple[OurRecord, ...]:
        """Those that the actor has begun to change."""
        return tuple(one for one in self.records if one.change)


def ours(world: World, actor: Actor, only: str = "") -> tuple[OurOrganisation, ...]:
    """The actor's organisations by name, or the one of that id. Needs Permission.OUR_PAGES."""
    actor.must(Permission.OUR_PAGES)
    wanted = [only] if only else list(actor.memberships)
    for one in wanted:
        actor.must(Permission.EDIT, one)
    lines = [line for one in wanted for line in changes.of_organisation(world, actor, one)]
    with world.database.reading() as session:
        rows = session.scalars(select(Organisation).where(Organisation.id.in_(wanted)).order_by(Organisation.name)).all()
        return tuple(_organisation(world, session, actor, row, [one for one in lines if _of(one, row.id)]) for row in rows)


def confirm_all(world: World, actor: Actor, organisation_id: str) -> int:
    """Everything public that the organisation has is still right; how many records."""
    actor.must(Permission.CONFIRM, organisation_id)
    with world.database.writing() as session:
        organisation = the_organisation(session, organisation_id)
        wanted = [("organisation", organisation_id)] if organisation.state == State.PUBLISHED else []
        services = select(Service.id).where(Service.organisation_id == organisation_id, Service.state == State.PUBLISHED)
        wanted += [("service", one) for one in session.scalars(services)]
        done = [confirm_within(world, session, actor, kind, record_id) for kind, record_id in wanted]
    world.index_now(sorted({number for one in done for number in one.numbers}))
    return len(wanted)


def _of(line: Line, organisation_id: str) -> bool:
    return line.organisation_id == organisation_id


def _organisation(world: World, session: Session, actor: Actor, row: Organisation, lines: list[Line]) -> OurOrganisation:
    services = session.scalars(select(Service).where(Service.organisation_id == row.id)).all()
    made = _records(world, session, actor, "organisation", [row], lines)
    made += _records(world, session, actor, "service", services, lines)
    order = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED, State.PAUSED, State.CLOSED)
    people = select(func.count()).select_from(Membership).where(Membership.organisation_id == row.id)
    return OurOrganisation(
        row.id, row.name, actor.memberships.get(row.id, MemberRole.EDITOR), row.trusted, session.scalar(people) or 0, made[0],
        tuple(sorted(made[1:], key=lambda one: (order.index(one.state), one.name.casefold()))),
    )  # fmt: skip


def _records(
    world: World, session: Session, actor: Actor, kind: str, rows: Iterable[Organisation | Service], lines: list[Line]
) -> list[OurRecord]:  # fmt: skip
    rows = list(rows)
    ids = [row.id for row in rows]
    confirmed, timed = confirmed_parts(session, kind, ids), with_times(session, kind, ids)
    return [_record(world, actor, kind, row, confirmed.get(row.id, {}), row.id in timed, lines) for row in rows]


def _record(
    world: World, actor: Actor, kind: str, row: Organisation | Service, confirmed: Confirmed, timed: bool, lines: list[Line]
) -> OurRecord:  # fmt: skip
    here = [line for line in lines if (line.kind, line.record_id) == (kind, row.id)]
    own = next((line for line in here if line.author_id == actor.account_id), None)
    state = record_state(kind, confirmed, world.now(), limits_of(world.settings), timed)
    return OurRecord(
        kind, row.id, row.slug, (own and own.name) or row.name, State(row.state), getattr(row, "paused_until", None), state,
        confirmed_at(confirmed), own, tuple(line.author for line in here if line is not own),
    )  # fmt: skip


def publishes_at_once(world: World, actor: Actor, organisation_id: str) -> bool:
    """Whether what the actor sends in is public when it is sent: the manager's, and a trusted organisation's."""
    actor.must(Permission.EDIT, organisation_id)
    if actor.may(Permission.DESK):
        return True
    with world.database.reading() as session:
        return the_organisation(session, organisation_id).trusted


def name_of(world: World, organisation_id: str) -> str:
    """Raises NoSuchOrganisation."""
    with world.database.reading() as session:
        return the_organisation(session, organisation_id).name
