"""Account and membership: who keeps records right, and where navigators and hub staff work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Dated, Identified, Moment, now_utc


class Account(Identified, Dated, Base):
    """Somebody who signs in. `email` is kept in lower case; everything secret is hashed or encrypted."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(20), default="resident")
    locale: Mapped[str] = mapped_column(String(12), default="en")
    last_signed_in_at: Mapped[datetime | None] = mapped_column(Moment)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    totp_secret: Mapped[str] = mapped_column(Text, default="")
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    totp_last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    # A mail server said for good that it takes no mail for this address.
    mail_refused_at: Mapped[datetime | None] = mapped_column(Moment)
    sample: Mapped[bool] = mapped_column(Boolean, default=False)


class Membership(Identified, Base):
    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "organisation_id"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20), default="editor")
    since: Mapped[datetime] = mapped_column(Moment, default=now_utc)


class AccountLocation(Base):
    """The surgery or hub that somebody works from."""

    __tablename__ = "account_location"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(Moment, default=now_utc)
