"""Change: what somebody proposes for a record. Merging: two records made one, and how to take that back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment, now_utc

# The states of domain.changes in which a change is still somebody's work.
_OPEN = text("state IN ('draft', 'in_review', 'sent_back')")


class Change(Identified, Base):
    """One account's words for one record: only the fields that differ from the base revision.

    `fields` holds values as typed, valid or not; `problems` what is wrong with them, by key; `versions` the last
    values of each field, each with the version of the draft that brought it; `conflicts` words of a second browser tab
    that wait for a choice;
    `fixes` what the reviewer changed, and `left` the fields that were approved but not applied.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index(
            "uq_change_open", "account_id", "record_kind", "record_id",
            unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
        Index("ix_change_record", "record_kind", "record_id"),
        Index("ix_change_state", "state", "submitted_at"),
    )  # fmt: skip

    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(36))
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    base_revision: Mapped[int] = mapped_column(Integer)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    problems: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    versions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    conflicts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(Integer, default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text, default="")
    fixes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    left: Mapped[list[str]] = mapped_column(JSON, default=list)
    applied_revision: Mapped[int | None] = mapped_column(Integer)


class Merging(Identified, Base):
    """Two records made one. `moved` says which rows of which tables came over, so that they can go back."""

    __tablename__ = "merging"
    __table_args__ = (Index("ix_merging_kept", "record_kind", "kept_id"), Index("ix_merging_gone", "record_kind", "gone_id"))

    record_kind: Mapped[str] = mapped_column(String(20))
    kept_id: Mapped[str] = mapped_column(String(36))
    gone_id: Mapped[str] = mapped_column(String(36))
    gone_slug: Mapped[str] = mapped_column(String(90))
    gone_name: Mapped[str] = mapped_column(String(200), default="")
    kept_revision: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    moved: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
