"""Notes on services that only professionals see: a direct line, how to refer, the wait. Dated; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor, NotAllowed
from hubdirectory.domain.navigator_notes import LONGEST_NOTE, MOST_WEEKS, Kind
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Account, NavigatorNote, Organisation, Service

from .services import ServiceName, the_service

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class BadNote(ValueError):
    """`field` is kind, text or weeks; `why` missing or long."""

    def __init__(self, field: str, why: str) -> None:
        self.field, self.why = field, why
        super().__init__(f"{field}: {why}")


class NoSuchNote(LookupError):
    """It is not there."""


@dataclass(frozen=True)
class NoteView:
    """`weeks` of a wait. `by`: the author's name, "" where the account is gone. `mine`: the asker may remove it."""

    id: str
    kind: str
    text: str
    weeks: int | None
    at: datetime
    by: str
    mine: bool = False
    removed: bool = False


@dataclass(frozen=True)
class ServiceNotes:
    """What holds of each kind, in the order of the kinds; and what was said before or removed, the newest first."""

    service: ServiceName
    current: tuple[NoteView, ...]
    earlier: tuple[NoteView, ...]


def notes_of(world: World, actor: Actor, slug: str) -> ServiceNotes:
    """Raises NoSuchService."""
    actor.must(Permission.NAVIGATE)
    with world.database.reading() as session:
        service = the_service(session, slug)
        rows = session.execute(_rows().where(NavigatorNote.service_id == service.id)).all()
        views = [_view(actor, row, name) for row, name in rows]
    current = _newest(views)
    return ServiceNotes(service, current, tuple(view for view in views if view not in current))


def current_notes(world: World, actor: Actor, service_ids: Collection[str]) -> dict[str, tuple[NoteView, ...]]:
    """What holds, by the service's id; nothing for services without notes."""
    actor.must(Permission.NAVIGATE)
    found: dict[str, list[NoteView]] = {}
    with world.database.reading() as session:
        query = _rows().where(NavigatorNote.service_id.in_(service_ids), NavigatorNote.removed_at.is_(None))
        for row, name in session.execute(query):
            found.setdefault(row.service_id, []).append(_view(actor, row, name))
    return {service_id: _newest(views) for service_id, views in found.items()}


def waits(session: Session, service_ids: Collection[str] | None = None) -> dict[str, int]:
    """The weeks that people wait, as last noted, by the service's id; of all services for None."""
    query = select(NavigatorNote.service_id, NavigatorNote.weeks).where(
        NavigatorNote.kind == Kind.WAIT, NavigatorNote.removed_at.is_(None), NavigatorNote.weeks.is_not(None)
    )
    if service_ids is not None:
        query = query.where(NavigatorNote.service_id.in_(service_ids))
    return {service_id: weeks for service_id, weeks in session.execute(query.order_by(NavigatorNote.number)) if weeks is not None}


def add(world: World, actor: Actor, slug: str, kind: str, text: str, weeks: int | None = None) -> NoteView:
    """Raises NoSuchService, BadNote."""
    actor.must(Permission.NAVIGATE)
    text = " ".join(text.split())
    _check(kind, text, weeks)
    with world.database.writing() as session:
        service = the_service(session, slug)
        last = session.scalar(select(func.max(NavigatorNote.number)).where(NavigatorNote.service_id == service.id))
        row = NavigatorNote(
            service_id=service.id, number=(last or 0) + 1, kind=kind, text=text, weeks=weeks if kind == Kind.WAIT else None,
            at=world.now(), account_id=actor.account_id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return _view(actor, row, actor.name)


def remove(world: World, actor: Actor, note_id: str, back: bool = False) -> ServiceName:
    """Takes a note away; with `back` puts it back. Only its author or the manager. Raises NoSuchNote, NotAllowed."""
    actor.must(Permission.NAVIGATE)
    with world.database.writing() as session:
        row = session.get(NavigatorNote, note_id)
        if row is None:
            raise NoSuchNote(note_id)
        if not _may_remove(actor, row):
            raise NotAllowed("Somebody else wrote this note.")
        row.removed_at = None if back else world.now()
        return _service_of(session, row)


def _service_of(session: Session, row: NavigatorNote) -> ServiceName:
    query = select(Service.id, Service.slug, Service.name, Organisation.name).join(Organisation)
    return ServiceName(*session.execute(query.where(Service.id == row.service_id)).one())


def _check(kind: str, text: str, weeks: int | None) -> None:
    if kind not in list(Kind):
        raise BadNote("kind", "missing")
    if len(text) > LONGEST_NOTE:
        raise BadNote("text", "long")
    if kind == Kind.WAIT:
        if weeks is None or not 0 <= weeks <= MOST_WEEKS:
            raise BadNote("weeks", "missing" if weeks is None else "long")
    elif not text:
        raise BadNote("text", "missing")


def _rows() -> Any:
    query = select(NavigatorNote, Account.name).outerjoin(Account, Account.id == NavigatorNote.account_id)
    return query.order_by(NavigatorNote.number.desc())


def _view(actor: Actor, row: NavigatorNote, name: str | None) -> NoteView:
    removed = row.removed_at is not None
    return NoteView(row.id, row.kind, row.text, row.weeks, row.at, name or "", _may_remove(actor, row), removed)


def _may_remove(actor: Actor, row: NavigatorNote) -> bool:
    return actor.may(Permission.DESK) or (actor.account_id is not None and row.account_id == actor.account_id)


def _newest(views: Iterable[NoteView]) -> tuple[NoteView, ...]:
    """Of each kind the first that was not removed; they come newest first."""
    first: dict[str, NoteView] = {}
    for view in views:
        if not view.removed:
            first.setdefault(view.kind, view)
    return tuple(first[kind] for kind in Kind if kind in first)
