"""Pieces of pages are kept, and never show what is no longer so: each change is seen at the very next request."""

from __future__ import annotations

import pytest

from hubdirectory.models import Service, TaxonomyTerm, Wording


@pytest.fixture
def choir(town):
    with town.editing() as records:
        records.service("Choir", needs=["befriending"], summary="Sing with others.")
    assert "Sing with others." in town.open("/search?q=choir").text
    return town


def change(town, model, name, **values):
    with town.editing() as records:
        row = records.session.query(model).filter_by(name=name).one()
        for key, value in values.items():
            setattr(row, key, value)


def test_an_edit_of_a_service(choir):
    change(choir, Service, "Choir", summary="Sing on Mondays.")
    assert "Sing on Mondays." in choir.open("/search?q=choir").text
    assert choir.client.get("/search.json?q=choir").json["results"][0]["summary"] == "Sing on Mondays."


def test_a_service_that_was_paused_is_gone_from_the_results(choir):
    change(choir, Service, "Choir", state="paused")
    assert choir.client.get("/search.json?q=choir").json["total"] == 0


def test_a_need_that_has_another_name(choir):
    with choir.editing() as records:
        records.session.query(TaxonomyTerm).filter_by(slug="befriending").one().name = "Somebody to talk to"
    assert "Somebody to talk to" in choir.open("/search?q=choir").text


def test_a_hub_that_has_another_name(choir):
    with choir.editing() as records:
        hub = records.location("Central hub")
        records.service("Chess", places=[hub])
    assert "Central hub" in choir.open("/search?q=chess").text
    with choir.editing() as records:
        records.session.merge(hub).name = "Harbour hub"
    assert "Harbour hub" in choir.open("/search?q=chess").text
    assert "Central hub" not in choir.open("/hubs").text


def test_the_crisis_panel_of_the_manager(choir):
    with choir.editing() as records:
        records.need("talking-therapy")
    choir.open("/needs/talking-therapy")
    line = {"name": "Jean", "number": "01632 960 001", "tel": "01632960001"}
    with choir.editing() as records:
        value = {"heading": "Ring Jean now", "intro": "She is in.", "lines": [line]}
        records.session.merge(Wording(kind="panel", key="crisis", value=value))
    assert "Ring Jean now" in choir.open("/needs/talking-therapy").text
