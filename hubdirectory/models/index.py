"""The bridge's own tables: which services the indexes have yet to learn of, and each service's card."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, now_utc


class ServiceCard(Base):
    """What a result shows of a service, written in the edit's own transaction and read by primary key.

    So a results page loads its twenty services in one small query, and never shows what an index remembers but the
    database no longer says. `number` is the small whole number by which both indexes know a service (bitmaps need
    one); a service keeps it for life. `generation` grows with each touch and is the fingerprint of the document that
    an index should hold. `searchable` is the one visibility rule, applied when the card was written.
    """

    __tablename__ = "service_card"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), unique=True)
    searchable: Mapped[bool] = mapped_column(Boolean, default=False, index=True)
    generation: Mapped[int] = mapped_column(BigInteger, default=1)
    card: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    document: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class OpeningPattern(Base):
    """Every opening pattern (domain.schedules) that a searchable service has or had.

    Few, however many services there are: so "open now" asks each pattern once and the index only for those that are on.
    """

    __tablename__ = "opening_pattern"

    pattern: Mapped[str] = mapped_column(String(500), primary_key=True)


class DirtyRow(Base):
    """This engine has yet to learn of this service. A row goes only when the engine confirmed that very generation.

    No foreign key: a deleted service's row must live until the engines have forgotten the service.
    """

    __tablename__ = "dirty_row"

    engine: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    generation: Mapped[int] = mapped_column(BigInteger, default=1)
    since: Mapped[datetime] = mapped_column(Moment, default=now_utc, index=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    problem: Mapped[str] = mapped_column(String(300), default="")


class Wording(Base):
    """The manager's words that are data: synonyms, stop words, crisis panel texts, pages of text.

    `kind`: synonyms, stop_words, panel, page. `value` is what that kind needs, as JSON.
    """

    __tablename__ = "wording"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(90), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now_utc, onupdate=now_utc)
