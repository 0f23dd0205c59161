"""Who was asked whether records are still right, what they answered, what waits for the manager, and what is watched."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment


class Reminder(Identified, Base):
    """An organisation was asked. One a day at most, whoever sends.

    `records` are the (kind, id) pairs that it asked about. `to` is "" where there was nobody to write to. `mail_id` is the
    outbox's row, and no foreign key, since that row is cleared away sooner. `bounced_at`: the mail never arrived.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("organisation_id", "day"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment)
    to: Mapped[str] = mapped_column("to_address", String(254), default="")
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    number: Mapped[int] = mapped_column(Integer, default=1)
    records: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    mail_id: Mapped[str] = mapped_column(String(36), default="")
    bounced_at: Mapped[datetime | None] = mapped_column(Moment)


class Answer(Identified, Base):
    """What came back by a reminder's links. `answer`: right, closed, paused, words.

    `before` is what an undo puts back: the assurance that was made, or the state that was left.
    """

    __tablename__ = "reminder_answer"
    __table_args__ = (Index("ix_reminder_answer_record", "record_kind", "record_id"),)

    reminder_id: Mapped[str] = mapped_column(ForeignKey("reminder.id", ondelete="CASCADE"), index=True)
    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(36))
    answer: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class NotToAsk(Base):
    """Somebody of an organisation wants no reminders; a colleague gets them instead."""

    __tablename__ = "not_to_ask"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)


class ForTheManager(Identified, Base):
    """Something about an organisation's records that the manager should know. `reason` is a domain word, such as silent."""

    __tablename__ = "for_the_manager"
    __table_args__ = (Index("ix_for_the_manager_open", "settled_at", "at"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(36))
    reason: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)


class Watched(Identified, Base):
    """A web address or telephone number of a record, and what came of looking at it.

    `field`: website, phone. `failed_days` counts the different days on which it failed since it last worked; `broken_since`
    is set once that is enough to say so. `problem` is a domain word, such as not_found. `told_at`: its organisation knows.
    """

    __tablename__ = "watched"
    __table_args__ = (
        UniqueConstraint("record_kind", "record_id", "field", "value"),
        Index("ix_watched_next", "field", "next_at"),
    )

    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(36))
    field: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(500))
    next_at: Mapped[datetime] = mapped_column(Moment)
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    worked_at: Mapped[datetime | None] = mapped_column(Moment)
    failed_on: Mapped[date | None] = mapped_column(Date)
    failed_days: Mapped[int] = mapped_column(Integer, default=0)
    broken_since: Mapped[datetime | None] = mapped_column(Moment, index=True)
    problem: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[int | None] = mapped_column(Integer)
    told_at: Mapped[datetime | None] = mapped_column(Moment)
