"""A record out of its tables, whole, as plain data (domain.record_data)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hubdirectory.domain.record_data import KINDS, Data, blank, normalised
from hubdirectory.models import Attribute, Eligibility, Taxonomy, TaxonomyTerm

from .tables import COLUMN_OF, ELIGIBILITY, MODELS, ROWS, TERMS, Record, Rows, json_value

CHUNK = 500


class RecordMissing(LookupError):
    """There is no record of that kind and id. A page answers 404."""


class UnknownKind(ValueError):
    """Not service, organisation or location."""


def read(session: Session, kind: str, record_id: str) -> Data:
    """The whole record as JSON, in a stable order. Raises RecordMissing, UnknownKind."""
    found = read_many(session, kind, [record_id])
    if record_id not in found:
        raise RecordMissing(f"There is no {kind} with the id {record_id}.")
    return found[record_id]


def read_many(session: Session, kind: str, ids: Sequence[str]) -> dict[str, Data]:
    """Many records by id, in a dozen queries for each 500; ids that are not there are left out."""
    if kind not in KINDS:
        raise UnknownKind(f"There is no kind of record called {kind}.")
    session.flush()
    found: dict[str, Data] = {}
    for start in range(0, len(ids), CHUNK):
        found |= _read_some(session, kind, list(ids[start : start + CHUNK]))
    return {id_: found[id_] for id_ in ids if id_ in found}


def record_row(session: Session, kind: str, record_id: str, *, lock: bool = False) -> Record:
    """The record's own row as the database has it now; locked until the end of the unit of work. Raises RecordMissing."""
    if kind not in KINDS:
        raise UnknownKind(f"There is no kind of record called {kind}.")
    model: Any = MODELS[kind]
    query = select(model).where(model.id == record_id).execution_options(populate_existing=True)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise RecordMissing(f"There is no {kind} with the id {record_id}.")
    return row


def _read_some(session: Session, kind: str, ids: list[str]) -> dict[str, Data]:
    model: Any = MODELS[kind]
    records = session.scalars(_fresh(select(model).where(model.id.in_(ids)))).all()
    lists = {field: _items(session, kind, ids, rows) for field, rows in ROWS.items() if field in blank(kind)}
    terms = _terms(session, kind, ids) if kind != "location" else {}
    ages = _eligibility(session, ids) if kind == "service" else {}
    data = {}
    for record in records:
        values = {field: json_value(getattr(record, COLUMN_OF.get(field, field))) for field in _columns(kind)}
        values |= {field: items.get(record.id, []) for field, items in lists.items()}
        values |= ages.get(record.id, {}) if kind == "service" else {}
        values |= {state: sorted(terms.get((record.id, state), [])) for state in TERMS if kind != "location"}
        data[record.id] = normalised(kind, {**blank(kind), **values})
    return data


def _columns(kind: str) -> list[str]:
    others = {*ROWS, *TERMS, *(ELIGIBILITY if kind == "service" else ())}
    return [field for field in blank(kind) if field not in others]


def _items(session: Session, kind: str, ids: list[str], rows: Rows) -> dict[str, list[Data]]:
    owner = getattr(rows.model, f"{kind}_id")
    items = defaultdict(list)
    for row in session.scalars(_fresh(in_order(select(rows.model).where(owner.in_(ids)), rows))):
        items[getattr(row, f"{kind}_id")].append(item_of(row, rows))
    return items


def item_of(row: Any, rows: Rows) -> Data:
    return {key: json_value(getattr(row, column)) for key, column in rows.columns.items()}


def in_order(query: Select[Any], rows: Rows) -> Select[Any]:
    return query.order_by(rows.model.position, rows.model.id) if rows.ordered else query.order_by(rows.model.id)


def _terms(session: Session, kind: str, ids: list[str]) -> dict[tuple[str, str], list[str]]:
    owner = getattr(Attribute, f"{kind}_id")
    query = (
        select(owner, Attribute.state, Taxonomy.slug, TaxonomyTerm.slug)
        .join(TaxonomyTerm, TaxonomyTerm.id == Attribute.term_id).join(Taxonomy, Taxonomy.id == TaxonomyTerm.taxonomy_id)
        .where(owner.in_(ids))
    )  # fmt: skip
    terms = defaultdict(list)
    for id_, state, taxonomy, slug in session.execute(query):
        terms[(id_, state)].append(f"{taxonomy}/{slug}")
    return terms


def _eligibility(session: Session, ids: list[str]) -> dict[str, Data]:
    rows = session.scalars(_fresh(select(Eligibility).where(Eligibility.service_id.in_(ids))))
    return {row.service_id: {field: getattr(row, field) for field in ELIGIBILITY} for row in rows}


def _fresh(query: Select[Any]) -> Select[Any]:
    """What others have committed since, not what this session remembers."""
    return query.execution_options(populate_existing=True)
