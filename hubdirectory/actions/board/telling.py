"""Telling those who asked of a change: the organisation's people, and who follows the place or the activity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing, mailing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.freshness.people import reached
from hubdirectory.actions.occurrences import NoSuchOccurrence
from hubdirectory.actions.occurrences.listing import lines_where
from hubdirectory.actions.occurrences.views import OccurrenceLine
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Listener, Occurrence, Service, Telling

from .day_texts import date_text
from .listening import stop_address
from .reading import last_deeds

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


@dataclass(frozen=True)
class Told:
    """How many people a mail went to. `again`: they had been told of this very change before, and nothing was sent."""

    people: int
    again: bool = False


@dataclass(frozen=True)
class _Reader:
    email: str
    locale: str
    account_id: str | None = None
    listener_id: str = ""


def who_would_be_told(world: World, actor: Actor, occurrence_id: str) -> int:
    """How many people asked to be told of this date."""
    with world.database.reading() as session:
        _line, row = _allowed(world, session, actor, occurrence_id)
        return len(_readers(session, row))


def tell(world: World, actor: Actor, occurrence_id: str) -> Told:
    """Writes to them how the date stands now; once for each change. Raises NotAllowed, NoSuchOccurrence."""
    try:
        with world.database.writing() as session:
            return _tell(world, session, actor, occurrence_id)
    except IntegrityError:  # somebody else tells them in this very moment
        with world.database.reading() as session:
            last = last_deeds(session, [occurrence_id]).get(occurrence_id)
            return Told(last.told or 0 if last else 0, again=True)


def _tell(world: World, session: Session, actor: Actor, occurrence_id: str) -> Told:
    line, row = _allowed(world, session, actor, occurrence_id)
    last = last_deeds(session, [occurrence_id]).get(occurrence_id)
    number = last.number if last else 0
    known = session.get(Telling, (occurrence_id, number))
    if known:
        return Told(known.people, again=True)
    readers = _readers(session, row)
    session.add(
        Telling(occurrence_id=occurrence_id, deed=number, at=world.now(), account_id=actor.account_id, people=len(readers))
    )
    session.flush()
    for reader in readers:
        _write(world, session, reader, line)
    auditing.record(session, actor, "tell", "occurrence", occurrence_id, at=world.now(), details=f"{len(readers)} people")
    return Told(len(readers))


def _write(world: World, session: Session, reader: _Reader, line: OccurrenceLine) -> None:
    mailing.write(
        world, session, to=reader.email, name="day_change", locale=reader.locale, about=("occurrence", line.id),
        account_id=reader.account_id, one=date_text(line, reader.locale, world.settings.public_url),
        stop=stop_address(world, reader.listener_id) if reader.listener_id else "",
    )  # fmt: skip


def _allowed(world: World, session: Session, actor: Actor, occurrence_id: str) -> tuple[OccurrenceLine, Occurrence]:
    row = session.get(Occurrence, occurrence_id)
    actor.must(Permission.RUN_DAY, places=(row.location_id if row else None,))
    line = next(iter(lines_where(world, session, Occurrence.id == occurrence_id)), None)
    if row is None or line is None:
        raise NoSuchOccurrence(occurrence_id)
    return line, row


def _readers(session: Session, row: Occurrence) -> list[_Reader]:
    """Everybody once, by address: people with an account before those without."""
    found = {reader.email: reader for reader in _listeners(session, row)}
    return list({**found, **{reader.email: reader for reader in _members(session, row.service_id)}}.values())


def _members(session: Session, service_id: str) -> list[_Reader]:
    """The organisation's people; where it has none here, the address that it gives."""
    service = session.get_one(Service, service_id)
    people = reached(session, [service.organisation_id]).get(service.organisation_id, [])
    return sorted((_Reader(one.person.address, one.locale, one.account_id) for one in people), key=lambda reader: reader.email)


def _listeners(session: Session, row: Occurrence) -> list[_Reader]:
    places = [place for place in (row.location_id, row.planned_location_id) if place]
    about = or_(
        and_(Listener.record_kind == "service", Listener.record_id == row.service_id),
        and_(Listener.record_kind == "location", Listener.record_id.in_(places)),
    )
    query = select(Listener).where(Listener.confirmed_at.is_not(None), about).order_by(Listener.asked_at, Listener.id)
    return [_Reader(one.email, one.locale, None, one.id) for one in session.scalars(query)]
