from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import select

from hubdirectory.actions.organisations import counting
from hubdirectory.geocoding.loading import load
from hubdirectory.models import AccountSession, Base, KeptForm
from tests.audiences.conftest import HTML, words
from tests.factories.accounts import make_account

POSTCODE = "TS24 7PW"


@pytest.fixture
def surgery(town):
    """A navigator in a surgery, signed in; a club from 55, a drop-in and a telephone line."""
    with town.editing() as records:
        records.location("Station Road Surgery", kind="surgery")
        hub = records.location("Community Hub Central")
        records.need("loneliness", "Company")
        records.area()
        records.service("Tuesday Club", places=[hub], needs=["loneliness"], days=["TU"], cost="3", ages=(55, None))
        records.service("Drop-in", places=[hub], needs=["loneliness"], booking="drop-in")
        records.service("Talking line", modes=["phone"], needs=["loneliness"])
    town.sign_in("navigator", name="Nadia", works_at="station-road-surgery")
    return town


def names(page, tag="h3"):
    return ["".join(one.itertext()).strip() for one in page.all(tag)]


def test_from_needs_to_a_word_to_ask_by_in_four_presses(surgery):
    asked = surgery.post("/navigate/find", "/navigate", need="loneliness", age="52", go="find")
    page = surgery.open(asked.location)
    assert page.text_of("h1") == "1 service fits"
    assert names(page) == ["Drop-in", "Talking line", "Tuesday Club"]
    assert "Not quite: from 55, you said 52" in page.text
    picked = surgery.post("/navigate/find", asked.location, need="loneliness", age="52", pick="drop-in", go="shortlist")
    assert names(surgery.open(picked.location), "h2")[0] == "Drop-in"
    kept = surgery.post("/navigate/shortlist", picked.location, place="station-road-surgery", need="loneliness", age="52",
                        pick=["drop-in", "talking-line"])  # fmt: skip
    page = surgery.open(kept.location)
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d\d", page.text_of("h1"))
    assert "Company" in page.text
    assert "26 to 64" in page.text
    assert surgery.client.get(f"/navigate/signposts?word={page.text_of('h1').upper()}").location == kept.location.split("#")[0]


def test_what_is_typed_of_a_person_is_nowhere_in_the_database_and_in_no_log_and_a_postcode_in_no_address(surgery, caplog):
    caplog.set_level(logging.DEBUG)
    load(surgery.world.settings.instance / "postcodes.db", ("TS",))
    asked = surgery.post("/navigate/find", "/navigate", postcode=POSTCODE, q="Jean Qqsecret", need="loneliness", go="find")
    assert "spot=54.6" in asked.location
    page = surgery.open(asked.location)
    assert "Measured from about where they live" in page.text
    for written in ("TS24", "7PW"):
        assert written not in page.html + asked.location
    counting.book_of(surgery.world).write()
    with surgery.world.database.reading() as session:
        everything = str([session.execute(select(table)).all() for table in Base.metadata.sorted_tables])
    for planted in ("7PW", "Qqsecret"):
        assert planted not in everything + caplog.text


@pytest.mark.parametrize("path", ["find", "shortlist", "templates"])
def test_what_is_typed_of_a_person_after_the_session_ended_is_kept_nowhere(surgery, path):
    page = surgery.client.get("/navigate").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    with surgery.world.database.writing() as session:
        session.scalars(select(AccountSession)).one().ended_at = surgery.world.now()
    answer = surgery.client.post(f"/navigate/{path}", data={"csrf_token": token, "postcode": POSTCODE, "q": "Jean Qqsecret"})
    assert POSTCODE in answer.get_data(as_text=True)
    with surgery.world.database.reading() as session:
        everything = str([session.execute(select(table)).all() for table in Base.metadata.sorted_tables])
        assert session.scalars(select(KeptForm)).all() == []
    assert "7PW" not in everything


def test_a_place_that_is_not_known_is_said_and_what_was_typed_is_kept_in_the_answer(surgery):
    answer = surgery.post("/navigate/find", "/navigate", status=200, postcode="ZZ99 9ZZ", age="40", go="find")
    html = answer.get_data(as_text=True)
    assert "We do not know this postcode or place" in html
    assert 'value="ZZ99 9ZZ"' in html
    assert 'value="40"' in html


def test_what_is_ticked_stays_ticked_on_every_other_page_of_what_fits(surgery):
    at = "/navigate/find?place=station-road-surgery&need=loneliness&age=52&sort=confirmed&pick=tuesday-club"
    page = surgery.open(at)
    links = [link.get("href") or "" for link in page.all("main")[0].iter(f"{HTML}a")]
    assert not [link for link in links if link.startswith("/navigate/find")]
    ways = {words(one): one.get("value") for one in page.all("button") if one.get("name") == "to"}
    for name, gone in (("Take off: Company", "need="), ("Take off: Aged 52", "age="), ("Best match", "sort=")):
        to = surgery.post("/navigate/find", at, to=ways[name], pick=["drop-in", "talking-line"]).location
        assert to.endswith("&pick=drop-in&pick=talking-line")
        assert "pick=tuesday-club" not in to
        assert gone not in to
    forged = surgery.post("/navigate/find", at, to="https://elsewhere.example/?page=2&where=anywhere", pick="drop-in")
    assert forged.location == "/navigate/find?where=anywhere&pick=drop-in&page=2"


def test_a_template_is_saved_begun_with_taken_away_and_put_back(surgery):
    page = "/navigate/shortlist?need=loneliness&pick=drop-in&age=52"
    wrong = surgery.post("/navigate/templates", page, status=200, place="station-road-surgery", need="loneliness", name="")
    assert "Write a name" in wrong.get_data(as_text=True)
    surgery.post("/navigate/templates", page, place="station-road-surgery", need="loneliness", pick="drop-in", age="52",
                 name="Just bereaved")  # fmt: skip
    start = surgery.open("/navigate")
    begins = start.links()["Just bereaved"]
    assert begins == "/navigate/find?place=station-road-surgery&need=loneliness&pick=drop-in"
    assert "1 on the shortlist" in surgery.open(begins).text
    away = re.search(r'action="(/navigate/templates/[^"]+)"', start.html)[1]
    gone = surgery.post(away, "/navigate", do="remove")
    page = surgery.open(gone.location)
    assert "Just bereaved" not in page.links()
    assert "Undo" in page.text
    surgery.post(away, "/navigate", do="put_back")
    assert "Just bereaved" in surgery.open("/navigate").links()


def test_what_is_taken_off_the_shortlist_can_be_put_back(surgery):
    page = surgery.open("/navigate/shortlist?pick=drop-in&pick=talking-line")
    off = next(link for name, link in page.links().items() if name == "Take off Drop-in")
    page = surgery.open(off)
    assert names(page, "h2")[0] == "Talking line"
    assert "pick=talking-line&pick=drop-in" in page.links()["Put it back"]
    moved = surgery.open("/navigate/shortlist?pick=drop-in&pick=talking-line").links()["Move up Talking line"]
    assert names(surgery.open(moved), "h2")[:2] == ["Talking line", "Drop-in"]


def test_a_note_is_seen_by_navigators_and_on_no_page_of_everybody(surgery):
    surgery.post("/navigate/services/drop-in", kind="direct_line", text="01632 960 777, ask for Jo", weeks="")
    surgery.post("/navigate/services/drop-in", kind="wait", weeks="3", text="")
    assert "A wait of about 3 weeks" in surgery.open("/navigate/services/drop-in").text
    assert "01632 960 777, ask for Jo" in surgery.open("/navigate/find").text
    wrong = surgery.post("/navigate/services/drop-in", status=200, kind="wait", weeks="soon", text="Ring Jo")
    assert "Write how many weeks" in wrong.get_data(as_text=True)
    assert "Ring Jo" in wrong.get_data(as_text=True)
    surgery.client.delete_cookie("hub_session")
    for address in ("/services/drop-in", "/search?q=drop-in", "/search.json?q=960777"):
        assert "960 777" not in surgery.app.test_client().get(address).get_data(as_text=True)


def test_a_favourite_is_at_hand_at_the_start(surgery):
    surgery.post("/navigate/favourites/drop-in", "/navigate/services/drop-in", on="yes")
    assert "Drop-in" in surgery.open("/navigate").links()
    surgery.post("/navigate/favourites/drop-in", "/navigate/services/drop-in", on="no")
    assert "Drop-in" not in surgery.open("/navigate").links()


def kept(surgery, number, **more):
    values = {"place": "station-road-surgery", "need": "loneliness", "pick": "drop-in", **more}
    return [surgery.post("/navigate/shortlist", "/navigate/shortlist?pick=drop-in", **values).location for _ in range(number)]


def test_i_told_them_pressed_twice_counts_once(surgery):
    at = "/navigate/shortlist?place=station-road-surgery&need=loneliness&pick=drop-in&sort=confirmed&where=anywhere"
    form = next(one for one in surgery.open(at).all("form") if one.get("action") == "/navigate/shortlist")
    fields = {field.get("name"): field.get("value") for field in form.iter(f"{HTML}input")}
    assert (fields["sort"], fields["where"]) == ("confirmed", "anywhere")
    first, second = (surgery.client.post("/navigate/shortlist", data=fields).location for _ in "12")
    assert first == second
    again = next(one for one in surgery.open(at).all("input") if one.get("name") == "once").get("value")
    assert surgery.client.post("/navigate/shortlist", data={**fields, "once": again}).location != first


def test_figures_tell_no_count_below_five_in_the_page_and_in_the_file(surgery):
    kept(surgery, 7, age="52")
    kept(surgery, 2, age="8")
    page = surgery.open("/navigate/figures")
    assert "Signposts in November 2026: 9" in page.text
    assert "26 to 64not told5 to 11fewer than 5" in page.text
    answer = surgery.client.get("/navigate/figures.csv?month=2026-11")
    rows = answer.get_data(as_text=True).splitlines()
    assert "Station Road Surgery,2026-11,all,all,9" in rows
    assert "Station Road Surgery,2026-11,Age,5 to 11,fewer than 5" in rows
    assert "Station Road Surgery,2026-11,How it was handed over,Told,9" in rows
    assert answer.mimetype == "text/csv"
    assert rows[0] == "\ufeffplace,month,question,answer,signposts"  # by the mark, spreadsheet programs read “Café” right


def test_what_became_of_it_is_said_by_its_word_and_a_mistake_counts_no_more(surgery):
    (address,) = kept(surgery, 1)
    surgery.post(address, **{"whole": "", "of-drop-in": "full"})
    assert surgery.open(address).html.count("checked") == 2
    assert "Nothing waits here" in surgery.open("/navigate/signposts").text
    surgery.post(f"{address}/take-back", address)
    assert "counts no more" in surgery.open(address).text
    assert "Signposts in November 2026: 0" in surgery.open("/navigate/figures").text
    surgery.post(f"{address}/take-back", address, do="put_back")
    assert "fewer than 5" in surgery.open("/navigate/figures").text


def test_a_word_that_nobody_knows_is_said_so(surgery):
    answer = surgery.client.get("/navigate/signposts?word=Jean+Smith")
    assert "We do not know this word" in surgery.open(answer.location).text


def test_of_another_place_nothing_is_seen_and_nothing_kept(surgery):
    (address,) = kept(surgery, 1)
    surgery.sign_in("navigator", works_at="community-hub-central")
    surgery.open(address, 404)
    surgery.post(
        "/navigate/shortlist", "/navigate/shortlist?pick=drop-in", status=404, place="station-road-surgery", pick="drop-in"
    )
    assert "Station Road Surgery" not in surgery.open("/navigate/figures?place=station-road-surgery").text


def test_a_navigator_without_a_place_is_told_what_to_do(town):
    town.sign_in("navigator")
    assert "Nobody has said yet where you work" in town.open("/navigate").text
    assert town.open("/navigate/find").text_of("h1") == "Nothing fits all of it"
    town.open("/navigate/figures", 404)


def test_a_navigator_of_a_surgery_is_led_to_the_workspace_after_signing_in(surgery):
    from hubdirectory.web.doors import first_door
    from tests.factories.accounts import actor_for

    actor = actor_for(surgery.world, make_account(surgery.world, "navigator", works_at="station-road-surgery"))
    with surgery.app.test_request_context():
        assert first_door(actor) == "/navigate"
