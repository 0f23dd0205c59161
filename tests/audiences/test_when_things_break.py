from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from hubdirectory.actions.finding import SearchIsDown
from hubdirectory.models import Database, Phone


@pytest.fixture
def hub(town):
    with town.editing() as records:
        central = records.location()
        records.add(Phone(location_id=central.id, number="01429 523 400"))
        records.service("Debt line", needs=["debt"])
    return town


@pytest.fixture
def no_database(monkeypatch):
    """A database that went away after the site had begun."""

    @contextmanager
    def away(_self):
        raise OperationalError("SELECT secretwords", {}, Exception("gone"))
        yield

    def go():
        monkeypatch.setattr(Database, "reading", away)

    return go


@pytest.fixture
def no_engine(monkeypatch):
    def away(*_args, **_more):
        raise SearchIsDown

    for name in ("find", "suggest", "facet_counts"):
        monkeypatch.setattr(f"hubdirectory.actions.finding.{name}", away)


def test_without_a_database_the_page_has_the_crisis_lines_and_the_hubs_last_known(hub, no_database):
    hub.open("/")
    no_database()
    page = hub.open("/services/debt-line", 503)
    assert "The directory is not working just now" in page.text
    assert {"tel:999", "tel:111", "tel:116123", "sms:85258", "tel:+441429523400"} <= set(page.links().values())
    assert page.answer.headers["Retry-After"] == "60"
    assert "secretwords" not in page.html


def test_without_a_database_from_the_start_the_crisis_lines_still_stand(town, no_database):
    no_database()
    assert "tel:116123" in town.open("/", 503).links().values()


def test_without_a_database_the_site_says_that_it_is_not_ready_but_alive(town, no_database):
    no_database()
    assert town.client.get("/health/ready").status_code == 503
    assert town.client.get("/health/ready").json["status"] == 503
    assert town.client.get("/health/live").json == {"status": "live"}


def test_a_ready_site_says_so(town):
    assert town.client.get("/health/ready").json == {"status": "ready"}


def test_without_an_engine_a_search_says_so_and_offers_the_lists(hub, no_engine):
    page = hub.open("/search?q=debt", 503)
    assert page.text_of("h1") == "Search is not working just now"
    assert {"/needs", "/hubs", "/a-to-z", "tel:116123"} <= set(page.links().values())


def test_without_an_engine_everything_else_still_works(hub, no_engine):
    for address in ("/", "/needs", "/needs/debt", "/hubs", "/a-to-z", "/a-to-z/D", "/services/debt-line"):
        hub.open(address)
    assert hub.client.get("/suggest?q=debt").json["groups"] == []


def test_without_an_engine_json_says_503(hub, no_engine):
    assert hub.client.get("/search.json").status_code == 503


def test_a_page_that_is_not_there_helps(hub):
    page = hub.open("/nowhere", 404)
    assert page.text_of("h1") == "We cannot find that page"
    assert {"/needs", "/hubs", "/a-to-z", "tel:999", "tel:+441429523400"} <= set(page.links().values())


def test_a_fault_of_ours_is_said_as_ours(hub, monkeypatch):
    hub.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("hubdirectory.actions.showing.listed", lambda _world: 1 / 0)
    page = hub.open("/a-to-z", 500)
    assert "It is our fault, not yours." in page.text


def test_a_search_that_the_spare_engine_answered_says_so(hub, monkeypatch):
    from dataclasses import replace

    from hubdirectory.actions import finding

    found = finding.find
    monkeypatch.setattr(finding, "find", lambda *args: replace(found(*args), degraded=True))
    assert "Our main search is resting." in hub.open("/search?q=debt").text


def test_crisis_words_put_the_panel_above_the_results(hub):
    with hub.editing() as records:
        records.service("Took a load of tablets line", needs=["debt"])
    text = hub.open("/search?q=took+a+load+of+tablets").text
    assert text.index("Call 999 now") < text.index("1 service for") < text.index("Took a load of tablets line")
    assert hub.client.get("/search.json?q=took+a+load+of+tablets").json["crisis"] is True
    assert "Call 999" not in hub.open("/search?q=debt").text
