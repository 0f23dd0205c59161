"""Words that nobody writes lead to needs: beside the results, each with its own count, and never in place of them."""

from __future__ import annotations

import pytest

from hubdirectory.actions import finding
from hubdirectory.actions.hearing import stamp_phrases
from hubdirectory.actions.meaning import meant
from hubdirectory.actions.results import Asked
from hubdirectory.actions.world import open_world
from hubdirectory.models import Wording


@pytest.fixture
def debts(town):
    with town.editing() as records:
        records.need("debt", "Debt and money advice")
        records.need("bereavement", "Bereavement and grief support")
        records.service("Money Matters", needs=["debt"])
        records.service("Bailiffs and you", needs=["debt"])
        records.service("Grief cafe", needs=["bereavement"])
    return town


def needs(town, typed, **more):
    return town.client.get("/search.json", query_string={"q": typed, **more}).json["needs"]


def test_words_that_no_record_has_lead_to_the_need_with_as_many_as_its_own_search_finds(debts):
    found = needs(debts, "cant pay my loans")
    assert found[0]["slug"] == "debt"
    for need in found:
        assert need["count"] == debts.client.get(f"/search.json?need={need['slug']}").json["total"]


def test_what_was_found_and_counted_stays_as_it_was(debts):
    exactly = debts.client.get("/search.json?q=bailiffs").json
    assert (exactly["total"], [one["name"] for one in exactly["results"]]) == (1, ["Bailiffs and you"])
    assert exactly["needs"][0] == {"slug": "debt", "name": "Debt and money advice", "count": 2}


def test_a_need_is_counted_alone_whatever_else_narrows_the_search_and_one_that_is_chosen_is_not_offered(debts):
    assert needs(debts, "cant pay my loans", cost="free")[0]["count"] == 2
    assert "debt" not in [need["slug"] for need in needs(debts, "cant pay my loans", need="debt")]


def test_they_stand_first_where_nothing_was_found_and_below_the_count_where_something_was(debts):
    nothing = debts.open("/search?q=cant pay my loans").text
    assert nothing.index("Perhaps you want help with") < nothing.index("Try it another way")
    page = debts.open("/search?q=bailiffs")
    assert page.text.index("1 service for") < page.text.index("Perhaps you want help with") < page.text.index("Bailiffs and you")
    link = next(address for name, address in page.links().items() if name == "Debt and money advice")
    assert debts.open(link).text_of("h1") == "2 services found"


def test_a_search_without_words_means_nothing_more(debts):
    assert needs(debts, "") == needs(debts, "?!") == []


def test_with_no_engine_to_count_there_are_no_needs_and_the_crisis_is_told_all_the_same(debts, monkeypatch):
    monkeypatch.setattr(finding, "facet_counts", lambda *_args: (_ for _ in ()).throw(finding.SearchIsDown))
    found = meant(debts.world, Asked(q="he hits me and i cant pay my loans"), "en")
    assert found.needs == ()
    assert found.crisis.kind == "abuse"


def test_an_edited_phrase_works_at_the_next_search_in_every_process(debts):
    beside = open_world(debts.world.settings)
    asked = Asked(q="skint innit")
    assert "bereavement" not in [need.slug for need in meant(beside, asked, "en").needs]
    with debts.editing() as records:
        records.session.merge(Wording(kind="phrases", key="bereavement", value={"en": ["skint innit"]}))
        stamp_phrases(records.session)
    assert meant(beside, asked, "en").needs[0].slug == "bereavement"
    assert needs(debts, "skint innit")[0]["slug"] == "bereavement"
    beside.close()
