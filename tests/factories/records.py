"""Records for tests, with awkward names by default; each flushed, so that its id is there."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal

from sqlalchemy import select

from hubdirectory.domain.slugs import slug_of
from hubdirectory.models import (
    Accessibility,
    Area,
    Assurance,
    Attribute,
    Base,
    CostOption,
    Eligibility,
    Language,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)


def everything(world):
    """Each value of each row of each table."""
    with world.database.reading() as session:
        rows = (row for table in Base.metadata.sorted_tables for row in session.execute(select(table)))
        return "\n".join(str(value) for row in rows for value in row)


class Records:
    """Makes records in one session."""

    def __init__(self, session):
        self.session = session

    def add(self, record):
        self.session.add(record)
        self.session.flush()
        return record

    def organisation(self, name="St Aidan’s & Friends", **more):
        values = {"slug": slug_of(name), "state": "published", **more}
        return self.add(Organisation(name=name, **values))

    def location(self, name="Community Hub Central", *, access=(), **more):
        values = {
            "slug": slug_of(name), "kind": "hub", "address_1": "York Road", "city": "Hartlepool", "postcode": "TS26 9EU",
            "latitude": 54.6844, "longitude": -1.2134, **more,
        }  # fmt: skip
        location = self.add(Location(name=name, **values))
        for slug in access:
            self.add(Accessibility(location_id=location.id, slug=slug))
        return location

    def area(self, name="Headland & Harbour", **more):
        return self.add(Area(**{"slug": slug_of(name), "name": name, "code": "E05013043", **more}))

    def need(self, slug, name=None):
        return self.term("need", slug, name)

    def term(self, taxonomy, slug, name=None):
        kind = self.session.scalar(select(Taxonomy).where(Taxonomy.slug == taxonomy))
        kind = kind or self.add(Taxonomy(slug=taxonomy, name=taxonomy))
        known = self.session.scalar(select(TaxonomyTerm).where(TaxonomyTerm.taxonomy_id == kind.id, TaxonomyTerm.slug == slug))
        return known or self.add(TaxonomyTerm(taxonomy_id=kind.id, slug=slug, name=name or slug.title()))

    def service(
        self, name="Men’s Shed", *, organisation=None, places=(), needs=(), suggested=(), days=(), cost=None,
        ages=None, languages=(), phone="01632 960123", confirmed=None, **more,
    ):  # fmt: skip
        organisation = organisation or self._any_organisation()
        values = {"slug": slug_of(name), "state": "published", "summary": "Tea and woodwork", "modes": ["place"], **more}
        service = self.add(Service(name=name, organisation_id=organisation.id, **values))
        for position, place in enumerate(places):
            self.add(ServiceAtLocation(service_id=service.id, location_id=place.id, position=position))
        for slug, state in [(need, "confirmed") for need in needs] + [(need, "suggested") for need in suggested]:
            self.add(Attribute(service_id=service.id, term_id=self.need(slug).id, state=state))
        for day in days:
            self.add(Schedule(service_id=service.id, byday=[day], opens_at=time(10), closes_at=time(12)))
        if cost is not None:
            self.add(CostOption(service_id=service.id, amount=Decimal(cost), amount_description="a session"))
        if ages:
            self.add(Eligibility(service_id=service.id, minimum_age=ages[0], maximum_age=ages[1]))
        for code in languages:
            self.add(Language(service_id=service.id, code=code))
        if phone:
            self.add(Phone(service_id=service.id, number=phone))
        if confirmed:
            self.confirm(service, confirmed)
        return service

    def confirm(self, service, day):
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        self.add(Assurance(record_kind="service", record_id=service.id, confirmed_at=moment, confirmed_by="Jean"))

    def _any_organisation(self):
        return self.session.scalar(select(Organisation).limit(1)) or self.organisation()
