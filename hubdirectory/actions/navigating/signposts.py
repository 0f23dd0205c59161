"""Signposts: what was suggested where, asked after later by a word. Nothing that could be about one person is taken in.

Every value is one of a list that is known beforehand, so that no name, number or address can come in by mistake.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hubdirectory.actions.accounts.hiding import keyed_hash
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.ages import BANDS
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.signposting import KEPT_DAYS, MOST_SERVICES, Outcome, Way, reference_from, reference_read
from hubdirectory.models import Area, Location, Service, Signpost, SignpostService, Taxonomy, TaxonomyTerm

from .places import KINDS, must_work_at, works_at

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

TRIES = 20
OPEN_DAYS = 60


class BadSignpost(ValueError):
    """`field` names what is not one of the known values: place, needs, age_band, ward, services, way, sheet or outcome."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"{field} is not one of the known values.")


class NoSuchSignpost(LookupError):
    """None with this word, at none of the actor's places."""


@dataclass(frozen=True)
class Suggested:
    """One service of a signpost. `outcome`: an Outcome, or "" where nobody has heard."""

    id: str
    slug: str
    name: str
    outcome: str = ""


@dataclass(frozen=True)
class SignpostView:
    """A signpost as it is kept. `needs` are slugs; `outcome` is of the whole; `taken_back`: it was a mistake."""

    id: str
    reference: str
    place_id: str
    place: str
    day: date
    needs: tuple[str, ...]
    age_band: str
    ward: str
    way: str
    sheet_id: str | None
    services: tuple[Suggested, ...]
    outcome: str = ""
    taken_back: bool = False


def record(
    world: World, actor: Actor, *, place_id: str, needs: Sequence[str], age_band: str, ward: str,
    service_ids: Sequence[str], way: str, sheet_id: str | None = None, once: str = "",
) -> SignpostView:  # fmt: skip
    """Keeps a signpost, and gives it its word. `age_band` and `ward` may be "". Raises NotAllowed, BadSignpost.

    once: what no other form says; the signpost that came of it before is given again, and counted no more.
    """
    actor.must(Permission.NAVIGATE)
    services, needs = list(dict.fromkeys(service_ids)), list(dict.fromkeys(needs))
    with world.database.writing() as session:
        must_work_at(session, actor, place_id)
        _check(session, place_id, needs, age_band, ward, services, way, sheet_id)
        row = Signpost(
            location_id=place_id, day=_today(world), needs=needs, age_band=age_band, ward=ward, way=way, sheet_id=sheet_id,
            outcome="", once=keyed_hash(world, "signpost", f"{actor.account_id}/{once}") if once else None,
        )  # fmt: skip
        if before := _add_with_a_word(session, row):
            return _views(session, [before])[0]
        session.add_all(
            SignpostService(signpost_id=row.id, service_id=service_id, position=position, outcome="")
            for position, service_id in enumerate(services)
        )
        session.flush()
        return _views(session, [row])[0]


def by_reference(world: World, actor: Actor, typed: str) -> SignpostView:
    """The signpost with this word, however it was written down. Raises NoSuchSignpost."""
    actor.must(Permission.NAVIGATE)
    with world.database.reading() as session:
        return _views(session, [_named(session, actor, typed)])[0]


def follow_up(world: World, actor: Actor, typed: str, outcome: str, service_id: str | None = None) -> SignpostView:
    """What became of it: of one service, or of the whole; "" takes it away. Raises NoSuchSignpost, BadSignpost."""
    actor.must(Permission.NAVIGATE)
    if outcome and outcome not in list(Outcome):
        raise BadSignpost("outcome")
    with world.database.writing() as session:
        row = _named(session, actor, typed)
        part = session.get(SignpostService, (row.id, service_id)) if service_id else row
        if part is None:
            raise BadSignpost("services")
        part.outcome = outcome
        session.flush()
        return _views(session, [row])[0]


def take_back(world: World, actor: Actor, typed: str, back: bool = True) -> SignpostView:
    """It was recorded by mistake, and counts no more; with `back` False it counts again. Raises NoSuchSignpost."""
    actor.must(Permission.NAVIGATE)
    with world.database.writing() as session:
        row = _named(session, actor, typed)
        row.taken_back = _today(world) if back else None
        return _views(session, [row])[0]


def not_heard_of(world: World, actor: Actor, place_id: str) -> tuple[SignpostView, ...]:
    """Signposts of the place of the last 60 days of which nobody has said what became, the oldest first."""
    actor.must(Permission.NAVIGATE)
    query = select(Signpost).where(*_open(world, place_id)).order_by(Signpost.day, Signpost.reference)
    with world.database.reading() as session:
        must_work_at(session, actor, place_id)
        return _views(session, session.scalars(query).all())


def number_not_heard_of(world: World, actor: Actor, place_id: str) -> int:
    """How many `not_heard_of` would give."""
    actor.must(Permission.NAVIGATE)
    with world.database.reading() as session:
        must_work_at(session, actor, place_id)
        return session.scalar(select(func.count(Signpost.id)).where(*_open(world, place_id))) or 0


def _open(world: World, place_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Signpost.location_id == place_id, Signpost.day > _today(world) - timedelta(days=OPEN_DAYS), Signpost.outcome == "",
        Signpost.taken_back.is_(None),
        Signpost.id.not_in(select(SignpostService.signpost_id).where(SignpostService.outcome != "")),
    )  # fmt: skip


def clear_old(world: World) -> int:
    """Takes away what is older than it is kept for; how many. The worker's job."""
    first = _today(world) - timedelta(days=KEPT_DAYS)
    with world.database.writing() as session:
        return len(session.execute(delete(Signpost).where(Signpost.day < first).returning(Signpost.id)).all())


def _today(world: World) -> date:
    return world.now().astimezone(LONDON).date()


def _check(
    session: Session, place_id: str, needs: list[str], age_band: str, ward: str, services: list[str], way: str,
    sheet_id: str | None,
) -> None:  # fmt: skip
    place = session.scalar(select(Location.kind).where(Location.id == place_id, Location.confidential.is_(False)))
    terms = select(TaxonomyTerm.slug).join(Taxonomy).where(Taxonomy.slug == "need", TaxonomyTerm.slug.in_(needs))
    there = select(Service.id).where(Service.id.in_(services))
    good = {
        "place": place in KINDS,
        "needs": set(session.scalars(terms)) == set(needs),
        "age_band": age_band in ("", *BANDS),
        "ward": not ward or session.scalar(select(Area.id).where(Area.slug == ward)) is not None,
        "services": 0 < len(services) <= MOST_SERVICES and len(session.scalars(there).all()) == len(services),
        "way": way in list(Way),
        "sheet": sheet_id is None or _is_id(sheet_id),
    }
    for field, right in good.items():
        if not right:
            raise BadSignpost(field)


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _add_with_a_word(session: Session, row: Signpost) -> Signpost | None:
    """Some hundred thousand words are possible: where one is taken, another is drawn. The signpost of the same form, if any."""
    for _ in range(TRIES):
        before = session.scalar(select(Signpost).where(Signpost.once == row.once)) if row.once else None
        if before:
            return before
        row.reference = reference_from(secrets.choice)
        try:
            with session.begin_nested():
                session.add(row)
                session.flush()
                return None
        except IntegrityError:
            session.expunge_all()
    raise BadSignpost("reference")


def _named(session: Session, actor: Actor, typed: str) -> Signpost:
    row = session.scalar(select(Signpost).where(Signpost.reference == reference_read(typed)))
    if row is None or not works_at(session, actor, row.location_id):
        raise NoSuchSignpost(typed)
    return row


def _views(session: Session, rows: Iterable[Signpost]) -> tuple[SignpostView, ...]:
    rows = list(rows)
    places = select(Location.id, Location.name).where(Location.id.in_({row.location_id for row in rows}))
    names = dict(session.execute(places).all())
    columns = (SignpostService.signpost_id, Service.id, Service.slug, Service.name, SignpostService.outcome)
    parts: dict[str, list[Suggested]] = {row.id: [] for row in rows}
    query = select(*columns).join(Service, Service.id == SignpostService.service_id)
    for signpost_id, *part in session.execute(
        query.where(SignpostService.signpost_id.in_(parts)).order_by(SignpostService.position)
    ):
        parts[signpost_id].append(Suggested(*part))
    return tuple(
        SignpostView(
            row.id, row.reference, row.location_id, names[row.location_id], row.day, tuple(row.needs), row.age_band, row.ward,
            row.way, row.sheet_id, tuple(parts[row.id]), row.outcome, row.taken_back is not None,
        )
        for row in rows
    )  # fmt: skip
