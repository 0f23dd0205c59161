"""From schedules to occurrences: what is planned for the days of the horizon, laid over what is kept.

What was done by hand stays: a row is found again by its identity, else (a schedule was edited, an import wrote it anew)
as the one of the same service and day, at the same place if it can be, at the nearest time. Where nothing is planned on
that day any more it is kept unseen, and comes back with the plan. Days before today stay as they were.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hubdirectory.domain.occurrences import Expansion, Horizon, Planned, identity_of
from hubdirectory.domain.schedules import Calendar
from hubdirectory.models import Occurrence, Schedule, Service, ServiceAtLocation, new_id

from .inserting import insert_new

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

CHUNK = 500
FEW = 20
Row = dict[str, Any]


@dataclass
class Rolled:
    """How many occurrences were added, changed and taken away."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: Rolled) -> Rolled:
        return Rolled(self.added + other.added, self.changed + other.changed, self.removed + other.removed)


class Kept(NamedTuple):
    """As much of a row as tells whether it has to change."""

    id: str
    identity: str
    planned: bool
    touched: bool
    ends: datetime
    said: str


@dataclass
class _Service:
    """One service's rows beside its plans. `left`: plans that no row stands for; `adrift`: rows that no plan says."""

    id: str
    plans: dict[str, Planned]
    rows: list[Kept]
    left: dict[str, Planned] = field(init=False)

    def __post_init__(self) -> None:
        known = {row.identity for row in self.rows}
        self.left = {identity: plan for identity, plan in self.plans.items() if identity not in known}

    @property
    def adrift(self) -> Iterator[Kept]:
        return (row for row in self.rows if row.identity not in self.plans)

    @property
    def changed(self) -> Iterator[Kept]:
        for row in self.rows:
            plan = self.plans.get(row.identity)
            if plan and (row.planned, row.ends, row.said) != (True, plan.dated.ends, plan.said):
                yield row

    def settle(self, row: Occurrence) -> None:
        """Brings a changed or drifting row in line with the plan; what was done to it stays."""
        if row.identity in self.plans:
            _follow(row, row.identity, self.plans[row.identity])
            return
        nearest = min(
            (identity for identity, plan in self.left.items() if plan.dated.day == row.planned_day),
            key=lambda identity: _distance(row, self.left[identity]), default=None,
        )  # fmt: skip
        if nearest:
            _follow(row, nearest, self.left.pop(nearest))
        else:
            row.planned = False

    def new_rows(self) -> list[Row]:
        """A row's id is its identity, unless a row that was carried elsewhere has that id."""
        taken = {row.id for row in self.rows}
        return [
            {
                **_values(identity, plan), "id": new_id() if identity in taken else identity, "service_id": self.id,
                "day": plan.dated.day, "starts": plan.dated.starts, "ends": plan.dated.ends, "location_id": plan.place,
            }
            for identity, plan in self.left.items()
        ]  # fmt: skip


def _follow(row: Occurrence, identity: str, plan: Planned) -> None:
    """Takes the plan over; time and place follow it where nobody moved them."""
    if (row.starts, row.ends) == (row.planned_starts, row.planned_ends):
        row.day, row.starts, row.ends = plan.dated.day, plan.dated.starts, plan.dated.ends
    if row.location_id == row.planned_location_id:
        row.location_id = plan.place
    for name, value in _values(identity, plan).items():
        setattr(row, name, value)


def _distance(row: Occurrence, plan: Planned) -> tuple[bool, float]:
    """How far a plan is from what a row was planned as: first the place, then the time."""
    return plan.place != row.planned_location_id, abs((plan.dated.starts - row.planned_starts).total_seconds())


def _values(identity: str, plan: Planned) -> Row:
    return {
        "identity": identity, "planned": True, "planned_day": plan.dated.day, "planned_starts": plan.dated.starts,
        "planned_ends": plan.dated.ends, "planned_location_id": plan.place, "said": plan.said,
    }  # fmt: skip


def roll(session: Session, service_ids: Iterable[str], now: datetime, calendar: Calendar) -> Rolled:
    """Lays the schedules of these services over the horizon. Call it after a change was flushed, before `indexing.touch`."""
    return _roll(session, list(dict.fromkeys(service_ids)), Expansion(Horizon.around(now), calendar))


def roll_all(
    world: World, progress: Callable[[int, int], None] | None = None, *, at_once: int = CHUNK, rest: float = 0
) -> Rolled:
    """Rolls every service on to today, so many in a transaction. `progress` is told how many of how many.

    `rest`: for how many times as long as each transaction took it leaves the database to others.
    """
    expansion = Expansion(Horizon.around(world.now()), world.calendar)
    with world.database.reading() as session:
        ids = list(session.scalars(select(Service.id).order_by(Service.id)))
    total = Rolled(removed=_forget_the_past(world, expansion.horizon))
    for start in range(0, len(ids), at_once):
        began = time.monotonic()
        with world.database.writing() as session:
            total += _roll(session, ids[start : start + at_once], expansion)
        if progress:
            progress(min(start + at_once, len(ids)), len(ids))
        time.sleep(rest * (time.monotonic() - began))
    return total


def roll_beside_others(world: World) -> Rolled:
    """The same for the worker, whom nobody waits for: whoever edits meanwhile waits for hundredths of a second."""
    return roll_all(world, at_once=FEW, rest=1)


def _forget_the_past(world: World, horizon: Horizon) -> int:
    past = delete(Occurrence).where(Occurrence.planned_day < horizon.first, Occurrence.day < horizon.first)
    with world.database.writing() as session:
        return int(session.connection().execute(past).rowcount)


def _roll(session: Session, ids: Sequence[str], expansion: Expansion) -> Rolled:
    rolled = Rolled()
    for start in range(0, len(ids), CHUNK):
        rolled += _roll_some(session, ids[start : start + CHUNK], expansion)
    return rolled


def _roll_some(session: Session, ids: Sequence[str], expansion: Expansion) -> Rolled:
    plans, today = _plans(session, ids, expansion), expansion.horizon.today
    kept, had = _kept(session, ids, today)
    services = {}
    for id_ in ids:
        wanted = {key: plan for key, plan in plans[id_].items() if plan.dated.day >= today} if id_ in had else plans[id_]
        services[id_] = _Service(id_, wanted, kept[id_])
    gone = [row.id for service in services.values() for row in service.adrift if not row.touched]
    _remove(session, gone)
    settled = _settle(session, services)
    new = [row for service in services.values() for row in service.new_rows()]
    insert_new(session, new)
    return Rolled(len(new), settled, len(gone))


def _settle(session: Session, services: dict[str, _Service]) -> int:
    ids = [row.id for one in services.values() for row in (*one.changed, *(row for row in one.adrift if row.touched))]
    for some in _chunks(ids):
        for row in session.scalars(select(Occurrence).where(Occurrence.id.in_(some)).order_by(Occurrence.planned_starts)):
            services[row.service_id].settle(row)
    session.flush()
    return len(ids)


def _remove(session: Session, ids: list[str]) -> None:
    for some in _chunks(ids):
        session.execute(delete(Occurrence).where(Occurrence.id.in_(some)))


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def _plans(session: Session, ids: Sequence[str], expansion: Expansion) -> dict[str, dict[str, Planned]]:
    """What the schedules say: service -> identity -> happening."""
    places: dict[str, list[str | None]] = defaultdict(list)
    at = select(ServiceAtLocation.service_id, ServiceAtLocation.location_id).where(ServiceAtLocation.service_id.in_(ids))
    for service_id, location_id in session.execute(at.order_by(ServiceAtLocation.position)):
        places[service_id].append(location_id)
    found: dict[str, dict[str, Planned]] = defaultdict(dict)
    schedules = session.scalars(select(Schedule).where(Schedule.service_id.in_(ids)).order_by(Schedule.position, Schedule.id))
    for schedule in schedules:
        service_id = schedule.service_id or ""
        own = [schedule.at_location_id] if schedule.at_location_id else places[service_id] or [None]
        plans, dates = found[service_id], expansion.of(schedule.recurrence())
        for place in own:
            for dated in dates:
                plans.setdefault(identity_of(service_id, place, dated.mark), Planned(dated, place, schedule.description))
    return found


def _kept(session: Session, ids: Sequence[str], today: date) -> tuple[dict[str, list[Kept]], set[str]]:
    """The rows of these services from today on, but for what was added by hand; and which services have older rows."""
    mine = (Occurrence.service_id.in_(ids), Occurrence.one_off.is_(False))
    columns = (
        Occurrence.service_id, Occurrence.id, Occurrence.identity, Occurrence.planned, Occurrence.touched_at.is_not(None),
        Occurrence.planned_ends, Occurrence.said,
    )  # fmt: skip
    kept: dict[str, list[Kept]] = defaultdict(list)
    for row in session.execute(select(*columns).where(*mine, Occurrence.planned_day >= today)):
        kept[row[0]].append(Kept(*row[1:]))
    older = select(Occurrence.service_id).where(*mine, Occurrence.planned_day < today).distinct()
    return kept, set(session.scalars(older))
