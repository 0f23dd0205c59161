"""What the manager's desk keeps: notes, who follows what, likely duplicates, what was dealt with, earlier texts, deeds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment, now_utc


class DeskNote(Identified, Base):
    """The manager's own words about a record. Never public, and in no export."""

    __tablename__ = "desk_note"
    __table_args__ = (Index("ix_desk_note_record", "record_kind", "record_id"),)

    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)


class Follower(Base):
    """Somebody wants to know when a record changes. `told` is the last revision that they know of."""

    __tablename__ = "follower"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    record_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    record_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    told: Mapped[int] = mapped_column(Integer, default=0)


class LikelyDuplicate(Identified, Base):
    """Two records that may be one, the smaller id first. `why` says what agrees, as domain.duplicates has it.

    `verdict`: "" while nobody has looked, not_the_same, or merged.
    """

    __tablename__ = "likely_duplicate"
    __table_args__ = (
        UniqueConstraint("record_kind", "one_id", "other_id"),
        Index("ix_likely_duplicate_open", "verdict", "score"),
    )

    record_kind: Mapped[str] = mapped_column(String(20))
    one_id: Mapped[str] = mapped_column(String(36), index=True)
    other_id: Mapped[str] = mapped_column(String(36), index=True)
    score: Mapped[int] = mapped_column(SmallInteger)
    why: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    found_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    verdict: Mapped[str] = mapped_column(String(20), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class Settlement(Base):
    """The manager has dealt with something that a list showed: a report, a mail that did not arrive, an import."""

    __tablename__ = "settlement"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(Text, default="")


class WordingVersion(Identified, Base):
    """What a wording was from some moment on; something empty where it was taken away. The first has the number 1."""

    __tablename__ = "wording_version"
    __table_args__ = (UniqueConstraint("kind", "key", "number"),)

    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(90))
    number: Mapped[int] = mapped_column(Integer)
    value: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class Deed(Identified, Base):
    """Something the manager did to one thing or to many: what became of each, and how to take it back where it can be."""

    __tablename__ = "deed"

    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    verb: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment, default=now_utc, index=True)
    backwards: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
