"""Notices for everybody: a banner from one moment to another, and what does not happen meanwhile.

What a notice names is cancelled date by date, with its reason, as if by hand, and put back as it was when the notice ends.
What somebody puts on again by hand stays on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.typed_lists import parts_of
from hubdirectory.indexing import touch
from hubdirectory.models import Notice, NoticeCancelling, Service, new_id
from hubdirectory.models.straight import until_written

from .board.calling_off import cancel, put_on_again

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from hubdirectory.actions.world import World

LONGEST = timedelta(days=60)
LONGEST_HEADING, LONGEST_WORDS, LONGEST_REASON = 200, 500, 300
SHOWN = 50


class NoticeKind(StrEnum):
    SNOW = "snow"
    FLOOD = "flood"
    HEAT = "heat"
    OTHER = "other"


class WrongNotice(ValueError):
    """A notice that cannot be made. `field` names it; `why`: missing, long, order, past, length or unknown."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


class NoSuchNotice(LookupError):
    """There is no such notice, or it has ended."""


@dataclass(frozen=True)
class Wanted:
    """A notice to be made. `reason`: what stands beside each cancelled date, such as "because of snow".

    places and services: ids; needs: slugs. Dates at these places, of these services, or of services for these needs.
    """

    kind: NoticeKind
    heading: str
    starts_at: datetime
    ends_at: datetime
    words: str = ""
    reason: str = ""
    warm: bool = False
    places: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    needs: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Banner:
    """What every page shows of a notice."""

    id: str
    kind: str
    heading: str
    words: str
    warm: bool
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class NoticeLine:
    """A notice in the manager's list. `state`: coming, on or over; `cancelled` counts the dates that it cancelled."""

    banner: Banner
    state: str
    by: str
    cancelled: int


# for everybody


def on_now(world: World) -> tuple[Banner, ...]:
    """The notices of this moment. Read at every page: nothing is asked of an unchanged SQLite file but whether it is."""
    now = world.now()
    with world.database.reading() as session:
        known = until_written(session.connection(), "notices", _not_over)
    return tuple(one for one in known if one.starts_at <= now < one.ends_at)


def _not_over(connection: Connection) -> tuple[Banner, ...]:
    rows = connection.execute(select(*_SHOWN).where(Notice.done_at.is_(None)).order_by(Notice.starts_at, Notice.id))
    return tuple(Banner(*row) for row in rows)


_SHOWN = (Notice.id, Notice.kind, Notice.heading, Notice.words, Notice.warm, Notice.starts_at, Notice.ends_at)


# for the manager


def notices(world: World, actor: Actor) -> tuple[NoticeLine, ...]:
    """Those that are on or to come first, then the last that are over. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    now = world.now()
    count = select(func.count()).where(NoticeCancelling.notice_id == Notice.id).scalar_subquery()
    query = select(*_SHOWN, Notice.by, count).order_by(Notice.ends_at.desc(), Notice.id).limit(SHOWN)
    with world.database.reading() as session:
        lines = [NoticeLine(Banner(*row[:7]), _state(row, now), row[7], row[8]) for row in session.execute(query)]
    return tuple(sorted(lines, key=lambda line: line.state == "over"))


def _state(row: Sequence[object], now: datetime) -> str:
    starts_at, ends_at = row[5], row[6]
    if isinstance(ends_at, datetime) and ends_at <= now:
        return "over"
    return "coming" if isinstance(starts_at, datetime) and starts_at > now else "on"


def services_named(world: World, names: str) -> tuple[str, ...]:
    """Ids of the services with these names, separated by commas; raises WrongNotice for a name that no service has."""
    wanted = {name.casefold() for name in parts_of(names)}
    with world.database.reading() as session:
        rows = session.execute(select(Service.id, Service.name).where(func.lower(Service.name).in_(wanted))).all()
    if wanted - {row.name.casefold() for row in rows}:
        raise WrongNotice("services", "unknown")
    return tuple(row.id for row in rows)


def start(world: World, actor: Actor, wanted: Wanted) -> str:
    """Makes a notice; its id. One that is on at once cancels at once. Raises NotAllowed, WrongNotice."""
    actor.must(Permission.DESK)
    _check(world, wanted)
    with world.database.writing() as session:
        row = Notice(
            id=new_id(), kind=wanted.kind.value, heading=wanted.heading.strip(), words=wanted.words.strip(),
            reason=wanted.reason.strip() or wanted.heading.strip(), warm=wanted.warm, starts_at=wanted.starts_at,
            ends_at=wanted.ends_at, places=list(wanted.places), services=list(wanted.services), needs=list(wanted.needs),
            made_at=world.now(), account_id=actor.account_id, by=actor.name,
        )  # fmt: skip
        session.add(row)
        auditing.record(session, actor, "start_notice", "notice", row.id, at=world.now(), details=row.heading)
        session.flush()
        notice_id = row.id
    keep(world)
    return notice_id


def end(world: World, actor: Actor, notice_id: str) -> int:
    """Ends a notice now; how many dates are on again. Raises NotAllowed, NoSuchNotice."""
    actor.must(Permission.DESK)
    now = world.now()
    with world.database.writing() as session:
        row = session.get(Notice, notice_id, with_for_update=True)
        if row is None or row.ends_at <= now:
            raise NoSuchNotice(notice_id)
        row.ends_at = now
        row.starts_at = min(row.starts_at, now)
        auditing.record(session, actor, "end_notice", "notice", row.id, at=now)
    return _keep_one(world, notice_id)


def _check(world: World, wanted: Wanted) -> None:
    for name, text, longest in (
        ("heading", wanted.heading, LONGEST_HEADING), ("words", wanted.words, LONGEST_WORDS),
        ("reason", wanted.reason, LONGEST_REASON),
    ):  # fmt: skip
        if len(text.strip()) > longest:
            raise WrongNotice(name, "long")
    if not wanted.heading.strip():
        raise WrongNotice("heading", "missing")
    if wanted.ends_at <= wanted.starts_at:
        raise WrongNotice("ends", "order")
    if wanted.ends_at <= world.now():
        raise WrongNotice("ends", "past")
    if wanted.ends_at - wanted.starts_at > LONGEST:
        raise WrongNotice("ends", "length")


# the worker's job


def something_to_keep(world: World) -> bool:
    """Whether a notice is on, or ended and not put back yet."""
    with world.database.reading() as session:
        open_ones = select(Notice.id).where(Notice.done_at.is_(None), Notice.starts_at <= world.now())
        return session.scalar(open_ones.limit(1)) is not None


def keep(world: World) -> int:
    """Cancels what notices that are on name, and puts back what ended ones had cancelled; how many dates changed."""
    with world.database.reading() as session:
        begun = select(Notice.id).where(Notice.done_at.is_(None), Notice.starts_at <= world.now())
        ids = session.scalars(begun.order_by(Notice.starts_at)).all()
    return sum(_keep_one(world, notice_id) for notice_id in ids)


def _keep_one(world: World, notice_id: str) -> int:
    with world.database.writing() as session:
        row = session.get(Notice, notice_id, with_for_update=True)
        if row is None or row.done_at is not None:
            return 0
        changed = put_on_again(world, session, row) if row.ends_at <= world.now() else cancel(world, session, row)
        numbers = touch(session, {one.service_id for one in changed}, world.engine_names) if changed else []
    world.index_now(numbers)
    return len(changed)
