"""The records that pictures belong to: which of them are there, and which everybody may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.records.tables import MODELS
from hubdirectory.domain.states import State, has_page
from hubdirectory.models import Location, Organisation, Picture, Service

CHUNK = 500


def there(session: Session, pictures: Iterable[Picture]) -> set[tuple[str, str]]:
    """Kind and id of those of their records that are in the database."""
    wanted: dict[str, set[str]] = {}
    for picture in pictures:
        wanted.setdefault(picture.record_kind, set()).add(picture.record_id)
    found: set[tuple[str, str]] = set()
    for kind, named in wanted.items():
        model: Any = MODELS[kind]
        ids = sorted(named)
        for start in range(0, len(ids), CHUNK):
            query = select(model.id).where(model.id.in_(ids[start : start + CHUNK]))
            found |= {(kind, id_) for id_ in session.scalars(query)}
    return found


def has_public_page(session: Session, kind: str, record_id: str) -> bool:
    """Whether everybody may see the record: a confidential place has no page, nor has a service of a closed organisation."""
    record: Any = session.get(MODELS[kind], record_id)
    if record is None or (isinstance(record, Location) and record.confidential):
        return False
    owner = session.get(Organisation, record.organisation_id) if isinstance(record, Service) else None
    return has_page(record.state, owner.state if owner else State.PUBLISHED)
