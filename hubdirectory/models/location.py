"""Location: a place with an address and a point; a hub, a venue or a surgery. Area: a ward. Neighbourhood: a few streets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Boolean, Float, ForeignKey, Integer, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Dated, Identified

if TYPE_CHECKING:
    from .contact import Contact, Phone
    from .schedule import Schedule


class Area(Identified, Base):
    """A part of the district that people choose by: a ward. `boundary` is packed (geocoding.boundaries); read it by column."""

    __tablename__ = "area"

    kind: Mapped[str] = mapped_column(String(20), default="ward")
    slug: Mapped[str] = mapped_column(String(90), unique=True)
    code: Mapped[str] = mapped_column(String(12), default="", index=True)
    name: Mapped[str] = mapped_column(String(200))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    district_code: Mapped[str] = mapped_column(String(12), default="")
    district_name: Mapped[str] = mapped_column(String(200), default="")
    boundary: Mapped[str] = mapped_column(Text, default="", deferred=True, deferred_raiseload=True)


class Neighbourhood(Identified, Base):
    """A few streets as the statistics count them (an LSOA), in one ward, with how deprived it is.

    `decile`: 1 is among the most deprived tenth of England. `year` and `source` say by which index.
    """

    __tablename__ = "neighbourhood"

    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    area_id: Mapped[str | None] = mapped_column(ForeignKey("area.id", ondelete="SET NULL"), index=True)
    decile: Mapped[int | None] = mapped_column(SmallInteger)
    rank: Mapped[int | None] = mapped_column(Integer)
    year: Mapped[int | None] = mapped_column(SmallInteger)
    source: Mapped[str] = mapped_column(String(200), default="")
    boundary: Mapped[str] = mapped_column(Text, default="", deferred=True, deferred_raiseload=True)


class Location(Identified, Dated, Base):
    """A confidential place (a refuge) keeps its address for those who run it; no page, index or export shows it."""

    __tablename__ = "location"

    slug: Mapped[str] = mapped_column(String(90), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="venue", index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    transport: Mapped[str] = mapped_column(Text, default="")
    address_1: Mapped[str] = mapped_column(String(200), default="")
    address_2: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="", index=True)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    area_id: Mapped[str | None] = mapped_column(ForeignKey("area.id", ondelete="SET NULL"), index=True)
    confidential: Mapped[bool] = mapped_column(Boolean, default=False)
    website: Mapped[str] = mapped_column(String(500), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    state: Mapped[str] = mapped_column(String(20), default="published")
    sample: Mapped[bool] = mapped_column(Boolean, default=False)

    area: Mapped[Area | None] = relationship(lazy="raise")
    accessibility: Mapped[list[Accessibility]] = relationship(lazy="raise", cascade="all, delete-orphan")
    schedules: Mapped[list[Schedule]] = relationship(
        lazy="raise", cascade="all, delete-orphan", foreign_keys="Schedule.location_id", order_by="Schedule.position"
    )
    phones: Mapped[list[Phone]] = relationship(lazy="raise", cascade="all, delete-orphan", order_by="Phone.position")
    contacts: Mapped[list[Contact]] = relationship(lazy="raise", cascade="all, delete-orphan", order_by="Contact.position")


class Accessibility(Identified, Base):
    """What a place has: step-free, accessible-toilet, changing-place, hearing-loop … and a hub's other facilities."""

    __tablename__ = "accessibility"
    __table_args__ = (UniqueConstraint("location_id", "slug"),)

    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    details: Mapped[str] = mapped_column(String(300), default="")
