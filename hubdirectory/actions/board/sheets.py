"""A hub's day on one sheet, e-mailed to each hub in the morning, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hubdirectory.actions import mailing
from hubdirectory.actions.acting import PRODUCT, Actor
from hubdirectory.actions.occurrences.views import OccurrenceLine
from hubdirectory.domain.days import LONDON
from hubdirectory.models import Account, AccountLocation, Location, SentSheet

from .day_texts import date_text, day_text
from .reading import board

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# A sheet that is much later than asked for is of no use to anybody.
HOURS_LATE = 6


@dataclass(frozen=True)
class HubSheet:
    """A hub's day, in order of time."""

    place_id: str
    slug: str
    name: str
    lines: tuple[OccurrenceLine, ...]


def sheets(world: World, actor: Actor, day: date) -> tuple[HubSheet, ...]:
    """Of each hub whose day the actor runs."""
    columns = board(world, actor, day).columns
    return tuple(HubSheet(one.place_id, one.slug, one.name, tuple(card.line for card in one.cards)) for one in columns)


def sheets_due(world: World) -> bool:
    """Whether it is time, by London's clock, and some hub has not had today's."""
    hour, here = world.settings.day_sheet_hour, world.now().astimezone(LONDON)
    if hour is None or not hour <= here.hour < hour + HOURS_LATE:
        return False
    with world.database.reading() as session:
        sent = select(SentSheet.location_id).where(SentSheet.day == here.date())
        hubs = select(Location.id).where(Location.kind == "hub", Location.state == "published", Location.id.not_in(sent))
        return session.scalar(hubs.limit(1)) is not None


def send_sheets(world: World) -> int:
    """Sends each hub today's sheet, to its own address and to who works there; how many mails. Once a day for each."""
    if not sheets_due(world):
        return 0
    day = world.now().astimezone(LONDON).date()
    return sum(_send(world, sheet, day) for sheet in sheets(world, PRODUCT, day))


def _send(world: World, sheet: HubSheet, day: date) -> int:
    try:
        with world.database.writing() as session:
            if session.get(SentSheet, (day, sheet.place_id)):
                return 0
            readers = _readers(session, sheet.place_id)
            session.add(SentSheet(day=day, location_id=sheet.place_id, at=world.now(), people=len(readers)))
            session.flush()
            for email, locale, account_id in readers:
                lines = [date_text(line, locale, world.settings.public_url) for line in sheet.lines]
                mailing.write(
                    world, session, to=email, name="day_sheet", locale=locale, about=("location", sheet.place_id),
                    account_id=account_id, hub=sheet.name, day=day_text(day, locale), lines=lines,
                    link=f"{world.settings.public_url}/desk/today/{day}/sheet?hub={sheet.slug}" if account_id else "",
                )  # fmt: skip
            return len(readers)
    except IntegrityError:  # another worker was first
        return 0


def _readers(session: Session, place_id: str) -> list[tuple[str, str, str | None]]:
    found: dict[str, tuple[str, str, str | None]] = {}
    address = session.scalar(select(Location.email).where(Location.id == place_id))
    if address:
        found[address.lower()] = (address.lower(), "en", None)
    staff = (
        select(Account.email, Account.locale, Account.id)
        .join(AccountLocation, AccountLocation.account_id == Account.id).where(AccountLocation.location_id == place_id)
    )  # fmt: skip
    for email, locale, account_id in session.execute(staff.order_by(Account.email)):
        found[email] = (email, locale, account_id)
    return list(found.values())
