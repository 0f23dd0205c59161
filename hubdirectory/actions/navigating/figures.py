"""A month's signposts of a place as counts. They are told one place and one month at a time: no sum of several is told,
from which a small count of one could be taken away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.light_figures import Table, Told, told_table, told_total
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Service, Signpost, SignpostService

from .places import must_work_at

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

NOT_SAID = ""


@dataclass(frozen=True)
class MonthFigures:
    """`month` by its first day. In the tables "" is what was not said.

    needs: by slug; one signpost may have several. ages: by band. wards: by slug. ways: by Way.
    services: by name. outcomes: by Outcome; one signpost may have several.
    """

    month: date
    total: Told
    needs: Table
    ages: Table
    wards: Table
    ways: Table
    services: Table
    outcomes: Table


def months(world: World, actor: Actor, place_id: str) -> tuple[date, ...]:
    """The months that have any signposts there, and this one, the newest first. Raises NotAllowed."""
    actor.must(Permission.NAVIGATE)
    first = select(func.min(Signpost.day)).where(Signpost.location_id == place_id)
    with world.database.reading() as session:
        must_work_at(session, actor, place_id)
        since = session.scalar(first)
    month = world.now().astimezone(LONDON).date().replace(day=1)
    found = [month]
    while since and month > since:
        month = (month - timedelta(days=1)).replace(day=1)
        found.append(month)
    return tuple(found)


def figures_of(world: World, actor: Actor, place_id: str, month: date) -> MonthFigures:
    """Raises NotAllowed."""
    actor.must(Permission.NAVIGATE)
    first = month.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    here = (Signpost.location_id == place_id, Signpost.day >= first, Signpost.day < after, Signpost.taken_back.is_(None))
    with world.database.reading() as session:
        must_work_at(session, actor, place_id)
        signposts = session.scalars(select(Signpost).where(*here)).all()
        suggested = session.execute(
            select(Signpost.id, Service.name, SignpostService.outcome, Signpost.outcome)
            .join(SignpostService, SignpostService.service_id == Service.id)
            .join(Signpost, Signpost.id == SignpostService.signpost_id).where(*here)
        ).all()  # fmt: skip
    return MonthFigures(
        first, told_total(len(signposts)),
        needs=_table(Counter(need for one in signposts for need in one.needs or (NOT_SAID,))),
        ages=_table(Counter(one.age_band for one in signposts)), wards=_table(Counter(one.ward for one in signposts)),
        ways=_table(Counter(one.way for one in signposts)), services=_table(Counter(name for _, name, _, _ in suggested)),
        outcomes=_table(_outcomes((id_, own or whole) for id_, _, own, whole in suggested)),
    )  # fmt: skip


def _outcomes(heard: Iterable[tuple[str, str]]) -> Counter[str]:
    """Each outcome once for a person, however many services they were told of; "" only where nothing was heard of any."""
    by_signpost: dict[str, set[str]] = {}
    for signpost_id, outcome in heard:
        by_signpost.setdefault(signpost_id, set()).add(outcome)
    return Counter(one for outcomes in by_signpost.values() for one in outcomes - {NOT_SAID} or {NOT_SAID})


def _table(counts: Mapping[str, int]) -> Table:
    """What is told the most first, then the rest by name: in the order of its numbers it would tell of them."""
    table = told_table(counts)

    def place(name: str) -> tuple[bool, int, str]:
        told = table.rows[name]
        return (False, -told, name) if isinstance(told, int) else (True, 0, name)

    return Table({name: table.rows[name] for name in sorted(table.rows, key=place)}, table.told)
