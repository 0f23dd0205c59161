"""What organisations say of themselves in other languages: written by them, shown to their readers, and found."""

from __future__ import annotations

import pytest

from hubdirectory.actions import changes, records
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.actions.desk import terms
from hubdirectory.domain.record_data import TEXT
from hubdirectory.domain.validity import problems
from hubdirectory.mail.reading import html_of
from hubdirectory.models import Organisation, Phone, Service
from tests.factories.accounts import actor_for

POLISH = {"code": "pl", "summary": "Herbata i stolarka", "description": "Przychodź z narzędziami albo bez"}


@pytest.fixture
def shed(town):
    """A shed that says of itself in Polish what happens there, and a service for debt that says nothing in Polish."""
    with town.editing() as made:
        shed = made.service("Men’s Shed", description="Bring your own tools", places=[made.location()])
        made.service("Money advice", summary="Help with what you owe", needs=["debt"])
    town.shed = shed.id
    records.edit(town.world, PRODUCT, "service", town.shed, {"texts": [POLISH]})
    return town


def told(page, tag, text):
    """The language that an element with this text says of itself; None for the page's own."""
    found = [one for one in page.all(tag) if " ".join("".join(one.itertext()).split()) == text]
    assert found, f"Nothing on the page says {text}"
    return found[0].get("lang")


def test_a_page_shows_the_words_of_its_language_and_says_what_is_left_in_english(shed):
    polish, english = shed.open("/services/mens-shed?lang=pl"), shed.open("/services/mens-shed")
    assert told(polish, "p", "Herbata i stolarka") is None
    assert told(polish, "h1", "Men’s Shed") == "en"
    assert "Bring your own tools" not in polish.text
    assert "Herbata" not in english.text
    assert told(english, "p", "Tea and woodwork") is None


def test_where_there_are_no_words_in_the_language_english_stands_with_a_note(shed):
    polish = shed.open("/services/money-advice?lang=pl")
    assert told(polish, "p", "Help with what you owe") == "en"
    assert "Ich własny tekst jest po angielsku" in polish.text
    assert told(shed.open("/services/money-advice"), "p", "Help with what you owe") is None


def test_results_and_lists_show_the_sentence_in_the_language(shed):
    for address in ("/search?q=shed&lang=pl", "/hubs/community-hub-central?lang=pl"):
        assert "Herbata i stolarka" in shed.open(address).text
    assert "Herbata" not in shed.open("/search?q=shed").text


@pytest.mark.parametrize("typed", ["herbata", "stolarka", "narzędziami", "narzedziami"])
def test_what_is_said_in_another_language_is_searched(shed, typed):
    found = shed.client.get(f"/search.json?q={typed}&lang=pl").json
    assert [one["slug"] for one in found["results"]] == ["mens-shed"]


def test_a_need_is_found_by_its_name_in_any_language(shed):
    manager = actor_for(shed.world, shed.sign_in("manager"))
    said = {"pl": "Długi", "uk": "Борги", "ar": "الديون", "ro": "Datorii"}
    terms.change(shed.world, manager, "need", "debt", name="Debt", description="", translations=said)
    for typed in ("długi", "dlugi", "борги", "ديون", "datorii"):
        found = shed.client.get("/search.json", query_string={"q": typed}).json
        assert [one["slug"] for one in found["results"]] == ["money-advice"], typed


def test_words_of_other_languages_are_never_counted_for_english_ones(shed):
    manager = actor_for(shed.world, shed.sign_in("manager"))
    with shed.editing() as made:
        made.service("Lung check", summary="A van in the car park")
    terms.change(shed.world, manager, "need", "debt", name="Debt", description="", translations={"ro": "Datorii de lungă durată"})

    def found(typed, language="en"):
        return [one["slug"] for one in shed.client.get(f"/search.json?q={typed}&lang={language}").json["results"]]

    assert found("lung") == ["lung-check"]
    assert found("lungă") == ["lung-check"], "an accent is ignored, so this is English too"
    assert found("datorii lungă") == ["money-advice"]


def test_an_organisation_writes_them_and_what_lacks_is_said(shed):
    shed.sign_in("organisation", member_of=owner_of(shed), member="owner")
    address = f"/our/services/{shed.shed}/languages"
    assert "Herbata i stolarka" in shed.open(address).html
    second = {"texts-0-code": "pl", "texts-0-summary": "Herbata", "texts-1-code": "pl", "texts-1-summary": "Znowu"}
    shed.post(address, do="list", **second)
    page = shed.open(address)
    assert "This is there twice" in page.text and page.html.count("Herbata") == 1, "what was typed is kept"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [({"code": "pl"}, {"texts.0.summary": "missing"}), ({"code": "en", "summary": "Tea"}, {"texts.0.code": "choice"})],
)
def test_words_need_a_language_of_their_own_and_something_said_in_it(text, wrong):
    item = {**TEXT, **text}
    assert {key: problem.code.value for key, problem in problems("service", {"texts": [item]}).items()} == wrong


def owner_of(town):
    with town.world.database.reading() as session:
        return session.get_one(Organisation, session.get_one(Service, town.shed).organisation_id).slug


def test_they_have_a_history_and_can_be_restored(shed):
    records.edit(shed.world, PRODUCT, "service", shed.shed, {"texts": []})
    assert "Herbata" not in shed.open("/services/mens-shed?lang=pl").text
    (before, *_) = [one for one in records.history(shed.world, PRODUCT, "service", shed.shed) if one.number == 2]
    records.restore(shed.world, PRODUCT, "service", shed.shed, before.number, field="texts")
    assert "Herbata" in shed.open("/services/mens-shed?lang=pl").text


def test_a_preview_is_in_the_language_of_the_page(shed):
    member = actor_for(shed.world, shed.account("organisation", member_of=owner_of(shed), member="owner"))
    draft = changes.draft(shed.world, member, "service", shed.shed)
    changes.save(shed.world, member, "service", shed.shed, {"texts": [{**POLISH, "summary": "Nowe słowa"}]}, stamp=draft.stamp)
    assert changes.preview(shed.world, member, "service", shed.shed, "pl").summary == "Nowe słowa"


def test_interpreters_and_sign_language_are_chosen_found_by_and_shown(shed):
    with shed.editing() as made:
        made.service("Advice for all", languages=["en", "bfi", "qin"])
    page = shed.open("/services/advice-for-all")
    assert "British Sign Language" in page.text and "An interpreter, if you ask" in page.text
    assert '"availableLanguage": ["bfi", "en"]' in page.html or '"availableLanguage": ["en", "bfi"]' in page.html
    for code in ("bfi", "qin"):
        found = shed.client.get(f"/search.json?language={code}").json
        assert [one["slug"] for one in found["results"]] == ["advice-for-all"]
    shed.sign_in("organisation", member_of=owner_of(shed), member="owner")
    offered = shed.open(f"/our/services/{shed.shed}/languages").text
    assert "British Sign Language" in offered and "An interpreter, if you ask" in offered


@pytest.mark.parametrize(("locale", "way"), [("en", "ltr"), ("ar", "rtl")])
def test_a_mail_reads_in_the_direction_of_its_language(locale, way):
    html = html_of("Subject", "Words\n\nhttps://example.org/", locale)
    assert f'<html lang="{locale}" dir="{way}">' in html and '<a href="https://example.org/" dir="ltr">' in html


def test_whoever_has_no_internet_gets_a_sheet_with_the_numbers_of_the_hubs(shed):
    with shed.editing() as made:
        hub = made.location("Community Hub West", kind="hub")
        made.add(Phone(location_id=hub.id, number="01632 960777"))
        made.location("Community Hub Without")
    page = shed.open("/by-phone")
    assert page.links()["01632 960777"] == "tel:+441632960777"
    assert "Community Hub Without" not in page.text
    assert "999" in page.text


def test_the_page_for_when_there_is_no_internet_has_numbers_and_nothing_of_who_asks(shed):
    with shed.editing() as made:
        hub = made.location("Community Hub West", kind="hub")
        made.add(Phone(location_id=hub.id, number="01632 960777"))
    page = shed.open("/offline")
    assert page.links()["01632 960777"] == "tel:+441632960777"
    assert page.links()["Try again"] == ""
    assert "Call 999" in page.text
    worker = shed.client.get("/service-worker.js")
    assert worker.mimetype == "text/javascript"
    assert "Service-Worker-Allowed" not in worker.headers
    assert "max-age=3600" in worker.headers["Cache-Control"]
    shed.post("/hubs/community-hub-west/touch")
    assert "size." not in shed.open("/about").html and "data-sizes" not in shed.open("/about").html
