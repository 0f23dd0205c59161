"""Finding, as a page asks for it: words, places, what is open, and what the database says at that moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select, update

from hubdirectory.actions.finding import SearchIsDown, facet_counts, find, suggest
from hubdirectory.actions.results import Asked
from hubdirectory.models import Phone, Schedule, Service, ServiceCard


@pytest.fixture
def filled(town):
    with town.editing() as records:
        headland = records.area()
        central = records.location()
        north = records.location("Community Hub North", latitude=54.7067, longitude=-1.2321, postcode="TS24 9QP")
        greenwich = records.location("Café on the Meridian", kind="venue", latitude=51.478, longitude=0.0, area_id=headland.id)
        records.service(
            places=[central, north], needs=["mens-groups"], days=["TU"], cost="3.00", ages=(18, None), confirmed=date(2026, 10, 1)
        )
        records.service("Debt advice", needs=["debt"], modes=["phone"], summary="Ring about what you owe", cost="0")
        circle = records.organisation("Citizens’ Debt Circle")
        records.service("Money talks", organisation=circle, needs=["debt"], places=[greenwich], days=["SU"], languages=["pl"])
        records.organisation("DEBT Émigrés")
    return town


def asked(town, q="", **more):
    return find(town.world, Asked(q=q, **more))


def names(page):
    return [result.name for result in page.results]


def test_a_result_says_what_where_when_and_how_much(filled):
    result = asked(filled, "shed").results[0]
    assert (result.name, result.organisation, result.phone) == ("Men’s Shed", "St Aidan’s & Friends", "01632 960123")
    assert [place.name for place in result.places] == ["Community Hub Central", "Community Hub North"]
    assert (result.cost, result.cost_words) == ("paid", "£3 a session")
    assert result.next_time.starts == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert result.next_time.on_now
    assert result.confirmed_at.date() == date(2026, 10, 1)


def test_a_service_that_answers_texts_only_says_its_number(town):
    with town.editing() as records:
        service = records.service("Shout it out", phone=None)
        records.add(Phone(service_id=service.id, number="85258", kind="text"))
    result = asked(town, "shout").results[0]
    assert (result.phone, result.text) == ("", "85258")


def test_the_words_that_were_looked_for_are_marked(filled):
    result = asked(filled, "mens").results[0]
    assert [(segment.text, segment.hit) for segment in result.name_segments] == [("Men’s", True), (" Shed", False)]


def test_a_typo_is_read_and_said(filled):
    page = asked(filled, "Debtt  advixe")
    assert (names(page), page.read_as) == (["Debt advice", "Money talks"], "debt advice")


def test_when_nothing_matches_all_the_words_most_of_them_do(filled):
    page = asked(filled, "debt advice for Hedgehogs!")
    assert (names(page), page.relaxed) == (["Debt advice", "Money talks"], ("Hedgehogs",))


def test_near_a_hub_by_its_short_name(filled):
    page = asked(filled, near="central hub", within=1.0)
    assert names(page) == ["Men’s Shed"]
    assert page.where.found
    assert page.results[0].nearest.name == "Community Hub Central"
    assert page.results[0].miles == pytest.approx(0, abs=0.01)
    assert (page.anywhere_total, [result.name for result in page.anywhere]) == (1, ["Debt advice"])


def test_longitude_0_is_a_real_place(filled):
    page = asked(filled, "money", near="Café on the Meridian", within=0.5)
    assert page.results[0].miles == pytest.approx(0, abs=0.01)


def test_a_place_that_is_not_known_is_said_and_the_rest_still_answers(filled):
    page = asked(filled, "debt", near="Atlantis")
    assert not page.where.found
    assert page.total == 2


def test_open_now_and_not_an_hour_later(filled):
    assert names(asked(filled, open_now=True)) == ["Men’s Shed"]
    with filled.world.database.writing() as session:
        session.execute(update(Schedule).values(closes_at=time(10, 15)))
    with filled.editing():
        pass
    assert names(asked(filled, open_now=True)) == []


def test_choices_narrow_and_keep_their_names(filled):
    page = asked(filled, chosen={"need": ("debt",)})
    assert page.total == 2
    needs = next(facet for facet in page.facets if facet.group == "need")
    chosen = [(value.name, value.count) for value in needs.values if value.chosen]
    assert chosen == [("Debt and money advice", 2)]


def test_a_choice_that_finds_nothing_can_still_be_taken_off(filled):
    page = asked(filled, "shed", chosen={"language": ("pl",)})
    languages = next(facet for facet in page.facets if facet.group == "language")
    assert [(value.slug, value.count, value.chosen) for value in languages.values] == [("pl", 0, True)]


def test_a_page_past_the_end_is_empty_and_keeps_its_total(filled):
    page = asked(filled, page=9)
    assert (page.total, page.results) == (3, ())


def test_the_database_has_the_last_word_on_what_may_be_seen(filled):
    with filled.world.database.writing() as session:
        hidden = session.scalar(select(Service.id).where(Service.name == "Debt advice"))
        session.execute(update(ServiceCard).where(ServiceCard.service_id == hidden).values(searchable=False))
    assert "Debt advice" not in names(asked(filled, "debt"))


def test_an_edit_is_seen_at_the_very_next_search(filled):
    with filled.editing() as records:
        records.session.execute(update(Service).where(Service.name == "Debt advice").values(name="Bailiff line"))
    assert names(asked(filled, "bailiff")) == ["Bailiff line"]


def test_without_any_index_it_says_that_search_is_down(filled):
    for file in (filled.world.settings.instance / "search").iterdir():
        file.unlink()
    with pytest.raises(SearchIsDown):
        asked(filled, "debt")


def test_counts_for_browsing_are_exact(filled):
    counts = {value.slug: value.count for value in facet_counts(filled.world, ("need",))["need"]}
    assert counts == {"debt": 2, "mens-groups": 1}


def test_suggestions_as_one_types(filled):
    lines = [(line.kind, line.name) for line in suggest(filled.world, "deb")]
    assert lines == [
        ("need", "Debt and money advice"), ("service", "Debt advice"), ("service", "Money talks"),
        ("organisation", "DEBT Émigrés"), ("organisation", "Citizens’ Debt Circle"),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["", "d", " ", "%", "__", "\\", "x" * 500])
def test_nothing_worth_a_suggestion(filled, typed):
    assert suggest(filled.world, typed) == []
