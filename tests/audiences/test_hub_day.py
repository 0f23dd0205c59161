"""A hub's day and week: on its page, on paper, and on the screen in its foyer."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from hubdirectory.actions import occurrences
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.models import Occurrence, Schedule, Service

TUESDAY = date(2026, 11, 24)  # it is half past ten
HUB = "/hubs/community-hub-central"


@pytest.fixture
def hub(town):
    with town.editing() as records:
        central, north = records.location(), records.location("Community Hub North")
        for name, place, days, opens, closes in (
            ("Shed", central, ["TU"], 10, 12), ("Choir", central, ["TU"], 14, 15), ("Supper", central, ["TU", "FR"], 18, 19),
            ("Library", central, ["TU", "WE", "TH"], 8, 20),
            ("Elsewhere", north, ["TU"], 10, 12), ("Early", central, ["TU"], 8, 9),
        ):  # fmt: skip
            service = records.service(name, places=[place])
            records.add(Schedule(service_id=service.id, byday=days, opens_at=time(opens), closes_at=time(closes)))
        ids = records.session.scalars(select(Service.id)).all()
        occurrences.roll(records.session, ids, town.world.now(), town.world.calendar)
    return town


def id_of(town, name, day=TUESDAY):
    with town.world.database.reading() as session:
        return session.scalars(
            select(Occurrence.id).join(Service).where(Service.name == name, Occurrence.planned_day == day)
        ).one()


def part(page, id_):
    """The text of a section by the id of its heading."""
    section = next(one for one in page.all("section") if one.get("aria-labelledby") == id_)
    return " ".join("".join(section.itertext()).split())


def test_a_hub_says_what_is_on_now_and_next(hub):
    page = hub.open(HUB)
    assert part(page, "now-title").startswith("On now 10am to 12 noon Shed")
    assert "Library" in part(page, "now-title")
    assert [name for name in ("Shed", "Choir", "Supper", "Elsewhere") if name in part(page, "next-title")] == ["Choir", "Supper"]


def test_a_hubs_week_has_each_day_with_its_changes(hub):
    occurrences.cancel_occurrence(hub.world, PRODUCT, id_of(hub, "Choir"), "Flood")
    week = part(hub.open(HUB), "week-title")
    assert "Today 4" in week and "Tomorrow 0" in week and "Friday 27 November 1" in week
    assert "Cancelled: Flood" in week
    assert "Choir" not in part(hub.open(HUB), "next-title")


def test_what_was_moved_to_another_hub_says_so_at_both(hub):
    with hub.world.database.reading() as session:
        north = session.scalars(select(Occurrence.location_id).join(Service).where(Service.name == "Elsewhere")).first()
    occurrences.move_occurrence(hub.world, PRODUCT, id_of(hub, "Choir"), location_id=north)
    assert "Moved to Community Hub North" in part(hub.open(HUB), "week-title")
    assert "Moved from Community Hub Central" in part(hub.open("/hubs/community-hub-north"), "week-title")


def test_a_hub_leads_to_its_sheet_its_calendar_and_its_screen(hub):
    links = hub.open(HUB).links()
    assert links["The week on a sheet to print"] == f"{HUB}/timetable"
    assert links["Follow in your own calendar"] == f"{HUB}.ics"
    assert links["For the screen in the foyer"] == f"{HUB}/screen"


def test_the_timetable_has_a_week_from_monday_and_what_is_open_all_day_apart(hub):
    page = hub.open(f"{HUB}/timetable")
    assert "Monday 23 November 2026 to Sunday 29 November 2026" in page.text
    assert "8am to 9am Early" in part(page, "sheet-2") and "Supper" in part(page, "sheet-5")
    assert "Library" not in part(page, "sheet-2")
    assert "Library, Tuesday to Thursday, 8am to 8pm" in part(page, "sheet-open")


def test_the_timetable_comes_in_large_print_and_for_other_weeks(hub):
    page = hub.open(f"{HUB}/timetable")
    large = hub.open(page.links()["In large print"])
    assert any("sheet--large" in (one.get("class") or "") for one in large.all("article"))
    assert "Monday 30 November 2026" in hub.open(large.links()["The week after"]).text
    hub.open(f"{HUB}/timetable?week=2099-01-01", 404)
    assert "23 November" in hub.open(f"{HUB}/timetable?week=soon").text


def shown_on_screen(town):
    page = town.open(f"{HUB}/screen")
    found = {}
    for section in page.all("section"):
        lines = [item for item in section.iter("{http://www.w3.org/1999/xhtml}li") if item.get("hidden") is None]
        found[section.get("id")] = [" ".join("".join(item.itertext()).split()) for item in lines]
    return page, found


def test_the_screen_shows_now_next_and_changes(hub):
    page, found = shown_on_screen(hub)
    assert found["panel-now"] == ["10am to 12 noon Shed", "8am to 8pm Library"]
    assert found["panel-next"] == ["2pm to 3pm Choir", "6pm to 7pm Supper"]
    assert "panel-changes" not in found
    occurrences.mark_full(hub.world, PRODUCT, id_of(hub, "Choir"))
    assert "Full" in shown_on_screen(hub)[1]["panel-changes"][0]
    assert 'class="code"' in page.html, "a code to point a telephone at"


def test_the_screen_has_tomorrow_too_for_a_day_without_the_network(hub):
    page, _ = shown_on_screen(hub)
    starts = {item.get("data-starts") for item in page.all("li") if item.get("data-starts")}
    assert "2026-11-25T08:00:00+00:00" in starts


def test_a_screen_of_no_hub_is_not_there(town):
    town.open("/hubs/nowhere/screen", 404)
    town.open("/hubs/nowhere/timetable", 404)


def test_the_screens_worker_is_a_script(hub):
    answer = hub.client.get(f"{HUB}/screen-worker.js")
    assert answer.mimetype == "text/javascript" and b"fetch" in answer.data


def test_a_night_is_on_after_midnight(town):
    with town.editing() as records:
        service = records.service("Night Café", places=[records.location()])
        records.add(Schedule(service_id=service.id, byday=["MO"], opens_at=time(22), closes_at=time(2)))
        occurrences.roll(records.session, [service.id], town.world.now(), town.world.calendar)
    moment = datetime(2026, 11, 24, 1, tzinfo=UTC)
    town.app.extensions["world"] = type(town.world)(**{**vars(town.world), "clock": lambda: moment})
    assert "Night Café" in part(town.open(HUB), "now-title")
