"""What is on: by time, narrowed, with what was changed said; for people and for machines."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions import occurrences
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.models import Occurrence, Schedule, Service

TUESDAY = date(2026, 11, 24)  # it is half past ten


@pytest.fixture
def on(town):
    """A few things on a Tuesday and a Wednesday, at two hubs and at a refuge."""
    with town.editing() as records:
        central, north = records.location(access=["step-free"]), records.location("Community Hub North", latitude=54.7067)
        refuge = records.location("Safe House", kind="venue", address_1="1 Hidden Street", confidential=True)
        add(records, "Morning Art", central, 9, 10, cost="0", needs=["arts"], booking="drop-in")
        add(records, "Men’s Shed", central, 10, 12, cost="3", booking="drop-in")
        add(records, "Toddler Time", north, 11, 12, cost="0", booking="appointment")
        add(records, "Bingo", north, 14, 16, cost="1")
        add(records, "Survivors’ Circle", refuge, 13, 14)
        add(records, "Listening Line", None, 9, 17, modes=["phone"])
        add(records, "Wednesday Walk", central, 10, 11, day="WE")
    roll(town)
    return town


def add(records, name, place, opens, closes, day="TU", **more):
    service = records.service(name, places=[place] if place else [], **more)
    records.add(Schedule(service_id=service.id, byday=[day], opens_at=time(opens), closes_at=time(closes % 24)))
    return service


def roll(town):
    with town.world.database.writing() as session:
        ids = session.scalars(select(Service.id)).all()
        occurrences.roll(session, ids, town.world.now(), town.world.calendar)


def id_of(town, name, day=TUESDAY):
    with town.world.database.reading() as session:
        query = select(Occurrence.id).join(Service).where(Service.name == name, Occurrence.planned_day == day)
        return session.scalars(query).one()


def sections(page):
    """Heading -> the names under it."""
    found, name = {}, ""
    for element in page.tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        text = " ".join("".join(element.itertext()).split())
        if tag == "h2":
            name = text
        elif tag == "h3":
            found.setdefault(name, []).append(text)
    return found


def test_today_is_told_by_time_from_now_on(on):
    page = on.open("/today")
    found = sections(page)
    assert found["On now"] == ["Men’s Shed"]
    assert found["Starting soon"] == ["Toddler Time"]
    assert found["Later today"][:2] == ["Survivors’ Circle", "Bingo"]
    assert "Earlier today: 1" in page.text
    assert "Tuesday 24 November 2026. 5 things are on." in page.text


def test_kinds_are_told_apart_and_counted(on):
    links = on.open("/today").links()
    assert "At a time and place 5" in links and "By phone, online or at home 1" in links
    page = on.open(links["By phone, online or at home 1"])
    assert sections(page)["On now"] == ["Listening Line"]


def test_a_refuge_is_on_without_its_place(on):
    page = on.open("/today")
    assert "Survivors’ Circle" in page.text and "Ring for the place" in page.text
    assert "Safe House" not in page.html and "Hidden Street" not in page.html
    assert "Safe House" not in on.client.get("/today.json").text


@pytest.mark.parametrize(
    ("query", "names"),
    [("hub=community-hub-north", {"Toddler Time", "Bingo"}), ("cost=free", {"Morning Art", "Toddler Time"}),
     ("need=arts", {"Morning Art"}), ("access=step-free", {"Morning Art", "Men’s Shed"}),
     ("join=appointment", {"Toddler Time"}), ("hub=community-hub-north&join=appointment&cost=free", {"Toddler Time"}),
     ("hub=community-hub-central&hub=community-hub-north", {"Morning Art", "Men’s Shed", "Toddler Time", "Bingo"}),
     ("near=central+hub&within=0.5", {"Morning Art", "Men’s Shed", "Survivors’ Circle"}), ("hub=none", set())],
)  # fmt: skip
def test_a_day_is_narrowed(on, query, names):
    found = sections(on.open(f"/today?{query}"))
    shown = {name for slug in ("On now", "Starting soon", "Later today") for name in found.get(slug, [])}
    assert shown | ({"Morning Art"} & names) == names


def test_a_choice_says_how_many_it_gives_beside_the_others(on):
    page = on.open("/today?hub=community-hub-north")
    assert "Community Hub North 2" in page.text and "Community Hub Central 2" in page.text
    assert "Free 1" in page.text


def test_what_is_cancelled_stays_and_says_why_at_the_very_next_request(on):
    assert "Cancelled" not in on.open("/today").text
    occurrences.cancel_occurrence(on.world, PRODUCT, id_of(on, "Bingo"), "The hall is flooded")
    page = on.open("/today")
    assert "Bingo" in sections(page)["Later today"]
    assert "Cancelled: The hall is flooded" in page.text
    occurrences.undo(on.world, PRODUCT, id_of(on, "Bingo"))
    assert "Cancelled" not in on.open("/today").text


def test_what_was_moved_says_from_when_and_whereto(on):
    id_ = id_of(on, "Bingo")
    occurrences.move_occurrence(on.world, PRODUCT, id_, starts=datetime(2026, 11, 24, 15, tzinfo=UTC))
    assert "Moved from 2pm" in on.open("/today").text
    occurrences.move_occurrence(on.world, PRODUCT, id_, starts=datetime(2026, 11, 25, 15, tzinfo=UTC))
    assert "Moved to tomorrow, 3pm" in on.open("/today").text
    assert "Moved from today" in on.open("/tomorrow").text


def test_full_and_late_are_said(on):
    occurrences.mark_full(on.world, PRODUCT, id_of(on, "Bingo"))
    occurrences.mark_late(on.world, PRODUCT, id_of(on, "Toddler Time"), 20, "The bus is late")
    text = on.open("/today").text
    assert "Full" in text and "Running about 20 minutes late" in text and "The bus is late" in text


def test_a_paused_service_and_one_that_was_withdrawn_are_not_on(on):
    with on.editing() as records:
        for name, state in (("Bingo", "paused"), ("Men’s Shed", "draft")):
            records.session.scalars(select(Service).where(Service.name == name)).one().state = state
    names = str(sections(on.open("/today")))
    assert "Bingo" not in names and "Shed" not in names and "Toddler Time" in names


def test_each_day_leads_to_the_one_before_and_after(on):
    page = on.open("/today")
    assert page.links()["Monday 23 November"] == "/today/2026-11-23"
    page = on.open("/tomorrow")
    assert page.text_of("h1") == "What’s on tomorrow"
    assert sections(page)["Morning"] == ["Wednesday Walk"]
    assert page.links()["Today"] == "/today"


def test_the_week_has_a_part_for_each_day(on):
    found = sections(on.open("/this-week"))
    assert found["Tomorrow, Wednesday 25 November 1"] == ["Wednesday Walk"]
    assert len(found["Today, Tuesday 24 November 5"]) == 5


def test_a_day_with_nothing_leads_on(on):
    page = on.open("/today/2026-11-26")
    assert "Nothing is on that fits." in page.text
    assert page.links()["Tuesday 1 December (5)"] == "/today/2026-12-01"


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "soon", "20261124", "2026-11-24T10", "-1"])
def test_nonsense_is_no_day(town, day):
    town.open(f"/today/{day}", 404)


@pytest.mark.parametrize(("day", "words"), [("2027-11-24", "not know that day yet"), ("2026-10-01", "long gone")])
def test_a_day_beyond_what_is_known_is_said_kindly(town, day, words):
    page = town.open(f"/today/{day}")
    assert words in page.text
    assert "from Tuesday 27 October 2026 to Tuesday 16 February 2027" in page.text


def test_a_night_that_goes_on_is_on_now_after_midnight(town):
    with town.editing() as records:
        add(records, "Night Café", records.location(), 22, 2, day="MO")
    roll(town)
    moment = datetime(2026, 11, 24, 1, tzinfo=UTC)
    town.app.extensions["world"] = type(town.world)(**{**vars(town.world), "clock": lambda: moment})
    assert sections(town.open("/today"))["On now"] == ["Night Café"]


def test_the_machines_answer_is_the_contracts(on):
    occurrences.cancel_occurrence(on.world, PRODUCT, id_of(on, "Bingo"), "Flood")
    answer = on.client.get("/today.json?hub=community-hub-north").get_json()
    assert answer["date"] == "2026-11-24"
    toddlers, bingo = answer["occurrences"]
    assert {key: toddlers[key] for key in ("service", "slug", "hub", "starts", "ends", "status", "note")} == {
        "service": "Toddler Time", "slug": "toddler-time", "hub": "community-hub-north", "status": "on", "note": "",
        "starts": "2026-11-24T11:00:00+00:00", "ends": "2026-11-24T12:00:00+00:00",
    }  # fmt: skip
    assert (bingo["id"], bingo["status"], bingo["note"]) == (id_of(on, "Bingo"), "cancelled", "Flood")
    assert [one["service"] for one in on.client.get("/today.json?date=2026-11-25").get_json()["occurrences"]] == [
        "Wednesday Walk"
    ]


@pytest.mark.parametrize("query", ["date=soon", "within=far&near=TS24", "hub=" + "x" * 200])
def test_a_machine_is_told_what_cannot_be_read_and_a_person_is_forgiven(on, query):
    assert on.client.get(f"/today.json?{query}").status_code == 400
    on.open(f"/today?{query}")


def test_a_long_day_is_shown_in_parts(town):
    with town.editing() as records:
        hub = records.location()
        for number in range(70):
            add(records, f"Club {number:02}", hub, 14, 15)
    roll(town)
    page = town.open("/today")
    assert len(sections(page)["Later today"]) == 60
    assert len(sections(town.open(page.links()["Show the next 10"]))["Later today"]) == 10


def test_the_day_is_found_again_after_the_clock_went_on(on):
    later = on.world.now() + timedelta(hours=2)
    on.app.extensions["world"] = type(on.world)(**{**vars(on.world), "clock": lambda: later})
    assert "Men’s Shed" not in str(sections(on.open("/today")).get("On now", []))
