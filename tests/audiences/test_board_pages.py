"""The board's pages, notices and following by e-mail, as a browser without JavaScript sees them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from hubdirectory.actions import occurrences
from hubdirectory.models import Listener, Mail, Occurrence

DAY = "2026-11-24"
BOARD = f"/desk/today/{DAY}"


@pytest.fixture
def day(town):
    with town.editing() as records:
        club = records.organisation("Club", email="office@club.example")
        central, north = records.location(), records.location("Community Hub North")
        services = [
            records.service(name, organisation=club, places=[place], days=["TU"], confirmed=date(2026, 11, 1))
            for name, place in (("Choir", central), ("Art", central), ("Chess", north))
        ]
        occurrences.roll(records.session, [one.id for one in services], town.world.now(), town.world.calendar)
        town.hubs = {"central": central.id, "north": north.id}
        town.ids = {one.name: one.id for one in services}
    return town


def address(day, name):
    with day.world.database.reading() as session:
        query = select(Occurrence.id).where(Occurrence.service_id == day.ids[name], Occurrence.day == date(2026, 11, 24))
        return f"{BOARD}/{session.scalars(query).one()}"


def mail_to(day, to, kind):
    with day.world.database.reading() as session:
        return session.scalars(select(Mail).where(Mail.to == to, Mail.kind == kind)).one()


def test_the_board_has_a_column_for_each_hub(day):
    day.sign_in("manager")
    page = day.open("/desk/today")
    assert page.text_of("h1") == "The board for today"
    assert [words for words in ("Community Hub Central", "Community Hub North", "Choir", "Chess") if words not in page.text] == []


@pytest.mark.parametrize(("do", "fields", "seen"), [
    ("cancel", {"words": "The boiler is broken"}, "Cancelled: The boiler is broken"), ("full", {}, "Full"),
    ("late", {"minutes": "20"}, "20 minutes late"), ("note", {"words": "Bring a cup"}, "Bring a cup"),
    ("feature", {}, "Put forward"),
    ("move", {"date": DAY, "from": "14:00", "to": "15:00", "hub": ""}, "Moved from 10am to 12 noon"),
])  # fmt: skip
def test_a_deed_is_on_the_board_and_can_be_undone(day, do, fields, seen):
    day.sign_in("manager")
    there = address(day, "Art")
    before = day.open(BOARD).text
    back = day.post(there, do=do, **fields).location
    assert back.startswith(f"{BOARD}?did=")
    assert seen in day.open(back.partition("#")[0]).text
    day.post(there, do="undo")
    assert day.open(BOARD).text == before


def test_a_change_is_everywhere_at_the_next_request(day):
    day.sign_in("manager")
    visitor = day.app.test_client()
    day.post(address(day, "Art"), do="cancel", words="The boiler is broken")
    day.post(address(day, "Choir"), do="move", date=DAY, **{"from": "15:00", "to": "16:00"}, hub=day.hubs["north"])
    day.post(f"{BOARD}/add", BOARD, what="Jumble sale", hub=day.hubs["central"], words="", **{"from": "13:00", "to": "14:00"})
    for where in ("/today", "/hubs/community-hub-central", "/hubs/community-hub-central.ics", "/today.json", "/services/art"):
        said = visitor.get(where).get_data(as_text=True)
        assert "The boiler is broken" in said or "STATUS:CANCELLED" in said or '"cancelled"' in said, where
    assert "Jumble sale" in visitor.get("/today").get_data(as_text=True)
    assert "Jumble sale" in visitor.get("/hubs/community-hub-central.ics").get_data(as_text=True)
    assert "3pm" in visitor.get("/hubs/community-hub-north").get_data(as_text=True)
    found = visitor.get("/search.json?q=choir").get_json()["results"][0]
    assert "T15:00" in str(found), found
    assert "T10:00" not in str(visitor.get("/search.json?q=art").get_json()["results"][0].get("next_time"))


def test_what_was_typed_wrongly_is_kept_and_said(day):
    day.sign_in("manager")
    page = day.post(f"{BOARD}/add", BOARD, 200, what="", hub=day.hubs["north"], words="Bring tea", **{"from": "13:00", "to": "x"})
    text = page.get_data(as_text=True)
    assert "Write the name of a service, or a title" in text
    assert "Write when it ends, such as 15:30" in text
    assert 'value="Bring tea"' in text
    wrong = day.post(address(day, "Art"), status=200, do="move", date=DAY, **{"from": "14:00", "to": "later"}, hub="")
    assert "Write a time such as 14:00" in wrong.get_data(as_text=True)
    late = day.post(address(day, "Art"), status=200, do="late", minutes="9000").get_data(as_text=True)
    assert "Choose up to 600 minutes" in late


def test_a_board_asks_cheaply_whether_it_changed(day):
    day.sign_in("manager")
    asked = f"/desk/today/changes?day={DAY}&since="
    first = day.client.get(asked)
    stamp, tag = first.get_json()["stamp"], first.headers["ETag"]
    assert day.client.get(asked + stamp).get_json()["changed"] is False
    assert day.client.get(asked + stamp, headers={"If-None-Match": tag}).status_code == 304
    day.post(address(day, "Art"), do="full")
    again = day.client.get(asked + stamp, headers={"If-None-Match": tag})
    assert (again.status_code, again.get_json()["changed"]) == (200, True)


def test_hub_staff_run_their_own_hub_and_are_refused_elsewhere(day):
    there, chess = address(day, "Art"), address(day, "Chess")
    day.sign_in("navigator", works_at="community-hub-central")
    page = day.open("/desk/today")
    assert "Choir" in page.text
    assert "Chess" not in page.text
    day.post(there, do="full")
    day.open(chess, 404)
    day.post(chess, there, 403, do="cancel")
    day.post(f"{BOARD}/add", BOARD, 403, what="Chess", hub=day.hubs["north"], words="", **{"from": "13:00", "to": "14:00"})
    day.open("/desk/notices", 403)


def test_a_navigator_without_a_hub_has_no_board(day):
    day.sign_in("navigator")
    for where in ("/desk/today", BOARD, f"{BOARD}/sheet", f"{BOARD}/copy"):
        day.open(where, 404)
    assert "/desk/today" not in day.open("/account").links().values()


def test_the_day_is_a_sheet_and_a_text_to_post(day):
    day.sign_in("manager")
    day.post(address(day, "Art"), do="cancel", words="Leak")
    page = day.open(f"{BOARD}/sheet")
    posted = "".join(page.all("textarea")[0].itertext())
    assert "10am Art (Cancelled: Leak)" in posted
    assert "Community Hub North\n10am Chess" in posted
    assert posted.endswith(f"/today/{DAY}")


def test_a_notice_is_on_every_page_calls_off_what_it_names_and_ends(day):
    day.sign_in("manager")
    visitor = day.app.test_client()
    fields = {"kind": "snow", "words": "Stay warm.", "warm": "y", "hubs": day.hubs["north"], "from_date": DAY, "from": "06:00"}
    day.post("/desk/notices", **fields, until_date=DAY, until="20:00")
    for where in ("/", "/search?q=chess", "/hubs", "/a-to-z", "/nowhere", "/desk/today"):
        said = (day.client if "desk" in where else visitor).get(where).get_data(as_text=True)
        assert "Snow: some things are off today." in said, where
        assert "/search?need=warm-space" in said
    assert "Cancelled: because of snow" in visitor.get("/hubs/community-hub-north").get_data(as_text=True)
    ended = re.search(r'action="(/desk/notices/[^"]+/end)"', day.open("/desk/notices").html)[1]
    day.post(ended, "/desk/notices")
    assert "Snow: some things" not in visitor.get("/").get_data(as_text=True)
    assert "because of snow" not in visitor.get("/hubs/community-hub-north").get_data(as_text=True)


def test_a_wrong_notice_is_said_and_kept(day):
    day.sign_in("manager")
    page = day.post("/desk/notices", status=200, kind="flood", heading="High water", from_date=DAY, until_date=DAY,
                    services="Choir, Nothing", **{"from": "12:00", "until": "11:00"}).get_data(as_text=True)  # fmt: skip
    assert "Write each service as it is called" in page
    assert 'value="High water"' in page
    page = day.post("/desk/notices", status=200, kind="flood", heading="High water", from_date=DAY, until_date=DAY,
                    **{"from": "12:00", "until": "11:00"}).get_data(as_text=True)  # fmt: skip
    assert "It has to end after it begins" in page


@pytest.mark.parametrize("page", ["/hubs/community-hub-central", "/services/art"])
def test_somebody_follows_and_stops_and_opening_a_link_does_neither(day, page):
    follow = f"{page}/follow"
    assert follow in day.open(page).links().values()
    day.open(follow)
    day.post(follow, status=303, email="Ola@example.org")
    day.open(f"{follow}/sent")
    link = re.search(r"http://\S+(/follow/\S+)", mail_to(day, "ola@example.org", "follow_confirm").text)[1]
    day.open(link)
    assert followers(day) == [False]
    day.post(link, status=200)
    assert followers(day) == [True]
    day.sign_in("manager")
    there = address(day, "Art")
    day.post(there, do="cancel")
    day.post(there, do="tell")
    stop = re.search(r"http://\S+(/stop-following/\S+)", mail_to(day, "ola@example.org", "day_change").text)[1]
    day.open(stop)
    assert followers(day) == [True]
    day.post(stop, status=200)
    assert followers(day) == []
    day.open(stop)
    assert "does not work" in day.open(link).text_of("h1")


def followers(day):
    with day.world.database.reading() as session:
        return [row.confirmed_at is not None for row in session.scalars(select(Listener))]


def test_an_address_that_is_none_is_said(day):
    answer = day.post("/services/art/follow", status=200, email="nobody")
    assert "Write an e-mail address" in answer.get_data(as_text=True)
    day.open("/services/nothing/follow", 404)


def test_the_board_of_a_day_that_is_not_kept_is_404(day):
    day.sign_in("manager")
    for wrong in ("2020-01-01", "tomorrow", "2026-11-24T10:00"):
        day.open(f"/desk/today/{wrong}", 404)
