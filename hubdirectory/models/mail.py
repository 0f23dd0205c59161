"""The outbox: a mail is queued in the transaction that it tells about, and sent by the worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Identified, Moment


class Mail(Identified, Base):
    """One mail to one address.

    `about` is the record it tells about, as `kind/id`. Exactly one of sent_at, refused_at (the mail server takes none
    for this address, ever) and given_up_at (tried for days) ends it. A week later address and text are taken away.
    """

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_due", "done", "next_try_at"),)

    to: Mapped[str] = mapped_column("to_address", String(254))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(40), index=True)
    about: Mapped[str] = mapped_column(String(80), default="", index=True)
    queued_at: Mapped[datetime] = mapped_column(Moment, index=True)
    done: Mapped[bool] = mapped_column(default=False)
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    problem: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    refused_at: Mapped[datetime | None] = mapped_column(Moment)
    given_up_at: Mapped[datetime | None] = mapped_column(Moment)
    cleared_at: Mapped[datetime | None] = mapped_column(Moment)
