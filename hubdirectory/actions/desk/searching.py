"""Finding any record by anything: name, telephone in any spelling, postcode, e-mail, id, address; and by what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.freshness.reading import confirmed_parts, limits_of, with_times
from hubdirectory.domain.freshness import Freshness, confirmed_at, record_state
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Assurance, Location, Organisation, Service, Source, Taxonomy, TaxonomyTerm

from .conditions import conditions
from .wanted import KINDS, MISSING, SORTS, Wanted

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

__all__ = [
    "KINDS", "MISSING", "SORTS", "Choices", "RecordRow", "RecordsFound", "Wanted", "choices", "every_id", "find", "rows_of",
]  # fmt: skip
MODELS: Mapping[str, Any] = {"service": Service, "organisation": Organisation, "location": Location}
PER_PAGE = 50


@dataclass(frozen=True)
class RecordRow:
    """A record in the list. `owner` is its organisation, of a location its address."""

    kind: str
    id: str
    slug: str
    name: str
    owner: str
    state: str
    changed_at: datetime
    confirmed_at: datetime | None
    freshness: Freshness


@dataclass(frozen=True)
class RecordsFound:
    """One page of records. `total` on `pages` pages."""

    rows: tuple[RecordRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Choices:
    """What the filters offer: (slug, name) each."""

    needs: tuple[tuple[str, str], ...]
    audiences: tuple[tuple[str, str], ...]
    hubs: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]


def find(world: World, actor: Actor, wanted: Wanted, per_page: int = PER_PAGE) -> RecordsFound:
    """One page of the records that are wanted. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        total, shown, page = _page(world, session, wanted, per_page)
        return RecordsFound(rows_of(world, session, shown), total, page, max(1, -(-total // per_page)))


def every_id(world: World, actor: Actor, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """Kind and id of everything that is wanted, on all pages, in order. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        return tuple(_ids(world, session, wanted))


def _page(world: World, session: Session, wanted: Wanted, per_page: int) -> tuple[int, list[tuple[str, str]], int]:
    """How many there are in all, those of the page, and its number."""
    query = _query(world, wanted)
    # What is dear to find is asked for once and cut here; what is many and cheap is counted, and one page of it read.
    dear = wanted.words or wanted.freshness
    records = _ids(world, session, wanted) if dear or query is None else None
    total = len(records) if records is not None else _counted(session, query)
    page = min(max(1, wanted.page), max(1, -(-total // per_page)))
    start = (page - 1) * per_page
    if records is not None:
        return total, records[start : start + per_page], page
    found = query.subquery()
    rows = session.execute(select(found.c.kind, found.c.id).order_by(*_order(found.c, wanted.sort)).offset(start).limit(per_page))
    return total, [(kind, id_) for kind, id_ in rows], page


def _counted(session: Session, query: Any) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _ids(world: World, session: Session, wanted: Wanted) -> list[tuple[str, str]]:
    """Kind and id of all, in order: counted and cut here, since asking twice costs twice."""
    query = _query(world, wanted)
    if query is None:
        return []
    found = query.subquery()
    rows = session.execute(select(found.c.kind, found.c.id).order_by(*_order(found.c, wanted.sort)))
    return [(kind, id_) for kind, id_ in rows]


def choices(world: World, actor: Actor) -> Choices:
    """What may be filtered by. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    terms = select(TaxonomyTerm.slug, TaxonomyTerm.name).join(Taxonomy).order_by(TaxonomyTerm.position, TaxonomyTerm.name)
    in_use = terms.where(TaxonomyTerm.retired_at.is_(None))
    with world.database.reading() as session:

        def pairs(query: Select[str, str]) -> tuple[tuple[str, str], ...]:
            return tuple((slug, name) for slug, name in session.execute(query))

        return Choices(
            pairs(in_use.where(Taxonomy.slug == "need")), pairs(in_use.where(Taxonomy.slug == "audience")),
            pairs(select(Location.slug, Location.name).where(Location.kind == "hub").order_by(Location.name)),
            pairs(select(Source.slug, Source.title).order_by(Source.title)),
        )  # fmt: skip


def rows_of(world: World, session: Session, records: Sequence[tuple[str, str]]) -> tuple[RecordRow, ...]:
    """These records as rows, in their order; what is gone is left out."""
    found: dict[tuple[str, str], RecordRow] = {}
    for kind in KINDS:
        ids = [id_ for of, id_ in records if of == kind]
        if ids:
            found |= _rows(world, session, kind, ids)
    return tuple(found[record] for record in records if record in found)


def _rows(world: World, session: Session, kind: str, ids: Sequence[str]) -> dict[tuple[str, str], RecordRow]:
    model = MODELS[kind]
    owner_of: Any = {"service": Organisation.name, "location": Location.address_1}.get(kind, literal(""))
    query: Any = select(model.id, model.slug, model.name, model.state, model.updated_at, owner_of)
    if kind == "service":
        query = query.join(Organisation, Organisation.id == Service.organisation_id)
    parts, timed = confirmed_parts(session, kind, ids), with_times(session, kind, ids)
    now, limits = world.now(), limits_of(world.settings)
    found = {}
    for start in range(0, len(ids), 500):
        for id_, slug, name, state, changed, owner in session.execute(query.where(model.id.in_(ids[start : start + 500]))):
            confirmed = parts.get(id_, {})
            standing = record_state(kind, confirmed, now, limits, id_ in timed)
            found[(kind, id_)] = RecordRow(kind, id_, slug, name, owner, state, changed, confirmed_at(confirmed), standing)
    return found


def _query(world: World, wanted: Wanted) -> Any:
    """Kind, id, name, state, when changed and when confirmed of everything that is wanted; None where nothing can be."""
    queries = [_of_kind(world, kind, wanted) for kind in wanted.kinds]
    if not queries:
        return None
    return union_all(*queries) if len(queries) > 1 else queries[0]


def _of_kind(world: World, kind: str, wanted: Wanted) -> Select[Any]:
    model = MODELS[kind]
    confirmed = (
        select(Assurance.record_id, func.max(Assurance.confirmed_at).label("at"))
        .where(Assurance.record_kind == kind, Assurance.part == "all").group_by(Assurance.record_id).subquery()
    )  # fmt: skip
    query = select(
        literal(kind).label("kind"), model.id.label("id"), func.lower(model.name).label("name"), model.state.label("state"),
        model.updated_at.label("changed"),
        (confirmed.c.at if wanted.sort.endswith("confirmed") else literal(None)).label("confirmed"),
    )  # fmt: skip
    if wanted.sort.endswith("confirmed"):
        query = query.outerjoin(confirmed, confirmed.c.record_id == model.id)
    return query.where(*conditions(world, kind, model, wanted))


def _order(columns: Any, sort: str) -> list[Any]:
    down, name = sort.startswith("-"), sort.removeprefix("-")
    column = columns[name] if name in SORTS else columns.name
    ordered = column.desc() if down else column.asc()
    return [ordered.nulls_first() if name == "confirmed" and not down else ordered, columns.name, columns.id]
