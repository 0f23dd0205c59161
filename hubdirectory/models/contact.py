"""Contact and Phone: of an organisation, a service or a location."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Identified

if TYPE_CHECKING:
    from .organisation import Organisation


class OwnedByRecord:
    """Belongs to one of the three kinds of record."""

    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)


class Contact(OwnedByRecord, Identified, Base):
    __tablename__ = "contact"

    name: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    position: Mapped[int] = mapped_column(SmallInteger, default=0)

    organisation: Mapped[Organisation | None] = relationship(back_populates="contacts", lazy="raise")


class Phone(OwnedByRecord, Identified, Base):
    """`number` as people read it; `kind`: voice, text, minicom. `description`: "24 hours", "ask for Jean"."""

    __tablename__ = "phone"

    number: Mapped[str] = mapped_column(String(40), index=True)
    extension: Mapped[str] = mapped_column(String(10), default="")
    kind: Mapped[str] = mapped_column(String(20), default="voice")
    description: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(SmallInteger, default=0)

    organisation: Mapped[Organisation | None] = relationship(back_populates="phones", lazy="raise")
