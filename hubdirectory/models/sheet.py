"""Sheets: what somebody took away, so that its link can say what has changed since. Nothing here is about that somebody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Identified, Moment


class Sheet(Identified, Base):
    """One sheet. The link itself is kept nowhere, only its hash; whoever made it can revoke it.

    `handed_at`: when it had been printed, sent or shown; None while that is under way.
    `style` is a domain.sheets.Style, `way` a domain.signposting.Way. It is deleted when its time is over.
    """

    __tablename__ = "sheet"

    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id", ondelete="SET NULL"), index=True)
    locale: Mapped[str] = mapped_column(String(10))
    style: Mapped[str] = mapped_column(String(10))
    way: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    handed_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)

    parts: Mapped[list[SheetPart]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="SheetPart.position", passive_deletes=True
    )


class SheetPart(Base):
    """One service of a sheet, found again by its slug. `snapshot` is a domain.sheets.Snapshot as data.

    `report_id` is the report that it was shut, for an undo; no foreign key, since reports are cleared by themselves.
    """

    __tablename__ = "sheet_part"

    sheet_id: Mapped[str] = mapped_column(ForeignKey("sheet.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(String(90), index=True)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    helped_at: Mapped[datetime | None] = mapped_column(Moment)
    report_id: Mapped[str | None] = mapped_column(String(36))
