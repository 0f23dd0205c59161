"""Plain data into a record's tables. Only what differs is written, so that reading and writing back changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.pairing import pairs
from hubdirectory.domain.record_data import Data, blank, normalised
from hubdirectory.domain.states import AttributeState
from hubdirectory.models import Attribute, Eligibility, Location, new_id

from .reading import in_order, item_of, read, record_row
from .references import check_references, term_ids
from .tables import COLUMN_OF, ELIGIBILITY, MODELS, ROWS, TERMS, Record, Rows, column_value


def write(
    session: Session, kind: str, record_id: str, data: Mapping[str, Any], *, at: datetime, stands: Data | None = None
) -> tuple[str, ...]:  # fmt: skip
    """Writes these fields (all of them, or some) over the record's; gives the fields that differ now.

    Writes values that `domain.validity` has passed; neither revision nor index knows of it yet: actions call `changing.put`.
    `stands`: what the record is, where the caller has read it under the lock.
    Raises RecordMissing, UnknownField, UnknownReference.
    """
    record = record_row(session, kind, record_id, lock=True)
    stands = read(session, kind, record_id) if stands is None else stands
    wanted = normalised(kind, {**stands, **data})
    changed = tuple(field for field in wanted if wanted[field] != stands[field])
    check_references(session, {field: wanted[field] for field in changed})
    for field in changed:
        if field in ROWS:
            _write_rows(session, kind, record_id, ROWS[field], wanted[field])
        elif field not in TERMS and not (kind == "service" and field in ELIGIBILITY):
            column = COLUMN_OF.get(field, field)
            setattr(record, column, column_value(column, wanted[field]))
    if set(TERMS) & set(changed):
        _write_terms(session, kind, record_id, wanted, at)
    if kind == "service" and set(ELIGIBILITY) & set(changed):
        _write_eligibility(session, record_id, wanted)
    _date(record, changed, at)
    session.flush()
    return changed


def create(session: Session, kind: str, record_id: str, slug: str, data: Mapping[str, Any], *, at: datetime) -> None:
    """A new record with that id and slug. Raises UnknownField, UnknownReference."""
    wanted = normalised(kind, {**blank(kind), **data})
    owner = {"organisation": wanted["organisation"]} if kind == "service" else {}
    check_references(session, owner)
    columns = {COLUMN_OF[field]: value for field, value in owner.items()}
    session.add(MODELS[kind](id=record_id, slug=slug, name=wanted["name"], created_at=at, updated_at=at, **columns))
    session.flush()
    write(session, kind, record_id, wanted, at=at)


def _date(record: Record, changed: Sequence[str], at: datetime) -> None:
    """By the clock of the directory. A location keeps the machine's: places by name are read anew when it moves on."""
    if changed and not isinstance(record, Location):
        record.updated_at = at


def _write_rows(session: Session, kind: str, record_id: str, rows: Rows, items: Sequence[Data]) -> None:
    owner = f"{kind}_id"
    here = session.scalars(in_order(select(rows.model).where(getattr(rows.model, owner) == record_id), rows)).all()
    paired = _paired(rows, here, items)
    for number, row in enumerate(here):
        if number not in paired.values():
            session.delete(row)
    session.flush()  # what has a key of its own must be gone before another takes it
    for position, item in enumerate(items):
        columns = rows.typed({column: item[key] for key, column in rows.columns.items()})
        columns |= {"position": position} if rows.ordered else {}
        if position in paired:
            for column, value in columns.items():
                setattr(here[paired[position]], column, value)
        else:
            session.add(rows.model(id=new_id(), **{owner: record_id}, **columns))
    session.flush()


def _paired(rows: Rows, here: Sequence[Any], items: Sequence[Data]) -> dict[int, int]:
    before = [item_of(row, rows) for row in here]
    if not rows.key:
        return pairs(before, items)
    key = next(key for key, column in rows.columns.items() if column == rows.key)
    places = {item[key]: number for number, item in enumerate(before)}
    return {number: places[item[key]] for number, item in enumerate(items) if item[key] in places}


def _write_terms(session: Session, kind: str, record_id: str, wanted: Data, at: datetime) -> None:
    ids = term_ids(session, [*wanted["confirmed"], *wanted["suggested"]])
    states = {ids[term]: AttributeState.SUGGESTED.value for term in wanted["suggested"]}
    states |= {ids[term]: AttributeState.CONFIRMED.value for term in wanted["confirmed"]}
    owner = f"{kind}_id"
    here = {row.term_id: row for row in session.scalars(select(Attribute).where(getattr(Attribute, owner) == record_id))}
    for term_id, row in here.items():
        if term_id not in states:
            session.delete(row)
    for term_id, state in states.items():
        if term_id not in here:
            session.add(Attribute(id=new_id(), term_id=term_id, state=state, since=at, **{owner: record_id}))
        elif here[term_id].state != state:
            here[term_id].state, here[term_id].since = state, at


def _write_eligibility(session: Session, service_id: str, wanted: Data) -> None:
    row = session.scalar(select(Eligibility).where(Eligibility.service_id == service_id))
    if row is None:
        row = Eligibility(id=new_id(), service_id=service_id)
        session.add(row)
    for field in ELIGIBILITY:
        setattr(row, field, wanted[field])
