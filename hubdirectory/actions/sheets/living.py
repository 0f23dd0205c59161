"""A sheet by its link: as things are now, with what has changed; and what its reader says with one tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hubdirectory.actions.accounts import delays
from hubdirectory.actions.accounts.hiding import hash_of
from hubdirectory.actions.showing import ServiceView
from hubdirectory.actions.showing.record import moved
from hubdirectory.domain.sheets import Change, Snapshot, Standing, changes, snapshot_from, standing
from hubdirectory.models import Location, Report, Service, Sheet, SheetPart

from .making import found_now, snapshot_of

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

SHUT = "shut"
# A hub's network is many people, and each of them has a link that nobody can guess.
FREE_TAPS, LONGEST_PAUSE = 60, timedelta(minutes=10)


class LinkOver(LookupError):
    """The link opens nothing: `standing` is why. One that never was counts as expired, so that nobody learns which are."""

    def __init__(self, why: Standing) -> None:
        self.standing = why
        super().__init__(why.value)


@dataclass(frozen=True)
class LivingPart:
    """One service. `view` is None where it is gone; `before` is what the sheet said; `shut`: its reader found it shut."""

    position: int
    before: Snapshot
    view: ServiceView | None
    changes: tuple[Change, ...]
    helped: bool
    shut: bool


@dataclass(frozen=True)
class LivingSheet:
    """A sheet as its link shows it. `place` is where it was made, "" for nowhere."""

    locale: str
    style: str
    place: str
    made_at: datetime
    expires_at: datetime
    parts: tuple[LivingPart, ...]


def by_link(world: World, link: str, locale: str = "") -> LivingSheet:
    """locale: the language to show it in, else its own. Raises LinkOver."""
    with world.database.reading() as session:
        row = _row(world, session, link)
        place = session.scalar(select(Location.name).where(Location.id == row.location_id, Location.confidential.is_(False)))
    parts = tuple(_living(world, part, locale or row.locale) for part in row.parts)
    return LivingSheet(row.locale, row.style, place or "", row.made_at, row.expires_at, parts)


def helped(world: World, link: str, position: int, source: str = "") -> None:
    """Its reader says that a service helped. Again changes nothing. Raises LinkOver, TooSoon; LookupError for no such part."""
    _slow(world, source)
    with world.database.writing() as session:
        part = _part(world, session, link, position)
        part.helped_at = part.helped_at or world.now()


def shut(world: World, link: str, position: int, source: str = "") -> None:
    """Its reader stood before a closed door: a report for the manager, once. Raises as `helped`."""
    _slow(world, source)
    with world.database.writing() as session:
        part = _part(world, session, link, position)
        service_id = _service_now(session, part.slug)
        if part.report_id or service_id is None:
            return
        report = Report(record_kind="service", record_id=service_id, reason=SHUT, words="", at=world.now())
        session.add(report)
        session.flush()
        part.report_id = report.id


def undo(world: World, link: str, position: int, what: str) -> None:
    """Takes back `helped` or `shut`; a report that somebody has settled stays. Raises as `helped`."""
    with world.database.writing() as session:
        part = _part(world, session, link, position)
        if what == "helped":
            part.helped_at = None
            return
        report = session.get(Report, part.report_id) if part.report_id else None
        if report and report.settled_at is None:
            session.delete(report)
        part.report_id = None


def _service_now(session: Session, slug: str) -> str | None:
    """Also where it has another slug since, or is merged into another."""
    now = moved(session, "service", Service, slug)
    return session.scalar(select(Service.id).where(Service.slug == (now.slug if now else slug)))


def _slow(world: World, source: str) -> None:
    if source:
        delays.enter(world, (delays.of_today(world, f"sheet/{source}", FREE_TAPS, LONGEST_PAUSE),))


def _row(world: World, session: Session, link: str) -> Sheet:
    row = session.scalar(select(Sheet).where(Sheet.link_hash == hash_of(link)).options(selectinload(Sheet.parts)))
    if row is None:
        raise LinkOver(Standing.EXPIRED)
    why = standing(row.expires_at, row.revoked_at, world.now())
    if why is not Standing.LIVE:
        raise LinkOver(why)
    return row


def _part(world: World, session: Session, link: str, position: int) -> SheetPart:
    part = session.get(SheetPart, (_row(world, session, link).id, position))
    if part is None:
        raise LookupError(position)
    return part


def _living(world: World, part: SheetPart, locale: str) -> LivingPart:
    before, view = snapshot_from(part.snapshot), found_now(world, part.slug, locale)
    found = changes(before, snapshot_of(view) if view else None)
    return LivingPart(part.position, before, view, found, part.helped_at is not None, part.report_id is not None)
