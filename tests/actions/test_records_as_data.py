"""A record as plain data: read whole, written back whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from hubdirectory.actions import records
from hubdirectory.domain.record_data import UnknownField, blank
from hubdirectory.models import Contact, Language, Phone, Schedule, Service, ServiceArea
from tests.factories.records import Records

AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.fixture
def shed(world):
    """A service with something in every field, its organisation and its place."""
    with world.database.writing() as session:
        make = Records(session)
        organisation = make.organisation(email="hello@staidans.example", charity_number="1099")
        make.add(Phone(organisation_id=organisation.id, number="01632 960000"))
        hub, hall = make.location(access=["step-free", "hearing-loop"]), make.location("Chapel Hall", kind="venue")
        make.add(Schedule(location_id=hub.id, byday=["MO", "FR"], opens_at=time(9), closes_at=time(17)))
        area = make.area()
        service = make.service(
            organisation=organisation, places=[hub, hall], needs=["mens-groups"], suggested=["loneliness"], days=["TU", "TH"],
            cost="3.00", ages=(18, None), languages=["pl", "bfi"], booking="drop-in", accepts_referrals=True,
            fees_description="Tea is free.", paused_until=date(2027, 1, 4), paused_reason="A new floor",
        )  # fmt: skip
        make.add(Contact(service_id=service.id, name="Zoe", title="Leader", email="zoe@staidans.example", position=0))
        make.add(Contact(service_id=service.id, name="Abe", position=1))
        make.add(ServiceArea(service_id=service.id, kind="ward", name=area.name, area_id=area.id))
        one = session.scalars(select(Schedule).where(Schedule.service_id == service.id)).first()
        one.at_location_id, one.dtstart, one.exceptions = hall.id, date(2026, 9, 1), ["2026-12-29"]
    return {"service": service.id, "organisation": organisation.id, "location": hub.id}


def rows_of(session):
    models = (Service, Phone, Contact, Schedule, Language, ServiceArea)
    return {model: sorted(map(str, session.execute(select(model.__table__)))) for model in models}


@pytest.mark.parametrize("kind", ["service", "organisation", "location"])
def test_writing_back_what_was_read_changes_nothing(world, shed, kind):
    with world.database.reading() as session:
        before, rows = records.read(session, kind, shed[kind]), rows_of(session)
    with world.database.writing() as session:
        assert records.write(session, kind, shed[kind], before, at=AT) == ()
    with world.database.reading() as session:
        assert records.read(session, kind, shed[kind]) == before
        assert rows_of(session) == rows


def test_a_service_reads_whole(world, shed):
    with world.database.reading() as session:
        data = records.read(session, "service", shed["service"])
    assert list(data) == list(blank("service"))
    assert [contact["name"] for contact in data["contacts"]] == ["Zoe", "Abe"]
    assert data["costs"][0]["amount"] == "3.00"
    assert data["confirmed"] == ["need/mens-groups"] and data["suggested"] == ["need/loneliness"]
    assert data["paused_until"] == "2027-01-04"
    assert (data["minimum_age"], data["maximum_age"]) == (18, None)
    assert [language["code"] for language in data["languages"]] == ["bfi", "pl"]
    assert data["schedules"][0]["opens"] == "10:00"
    assert len(data["places"]) == 2 and data["service_areas"][0]["kind"] == "ward"


def test_an_empty_record_can_be_filled_whole_and_emptied_again(world, shed):
    with world.database.writing() as session:
        full = records.read(session, "service", shed["service"])
        empty = {**blank("service"), "organisation": shed["organisation"]}
        records.write(session, "service", shed["service"], empty, at=AT)
        assert records.read(session, "service", shed["service"]) == empty
        records.write(session, "service", shed["service"], full, at=AT)
        assert records.read(session, "service", shed["service"]) == full


def test_a_schedule_whose_hour_changes_keeps_its_id(world, shed):
    with world.database.writing() as session:
        ids = set(session.scalars(select(Schedule.id).where(Schedule.service_id == shed["service"])))
        schedules = records.read(session, "service", shed["service"])["schedules"]
        schedules[1]["opens"] = "09:30"
        records.write(session, "service", shed["service"], {"schedules": [schedules[1], schedules[0]]}, at=AT)
        assert set(session.scalars(select(Schedule.id).where(Schedule.service_id == shed["service"]))) == ids
        assert [one["opens"] for one in records.read(session, "service", shed["service"])["schedules"]] == ["09:30", "10:00"]


def test_two_languages_can_change_notes_with_each_other(world, shed):
    with world.database.writing() as session:
        wanted = [{"code": "bfi", "note": "Mondays"}, {"code": "ar", "note": ""}]
        records.write(session, "service", shed["service"], {"languages": wanted}, at=AT)
        assert [one["code"] for one in records.read(session, "service", shed["service"])["languages"]] == ["ar", "bfi"]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"places": [{"location": "nowhere", "description": ""}]}, "places"),
        ({"organisation": "nobody"}, "organisation"),
        ({"suggested": ["need/unheard-of"]}, "suggested"),
        ({"service_areas": [{"kind": "ward", "name": "X", "area": "no-area"}]}, "service_areas"),
    ],
)
def test_what_names_a_record_that_is_not_there_is_refused(world, shed, data, named):
    with pytest.raises(records.UnknownReference) as refused, world.database.writing() as session:
        records.write(session, "service", shed["service"], data, at=AT)
    assert refused.value.field == named


def test_a_field_that_no_record_has_is_refused(world, shed):
    with pytest.raises(UnknownField), world.database.writing() as session:
        records.write(session, "service", shed["service"], {"colour": "green"}, at=AT)


def test_a_record_that_is_not_there_is_refused(world):
    with pytest.raises(records.RecordMissing), world.database.reading() as session:
        records.read(session, "service", "nobody")
    with pytest.raises(records.UnknownKind), world.database.reading() as session:
        records.read(session, "picture", "nobody")
