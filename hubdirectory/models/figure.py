"""Figure: how often something happened to a record on a day. A number, and never a person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Figure(Base):
    """`what` is domain.figures.What's; `need` is the slug of the need by which a service was found, else ""."""

    __tablename__ = "figure"
    __table_args__ = (Index("ix_figure_day", "day"),)

    record_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    record_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    need: Mapped[str] = mapped_column(String(90), primary_key=True, default="")
    count: Mapped[int] = mapped_column(Integer, default=0)
