"""Organisation: who provides. Account and membership: who keeps it right."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Dated, Identified, Moment, now_utc

if TYPE_CHECKING:
    from .contact import Contact, Phone
    from .service import Service


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

    services: Mapped[list[Service]] = relationship(back_populates="organisation", lazy="raise", passive_deletes=True)
    contacts: Mapped[list[Contact]] = relationship(back_populates="organisation", lazy="raise", passive_deletes=True)
    phones: Mapped[list[Phone]] = relationship(back_populates="organisation", lazy="raise", passive_deletes=True)


class Account(Identified, Dated, Base):
    __tablename__ = "account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(20), default="resident")
    last_signed_in_at: Mapped[datetime | None] = mapped_column(Moment)


class Membership(Identified, Base):
    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "organisation_id"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20), default="editor")
    since: Mapped[datetime] = mapped_column(Moment, default=now_utc)
