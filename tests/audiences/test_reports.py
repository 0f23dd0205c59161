from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hubdirectory.models import Delay, Report


@pytest.fixture
def choir(town):
    with town.editing() as records:
        records.location()
        records.service("Choir")
    return town


def send(town, address, **fields):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', town.open(address).html)[1]
    return town.client.post(address, data={"csrf_token": token, **fields})


def reports(town):
    with town.world.database.reading() as session:
        return session.scalars(select(Report)).all()


def test_a_report_is_kept_for_the_manager(choir):
    answer = send(choir, "/services/choir/report", reason="times", words="It is on Fridays now.")
    assert answer.location == "/services/choir/report/thanks"
    [report] = reports(choir)
    assert (report.record_kind, report.reason, report.words) == ("service", "times", "It is on Fridays now.")
    assert "Somebody who looks after this list" in choir.open(answer.location).text


OTHERS = [("/hubs/community-hub-central", "location"), ("/organisations/any", "organisation")]


@pytest.mark.parametrize(("address", "kind"), OTHERS)
def test_hubs_and_organisations_can_be_reported_too(choir, address, kind):
    slug = choir.client.get("/search.json").json["results"][0]["organisation_slug"]
    send(choir, f"{address.replace('any', slug)}/report", reason="other")
    assert [report.record_kind for report in reports(choir)] == [kind]


def test_a_report_without_a_reason_says_what_to_do_and_keeps_the_words(choir):
    address = "/services/choir/report"
    send(choir, address, words="Fridays")
    answer = send(choir, address, words="Fridays")
    html = answer.get_data(as_text=True)
    assert "Choose what is wrong" in html
    assert "Fridays" in html
    assert reports(choir) == []


@pytest.mark.parametrize(("reason", "words"), [("nonsense", ""), ("times", "x" * 1001)])
def test_a_report_that_cannot_be_kept_is_not(choir, reason, words):
    assert send(choir, "/services/choir/report", reason=reason, words=words).status_code == 200
    assert reports(choir) == []


def test_a_report_sent_from_another_site_is_refused(choir):
    assert choir.client.post("/services/choir/report", data={"reason": "times"}).status_code == 400
    assert reports(choir) == []


def test_a_report_about_what_is_not_there_is_404(choir):
    choir.open("/services/nothing/report", 404)


def test_the_page_of_a_record_leads_to_the_form(choir):
    assert choir.open("/services/choir").links()["Something is wrong here? Tell us"] == "/services/choir/report"


def test_the_cookie_of_the_form_is_kept_from_scripts_and_other_sites(choir):
    cookie = choir.client.get("/services/choir/report").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_many_reports_from_one_place_have_to_wait_and_lose_nothing(choir):
    for number in range(10):
        assert send(choir, "/services/choir/report", reason="times", words=f"Report {number}").status_code == 303
    answer = send(choir, "/services/choir/report", reason="times", words="The eleventh")
    html = answer.get_data(as_text=True)
    assert "Many reports came from here. Wait 1 minute" in html
    assert "The eleventh</textarea>" in html
    assert len(reports(choir)) == 10


def test_what_is_kept_of_where_a_report_comes_from_is_a_hash_apart_from_it(choir):
    send(choir, "/services/choir/report", reason="times")
    with choir.world.database.reading() as session:
        [delay] = session.scalars(select(Delay)).all()
    assert re.fullmatch("[0-9a-f]{64}", delay.key_hash)
    assert "127.0.0.1" not in str(vars(reports(choir)[0]))
