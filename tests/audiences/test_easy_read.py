"""Easy read: a service in short sentences, and how to use the site."""

from __future__ import annotations

from datetime import date

from hubdirectory.models import OldSlug, Phone


def art_of(town, **more):
    with town.editing() as made:
        hub = made.location("Community Hub West", kind="hub")
        art = made.service("Art for Joy", places=[hub], days=["TU"], booking="drop-in", summary="Painting together.", **more)
        made.add(Phone(location_id=hub.id, number="01632 960777"))
    return art


def test_a_service_says_when_and_where_in_short_sentences_and_leads_back(town):
    art_of(town)
    page = town.open(town.open("/services/art-for-joy").links()["This service in easy read"])
    assert page.text_of("h1") == "Easy read: Art for Joy"
    for words in ("What to do first", "When", "Where", "Community Hub West", "Painting together."):
        assert words in page.text
    assert page.links()["Everything about it"] == "/services/art-for-joy"
    assert "999" in page.text


def test_nobody_is_sent_to_what_is_closed_for_now(town):
    art_of(town, state="paused", paused_until=date(2027, 1, 5))
    said = town.open("/services/art-for-joy/easy-read").text
    assert "Closed for now, until" in said.partition("What to do first")[2].partition("When")[0]
    assert "just come" not in said


def test_it_stands_in_every_pages_foot_how_to_use_the_site(town):
    page = town.open(town.open("/about").links()["Easy read"])
    assert page.text_of("h1") == "Easy read: how to use this site"
    assert {"/today", "/hubs", "/start", "/by-phone"} <= set(page.links().values())


def test_a_service_that_was_renamed_leads_to_its_easy_read_and_one_that_never_was_to_none(town):
    art = art_of(town)
    with town.editing() as made:
        made.add(OldSlug(record_kind="service", slug="old-art", record_id=art.id))
    answer = town.client.get("/services/old-art/easy-read")
    assert (answer.status_code, answer.location) == (301, "/services/art-for-joy/easy-read")
    town.open("/services/nothing/easy-read", 404)
