"""Names in addresses: each its own, and every address that was ever public leads on."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from hubdirectory.domain.slugs import free_slug, slug_of
from hubdirectory.domain.states import State
from hubdirectory.models import OldSlug

from .tables import MODELS, Record


def new_slug(session: Session, kind: str, name: str, record_id: str) -> str:
    """A slug that no other record of the kind has or had; nobody else is given it before this unit of work ends."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"{kind}/{slug_of(name)}"))))
    return free_slug(name, _taken(session, kind, slug_of(name), record_id))


def free_or_new_slug(session: Session, kind: str, slug: str, name: str, record_id: str) -> str:
    """That slug, where no other record has taken it meanwhile; else a new one."""
    model: Any = MODELS[kind]
    taken = session.scalar(select(model.id).where(model.slug == slug, model.id != record_id))
    return new_slug(session, kind, name, record_id) if taken else slug


def follow_name(session: Session, kind: str, record: Record, was: str, at: datetime) -> str | None:
    """The slug made to fit the record's name. The old one, where it is left behind; `was` is the state until now.

    Where the address fits already, as with `mens-shed-2`, it stays.
    """
    base, old = slug_of(record.name), record.slug
    if old == base or (old.startswith(f"{base}-") and old[len(base) + 1 :].isdigit()):
        return None
    record.slug = new_slug(session, kind, record.name, record.id)
    session.execute(delete(OldSlug).where(OldSlug.record_kind == kind, OldSlug.slug == record.slug))
    if was != State.DRAFT:
        leave_behind(session, kind, old, record.id, at)
    session.flush()
    return old


def leave_behind(session: Session, kind: str, slug: str, record_id: str, at: datetime) -> None:
    """That slug leads to the record from now on."""
    session.merge(OldSlug(record_kind=kind, slug=slug, record_id=record_id, since=at))


def _taken(session: Session, kind: str, base: str, record_id: str) -> Container[str]:
    model: Any = MODELS[kind]
    here = select(model.slug).where(or_(model.slug == base, model.slug.like(f"{base}-%")), model.id != record_id)
    before = select(OldSlug.slug).where(
        OldSlug.record_kind == kind, or_(OldSlug.slug == base, OldSlug.slug.like(f"{base}-%")), OldSlug.record_id != record_id
    )
    return {*session.scalars(here), *session.scalars(before)}
