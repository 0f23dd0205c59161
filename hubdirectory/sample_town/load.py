"""Write a sample town into the database: again is harmless, and puts back what trials have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from hubdirectory.models import (
    Area,
    Assurance,
    Location,
    Organisation,
    Service,
    Taxonomy,
    TaxonomyTerm,
)

from .rows import TABLES, RowMaker, Rows
from .town import Town

CHUNK = 2000
_RECORDS: Mapping[str, Any] = {"service": Service, "organisation": Organisation, "location": Location}


class TownNotFounded(LookupError):
    """The taxonomies are not there yet: found the directory first."""


@dataclass(frozen=True)
class LoadAccount:
    """How many records the town has, and how many rows of all tables were added, kept up to date and removed."""

    areas: int
    locations: int
    organisations: int
    services: int
    added: int
    changed: int
    removed: int


def load(session: Session, town: Town) -> LoadAccount:
    """Write the town. Records get the same ids every time.

    Raises TownNotFounded where a term that the town uses is missing.
    """
    maker = RowMaker(known_areas(session), known_terms(session))
    for record in town.records():
        maker.add(record)
    rows = maker.take()
    _free_slugs(session, rows)
    removed = _remove_the_rest(session, rows)
    added = {table: _write(session, table, rows.get(table, [])) for table in TABLES}
    total = sum(len(listed) for listed in rows.values())
    counts = (len(town.areas), len(town.locations), len(town.organisations), len(town.services))
    return LoadAccount(*counts, added=sum(added.values()), changed=total - sum(added.values()), removed=removed)


def known_areas(session: Session) -> dict[str, str]:
    """Ward code -> the area's id here."""
    return {code: key for code, key in session.execute(select(Area.code, Area.id)) if code}


def known_terms(session: Session) -> dict[tuple[str, str], str]:
    """(taxonomy, term), as slugs -> the term's id here. Raises TownNotFounded where there is none."""
    pairs = select(Taxonomy.slug, TaxonomyTerm.slug, TaxonomyTerm.id).join(TaxonomyTerm.taxonomy)
    terms = {(taxonomy, slug): key for taxonomy, slug, key in session.execute(pairs)}
    if not terms:
        raise TownNotFounded("There are no needs yet. Found the directory before you load the sample town.")
    return terms


def _free_slugs(session: Session, rows: Rows) -> None:
    # A directory in use may have a record of its own under one of our slugs.
    for table in (Area, *_RECORDS.values()):
        ours = {row["id"] for row in rows.get(table, ())}
        taken = {slug for key, slug in session.execute(select(table.id, table.slug)) if key not in ours}
        for row in rows.get(table, ()):
            if row["slug"] in taken:
                row["slug"] += "-sample"


def _remove_the_rest(session: Session, rows: Rows) -> int:
    """Remove what hangs on sample records, and sample records themselves, where the town does not have it."""
    removed = 0
    table: Any
    for table in reversed(TABLES):
        if table is not Area:
            ours = {row["id"] for row in rows.get(table, ())}
            gone = [key for key in session.scalars(_sample_ids(table)) if key not in ours]
            for some in _chunks(gone):
                session.execute(delete(table).where(table.id.in_(some)))
            removed += len(gone)
    return removed


def _sample_ids(table: Any) -> Any:
    if table in _RECORDS.values():
        return select(table.id).where(table.sample.is_(True))
    if table is Assurance:
        samples = (select(record.id).where(record.sample.is_(True)) for record in (Service, Organisation))
        return select(table.id).where(or_(*(table.record_id.in_(ids) for ids in samples)))
    owners = [(getattr(table, f"{kind}_id", None), record) for kind, record in _RECORDS.items()]
    rules = [owner.in_(select(record.id).where(record.sample.is_(True))) for owner, record in owners if owner is not None]
    return select(table.id).where(or_(*rules))


def _write(session: Session, table: Any, rows: list[dict[str, Any]]) -> int:
    """Insert or update by id; how many were inserted."""
    known: set[str] = set()
    for some in _chunks(row["id"] for row in rows):
        known.update(session.scalars(select(table.id).where(table.id.in_(some))))
    new = [row for row in rows if row["id"] not in known]
    old = [row for row in rows if row["id"] in known]
    if new:
        session.execute(insert(table), new)
    if old:
        session.execute(update(table), old)
    return len(new)


def _chunks(keys: Iterable[str]) -> Iterable[list[str]]:
    waiting = iter(keys)
    while some := list(islice(waiting, CHUNK)):
        yield some
