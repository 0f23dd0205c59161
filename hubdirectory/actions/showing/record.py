"""What every kind of record has: an old slug, a last confirmation, a source."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.showing.facts import Moved
from hubdirectory.actions.showing.views import Origin
from hubdirectory.domain.freshness import Part
from hubdirectory.models import Assurance, Location, OldSlug, Organisation, Service, Source, SourceRecord

Row = TypeVar("Row", Service, Organisation, Location)


def moved(session: Session, kind: str, model: type[Row], slug: str) -> Moved | None:
    """Where a record with that old slug is now."""
    current = session.scalar(
        select(model.slug).join(OldSlug, OldSlug.record_id == model.id)
        .where(OldSlug.record_kind == kind, OldSlug.slug == slug)
    )  # fmt: skip
    return Moved(current) if current and current != slug else None


def last_confirmed(session: Session, kind: str, record_id: str, part: str = Part.ALL) -> Assurance | None:
    """The last confirmation of the whole record; or of a part, by itself or with the whole."""
    return session.scalar(
        select(Assurance)
        .where(Assurance.record_kind == kind, Assurance.record_id == record_id, Assurance.part.in_({Part.ALL, part}))
        .order_by(Assurance.confirmed_at.desc()).limit(1)
    )  # fmt: skip


def origin(session: Session, kind: str, record_id: str) -> Origin | None:
    source = session.scalar(
        select(Source).join(SourceRecord, SourceRecord.source_id == Source.id)
        .where(SourceRecord.record_kind == kind, SourceRecord.record_id == record_id).limit(1)
    )  # fmt: skip
    return origin_of(source) if source else None


def origin_of(source: Source) -> Origin:
    return Origin(source.title, source.publisher, source.url, source.licence, source.licence_url)
