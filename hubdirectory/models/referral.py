"""Referral: somebody who agreed to it is made known to an organisation. What is personal is sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment, now_utc


class Referral(Identified, Base):
    """`details` and `words` (why it was declined) are sealed with the operator's key; "" for none, or taken away.

    `organisation_id` is whom the person agreed to, wherever the service goes later. `reference` says nothing about anybody.
    """

    __tablename__ = "referral"

    reference: Mapped[str] = mapped_column(String(12), unique=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    referrer_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    details: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    chased: Mapped[int] = mapped_column(SmallInteger, default=0)


class ReferralConsent(Identified, Base):
    """One question that the person was asked, in the words that were shown, and their answer."""

    __tablename__ = "referral_consent"
    __table_args__ = (UniqueConstraint("referral_id", "question"),)

    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(SmallInteger)
    question: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(12))
    agreed: Mapped[bool] = mapped_column(Boolean)


class ReferralReader(Base):
    """A member whom an owner named to read what is sent to their organisation. It ends with the membership."""

    __tablename__ = "referral_reader"

    membership_id: Mapped[str] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"), primary_key=True)
    named_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    named_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
