"""How people come to an organisation: claims and invitations. Handing: a service on its way to another organisation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment


class Claim(Identified, Base):
    """Somebody says that an organisation is theirs. `state` is domain.belonging.ClaimState's.

    `address`: where the link was mailed, "" for a claim by the manager's word; `words`: what the person wrote to the
    manager. `reason`: why it was refused. `proposed`: the organisation was not listed before.
    """

    __tablename__ = "claim"
    __table_args__ = (Index("ix_claim_state", "state", "asked_at"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    proposed: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(254), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class Invitation(Identified, Base):
    """A colleague was asked by mail. It ends by being taken up, taken back or too old; the link works once."""

    __tablename__ = "invitation"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[str] = mapped_column(String(20))
    invited_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    invited_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    taken_up_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_up_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)


class Handing(Identified, Base):
    """One organisation would give a service to another, whose owner has yet to say yes."""

    __tablename__ = "handing"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    from_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    to_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    accepted: Mapped[bool] = mapped_column(default=False)
