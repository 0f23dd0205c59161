"""One address of every route that answers with a page, as whoever may open it: each in one language, on a small phone.

axe finds nothing; nothing is wider than the phone, with letters, words and lines set apart either; nothing stands in
another order than it is read. With HUB_EVERY_LANGUAGE=1 each page in all of them, and in the dark, which takes long.
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


# WCAG 1.4.12.
SET_APART = """() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  return document.documentElement.scrollWidth
}"""
# What a screen reader or the Tab key would meet in another order than the eye does.
OUT_OF_ORDER = """() => [...document.querySelectorAll("body *")].filter(one => {
  const style = getComputedStyle(one)
  return style.order !== "0" || /reverse/.test(style.flexDirection) || one.tabIndex > 0
}).map(one => one.outerHTML.slice(0, 120))"""
# What the Tab key reaches: how many there are, and whether the one that has the keys shows it.
REACHABLE = """() => [
  ...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")
].filter(one => !one.disabled && one.type !== "hidden" && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true })
  && !(one.type === "radio" && one !== one.form?.elements[one.name]?.[0])).length"""
FOCUSED = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  const shown = [one, ...(one.labels || []), one.parentElement].some(each => {
    const style = getComputedStyle(each), before = getComputedStyle(each, "::before")
    const ring = each => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) > 0
    return [style, before].some(each => ring(each) || each.boxShadow !== "none")
  })
  return { what: one.outerHTML.slice(0, 120), shown }
}"""


@pytest.fixture(scope="module")
def busy(prepared_town, tmp_path_factory, browser):
    """The site after a busy day, really served; `pages`: each kind of page that it has, as whoever reaches it."""
    world = open_world(copied(prepared_town, tmp_path_factory.mktemp("busy")))
    site = whole_site(world)
    site.pages = walk(site)
    with serving(site.app) as site.address:
        site.windows = {who: window_of(site, browser, who) for who in WHO}
        yield site
        for window in site.windows.values():
            window.context.close()
    world.close()


def window_of(site, browser, who):
    """A small phone of theirs."""
    context = browser.new_context(viewport={"width": 320, "height": 900}, service_workers="block")
    if who in site.ids:
        context.add_cookies([{"name": COOKIE, "value": site.token(who), "url": site.address}])
    return context.new_page()


def test_every_page_of_the_site_is_reached(busy):
    opened = {rule.endpoint for rule in busy.app.url_map.iter_rules() if "GET" in rule.methods}
    assert opened - NO_PAGES - set(busy.pages) == set()


@pytest.mark.parametrize("turn", range(len(LANGUAGES)), ids=list(LANGUAGES))
def test_each_page_is_sound_in_one_of_the_languages(busy, axe_script, turn):
    """The pages whose turn this language is: the same ones in every run."""
    language = list(LANGUAGES)[turn]
    pages = [busy.pages[name] for name in sorted(busy.pages)]
    mine = [one for number, one in enumerate(pages) if whole() or number % len(LANGUAGES) == turn]
    wrong = [sentence for one in mine for sentence in complaints(busy, axe_script, one, language)]
    assert "\n".join(wrong) == ""


def whole():
    return os.environ.get("HUB_EVERY_LANGUAGE") == "1"


def complaints(busy, axe_script, reached, language):
    page = busy.windows[reached.who]
    address = f"{reached.address}{'&' if '?' in reached.address else '?'}lang={language}"
    answer = page.goto(busy.address + address)
    if answer.status != 200:
        return [f"{address} answered {answer.status}"]
    found = [] if page.locator("html").get_attribute("lang") == language else ["is in another language"]
    found += problems(page, axe_script)
    wide = page.evaluate("document.documentElement.scrollWidth")
    found += [f"is {wide} pixels wide"] if wide > 320 else []
    found += [f"is read in another order: {one}" for one in page.evaluate(OUT_OF_ORDER)]
    found += dark(page, axe_script) if whole() else []
    wide = page.evaluate(SET_APART)
    found += [f"is {wide} pixels wide where letters are set apart"] if wide > 320 else []
    return [f"{reached.endpoint} as {reached.who}, {address}: {one}" for one in found]


def dark(page, axe_script):
    page.emulate_media(color_scheme="dark")
    found = problems(page, axe_script, only=["color-contrast"])
    page.emulate_media(color_scheme="light")
    return [f"in the dark: {one}" for one in found]


@pytest.mark.parametrize(("who", "path"), [
    ("visitor", "/search?q=food"), ("resident", "/account"), ("owner", "/our"), ("navigator", "/navigate"),
    ("manager", "/desk/lists/duplicates"), ("commissioner", "/desk/gaps"),
])  # fmt: skip
def test_the_tab_key_goes_through_the_whole_page_shows_where_it_is_and_leaves(busy, who, path):
    page = busy.windows[who]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(busy.address + path)
    reachable, seen = page.evaluate(REACHABLE), []
    for _ in range(reachable + 20):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None:
            break
        seen.append(here)
    page.set_viewport_size({"width": 320, "height": 900})
    assert here is None, f"It goes round without an end: {[one['what'] for one in seen[-3:]]}"
    assert [one["what"] for one in seen if not one["shown"]] == []
    assert len(seen) >= reachable * 0.9
