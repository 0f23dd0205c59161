"""Everything that points at a record, whichever table it is in: moved when two records become one, and moved back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table, and_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hubdirectory.models import Base

# Rows of the record itself: its data has them.
_PARTS = frozenset({
    "accessibility", "attribute", "contact", "cost_option", "eligibility", "language", "phone", "schedule", "service_area",
    "service_at_location", "service_card",
})  # fmt: skip
# What was stays what it was; the rest has rules of its own.
_NOT_MOVED = frozenset({"revision", "audit_entry", "merging", "old_slug", "change", "service", "import_row"})

# Table -> column -> primary keys of the rows that moved.
Moved = dict[str, dict[str, list[list[Any]]]]


def move_pointers(session: Session, kind: str, from_id: str, to_id: str) -> Moved:
    """Points every row at the other record. One that the other has already stays where it was."""
    moved: Moved = {}
    for table, column in _pointers(kind):
        keys = [key for key in _rows(session, table, column, kind, from_id) if _point(session, table, column, key, to_id)]
        if keys:
            moved.setdefault(table.name, {})[column.name] = [_key_after(table, column, key, to_id) for key in keys]
    return moved


def move_back(session: Session, moved: Moved, to_id: str) -> None:
    """Points the rows that are still there back."""
    for name, columns in moved.items():
        table = Base.metadata.tables[name]
        for column, keys in columns.items():
            for key in keys:
                _point(session, table, table.c[column], key, to_id)


def _pointers(kind: str) -> Iterator[tuple[Table, Column[Any]]]:
    for table in Base.metadata.sorted_tables:
        if table.name in _PARTS | _NOT_MOVED:
            continue
        if "record_kind" in table.c and "record_id" in table.c:
            yield table, table.c.record_id
        for column in table.c:
            if any(key.column.table.name == kind for key in column.foreign_keys):
                yield table, column


def _rows(session: Session, table: Table, column: Column[Any], kind: str, record_id: str) -> list[list[Any]]:
    query = select(*table.primary_key.columns).where(column == record_id)
    if column.name == "record_id":
        query = query.where(table.c.record_kind == kind)
    return [list(row) for row in session.execute(query)]


def _point(session: Session, table: Table, column: Column[Any], key: list[Any], record_id: str) -> bool:
    """Whether it could be: two of the same would break what must be unique."""
    here = and_(*(one == value for one, value in zip(table.primary_key.columns, key, strict=True)))
    try:
        with session.begin_nested():
            session.execute(update(table).where(here).values({column.name: record_id}))
    except IntegrityError:
        return False
    return True


def _key_after(table: Table, column: Column[Any], key: list[Any], to_id: str) -> list[Any]:
    names = [one.name for one in table.primary_key.columns]
    return [to_id if name == column.name else value for name, value in zip(names, key, strict=True)]
