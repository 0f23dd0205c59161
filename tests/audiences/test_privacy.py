from __future__ import annotations

import logging

import pytest

SECRET_WORDS = "qqsecretqq"


def test_nothing_inline_and_nothing_from_elsewhere_may_run(town):
    policy = town.client.get("/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["img-src"] == "'self' data:"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/nowhere", "/search.json", "/health/live"])
def test_no_answer_tells_another_site_where_a_visitor_came_from(town, path):
    headers = town.client.get(path).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/search?q=debt", "/hubs", "/needs/debt", "/?lang=pl", "/nowhere"])
def test_looking_things_up_sets_no_cookie(town, path):
    assert "Set-Cookie" not in town.client.get(path).headers


def test_what_a_visitor_types_is_in_no_log(town, caplog):
    caplog.set_level(logging.DEBUG)
    for path in ("search", "search.json", "suggest"):
        town.client.get(f"/{path}?q={SECRET_WORDS}&near={SECRET_WORDS}")
    assert SECRET_WORDS not in caplog.text


def test_what_a_visitor_typed_is_in_no_log_when_something_breaks(town, caplog, monkeypatch):
    town.app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(_world, asked, _locale):
        raise RuntimeError(f"cannot read {asked.q}")

    monkeypatch.setattr("hubdirectory.actions.finding.find", broken)
    assert town.client.get(f"/search?q={SECRET_WORDS}").status_code == 500
    assert "RuntimeError" in caplog.text
    assert SECRET_WORDS not in caplog.text


def test_a_results_page_tells_a_machine_no_words_as_its_address(town):
    page = town.open("/needs")
    canonical = [link.get("href") for link in page.all("link") if link.get("rel") == "canonical"]
    assert canonical == ["http://localhost/needs"]
    assert not [link for link in town.open("/search?q=debt").all("link") if link.get("rel") == "canonical"]


def test_the_map_names_its_host_where_one_is_set(town, monkeypatch):
    from dataclasses import replace

    from hubdirectory.app import create_app

    tiles = replace(town.world.settings, tile_url="https://{s}.tiles.example.org/{z}/{x}/{y}.png", tile_credit="Tiles by Example")
    client = create_app(world=replace(town.world, settings=tiles)).test_client()
    answer = client.get("/privacy")
    assert "https://*.tiles.example.org" in answer.headers["Content-Security-Policy"]
    assert "tiles.example.org" in answer.get_data(as_text=True)
    assert "Tiles by Example" in client.get("/about").get_data(as_text=True)
