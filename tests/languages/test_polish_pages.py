"""The pages in other languages: no English but what the records themselves say; and Polish counts, days and dates."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import html5lib
import pytest
from sqlalchemy import String, select

from hubdirectory.actions.world import open_world
from hubdirectory.commands.languages import catalogue_files, entries, forms_of, read_catalogue
from hubdirectory.domain.schedules import Recurrence
from hubdirectory.indexing import rebuild, touch
from hubdirectory.models import Base, Organisation, Service
from hubdirectory.web import formatting, recurrences, times
from hubdirectory.web.locales import DEFAULT, LANGUAGES, current_locale
from hubdirectory.web.names import value_name
from tests.factories.records import Records

LONDON = ZoneInfo("Europe/London")
SPOKEN_ATTRIBUTES = (
    "aria-label", "alt", "title", "placeholder", "data-label", "data-said", "data-two", "data-one", "data-leaving",
    "data-aloud", "data-stop",
)  # fmt: skip
# What is the same in every language; and tables whose words are translated, or that no page shows.
NAMES = {"Hub Directory", "Hartlepool", "Samaritans", "Shout", "E-mail", "hub_session", "hub_screen", "HOPELINE247"}
# An illness that is written like an English word.
NAMES |= {"Jak radzić sobie z bólem, cukrzycą, udarem, chorobą płuc i ME"}
NOT_RECORDS = {"taxonomy", "taxonomy_term", "wording", "account", "import_run", "import_row"}
LONGEST_NAME = 120
TYPED = "zzzzqx"
ONE_OF_THESE = 90


class Opened:
    """A page's own words: each text of its tree, and each that a screen reader or a script says."""

    def __init__(self, client, address, language, status=200):
        answer = client.get(address + ("&" if "?" in address else "?") + f"lang={language}")
        assert answer.status_code == status, address
        self.html = answer.get_data(as_text=True)
        self.tree = html5lib.parse(self.html, namespaceHTMLElements=False)

    def texts(self):
        found = {" ".join(text.split()) for text in _texts(self.tree)}
        return {text for text in found if re.search(r"[^\W\d_]{2}", text)}


def _texts(element):
    """Not what says of itself that it is in another language, and not what is written for machines."""
    # A comment is an element, too, whose tag is no text.
    if not isinstance(element.tag, str) or element.tag in ("script", "style") or (element.tag != "html" and element.get("lang")):
        return
    yield from filter(None, (element.get(name) for name in SPOKEN_ATTRIBUTES))
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def words(text):
    return re.findall(r"[^\W\d_]+", text.casefold())


def plain(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


class Said:
    """What the records say, and the words that only our English has."""

    def __init__(self, values, language):
        self.corpus = "\n".join(f" {plain(value)} " for value in values)
        short = (value for value in values if 3 < len(value) <= LONGEST_NAME)
        self.names = [*sorted(short, key=len, reverse=True), *NAMES, TYPED]
        self.english = _catalogue_words(language, _english) - _catalogue_words(language, forms_of)

    @cache  # noqa: B019 - lives as long as the tests of this file
    def ours(self, text):
        """What is left of a text without addresses of pages, what was typed, and what records and places are called."""
        if text in NAMES or f" {plain(text)} " in self.corpus:
            return ""
        text = re.sub(r"https?://\S+|„[^”]*”", " ", text)
        for name in (one for one in self.names if one in text):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
        return text if words(text) else ""

    def left_in_english(self, text):
        return self.english & set(words(self.ours(text)))


def _record_texts(world):
    with world.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.columns if isinstance(column.type, String) and not column.foreign_keys]
            if table.name not in NOT_RECORDS and columns:
                for row in session.execute(select(*columns).distinct()):
                    yield from filter(None, row)


def _catalogue_words(language, side):
    catalogue = read_catalogue(next(file for file in catalogue_files() if file.parent.parent.name == language))
    said = [form for one in entries(catalogue) for form in side(one)]
    return {word for text in said for word in words(re.sub(r"%\(\w+\)[sd]|</?\w+>", " ", text))} - set(words(" ".join(NAMES)))


def _english(message):
    return message.id if message.pluralizable else (message.id,)


@pytest.fixture(scope="module")
def said_in(sample_town):
    """By language: what the records say, read once, and the words that only our English has."""
    world = open_world(sample_town)
    values = set(_record_texts(world))
    world.close()
    return cache(lambda language: Said(values, language))


@pytest.fixture
def said(said_in):
    return said_in("pl")


@pytest.fixture(scope="module")
def addresses(sample_town):
    """Pages of every kind, and services of every state that has a page."""
    world = open_world(sample_town)
    with world.database.reading() as session:
        slugs = list(session.scalars(select(Service.slug).where(Service.state == "published").order_by(Service.slug)))
        organisations = list(session.scalars(select(Organisation.slug).where(Organisation.state == "published")))
        paused = list(session.scalars(select(Service.slug).where(Service.state == "paused").limit(2)))
    world.close()
    return {
        "home": ["/"],
        "results": [
            "/search?q=mental+health", "/search?near=Community+Hub+South&within=1", "/search?open=now&cost=free&day=tuesday",
            f"/search?q={TYPED}", f"/search?q=singing+{TYPED}", f"/search?q=friends&near={TYPED}&need=befriending",
        ],
        "service": [f"/services/{slug}" for slug in [*slugs[::ONE_OF_THESE], *paused]],
        "hub": ["/hubs", "/hubs/community-hub-south"],
        "error": ["/no-such-page"],
        "information": ["/about", "/accessibility", "/privacy", "/cookies", "/exit-page", "/by-phone", "/easy-read"],
        "list": ["/a-to-z", "/a-to-z/C"],
        "organisation": [f"/organisations/{slug}" for slug in organisations[::ONE_OF_THESE]],
        "report": [f"/services/{slugs[0]}/report", f"/services/{slugs[0]}/report/thanks"],
        "need": ["/needs", "/needs/debt", "/needs/crisis-suicide"],
    }  # fmt: skip


KINDS = ["home", "results", "service", "hub", "organisation", "list", "report", "error", "information"]


# Polish stands for all of them; of the others those pages that residents see first.
OTHERS = [code for code in LANGUAGES if code not in (DEFAULT, "pl")]
LOOKED_AT = [("pl", kind) for kind in [*KINDS, "need"]] + [(code, kind) for code in OTHERS for kind in ("home", "need", "error")]


@pytest.mark.parametrize(("language", "kind"), LOOKED_AT)
def test_no_english_is_left_but_what_the_records_say(town_app, addresses, said_in, language, kind):
    client, left, said = town_app.test_client(), {}, said_in(language)
    for address in addresses[kind]:
        status = 404 if kind == "error" else 200
        english, other = (Opened(client, address, code, status).texts() for code in ("en", language))
        same = {text for text in other & english if said.ours(text)}
        half = {text for text in other if said.left_in_english(text)}
        if same | half:
            left[address] = sorted(same | half)
    assert not left, f"Still in English: {left}"


def test_the_check_for_english_sees_a_string_that_is_not_marked(said):
    assert said.left_in_english("Ring for the place")
    assert said.left_in_english("Zadzwoń: 01632 960 123 Website")
    assert not said.left_in_english("Zadzwoń i zapytaj o miejsce")
    assert not said.left_in_english("Blisko: Community Hub South")


@pytest.mark.parametrize("address", ["/", "/search?q=mental+health", "/hubs", "/needs", "/a-to-z", "/about"])
@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != DEFAULT])
def test_a_page_in_another_language_says_so_and_keeps_it(town_app, language, address):
    page = Opened(town_app.test_client(), address, language)
    assert (page.tree.get("lang"), page.tree.get("dir")) == (language, "rtl" if language in ("ar", "fa", "ur") else "ltr")
    links = [link.get("href", "") for link in page.tree.iter("a") if not link.get("hreflang")]
    ours = [link for link in links if link.startswith("/")]
    assert ours and all(f"lang={language}" in link for link in ours)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_gets_the_language_that_it_asks_for(town_app, language):
    asked = {"Accept-Language": f"xx, {language}-XX;q=0.9,{language};q=0.8,en;q=0.5"}
    assert f'<html lang="{language}"' in town_app.test_client().get("/", headers=asked).get_data(as_text=True)


@pytest.mark.parametrize(
    ("asked", "language"),
    [("ur-PK,en;q=0.8", "ur"), ("en-GB,pl;q=0.5", "en"), ("pl;q=0,uk-UA;q=0.1", "uk"), ("xx,*;q=0.5", "en"), ("", "en")],
)
def test_of_the_languages_that_a_browser_asks_for_the_first_that_we_speak_is_taken(town_app, asked, language):
    with town_app.test_request_context("/", headers={"Accept-Language": asked}):
        assert current_locale() == language


def test_each_language_is_named_in_itself_and_machines_are_told_of_each(town_app):
    page = Opened(town_app.test_client(), "/search?q=debt&page=2", "pl")
    links = [link for link in page.tree.iter("a") if link.get("hreflang")]
    assert {link.get("hreflang"): link.text for link in links} == LANGUAGES
    assert all(link.get("lang") == link.get("hreflang") and link.get("dir") for link in links)
    assert all(f"q=debt&page=2&lang={link.get('hreflang')}" in link.get("href") for link in links)
    home = Opened(town_app.test_client(), "/", "pl")
    told = {link.get("hreflang") for link in home.tree.iter("link") if link.get("rel") == "alternate"}
    assert told == {*LANGUAGES, "x-default"}


def test_names_of_records_say_that_they_are_english(town_app, addresses):
    page = Opened(town_app.test_client(), addresses["service"][0], "pl")
    (heading,) = page.tree.iter("h1")
    (at_home,) = Opened(town_app.test_client(), addresses["service"][0], "en").tree.iter("h1")
    assert (heading.get("lang"), at_home.get("lang")) == ("en", None)


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code in ("ar", "fa", "ur")])
def test_telephone_numbers_keep_their_order_from_right_to_left(town_app, language):
    page = Opened(town_app.test_client(), "/", language)
    shown = [one.text for link in page.tree.iter("a") if link.get("href", "").startswith("tel:") for one in link.iter("bdi")]
    assert "116 123" in shown
    assert all(one.get("dir") == "ltr" for one in page.tree.iter("bdi"))
    assert "site.rtl" in page.html


def test_the_crisis_panel_is_in_polish_and_keeps_the_numbers_and_names(town_app):
    page = Opened(town_app.test_client(), "/", "pl")
    assert {"Jeśli potrzebujesz pomocy od razu", "Służby ratunkowe", "NHS 111, opcja 2", "Samaritans", "Shout"} <= page.texts()
    dialled = {link.get("href") for link in page.tree.iter("a")}
    assert {"tel:999", "tel:111", "tel:116123", "sms:85258"} <= dialled


def test_the_crisis_panel_that_a_manager_wrote_stays_as_it_was_written(empty_app, empty_world):
    from hubdirectory.models import Wording

    with empty_world.database.writing() as session:
        panel = session.get_one(Wording, ("panel", "crisis"))
        panel.value = {**panel.value, "heading": "Ring us first"}
    texts = Opened(empty_app.test_client(), "/", "pl").texts()
    assert "Ring us first" in texts and "Służby ratunkowe" in texts


@pytest.fixture
def counted_app(empty_app, empty_world):
    """1 service of archery, 2 of pottery, 5 of chess, 22 of walking."""
    with empty_world.database.writing() as session:
        records = Records(session)
        for word, number in (("Archery", 1), ("Pottery", 2), ("Chess", 5), ("Walking", 22)):
            for which in range(number):
                records.service(f"{word} {which}", summary="Come along", needs=["befriending"])
        touch(session, session.scalars(select(Service.id)).all(), empty_world.engine_names)
    for engine in empty_world.engines.values():
        rebuild(empty_world.database, engine)
    return empty_app


@pytest.mark.parametrize(
    ("word", "counted"), [("archery", "1 usługa"), ("pottery", "2 usługi"), ("chess", "5 usług"), ("walking", "22 usługi")]
)
def test_the_results_page_counts_in_polish(counted_app, word, counted):
    page = Opened(counted_app.test_client(), f"/search?q={word}", "pl")
    assert f"{counted} dla „{word}”" in {" ".join(heading.itertext()) for heading in page.tree.iter("h1")}


def test_the_results_page_counts_nothing_in_polish(counted_app):
    assert "0 usług dla „xyzzy”" in Opened(counted_app.test_client(), "/search?q=xyzzy", "pl").texts()


def test_dates_are_polish(in_polish):
    assert times.short_date(date(2026, 11, 24)) == "24 listopada 2026"
    assert times.full_day(date(2026, 11, 24), 2026).endswith(", 24 listopada")


def test_days_are_written_out_in_polish(in_polish):
    assert times.full_day(date(2026, 11, 24)) == "wtorek, 24 listopada 2026"
    assert times.full_day(date(2026, 11, 24), 2026) == "wtorek, 24 listopada"


def test_times_are_polish(in_polish):
    now = datetime(2026, 11, 24, 8, 0, tzinfo=LONDON)
    ten, noon = now.replace(hour=10), now.replace(hour=12)
    assert times.clock(time(14, 30)) == "14:30"
    assert times.when(ten, noon, now) == "Dzisiaj, od 10:00 do 12:00"
    assert times.when(ten, noon, ten) == "Trwa teraz, do 12:00"
    assert times.when(ten, noon, now.replace(hour=9, minute=38)) == "Za 22 minuty, o 10:00"
    assert value_name("day", "tuesday") == "Wtorek"


def test_numbers_are_polish(in_polish):
    assert formatting.number_words(12345) == "12\xa0345"
    assert "2,3" in formatting.distance(2.3)


def test_a_day_inside_a_rule_has_no_capital(in_polish):
    rule = Recurrence(freq="WEEKLY", byday=("TU", "TH"), opens=time(10), closes=time(12))
    assert recurrences.rule_words(rule) == "Wtorek i czwartek, od 10:00 do 12:00"


def test_languages_are_called_by_their_polish_names(in_polish):
    assert value_name("language", "pl") == "Polski"
    assert value_name("language", "bfi") == "Brytyjski język migowy"
