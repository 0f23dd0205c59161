"""axe over every public page at three widths, its contrast also in the dark; and nothing to be read sideways."""

from __future__ import annotations

import pytest

WIDTHS = (320, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "/", "/search", "/search?q=mental+health", "/search?q=food&near=TS24+7PW&within=2&cost=free", "/search?q=helth",
    "/search?q=zzzzzz&cost=free", "/search?near=nowhereatall", "/search?near=TS24+7PW&where=anywhere", "/hubs",
    "/hubs/community-hub-central", "/places/belle-vue-centre", "/needs", "/needs/food", "/needs/crisis-suicide", "/a-to-z",
    "/search?q=he+hits+me", "/search?q=cant+sleep+worrying+about+money", "/needs/domestic-abuse",
    "/a-to-z/B", "/about", "/accessibility", "/privacy", "/cookies", "/exit-page", "/by-phone", "/easy-read", "/offline",
    "/nowhere", "/today", "/this-week", "/today?hub=community-hub-central", "/hubs/community-hub-central/timetable",
    "/sign-in",
    "/hubs/community-hub-central/report", "/hubs/community-hub-central/report/thanks",
]  # fmt: skip
PRESSED = ".button, .nav a, .popular a, .chips a, .pager a, .crisis__lines a, .exit__button, .choice"
RECORDS = ["service", "helpline", "refuge", "hub_service"]


def open_page(page, address):
    page.goto(address)
    # Beyond the first 900 pixels too: fonts decide what is wide.
    page.evaluate("document.fonts.ready")


def problems(page, axe_script, only=None):
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(axe_script)
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
    options = {"runOnly": run, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{one['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})" for one in found for node in one["nodes"]]


def check_on_a_desk(page, address, axe_script):
    """For pages that test_every_route.py looks at on a small phone."""
    check(page, address, axe_script, widths=(1280,))


def check(page, address, axe_script, widths=WIDTHS):
    open_page(page, address)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert problems(page, axe_script) == [], f"{address} at {width} pixels"
        widest = page.evaluate("document.documentElement.scrollWidth")
        assert widest <= width, f"{address} at {width} pixels is {widest} wide"
    page.emulate_media(color_scheme="dark")
    assert problems(page, axe_script, only=["color-contrast"]) == [], f"{address} in the dark"


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page, site, axe_script, path):
    check(page, f"{site}{path}", axe_script)


@pytest.mark.parametrize("kind", RECORDS)
def test_axe_finds_nothing_on_the_pages_of_records(page, site, axe_script, example, kind):
    check(page, f"{site}/services/{example[kind]['slug']}", axe_script)
    check(page, f"{site}/organisations/{example[kind]['organisation_slug']}", axe_script)


def test_axe_finds_nothing_while_suggestions_are_open(page, site, axe_script):
    page.goto(f"{site}/")
    page.get_by_role("combobox").type("foo", delay=30)
    page.get_by_role("option").first.wait_for()
    assert problems(page, axe_script) == []


def test_axe_finds_nothing_where_a_form_was_filled_in_wrongly(page, site, axe_script):
    page.goto(f"{site}/hubs/community-hub-central/report")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("alert").wait_for()
    assert problems(page, axe_script) == []


@pytest.mark.parametrize("path", ["/", "/search?q=food&near=TS24+7PW", "/hubs/community-hub-central"])
def test_text_may_be_spaced_out_and_nothing_is_cut(page, site, path):
    """WCAG 1.4.12."""
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{site}{path}")
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`* { line-height: 1.5 !important;
        letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
        document.adoptedStyleSheets = [sheet]; }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/", "/search?q=food", "/hubs/community-hub-central", "/needs"])
def test_what_can_be_pressed_is_44_pixels_high(page, site, path):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{site}{path}")
    small = page.evaluate(
        """pressed => [...document.querySelectorAll(pressed)].filter(one => one.offsetParent)
        .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 90))""",
        PRESSED,
    )
    assert small == []


def test_a_language_that_is_written_from_the_right_is_laid_out_from_the_right(page, site):
    page.goto(f"{site}/search?q=food")
    left = page.locator(".masthead .brand").bounding_box()["x"]
    page.evaluate("document.documentElement.dir = 'rtl'")
    right = page.locator(".masthead .brand").bounding_box()["x"]
    assert left < 200 < 900 < right
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
