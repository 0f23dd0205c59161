"""Being told by e-mail, without an account: asked for, confirmed by the mail that comes, and stopped by any mail's link.

An address is kept for this alone, until its owner stops, or for a few days where nobody confirmed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hubdirectory.actions import mailing, signed_links
from hubdirectory.actions.accounts import addresses, delays
from hubdirectory.models import Listener, Location, Service, new_id

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

ASKED, STOP = "listening", "stop-listening"
CONFIRM_DAYS, STOP_DAYS = 3, 3650
KINDS: dict[str, type[Location] | type[Service]] = {"location": Location, "service": Service}
FREE_ASKINGS, LONGEST_PAUSE = 10, timedelta(minutes=10)
# One address is not written to by strangers over and over.
FREE_FOR_AN_ADDRESS = 3


class NoSuchListener(LookupError):
    """Nobody asked for this (any more)."""


@dataclass(frozen=True)
class Asked:
    """What somebody wants to be told about: `kind` is location or service. `confirmed`: they said so twice."""

    kind: str
    slug: str
    name: str
    confirmed: bool


def ask_to_be_told(world: World, email: str, kind: str, record_id: str, *, locale: str = "en", source: str = "") -> None:
    """Sends a mail that asks once more. The same whether or not the address is known here already.

    source: where the visitor is; many askings from one are slowed down. Raises BadAddress, TooSoon, NoSuchListener.
    """
    address = addresses.normal(email)
    gates = [delays.Gate(f"listening/{address}", FREE_FOR_AN_ADDRESS, LONGEST_PAUSE)]
    if source:
        gates.append(delays.Gate(f"listening-from/{source}", FREE_ASKINGS, LONGEST_PAUSE))
    delays.enter(world, gates)
    with world.database.writing() as session:
        name = _name_of(session, kind, record_id)[1]
        row = _row(world, session, address, kind, record_id, locale)
        link = f"{world.settings.public_url}/follow/{signed_links.sign(world, ASKED, {'id': row.id}, CONFIRM_DAYS)}"
        mailing.write(
            world, session, to=address, name="follow_confirm", locale=locale, about=(kind, record_id), followed=name,
            link=link, days=CONFIRM_DAYS,
        )  # fmt: skip


def _row(world: World, session: Session, address: str, kind: str, record_id: str, locale: str) -> Listener:
    mine = (Listener.email == address, Listener.record_kind == kind, Listener.record_id == record_id)
    row = session.scalar(select(Listener).where(*mine))
    if row is None:
        row = Listener(id=new_id(), email=address, record_kind=kind, record_id=record_id, locale=locale, asked_at=world.now())
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:  # the form was sent twice at once
            row = session.scalars(select(Listener).where(*mine)).one()
    elif row.confirmed_at is None:
        row.asked_at, row.locale = world.now(), locale
    return row


def listening_to(world: World, token: str, *, stop: bool = False) -> Asked:
    """What the link of a mail is about. Raises LinkWrong, LinkExpired, NoSuchListener."""
    with world.database.reading() as session:
        row = _listener(world, session, token, stop)
        slug, name = _name_of(session, row.record_kind, row.record_id)
        return Asked(row.record_kind, slug, name, row.confirmed_at is not None)


def confirm_listening(world: World, token: str) -> Asked:
    """Raises as `listening_to`."""
    with world.database.writing() as session:
        row = _listener(world, session, token, stop=False)
        row.confirmed_at = row.confirmed_at or world.now()
        slug, name = _name_of(session, row.record_kind, row.record_id)
        return Asked(row.record_kind, slug, name, True)


def stop_listening(world: World, token: str) -> None:
    """Forgets the address, with nothing left of it. Raises as `listening_to`."""
    with world.database.writing() as session:
        session.delete(_listener(world, session, token, stop=True))


def stop_address(world: World, listener_id: str) -> str:
    """The address that stops mails to a listener."""
    return f"{world.settings.public_url}/stop-following/{signed_links.sign(world, STOP, {'id': listener_id}, STOP_DAYS)}"


def clear_unconfirmed(world: World) -> int:
    """Forgets addresses that nobody confirmed in time; how many. A job for now and then."""
    old = world.now() - timedelta(days=CONFIRM_DAYS)
    with world.database.writing() as session:
        gone = delete(Listener).where(Listener.confirmed_at.is_(None), Listener.asked_at < old).returning(Listener.id)
        return len(session.execute(gone).all())


def _listener(world: World, session: Session, token: str, stop: bool) -> Listener:
    data = signed_links.read(world, STOP if stop else ASKED, token)
    row = session.get(Listener, str(data.get("id", "")))
    if row is None:
        raise NoSuchListener(token)
    return row


def _name_of(session: Session, kind: str, record_id: str) -> tuple[str, str]:
    model = KINDS.get(kind)
    row: Location | Service | None = session.get(model, record_id) if model else None  # type: ignore[assignment]
    if row is None or (isinstance(row, Location) and row.confidential):
        raise NoSuchListener(record_id)
    return row.slug, row.name
