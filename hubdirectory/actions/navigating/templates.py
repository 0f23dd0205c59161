"""Starts that the navigators of a place share: needs and filters to begin with, and services to put on the list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import State
from hubdirectory.models import NavigatorTemplate, Service

from .places import must_work_at, works_at
from .services import names_by_slug

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

LONGEST_NAME = 80
MOST_FILTERS = 60
# Nothing typed about a person is in a template: no words, no age, no place.
KEPT = ("need", "audience", "day", "cost", "language", "access", "within", "wait", "referrals")
_VALUE = re.compile(r"[a-z0-9][a-z0-9.-]{0,89}")
Pairs = tuple[tuple[str, str], ...]


class BadTemplate(ValueError):
    """`why` is missing (no name), long, taken, or empty (nothing to begin with)."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class NoSuchTemplate(LookupError):
    """None at the actor's places."""


@dataclass(frozen=True)
class TemplateView:
    """`filters` are pairs of the search's address; `services` slugs of those that are still public."""

    id: str
    place_id: str
    name: str
    filters: Pairs
    services: tuple[str, ...]
    removed: bool = False


def templates_of(world: World, actor: Actor, place_id: str) -> tuple[TemplateView, ...]:
    """Those of a place, by name. Raises NotAllowed."""
    actor.must(Permission.NAVIGATE)
    query = select(NavigatorTemplate).where(
        NavigatorTemplate.location_id == place_id, NavigatorTemplate.removed_at.is_(None)
    ).order_by(NavigatorTemplate.name, NavigatorTemplate.id)  # fmt: skip
    with world.database.reading() as session:
        must_work_at(session, actor, place_id)
        return _views(session, session.scalars(query).all())


def removed(world: World, actor: Actor, template_id: str) -> TemplateView | None:
    """One that was taken away and may be put back; None for anything else."""
    actor.must(Permission.NAVIGATE)
    with world.database.reading() as session:
        row = session.get(NavigatorTemplate, template_id)
        if row is None or row.removed_at is None or not works_at(session, actor, row.location_id):
            return None
        return _views(session, [row])[0]


def save(
    world: World, actor: Actor, place_id: str, name: str, filters: Iterable[tuple[str, str]], services: Sequence[str]
) -> TemplateView:
    """Keeps a start under a name of the place's own. What is no filter is left out. Raises NotAllowed, BadTemplate."""
    actor.must(Permission.NAVIGATE)
    name = " ".join(name.split())
    pairs = [[key, value] for key, value in dict.fromkeys(filters) if key in KEPT and _VALUE.fullmatch(value)][:MOST_FILTERS]
    with world.database.writing() as session:
        must_work_at(session, actor, place_id)
        ids = [service.id for service in names_by_slug(session, services)]
        _check(session, place_id, name, bool(pairs or ids))
        row = NavigatorTemplate(
            location_id=place_id, name=name, filters=pairs, services=ids, made_at=world.now(), account_id=actor.account_id
        )
        session.add(row)
        session.flush()
        return _views(session, [row])[0]


def remove(world: World, actor: Actor, template_id: str, back: bool = False) -> TemplateView:
    """Takes one away for everybody at its place; with `back` puts it back. Raises NoSuchTemplate."""
    actor.must(Permission.NAVIGATE)
    with world.database.writing() as session:
        row = session.get(NavigatorTemplate, template_id)
        if row is None or not works_at(session, actor, row.location_id):
            raise NoSuchTemplate(template_id)
        row.removed_at = None if back else world.now()
        return _views(session, [row])[0]


def _check(session: Session, place_id: str, name: str, something: bool) -> None:
    if not name:
        raise BadTemplate("missing")
    if len(name) > LONGEST_NAME:
        raise BadTemplate("long")
    names = select(NavigatorTemplate.name).where(
        NavigatorTemplate.location_id == place_id, NavigatorTemplate.removed_at.is_(None)
    )
    if name.casefold() in {other.casefold() for other in session.scalars(names)}:
        raise BadTemplate("taken")
    if not something:
        raise BadTemplate("empty")


def _views(session: Session, rows: Sequence[NavigatorTemplate]) -> tuple[TemplateView, ...]:
    ids = {service_id for row in rows for service_id in row.services}
    public = select(Service.id, Service.slug).where(Service.id.in_(ids), Service.state == State.PUBLISHED)
    slugs = dict(session.execute(public).all())
    return tuple(
        TemplateView(
            row.id, row.location_id, row.name, tuple((key, value) for key, value in row.filters),
            tuple(slugs[one] for one in row.services if one in slugs), row.removed_at is not None,
        )
        for row in rows
    )  # fmt: skip
