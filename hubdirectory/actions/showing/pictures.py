"""The pictures of a record that everybody may see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.picturing import PictureState
from hubdirectory.models import Picture


@dataclass(frozen=True)
class PictureView:
    """A picture at two sizes, in pixels. `alt` "": it shows nothing that somebody would miss."""

    alt: str
    file: str
    width: int
    height: int
    small_file: str
    small_width: int
    small_height: int


def pictures(session: Session, kind: str, record_id: str) -> tuple[PictureView, ...]:
    rows = session.scalars(
        select(Picture)
        .where(Picture.record_kind == kind, Picture.record_id == record_id, Picture.state == PictureState.PUBLISHED)
        .order_by(Picture.position, Picture.id)
    )  # fmt: skip
    return tuple(
        PictureView(row.alt, row.file, row.width, row.height, row.small_file, row.small_width, row.small_height) for row in rows
    )
