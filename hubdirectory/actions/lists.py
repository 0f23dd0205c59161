"""A list of services that somebody with an account keeps, and its calendar for a phone."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.config import secret_key
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import State, has_page
from hubdirectory.models import Account, ListCalendar, Organisation, SavedService, Service

from .occurrences import OccurrenceLine, Whose, coming

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MOST_SAVED = 200
DAYS_AHEAD = 28


class ListFull(ValueError):
    """A list holds so many and no more."""


@dataclass(frozen=True)
class SavedLine:
    """A service on the list. `open`: it has a page. `dates`: its next ones, the first first, cancelled ones among them."""

    slug: str
    name: str
    organisation: str
    state: State
    open: bool
    dates: tuple[OccurrenceLine, ...]


def keep(world: World, actor: Actor, slug: str) -> str | None:
    """Puts a service on the actor's list; again changes nothing. Its name, None where it has no page. Raises ListFull."""
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        _one_at_a_time(session, actor)
        row = session.execute(
            select(Service.id, Service.name, Service.state, Organisation.state.label("whose"))
            .join(Organisation).where(Service.slug == slug)
        ).first()  # fmt: skip
        if row is None or not has_page(row.state, row.whose):
            return None
        if session.get(SavedService, (actor.account_id, row.id)) is None:
            saved = select(func.count()).select_from(SavedService).where(SavedService.account_id == actor.account_id)
            if (session.scalar(saved) or 0) >= MOST_SAVED:
                raise ListFull(f"{MOST_SAVED} services")
            session.add(SavedService(account_id=actor.account_id, service_id=row.id, saved_at=world.now()))
        return str(row.name)


def take_off(world: World, actor: Actor, slug: str) -> str | None:
    """Its name; None where it was not on the list."""
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        row = session.execute(
            select(Service.id, Service.name).join(SavedService, SavedService.service_id == Service.id)
            .where(Service.slug == slug, SavedService.account_id == actor.account_id)
        ).first()  # fmt: skip
        if row is None:
            return None
        session.delete(session.get_one(SavedService, (actor.account_id, row.id)))
        return str(row.name)


def look(world: World, actor: Actor) -> tuple[SavedLine, ...]:
    """The list, what comes next first; what has no date after it, by name; what is closed last, for it is not forgotten."""
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.reading() as session:
        rows = session.execute(
            select(Service.id, Service.slug, Service.name, Service.state, Organisation.name.label("by"),
                   Organisation.state.label("whose"))
            .join(SavedService, SavedService.service_id == Service.id)
            .join(Organisation, Service.organisation_id == Organisation.id)
            .where(SavedService.account_id == actor.account_id)
        ).all()  # fmt: skip
    dates: dict[str, list[OccurrenceLine]] = {}
    for line in coming(world, Whose("", tuple(row.id for row in rows)), DAYS_AHEAD):
        dates.setdefault(line.offer.id, []).append(line)
    lines = [
        SavedLine(row.slug, row.name, row.by, State(row.state), has_page(row.state, row.whose), tuple(dates.get(row.id, ())))
        for row in rows
    ]
    far = max((line.starts for own in dates.values() for line in own), default=world.now())
    return tuple(sorted(lines, key=lambda one: (
        not one.open, one.state != State.PUBLISHED, not one.dates, one.dates[0].starts if one.dates else far, one.name.casefold(),
    )))  # fmt: skip


def calendar_token(world: World, actor: Actor) -> str | None:
    """What stands in the address of the list's calendar; None while there is none."""
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.reading() as session:
        row = session.get(ListCalendar, actor.account_id)
        return _token(world, row.salt) if row else None


def start_calendar(world: World, actor: Actor) -> None:
    """Gives the list an address for calendars: a fresh one each time, and an older one leads nowhere from now on."""
    actor.must(Permission.OWN_ACCOUNT)
    salt = secrets.token_hex(16)
    with world.database.writing() as session:
        _one_at_a_time(session, actor)
        session.execute(delete(ListCalendar).where(ListCalendar.account_id == actor.account_id))
        hashed = _hash(_token(world, salt))
        session.add(ListCalendar(account_id=actor.account_id, salt=salt, token_hash=hashed, made_at=world.now()))


def stop_calendar(world: World, actor: Actor) -> None:
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        session.execute(delete(ListCalendar).where(ListCalendar.account_id == actor.account_id))


def of_calendar(world: World, token: str) -> tuple[str, tuple[str, ...]] | None:
    """For whoever has the address: the owner's language and the services; nothing about the owner. None for no list."""
    with world.database.reading() as session:
        row = session.scalar(select(ListCalendar).where(ListCalendar.token_hash == _hash(token)))
        if row is None:
            return None
        locale = session.scalar(select(Account.locale).where(Account.id == row.account_id)) or "en"
        ids = select(SavedService.service_id).where(SavedService.account_id == row.account_id)
        return locale, tuple(session.scalars(ids.order_by(SavedService.saved_at, SavedService.service_id)))


def _one_at_a_time(session: Session, actor: Actor) -> None:
    """A button that is pressed twice is two changes of the same list."""
    session.execute(select(Account.id).where(Account.id == actor.account_id).with_for_update())


def _token(world: World, salt: str) -> str:
    """128 bits."""
    return hmac.new(secret_key(world.settings).encode(), f"list/{salt}".encode(), sha256).hexdigest()[:32]


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
