"""Which GP practice belongs to which primary care network."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class NetworkPractice(Base):
    """A practice by its NHS code, as it is now; also of practices that are no surgery of this directory yet."""

    __tablename__ = "network_practice"

    practice_code: Mapped[str] = mapped_column(String(12), primary_key=True)
    practice_name: Mapped[str] = mapped_column(String(200), default="")
    network_code: Mapped[str] = mapped_column(String(12))
    network_name: Mapped[str] = mapped_column(String(200))
