from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions import occurrences
from hubdirectory.app import create_app
from hubdirectory.models import Area, Assurance, Contact, Location, OldSlug, Schedule, Service, ServiceArea, Source, SourceRecord


def linked(page):
    return json.loads(next(script.text for script in page.all("script") if script.get("type") == "application/ld+json"))


def test_a_service_page_gives_first_what_a_person_needs_first(town):
    with town.editing() as records:
        central = records.location(access=["step-free"])
        spoken = {"languages": ["en", "bfi"], "confirmed": date(2026, 9, 1)}
        records.service(places=[central], days=["TU"], cost="3", ages=(18, None), **spoken)
    page = town.open(_only_service(town))
    order = ["Tea and woodwork", "18 and over", "£3 a session", "On now, until 12 noon", "The next times", "Get in touch",
             "Call 01632 960123", "How to get there", "Step-free way in", "British Sign Language",
             "Confirmed on 1 September 2026 by Jean"]  # fmt: skip
    places = [page.text.index(words) for words in order]
    assert places == sorted(places)


def _only_service(town):
    found = town.client.get("/search.json").json["results"]
    return f"/services/{found[0]['slug']}"


def test_the_next_six_times_are_listed(town):
    with town.editing() as records:
        records.service("Choir", days=["TU"])
    page = town.open("/services/choir")
    times = [one.get("datetime") for one in page.all("time")]
    assert times[0] == "2026-11-24T10:00:00+00:00"
    assert times[5] == "2026-12-29T10:00:00+00:00"
    assert len(times) == 6


def test_what_is_there_day_and_night_lists_no_times(town):
    with town.editing() as records:
        line = records.service("Night line", modes=["phone"])
        records.add(Schedule(service_id=line.id, freq="DAILY", opens_at=time(0), closes_at=time(0)))
    page = town.open("/services/night-line")
    assert "Day and night, every day" in page.text
    assert "The next times" not in page.text


def test_times_without_bank_holidays_leave_them_out(town):
    with town.editing() as records:
        choir = records.service("Choir", days=["FR"])
        records.session.query(Schedule).filter_by(service_id=choir.id).update({"not_bank_holidays": True})
    page = town.open("/services/choir")
    assert "2026-12-25T10:00:00+00:00" not in [one.get("datetime") for one in page.all("time")]
    assert "not on bank holidays" in page.text


def test_a_paused_service_says_until_when(town):
    with town.editing() as records:
        pause = {"state": "paused", "paused_until": date(2027, 1, 5), "paused_reason": "The hall is being painted."}
        records.service("Choir", days=["TU"], **pause)
    page = town.open("/services/choir")
    assert "Temporarily closed until 5 January 2027. The hall is being painted." in page.text
    assert "The next times" not in page.text
    assert town.client.get("/search.json").json["total"] == 0


def test_a_service_that_has_closed_is_gone_with_help(town):
    with town.editing() as records:
        records.service("Choir", state="closed")
    page = town.open("/services/choir", 410)
    assert "This is not listed any more" in page.text
    assert "tel:116123" in page.links().values()


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_what_is_not_published_yet_is_not_there(town, state):
    with town.editing() as records:
        records.service("Choir", state=state)
    town.open("/services/choir", 404)


def test_a_service_of_a_draft_organisation_is_not_there(town):
    with town.editing() as records:
        records.service("Choir", organisation=records.organisation(state="draft"))
    town.open("/services/choir", 404)


def test_an_old_address_leads_to_the_new_one_for_good(town):
    with town.editing() as records:
        choir = records.service("Choir")
        records.add(OldSlug(record_kind="service", slug="singing", record_id=choir.id))
    answer = town.client.get("/services/singing?lang=pl")
    assert (answer.status_code, answer.location) == (301, "/services/choir?lang=pl")


def test_an_old_address_of_a_closed_record_leads_to_its_end(town):
    with town.editing() as records:
        choir = records.service("Choir", state="closed")
        records.add(OldSlug(record_kind="service", slug="singing", record_id=choir.id))
    assert town.client.get("/services/singing", follow_redirects=True).status_code == 410


def test_what_nobody_confirmed_for_half_a_year_says_so(town):
    with town.editing() as records:
        records.service("Choir", confirmed=date(2025, 9, 20))
        records.service("Fresh choir", confirmed=date(2026, 5, 25))
        records.service("New choir")
    page = town.open("/services/choir").text
    assert "Not confirmed for 14 months: ring first" in page
    assert "Confirmed on 20 September 2025 by Jean" in page
    assert "ring first" not in town.open("/services/fresh-choir").text
    assert "Not confirmed yet: ring first" in town.open("/services/new-choir").text


def test_times_that_nobody_confirmed_for_three_months_say_so_until_somebody_does(town):
    with town.editing() as records:
        choir = records.service("Choir", confirmed=date(2026, 7, 20), days=["TU"])
    assert "Times not confirmed for 4 months: ring first" in town.open("/services/choir").text
    with town.editing() as records:
        moment = datetime(2026, 11, 1, 12, tzinfo=UTC)
        records.add(Assurance(record_kind="service", record_id=choir.id, part="times", confirmed_at=moment, confirmed_by="Sam"))
    page = town.open("/services/choir").text
    assert "ring first" not in page
    assert "Confirmed on 20 July 2026 by Jean" in page


def test_a_hub_says_when_it_was_confirmed_and_that_it_is_stale(town):
    with town.editing() as records:
        hub = records.location()
        moment = datetime(2026, 4, 20, 12, tzinfo=UTC)
        records.add(Assurance(record_kind="location", record_id=hub.id, confirmed_at=moment, confirmed_by="Hub Directory"))
    page = town.open("/hubs/community-hub-central").text
    assert "Confirmed on 20 April 2026 by Hub Directory" in page
    assert "Not confirmed for 7 months: ring first" in page


def test_how_long_a_confirmation_holds_is_a_setting(town):
    with town.editing() as records:
        records.service("Choir", confirmed=date(2026, 9, 20))
    shorter = replace(town.world, settings=replace(town.world.settings, fresh_months=(("service", 2),)))
    page = create_app(world=shorter).test_client().get("/services/choir").get_data(as_text=True)
    assert "Not confirmed for 2 months: ring first" in page


def test_results_say_what_is_stale_by_todays_date(town):
    with town.editing() as records:
        records.service("Choir", confirmed=date(2026, 5, 25))
    assert "ring first" not in town.open("/search?q=choir").text
    later = replace(town.world, clock=lambda: town.world.now() + timedelta(days=2))
    page = create_app(world=later).test_client().get("/search?q=choir").get_data(as_text=True)
    assert "Not confirmed for 6 months: ring first" in page


def test_an_imported_record_says_where_it_comes_from(town):
    with town.editing() as records:
        choir = records.service("Choir")
        source = records.add(Source(slug="council", title="Clubs of the borough", publisher="The council", licence="OGL v3"))
        records.add(SourceRecord(source_id=source.id, external_id="1", record_id=choir.id))
    assert "From Clubs of the borough, The council (OGL v3)" in town.open("/services/choir").text
    assert "Clubs of the borough, The council: OGL v3" in town.open("/about").text


def test_words_of_others_cannot_break_a_page(town):
    with town.editing() as records:
        records.service(
            "<b>Choir</b> & Co", slug="choir", summary="</script><script>alert(1)</script>", url="javascript:alert(1)",
            description="# Heading\n\n<img src=x onerror=alert(1)> [click](javascript:alert(1))\n\n- one\n- two",
        )  # fmt: skip
    page = town.open("/services/choir")
    assert "<script>alert" not in page.html
    assert "<img" not in page.html
    assert not [link for link in page.links().values() if link and link.lower().startswith("javascript")]
    assert linked(page)["description"] == "</script><script>alert(1)</script>"


def test_a_sample_record_says_so_itself(town):
    with town.editing() as records:
        records.service("Choir", sample=True)
    assert "This is a sample town" in town.open("/services/choir").html


def test_a_town_without_samples_does_not_say_so(town):
    with town.editing() as records:
        records.service("Choir")
    assert "sample town" not in town.open("/services/choir").html


# hubs and other places


def test_a_hub_says_whether_it_is_open_and_what_is_on(town):
    with town.editing() as records:
        central = records.location(access=["hearing-loop"])
        records.add(Schedule(location_id=central.id, byday=["MO", "TU"], opens_at=time(9), closes_at=time(17)))
        records.service("Choir", places=[central], days=["TU"])
        records.service("Quilting", places=[central], days=["FR"])
        ids = records.session.scalars(select(Service.id)).all()
        occurrences.roll(records.session, ids, town.world.now(), town.world.calendar)
    page = town.open("/hubs/community-hub-central")
    assert "Open now, until 5pm" in page.text
    assert "Hearing loop" in page.text
    parts = ("On now 10am to 12 noon Choir", "This week Today 1", "What is on here: 2 services")
    order = [page.text.index(words) for words in parts]
    assert order == sorted(order)
    assert linked(page)["address"]["postalCode"] == "TS26 9EU"


def test_of_a_hubs_long_day_the_first_are_shown_and_the_rest_is_one_link_away(town):
    with town.editing() as records:
        central = records.location()
        for number in range(15):
            records.service(f"Club {number:02}", places=[central], days=["FR"])
        ids = records.session.scalars(select(Service.id)).all()
        occurrences.roll(records.session, ids, town.world.now(), town.world.calendar)
    page = town.open("/hubs/community-hub-central")
    week = page.html[page.html.index('id="week-title"') : page.html.index('id="services-title"')]
    assert week.count("<h4>") == 12 and "See all 15" in week
    day = town.open(re.search(r'href="([^"]+)">See all 15', week)[1])
    assert all(f"Club {number:02}" in day.text for number in range(15))


def test_a_venue_has_its_page_under_places(town):
    with town.editing() as records:
        records.location("Belle Vue Centre", kind="venue")
    town.open("/places/belle-vue-centre")
    assert town.client.get("/hubs/belle-vue-centre").location == "/places/belle-vue-centre"


def test_an_organisation_lists_what_it_offers(town):
    with town.editing() as records:
        records.service("Choir")
        records.service("Draft choir", state="draft")
        records.service("Paused choir", state="paused")
    page = town.open(f"/organisations/{_organisation_slug(town)}")
    assert "What it offers: 2 services" in page.text
    assert "Draft choir" not in page.text
    assert "Closed for now" in page.text


def _organisation_slug(town):
    return town.client.get("/search.json").json["results"][0]["organisation_slug"]


# a refuge

SECRETS = ("Rowan House", "rowan-house", "Hidden Lane", "TS25 1ZZ", "54.67", "-1.23", "Headland", "hidden bus stop")


@pytest.fixture
def refuge(town):
    with town.editing() as records:
        ward = records.area("Headland")
        house = records.location(
            "Rowan House", kind="venue", address_1="Hidden Lane", postcode="TS25 1ZZ", latitude=54.67, longitude=-1.23,
            confidential=True, area_id=ward.id, transport="The hidden bus stop", access=["step-free"],
        )  # fmt: skip
        safe = records.service("Safe beds", places=[house], needs=["domestic-abuse"], days=["TU"], modes=["place", "phone"])
        records.session.query(Schedule).filter_by(service_id=safe.id).update({"at_location_id": house.id})
        records.add(Contact(service_id=safe.id, name="Ask for the team"))
    return town


ADDRESSES = ("/services/safe-beds", "/search?q=safe", "/search.json?q=safe", "/search?q=safe&near=TS25+1AA",
             "/search.json?near=central", "/suggest?q=rowan", "/sitemap.xml", "/hubs", "/needs/domestic-abuse",
             "/organisations/any", "/")  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_refuge_gives_its_place_away_nowhere(refuge, address):
    address = address.replace("/organisations/any", f"/organisations/{_organisation_slug(refuge)}")
    answer = refuge.client.get(address).get_data(as_text=True)
    assert not [secret for secret in SECRETS if secret.casefold() in answer.casefold()]


@pytest.mark.parametrize("address", ["/services/safe-beds", "/search?q=safe", "/search.json?q=safe"])
def test_the_ward_that_a_refuge_serves_is_not_told(refuge, address):
    with refuge.editing() as records:
        safe = records.session.query(Service).filter_by(slug="safe-beds").one()
        ward = records.session.query(Area).filter_by(name="Headland").one()
        records.add(ServiceArea(service_id=safe.id, kind="ward", name="Headland", area_id=ward.id))
    assert "headland" not in refuge.client.get(address).get_data(as_text=True).casefold()


def test_a_refuge_says_to_ring_first(refuge):
    page = refuge.open("/services/safe-beds")
    assert "The address is kept private. Ring first." in page.text
    assert page.links()["Call 01632 960123"] == "tel:+441632960123"


@pytest.mark.parametrize("path", ["/places/rowan-house", "/hubs/rowan-house", "/places/rowan-house/report", "/places/old-name"])
def test_a_refuge_has_no_page_of_its_own(refuge, path):
    with refuge.editing() as records:
        house = records.session.query(Location).filter_by(slug="rowan-house").one()
        records.add(OldSlug(record_kind="location", slug="old-name", record_id=house.id))
    refuge.open(path, 404)
