"""axe over every page that the site has, as whoever may open it: each in one language by turns, on a small phone.

With HUB_EVERY_LANGUAGE=1 each in all of them, which takes a quarter of an hour.
"""

from __future__ import annotations

import os

import pytest

from hubdirectory.actions.world import open_world
from hubdirectory.web.locales import LANGUAGES
from hubdirectory.web.signing_in import COOKIE
from tests.browser.test_axe import problems
from tests.browser.whole_site import WHO, walk, whole_site
from tests.conftest import copied
from tests.factories.serving import serving

# Files, and answers to programs.
NO_PAGES = {
    "board.changes", "lists.calendar", "machines.live", "machines.ready", "machines.robots", "machines.sitemap",
    "machines.webmanifest", "manager.export", "manager.language_sheet", "navigators.figures_csv", "navigators.offline_worker",
    "pictures.picture", "residents.calendar", "residents.days_calendar", "residents.one_date", "residents.screen_worker",
    "residents.search_calendar", "residents.search_json", "residents.service_worker", "residents.suggest", "residents.today_json",
    "residents.touched",
    "static",
}  # fmt: skip


@pytest.fixture(scope="module")
def busy(prepared_town, tmp_path_factory):
    """The site after a busy day, really served; `pages`: each kind of page that it has, as whoever reaches it."""
    world = open_world(copied(prepared_town, tmp_path_factory.mktemp("busy")))
    site = whole_site(world)
    site.pages = walk(site)
    with serving(site.app) as site.address:
        yield site
    world.close()


def test_every_page_of_the_site_is_reached(busy):
    opened = {rule.endpoint for rule in busy.app.url_map.iter_rules() if "GET" in rule.methods}
    assert opened - NO_PAGES - set(busy.pages) == set()


@pytest.mark.parametrize("turn", range(len(LANGUAGES)), ids=list(LANGUAGES))
def test_axe_finds_nothing_on_any_page_in_any_language(busy, browser, axe_script, turn):
    """Each page in the language whose turn it is."""
    language = list(LANGUAGES)[turn]
    pages = [busy.pages[name] for name in sorted(busy.pages)]
    wrong = []
    for who in WHO:
        mine = [one for number, one in enumerate(pages) if one.who == who and (whole() or number % len(LANGUAGES) == turn)]
        wrong += looked_at(busy, browser, axe_script, who, mine, language) if mine else []
    assert "\n".join(wrong) == ""


def whole():
    return os.environ.get("HUB_EVERY_LANGUAGE") == "1"


def looked_at(busy, browser, axe_script, who, pages, language):
    context = browser.new_context(viewport={"width": 320, "height": 900}, service_workers="block")
    if who in busy.ids:
        context.add_cookies([{"name": COOKIE, "value": busy.token(who), "url": busy.address}])
    page = context.new_page()
    wrong = [sentence for one in pages for sentence in complaints(busy, page, axe_script, one, language)]
    context.close()
    return wrong


def complaints(busy, page, axe_script, reached, language):
    address = f"{reached.address}{'&' if '?' in reached.address else '?'}lang={language}"
    answer = page.goto(busy.address + address)
    if answer.status != 200:
        return [f"{address} answered {answer.status}"]
    found = [] if page.locator("html").get_attribute("lang") == language else ["is in another language"]
    found += problems(page, axe_script)
    wide = page.evaluate("document.documentElement.scrollWidth")
    found += [f"is {wide} pixels wide"] if wide > 320 else []
    return [f"{reached.endpoint} as {reached.who}, {address}: {one}" for one in found]
