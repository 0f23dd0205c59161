"""A sheet is made: its services as they are now are kept with it, so that its link can say what has changed."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hubdirectory.actions import showing
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.accounts.hiding import hash_of, keyed_hash
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.navigating.places import must_work_at
from hubdirectory.actions.showing import CostLine, Moved, Place, ServiceView
from hubdirectory.domain.distance import Point
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.sheets import LINK_BYTES, LIVES, Snapshot, Style
from hubdirectory.domain.signposting import MOST_SERVICES, Way
from hubdirectory.geocoding.port import Found
from hubdirectory.models import Sheet, SheetPart, new_id

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

SENT, UNDER_WAY = (Way.EMAIL, Way.TEXT), timedelta(minutes=1)
"""Whoever presses twice waits for the first; after a minute it is taken for lost."""


@dataclass(frozen=True)
class Made:
    """A sheet that was made. `link` is the token of its address: it is told once, and kept nowhere.

    `again`: the same form made it before; `handed`: and it reached whoever it was for.
    """

    id: str
    link: str
    expires_at: datetime
    again: bool = False
    handed: bool = False


def services(world: World, slugs: Iterable[str], locale: str) -> tuple[ServiceView, ...]:
    """The services to put on a sheet, in this order, in a language; those that have no page are left out."""
    found = (found_now(world, slug, locale) for slug in dict.fromkeys(slugs))
    return tuple(islice({view.slug: view for view in found if view}.values(), MOST_SERVICES))


def found_now(world: World, slug: str, locale: str) -> ServiceView | None:
    """The service, also where it has another slug since; None where it has no page any more."""
    found = showing.service(world, slug, locale)
    if isinstance(found, Moved):
        found = showing.service(world, found.slug, locale)
    return found if isinstance(found, ServiceView) else None


def make(
    world: World, actor: Actor, views: Sequence[ServiceView], *, place_id: str | None, locale: str, style: str, way: str,
    once: str = "",
) -> Made:  # fmt: skip
    """Keeps the services as they are, under a new link. Nothing about the person is taken in.

    views: of `services`. place_id: the surgery or hub, None where it has none. once: what no other form says; the sheet that
    came of it before is given again. Raises NotAllowed; ValueError for a style or way that is none, and where there is no
    service; TooSoon while the same form is being sent.
    """
    actor.must(Permission.NAVIGATE)
    if not views:
        raise ValueError("A sheet needs a service.")
    link = _link(world, actor, once) if once else secrets.token_urlsafe(LINK_BYTES)
    try:
        return _before(world, link) or _make(world, actor, views, link, place_id, locale, style, way)
    except IntegrityError:  # pressed twice within a moment
        if made := _before(world, link):
            return made
        raise


def _link(world: World, actor: Actor, once: str) -> str:
    """From the form's own word, so that the same form has the same link although no link is kept."""
    secret = bytes.fromhex(keyed_hash(world, "sheet", f"{actor.account_id}/{once}"))
    return base64.urlsafe_b64encode(secret[:LINK_BYTES]).decode().rstrip("=")


def _before(world: World, link: str) -> Made | None:
    """What the same form made. Raises TooSoon while it is not known whether it will go."""
    with world.database.reading() as session:
        row = session.scalar(select(Sheet).where(Sheet.link_hash == hash_of(link)))
    if row is None:
        return None
    age = world.now() - row.made_at
    if row.handed_at is None and row.way in SENT and age < UNDER_WAY:
        raise TooSoon((UNDER_WAY - age).seconds + 1)
    return Made(row.id, link, row.expires_at, again=True, handed=row.handed_at is not None)


def _make(
    world: World, actor: Actor, views: Sequence[ServiceView], link: str, place_id: str | None, locale: str, style: str, way: str
) -> Made:  # fmt: skip
    now = world.now()
    with world.database.writing() as session:
        if place_id:
            must_work_at(session, actor, place_id)
        row = Sheet(
            id=new_id(), link_hash=hash_of(link), account_id=actor.account_id, location_id=place_id, locale=locale,
            style=Style(style), way=Way(way), made_at=now, expires_at=now + LIVES,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add_all(
            SheetPart(sheet_id=row.id, position=position, slug=view.slug, snapshot=snapshot_of(view).as_data())
            for position, view in enumerate(views)
        )
        return Made(row.id, link, row.expires_at)


def start_of(world: World, typed: str) -> Point | None:
    """Where somebody sets off from: a postcode or part of one, looked up on this machine. No other server is told."""
    found = world.postcodes.geocode(typed)
    return found.point if isinstance(found, Found) else None


def snapshot_of(view: ServiceView) -> Snapshot:
    """What a sheet says of the service, as far as it may change."""
    return Snapshot(
        slug=view.slug, name=view.name, rules=tuple(rule.rule for rule in view.rules),
        places=tuple(_place(place) for place in view.places), phones=tuple(line.number for line in view.phones),
        costs=tuple(_cost(cost) for cost in view.costs), booking=view.booking, paused=view.paused,
    )  # fmt: skip


def _place(place: Place) -> tuple[str, str]:
    return place.name, ", ".join(place.address)


def _cost(cost: CostLine) -> str:
    return " ".join(filter(None, ("" if cost.amount is None else f"{cost.amount:.2f}", cost.words, cost.option)))
