"""Organisation: who provides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Boolean, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Dated, Identified

if TYPE_CHECKING:
    from .contact import Contact, Phone
    from .service import Service
    from .text import RecordText


class Organisation(Identified, Dated, Base):
    __tablename__ = "organisation"

    slug: Mapped[str] = mapped_column(String(90), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    alternate_name: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    legal_status: Mapped[str] = mapped_column(String(80), default="")
    charity_number: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    trusted: Mapped[bool] = mapped_column(Boolean, default=False)
    sample: Mapped[bool] = mapped_column(Boolean, default=False)

    texts: Mapped[list[RecordText]] = relationship(lazy="raise", passive_deletes=True, order_by="RecordText.code")
    services: Mapped[list[Service]] = relationship(back_populates="organisation", lazy="raise", passive_deletes=True)
    contacts: Mapped[list[Contact]] = relationship(
        back_populates="organisation", lazy="raise", passive_deletes=True, order_by="Contact.position"
    )
    phones: Mapped[list[Phone]] = relationship(
        back_populates="organisation", lazy="raise", passive_deletes=True, order_by="Phone.position"
    )
