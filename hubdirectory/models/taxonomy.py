"""Taxonomies, their terms, and the terms put on records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Identified, Moment, now_utc


class Taxonomy(Identified, Base):
    """`slug`: need, audience, service-type."""

    __tablename__ = "taxonomy"

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")


class TaxonomyTerm(Identified, Base):
    """A retired term stays on its records, and is neither shown nor offered nor searched by."""

    __tablename__ = "taxonomy_term"
    __table_args__ = (UniqueConstraint("taxonomy_id", "slug"),)

    taxonomy_id: Mapped[str] = mapped_column(ForeignKey("taxonomy.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(90), index=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    translations: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)

    taxonomy: Mapped[Taxonomy] = relationship(lazy="raise")


class Attribute(Identified, Base):
    """A term on a service or an organisation. `state`: suggested or confirmed."""

    __tablename__ = "attribute"
    __table_args__ = (UniqueConstraint("service_id", "term_id"), UniqueConstraint("organisation_id", "term_id"))

    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    term_id: Mapped[str] = mapped_column(ForeignKey("taxonomy_term.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="suggested")
    since: Mapped[datetime] = mapped_column(Moment, default=now_utc)

    term: Mapped[TaxonomyTerm] = relationship(lazy="raise")
