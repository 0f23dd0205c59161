"""Words of crisis put the panel that fits above everything, whatever else works; pages about abuse give nothing away."""

from __future__ import annotations

import logging
import tomllib

import pytest
from sqlalchemy.exc import OperationalError

from hubdirectory.actions import finding, meaning
from hubdirectory.actions.crisis import Crisis
from hubdirectory.actions.desk.good_words import good_value
from hubdirectory.actions.founding import DATA
from hubdirectory.models import Wording
from hubdirectory.understanding import Understood
from hubdirectory.web.crisis import panel_language, said
from hubdirectory.web.site import Site

PANELS = [
    ("took a load of tablets", "danger-to-life", "Call 999 now", "999"),
    ("i want to die", "suicide", "Talk to somebody now", "116123"),
    ("my uncle touches me", "child-at-risk", "Tell somebody now", "08001111"),
    ("he hits me", "abuse", "You can get help to be safe", "08082000247"),
    ("no food tonight", "no-food-or-roof", "Get food or a bed tonight", "08088004444"),
]


@pytest.mark.parametrize(("typed", "kind", "heading", "number"), PANELS)
def test_each_kind_of_crisis_has_its_own_panel_above_everything(town, typed, kind, heading, number):
    page = town.open(f"/search?q={typed}")
    assert page.text.startswith(heading)
    links = [link.get("href") for link in page.all("a")]
    assert f"tel:{number}" in links
    assert "sms:85258" in links
    found = town.client.get(f"/search.json?q={typed}").json
    assert (found["crisis"], found["crisis_kind"]) == (True, kind)


@pytest.mark.parametrize(("typed", "heading"), [(typed, heading) for typed, _, heading, _ in PANELS])
def test_the_panel_comes_as_somebody_types(town, typed, heading):
    assert heading in town.client.get(f"/suggest?q={typed}").json["crisis"]
    assert town.client.get("/suggest?q=killing time").json["crisis"] == ""


def test_the_panel_stands_with_every_engine_down(town, monkeypatch):
    monkeypatch.setattr(finding, "find", lambda *_args: (_ for _ in ()).throw(finding.SearchIsDown))
    monkeypatch.setattr(finding, "suggest", lambda *_args: (_ for _ in ()).throw(finding.SearchIsDown))
    assert town.open("/search?q=he hits me", 503).text.startswith("You can get help to be safe")
    assert town.client.get("/search.json?q=he hits me").json["crisis"] is True
    assert "You can get help" in town.client.get("/suggest?q=he hits me").json["crisis"]


def test_the_panel_stands_without_a_database(town, monkeypatch):
    def away(*_args):
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr(finding, "find", away)
    monkeypatch.setattr(type(town.world.database), "reading", away)
    page = town.open("/search?q=i want to die", 503)
    assert page.text.startswith("Talk to somebody now")
    assert "tel:116123" in [link.get("href") for link in page.all("a")]


def test_the_panel_is_in_the_language_that_was_typed(town):
    page = town.open("/search?q=chcę się zabić")
    section = next(one for one in page.all("section") if "crisis" in one.get("class", ""))
    assert section.get("lang") == "pl"
    assert said("Call %(number)s", "pl") % {"number": "116 123"} in page.text


def test_a_number_between_arabic_words_keeps_its_order_on_an_english_page(town):
    page = town.open("/search?q=أريد أن أموت")
    section = next(one for one in page.all("section") if "crisis" in one.get("class", ""))
    assert (section.get("lang"), section.get("dir")) == ("ar", "rtl")
    isolated = [one.text for one in page.all("bdi") if one.get("dir") == "ltr"]
    assert "116 123" in isolated


def test_a_panel_speaks_the_language_of_the_page_unless_the_words_are_in_another_that_we_speak(town):
    with town.app.test_request_context("/?lang=pl"):
        assert panel_language(("en",)) == "pl"
    with town.app.test_request_context("/"):
        assert panel_language(("pl",)) == "pl"
        assert panel_language(("xx",)) == panel_language(()) == "en"


def test_the_manager_has_a_text_for_each_kind(town):
    with town.editing() as records:
        line = {"name": "Jean", "number": "01632 960 001", "tel": "01632960001", "kind": "call", "note": ""}
        value = {"heading": "Come to us", "intro": "", "advice": [], "lines": [line], "in": {}}
        records.session.merge(Wording(kind="panel", key="abuse", value=value))
    assert town.open("/search?q=he hits me").text.startswith("Come to us")
    assert town.open("/search?q=i want to die").text.startswith("Talk to somebody now")


def test_every_founded_panel_would_pass_at_the_desk():
    panels = tomllib.loads((DATA / "wording.toml").read_text())["panel"]
    assert [good_value("panel", kind, panel)["lines"] for kind, panel in panels.items()] == [
        panel["lines"] for panel in panels.values()
    ]


def test_what_speaks_of_a_crisis_is_logged_nowhere(town, caplog):
    caplog.set_level(logging.DEBUG)
    for address in ("/search?q=he hits me", "/search.json?q=he hits me", "/suggest?q=he hits me"):
        town.client.get(address, headers={"User-Agent": "Mozilla/5.0"})
    town.client.post("/search/opened", data={"q": "he hits me"}, headers={"User-Agent": "Mozilla/5.0"})
    assert "hits" not in caplog.text
    assert not town.world.searches.waiting()
    kept = [file for file in town.world.settings.instance.rglob("*") if file.is_file() and b"hits me" in file.read_bytes()]
    assert kept == []


def test_what_only_understanding_takes_for_a_crisis_is_not_counted_either(town, monkeypatch):
    monkeypatch.setattr(meaning, "understand", lambda *_args: [Understood("crisis-suicide", 0.9)])
    browser = {"User-Agent": "Mozilla/5.0"}
    town.client.get("/search?q=no list has this", headers=browser)
    town.client.post("/search/opened", data={"q": "no list has this"}, headers=browser)
    assert not town.world.searches.waiting()


@pytest.mark.parametrize("address", [
    "/needs/domestic-abuse", "/search?q=he hits me", "/search?need=sexual-violence", "/services/refuge",
])  # fmt: skip
def test_pages_about_abuse_say_nothing_in_their_title_and_leaving_comes_first(town, address):
    with town.editing() as records:
        records.service("Refuge", needs=["domestic-abuse"])
        records.need("sexual-violence")
    page = town.reader.client.get(address)
    html = page.get_data(as_text=True)
    assert f"<title>{town.world.settings.site_name}</title>" in html
    assert "<body data-discreet>" in html
    assert html.index("data-exit") < html.index('href="#main"')
    assert 'name="description"' not in html


def test_other_pages_keep_their_title_and_the_skip_link_first(town):
    html = town.client.get("/needs").get_data(as_text=True)
    assert "data-discreet" not in html
    assert html.index('href="#main"') < html.index("data-exit")


def test_a_panel_without_words_of_the_manager_is_the_shipped_one(town):
    with town.app.test_request_context("/"):
        facts = town.app.extensions["site_facts"]
        site = Site("", "", facts, town.world.now, away=True)
        assert site.crisis_of(Crisis("child-at-risk", ("en",))).heading.startswith("Tell somebody now")
