"""Calendars to follow, read back by a library that knows calendars: the same dates as the pages say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from xml.etree import ElementTree

import icalendar
import pytest
import recurring_ical_events
from sqlalchemy import select

from hubdirectory.actions import occurrences
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.domain.slugs import slug_of
from hubdirectory.indexing import touch
from hubdirectory.models import Occurrence, Schedule, Service

TUESDAY = date(2026, 11, 24)
FIRST, LAST = date(2026, 11, 24), date(2027, 2, 16)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR"]


@pytest.fixture
def busy(town):
    """A hub with all kinds of schedules, and another."""
    with town.editing() as records:
        hub, other = records.location(), records.location("Community Hub North")
        kinds = [
            {"byday": ["TU"]}, {"byday": WEEKDAYS, "not_bank_holidays": True, "opens_at": time(13), "closes_at": time(15)},
            {"byday": ["WE"], "term_time_only": True}, {"byday": ["TH"], "interval": 2, "dtstart": date(2026, 10, 6)},
            {"freq": "MONTHLY", "byday": ["2TH", "-1FR"]}, {"freq": "MONTHLY", "bymonthday": [31, -1]},
            {"freq": "ONCE", "dtstart": date(2026, 12, 24)}, {"freq": "DAILY", "interval": 3, "dtstart": date(2026, 1, 1)},
            {"byday": ["SA"], "opens_at": time(22), "closes_at": time(2)},
            {"byday": ["MO"], "dtstart": date(2026, 11, 9), "count": 5, "exceptions": ["2026-11-30"],
             "extra_dates": ["2026-12-31"]},
            {"byday": ["FR"], "until": date(2026, 12, 11), "extra_dates": ["2027-01-05"]},
            {"freq": "YEARLY", "dtstart": date(2020, 12, 31)}, {"freq": "DAILY", "opens_at": time(0), "closes_at": time(0)},
        ]  # fmt: skip
        for number, kind in enumerate(kinds):
            service = records.service(f"Kind {number}", places=[hub])
            records.add(Schedule(**{"service_id": service.id, "opens_at": time(10), "closes_at": time(12), **kind}))
        twice = records.service("Twice", places=[hub, other])
        for byday in (["TU"], ["1TU"]):
            freq = "WEEKLY" if len(byday[0]) == 2 else "MONTHLY"
            records.add(Schedule(service_id=twice.id, freq=freq, byday=byday, opens_at=time(16), closes_at=time(17)))
        ids = records.session.scalars(select(Service.id)).all()
        occurrences.roll(records.session, ids, town.world.now(), town.world.calendar)
    return town


def read(town, address):
    answer = town.client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar"), address
    return icalendar.Calendar.from_ical(answer.data)


def dates_of(calendar, first=FIRST, last=LAST):
    """Name, start, end and whether cancelled, as a calendar program lays them out."""
    found = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    return sorted(
        (str(event["SUMMARY"]), event.start.astimezone(UTC), event.end.astimezone(UTC), str(event.get("STATUS")) == "CANCELLED")
        for event in found if first <= event.start.astimezone(UTC).date() <= last
    )  # fmt: skip


def kept(town, hub="community-hub-central", first=FIRST, last=LAST):
    lines = occurrences.days(town.world, first, last, occurrences.DayAsked({"hub": (hub,)})).lines
    return sorted(
        (line.name, line.starts, line.ends, line.status == "cancelled") for line in lines if line.starts.date() >= first
    )


def id_of(town, name, day=TUESDAY):
    with town.world.database.reading() as session:
        query = select(Occurrence.id).join(Service).where(Service.name == name, Occurrence.planned_day == day)
        return session.scalars(query.order_by(Occurrence.location_id == "")).first()


def test_a_hubs_calendar_has_the_dates_that_its_pages_have(busy):
    ours = kept(busy)
    assert len(ours) > 200
    assert dates_of(read(busy, "/hubs/community-hub-central.ics")) == ours
    assert dates_of(read(busy, "/hubs/community-hub-north.ics")) == kept(busy, "community-hub-north")


def test_after_a_day_of_changes_it_still_has_them(busy):
    hub = busy.world
    occurrences.cancel_occurrence(hub, PRODUCT, id_of(busy, "Kind 0"), "Boiler")
    starts = datetime(2026, 11, 26, 9, tzinfo=UTC)
    occurrences.move_occurrence(hub, PRODUCT, id_of(busy, "Kind 3", date(2026, 11, 26)) or id_of(busy, "Kind 1"), starts=starts)
    occurrences.mark_late(hub, PRODUCT, id_of(busy, "Kind 1"), 20)
    with hub.database.reading() as session:
        service_id = session.scalars(select(Service.id).where(Service.name == "Kind 5")).one()
    starts = datetime(2026, 12, 5, 14, tzinfo=UTC)
    occurrences.add_one_off(hub, PRODUCT, service_id, starts=starts, ends=starts + timedelta(hours=1), title="Fair")
    found = dates_of(read(busy, "/hubs/community-hub-central.ics"))
    assert found == kept(busy)
    assert ("Kind 0", datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC), True) in found
    assert any(name == "Fair" for name, *_ in found)


def test_a_date_that_was_moved_to_another_hub_is_in_the_calendars_of_both(busy):
    with busy.world.database.reading() as session:
        row = session.scalars(
            select(Occurrence).join(Service).where(Service.name == "Kind 0", Occurrence.planned_day == TUESDAY)
        ).one()  # fmt: skip
        north = session.scalars(select(Occurrence.location_id).where(Occurrence.location_id != row.location_id)).first()
    occurrences.move_occurrence(busy.world, PRODUCT, row.id, location_id=north)
    for hub in ("community-hub-central", "community-hub-north"):
        text = busy.client.get(f"/hubs/{hub}.ics").text
        dates = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).at(TUESDAY)
        (moved,) = [event for event in dates if event["SUMMARY"] == "Kind 0"]
        assert "Community Hub North" in moved["LOCATION"]


def test_rules_are_rules_and_not_lists_of_dates(busy):
    calendar = read(busy, "/hubs/community-hub-central.ics")
    rules = {str(event["SUMMARY"]): event.get("RRULE") for event in calendar.walk("VEVENT")}
    assert rules["Kind 0"].to_ical() == b"FREQ=WEEKLY;INTERVAL=1;BYDAY=TU"
    assert b"FREQ=MONTHLY" in rules["Kind 4"].to_ical()
    assert rules["Kind 6"] is None


def test_no_holiday_is_promised_for_which_nobody_knows_the_calendar(busy):
    rules = {str(event["SUMMARY"]): event.get("RRULE") for event in read(busy, "/hubs/community-hub-central.ics").walk("VEVENT")}
    assert "UNTIL" in rules["Kind 1"] and "UNTIL" not in rules["Kind 0"]


@pytest.mark.parametrize(
    "address",
    [f"/organisations/{slug_of('St Aidan’s & Friends')}.ics", "/services/kind-0.ics", "/search.ics?q=kind",
     "/today.ics?hub=community-hub-central", "/today.ics?join=drop-in"],
)  # fmt: skip
def test_an_organisation_a_service_a_search_and_choices_have_calendars(busy, address):
    with busy.editing() as records:
        for service in records.session.scalars(select(Service)):
            service.booking = "drop-in"
    assert any(name == "Kind 0" for name, *_ in dates_of(read(busy, address)))


def test_a_need_has_a_calendar(town):
    with town.editing() as records:
        service = records.service(places=[records.location()], needs=["arts"], days=["TU"])
        occurrences.roll(records.session, [service.id], town.world.now(), town.world.calendar)
        touch(records.session, [service.id], town.world.engine_names)
    assert len(dates_of(read(town, "/needs/arts.ics"), FIRST, FIRST + timedelta(days=20))) == 3


def test_one_date_is_a_file(busy):
    (event,) = read(busy, f"/dates/{id_of(busy, 'Kind 0')}.ics").walk("VEVENT")
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert "RRULE" not in event


@pytest.mark.parametrize(
    "address",
    ["/hubs/nowhere.ics", "/dates/00000000-0000-0000-0000-000000000000.ics", "/dates/x.ics", "/today.ics", "/needs/none.atom",
     "/services/none.ics"],
)  # fmt: skip
def test_what_is_not_there_has_no_calendar(town, address):
    assert town.client.get(address).status_code == 404


def test_a_refuge_is_in_no_calendar(town):
    with town.editing() as records:
        refuge = records.location("Safe House", address_1="1 Hidden Street", confidential=True)
        service = records.service("Circle", places=[refuge], days=["TU"])
        occurrences.roll(records.session, [service.id], town.world.now(), town.world.calendar)
    assert town.client.get("/hubs/safe-house.ics").status_code == 404
    for address in ("/services/circle.ics", f"/dates/{id_of(town, 'Circle')}.ics", "/services/circle.atom"):
        text = town.client.get(address).text
        assert "Circle" in text and "Hidden" not in text and "Safe House" not in text and "GEO" not in text


def test_a_feed_has_the_coming_week_and_a_change_renews_its_entry(busy):
    def entries():
        tree = ElementTree.fromstring(busy.client.get("/hubs/community-hub-central.atom").data)  # noqa: S314 - our own
        atom = {"a": "http://www.w3.org/2005/Atom"}
        return {one.findtext("a:id", "", atom): one.findtext("a:title", "", atom) for one in tree.findall("a:entry", atom)}, {
            one.findtext("a:id", "", atom): one.findtext("a:updated", "", atom) for one in tree.findall("a:entry", atom)
        }

    titles, updated = entries()
    id_ = f"urn:uuid:{id_of(busy, 'Kind 0')}"
    assert titles[id_] == "Tuesday 24 November, 10am to 12 noon: Kind 0"
    occurrences.cancel_occurrence(busy.world, PRODUCT, id_of(busy, "Kind 0"), "Boiler")
    later_titles, later = entries()
    assert later_titles[id_].endswith("Kind 0 – Cancelled: Boiler")
    assert later[id_] > updated[id_]
