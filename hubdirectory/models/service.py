"""Service: what one organisation offers, and everything that hangs on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Numeric, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Dated, Identified

if TYPE_CHECKING:
    from .contact import Contact, Phone
    from .location import Area, Location
    from .occurrence import Occurrence
    from .organisation import Organisation
    from .schedule import Schedule
    from .taxonomy import Attribute
    from .text import RecordText


class Service(Identified, Dated, Base):
    """`summary` is one sentence; `modes` holds domain.states.Mode values."""

    __tablename__ = "service"

    slug: Mapped[str] = mapped_column(String(90), unique=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    alternate_name: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    application_process: Mapped[str] = mapped_column(Text, default="")
    fees_description: Mapped[str] = mapped_column(Text, default="")
    modes: Mapped[list[str]] = mapped_column(JSON, default=list)
    booking: Mapped[str] = mapped_column(String(20), default="unknown")
    accepts_referrals: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    paused_until: Mapped[date | None] = mapped_column(Date)
    paused_reason: Mapped[str] = mapped_column(String(300), default="")
    sample: Mapped[bool] = mapped_column(Boolean, default=False)

    organisation: Mapped[Organisation] = relationship(back_populates="services", lazy="raise")
    places: Mapped[list[ServiceAtLocation]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="ServiceAtLocation.position"
    )
    service_areas: Mapped[list[ServiceArea]] = relationship(lazy="raise", cascade="all, delete-orphan")
    schedules: Mapped[list[Schedule]] = relationship(lazy="raise", cascade="all, delete-orphan", order_by="Schedule.position")
    contacts: Mapped[list[Contact]] = relationship(lazy="raise", cascade="all, delete-orphan", order_by="Contact.position")
    phones: Mapped[list[Phone]] = relationship(lazy="raise", cascade="all, delete-orphan", order_by="Phone.position")
    cost_options: Mapped[list[CostOption]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="CostOption.position"
    )
    eligibility: Mapped[Eligibility | None] = relationship(lazy="raise", cascade="all, delete-orphan", uselist=False)
    languages: Mapped[list[Language]] = relationship(lazy="raise", cascade="all, delete-orphan")
    texts: Mapped[list[RecordText]] = relationship(lazy="raise", cascade="all, delete-orphan", order_by="RecordText.code")
    attributes: Mapped[list[Attribute]] = relationship(lazy="raise", cascade="all, delete-orphan")
    # The dates that somebody changed by hand: few, however many there are.
    changed_dates: Mapped[list[Occurrence]] = relationship(
        lazy="raise", viewonly=True, order_by="Occurrence.starts",
        primaryjoin="and_(Service.id == Occurrence.service_id, Occurrence.planned, Occurrence.touched_at.is_not(None))",
    )  # fmt: skip


class ServiceAtLocation(Identified, Base):
    __tablename__ = "service_at_location"
    __table_args__ = (UniqueConstraint("service_id", "location_id"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    description: Mapped[str] = mapped_column(String(500), default="")
    position: Mapped[int] = mapped_column(SmallInteger, default=0)

    location: Mapped[Location] = relationship(lazy="raise")


class ServiceArea(Identified, Base):
    """Whom a service serves. `kind`: nation, region, borough, ward."""

    __tablename__ = "service_area"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="borough")
    name: Mapped[str] = mapped_column(String(200))
    area_id: Mapped[str | None] = mapped_column(ForeignKey("area.id", ondelete="SET NULL"))

    area: Mapped[Area | None] = relationship(lazy="raise")


class CostOption(Identified, Base):
    """`amount` in `currency`; None where only words are known. 0 is free."""

    __tablename__ = "cost_option"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    option: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    currency: Mapped[str] = mapped_column(String(3), default="GBP")
    amount_description: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(SmallInteger, default=0)


class Eligibility(Identified, Base):
    """Ages in whole years, both ends included; None is no limit. `conditions`: who for, in a sentence."""

    __tablename__ = "eligibility"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), unique=True)
    minimum_age: Mapped[int | None] = mapped_column(SmallInteger)
    maximum_age: Mapped[int | None] = mapped_column(SmallInteger)
    conditions: Mapped[str] = mapped_column(Text, default="")


class Language(Identified, Base):
    """A language spoken at a service, by its ISO 639 code (`bfi` is British Sign Language)."""

    __tablename__ = "language"
    __table_args__ = (UniqueConstraint("service_id", "code"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(200), default="")
