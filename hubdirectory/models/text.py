"""A record's own words in another language than its first."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified


class RecordText(Identified, Base):
    """What a service or an organisation says of itself in one more language; "" for what stays as it is.

    `code`: ISO 639, as `language.code`. An organisation has `summary` and `description` alone.
    """

    __tablename__ = "record_text"
    __table_args__ = (UniqueConstraint("service_id", "code"), UniqueConstraint("organisation_id", "code"))

    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    summary: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    fees_description: Mapped[str] = mapped_column(Text, default="")
    application_process: Mapped[str] = mapped_column(Text, default="")
