from __future__ import annotations

import pytest


@pytest.fixture
def shed(town):
    """A town with a shed at the central hub and a debt line, on a Tuesday at half past ten."""
    with town.editing() as records:
        central = records.location(area_id=records.area().id)
        records.service(places=[central], needs=["mens-groups"], days=["TU"], cost="3", ages=(18, None), languages=["pl"])
        records.service("Debt line", needs=["debt"], modes=["phone"], cost="0", phone="0808 157 0123")
        records.service("Debt drop-in", needs=["debt"], places=[central], days=["WE"], cost="0")
    return town


def test_the_heading_and_the_title_say_how_many(shed):
    page = shed.open("/search?q=debt")
    assert page.text_of("h1") == "2 services for “debt”"
    assert page.text_of("title").startswith("2 services for “debt”")


def test_a_result_says_when_where_and_what_it_costs_and_can_be_rung(shed):
    page = shed.open("/search?q=shed")
    assert "On now, until 12 noon" in page.text
    assert "Community Hub Central" in page.text
    assert page.links()["Call 01632 960123"] == "tel:+441632960123"
    assert page.links()["Directions"].startswith("https://www.openstreetmap.org/")


def test_a_helpline_has_no_directions(shed):
    page = shed.open("/search?q=debt&mode=phone")
    assert "Call 0808 157 0123" in page.links()
    assert "Directions" not in page.links()


def test_filters_have_counts_and_what_is_chosen_is_ticked(shed):
    page = shed.open("/search?cost=free")
    boxes = {box.get("id"): box for box in page.all("input") if box.get("type") == "checkbox"}
    assert boxes["cost-free"].get("checked") is not None
    assert boxes["cost-paid"].get("checked") is None
    assert "Free 2 services" in page.text


def test_a_chip_takes_one_thing_off_and_keeps_the_rest(shed):
    page = shed.open("/search?q=debt&cost=free&mode=phone")
    assert page.links()["Take off Cost: Free"] == "/search?q=debt&mode=phone"
    assert page.links()["Take all filters off"] == "/search?q=debt"


def test_ordering_keeps_the_search(shed):
    assert shed.open("/search?q=debt&cost=free").links()["Name, A to Z"] == "/search?q=debt&cost=free&sort=name"


def test_nearest_is_offered_only_near_somewhere(shed):
    assert "Nearest" not in shed.open("/search?q=debt").links()
    assert "Nearest" in shed.open("/search?q=debt&near=central+hub").links()


def test_near_a_place_there_are_two_groups_with_their_own_counts(shed):
    page = shed.open("/search?q=debt&near=central+hub")
    assert page.text_of("h1") == "1 service for “debt”"
    assert "1 service that does not depend on where you are." in page.text
    assert "Debt line" in page.text


def test_the_second_group_alone_leads_back_to_the_first(shed):
    page = shed.open("/search?q=debt&near=central+hub&where=anywhere")
    assert page.links()["Back to what is near central hub"] == "/search?q=debt&near=central+hub"
    assert "Debt drop-in" not in page.text


def test_an_unknown_place_is_said_and_everything_is_shown(shed):
    page = shed.open("/search?q=debt&near=Atlantis")
    assert "We do not know a place called “Atlantis”." in page.text
    assert page.text_of("h1") == "2 services for “debt”"


def test_a_misspelling_is_said(shed):
    assert "we read it as debt" in shed.open("/search?q=dept").text.replace("so we", "we")


def test_words_left_out_are_said(shed):
    page = shed.open("/search?q=debt+zeppelin+drop-in")
    assert "These match without zeppelin." in page.text


def test_nothing_found_says_which_filter_to_take_off_and_what_that_gives(shed):
    page = shed.open("/search?q=debt&language=pl")
    assert page.text_of("h1") == "No services for “debt”"
    assert page.links()["Search without “Language: Polish”"] == "/search?q=debt"
    assert "Search without “Language: Polish” 2 services" in page.text
    assert "If you need help right now" in page.text


def test_nothing_found_at_all_gives_advice_needs_and_numbers(shed):
    page = shed.open("/search?q=zzzzzzzz")
    assert "Check the spelling" in page.text
    assert "tel:116123" in page.links().values()
    assert "/needs/debt" in page.links().values()


def test_open_now_is_a_filter_of_its_own(shed):
    page = shed.open("/search?open=now")
    assert page.text_of("h1") == "1 service found"
    assert page.links()["Take off Time: Open now"] == "/search"


def test_the_language_stays_in_every_link_of_a_search(shed):
    page = shed.open("/search?q=debt&lang=pl")
    ours = [link.get("href") for link in page.all("a") if link.get("href", "").startswith(("/search", "/services", "/needs"))]
    assert ours
    assert all("lang=" in address for address in ours)


def test_paging_keeps_everything(town):
    with town.editing() as records:
        for number in range(45):
            records.service(f"Club {number}", needs=["youth"], cost="0")
    page = town.open("/search?q=club&cost=free&page=2")
    assert page.text_of("title").startswith("45 services for “club”, page 2 of 3")
    assert page.links()["Next page"] == "/search?q=club&cost=free&page=3"
    assert page.links()["Previous page"] == "/search?q=club&cost=free"


def test_a_page_that_is_no_more_leads_to_the_last_one(shed):
    answer = shed.client.get("/search?q=debt&page=9&lang=pl")
    assert answer.status_code == 302
    assert answer.location == "/search?q=debt&page=1&lang=pl"


def test_results_are_not_for_search_engines(shed):
    page = shed.open("/search?q=debt")
    assert [meta.get("content") for meta in page.all("meta") if meta.get("name") == "robots"] == ["noindex"]


def test_without_a_tile_address_there_is_no_map(shed):
    page = shed.open("/search?q=debt")
    assert not [script for script in page.all("script") if "leaflet" in (script.get("src") or "")]


def test_suggestions_come_in_groups_with_a_sentence_to_say(shed):
    found = shed.client.get("/suggest?q=deb").json
    assert {"name": "Debt line", "url": "/services/debt-line"}.items() <= next(
        item for group in found["groups"] for item in group["items"] if item["name"] == "Debt line"
    ).items()
    assert "suggestion" in found["say"]


def test_no_words_no_suggestions(shed):
    assert shed.client.get("/suggest?q=+").json["groups"] == []
