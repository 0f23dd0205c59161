"""What was, who said so, and where it came from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment, now_utc


class Assurance(Identified, Base):
    """Who last confirmed that a record is right, and when. `part`: all, contact or times. An edit is not one."""

    __tablename__ = "assurance"
    __table_args__ = (Index("ix_assurance_record", "record_kind", "record_id", "confirmed_at"),)

    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(36))
    part: Mapped[str] = mapped_column(String(20), default="all")
    confirmed_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[str] = mapped_column(String(200), default="")
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class Revision(Identified, Base):
    """What a record was at one moment; `data` is the whole record, so that any field can be restored.

    The database refuses to change or delete one. `role` is the role acted from; `by` names an actor without an account.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("record_kind", "record_id", "number"),)

    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(36))
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    action: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    role: Mapped[str] = mapped_column(String(20), default="")
    by: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(String(500), default="")


class AuditEntry(Base):
    """Who did what, when, from which role. The database refuses to change or delete one.

    `account_id` is no foreign key: the entry outlives the account, without its name. `by` names an actor without one.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_record", "record_kind", "record_id"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc, index=True)
    account_id: Mapped[str | None] = mapped_column(String(36), index=True)
    role: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(120), default="")
    verb: Mapped[str] = mapped_column(String(40), index=True)
    record_kind: Mapped[str] = mapped_column(String(20), default="")
    record_id: Mapped[str] = mapped_column(String(36), default="")
    details: Mapped[str] = mapped_column(Text, default="")


class OldSlug(Base):
    """A renamed record's old address: it redirects for good."""

    __tablename__ = "old_slug"

    record_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    slug: Mapped[str] = mapped_column(String(90), primary_key=True)
    record_id: Mapped[str] = mapped_column(String(36), index=True)
    since: Mapped[datetime] = mapped_column(Moment, default=now_utc)


class Report(Identified, Base):
    """A visitor's "something is wrong here", kept for the manager. No name, no address of the visitor."""

    __tablename__ = "report"

    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(36), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)


class Source(Identified, Base):
    """Where imported records come from, with its licence."""

    __tablename__ = "source"

    slug: Mapped[str] = mapped_column(String(90), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    publisher: Mapped[str] = mapped_column(String(200), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    licence: Mapped[str] = mapped_column(String(200), default="")
    licence_url: Mapped[str] = mapped_column(String(500), default="")


class SourceRecord(Identified, Base):
    """One record of a source: its own id there, what it became here, and the hash of what it last said."""

    __tablename__ = "source_record"
    __table_args__ = (UniqueConstraint("source_id", "external_id"),)

    source_id: Mapped[str] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), index=True)
    external_id: Mapped[str] = mapped_column(String(200))
    record_kind: Mapped[str] = mapped_column(String(20), default="service")
    record_id: Mapped[str] = mapped_column(String(36), index=True)
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    imported: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    gone_at: Mapped[datetime | None] = mapped_column(Moment)


class ImportRun(Identified, Base):
    """One import: when, from which source, the account, and a line per row."""

    __tablename__ = "import_run"

    source_id: Mapped[str] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    dry_run: Mapped[bool] = mapped_column(default=False)
    account: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)


class ImportRow(Identified, Base):
    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_run", "run_id", "number"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    as_it_came: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    record_id: Mapped[str | None] = mapped_column(String(36))
