"""What every table shares: names of constraints, times in UTC, ids, and no lazy loading."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# From day one: SQLite cannot drop a constraint without a name.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC and given back with its zone; SQLite itself forgets zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC))


def new_id() -> str:
    return str(uuid.uuid4())


def now_utc() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Identified:
    """A UUID as text: the same on SQLite, PostgreSQL and in Open Referral's JSON."""

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)


class Dated:
    created_at: Mapped[datetime] = mapped_column(Moment, default=now_utc)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now_utc, onupdate=now_utc)
