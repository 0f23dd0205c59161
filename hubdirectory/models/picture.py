"""Picture: of a service, an organisation or a place. The files lie in the instance folder under the hash of their contents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment


class Picture(Identified, Base):
    """One picture of a record at two sizes, in pixels. `file` and `small_file` are names of files.

    `alt`: what it shows, "" where it shows nothing that somebody would miss. `state`: waiting for the manager, or
    published. Several records may have the same file; it goes with the last of them.
    """

    __tablename__ = "picture"
    __table_args__ = (Index("ix_picture_record", "record_kind", "record_id"),)

    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(36))
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    alt: Mapped[str] = mapped_column(String(300), default="")
    file: Mapped[str] = mapped_column(String(90), index=True)
    width: Mapped[int] = mapped_column(SmallInteger)
    height: Mapped[int] = mapped_column(SmallInteger)
    small_file: Mapped[str] = mapped_column(String(90))
    small_width: Mapped[int] = mapped_column(SmallInteger)
    small_height: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
