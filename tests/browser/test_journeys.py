"""What a visitor does, in a real browser."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hubdirectory.app import create_app
from hubdirectory.setup.children import free_port
from tests.factories.serving import serving


@pytest.fixture
def without_script(browser):
    context = browser.new_context(java_script_enabled=False, locale="en-GB", viewport={"width": 375, "height": 800})
    yield context.new_page()
    context.close()


def heading(page):
    return page.locator("h1").inner_text()


def test_a_search_by_keyboard_alone(page, site):
    page.goto(f"{site}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main part"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("food parcels")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=food+parcels")
    assert "for “food parcels”" in heading(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.result h3') !== null"):
            break
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/**")
    assert heading(page) == name


def test_everything_works_without_javascript(without_script, site):
    page = without_script
    page.goto(f"{site}/")
    page.get_by_label("What do you need, or want to do?").fill("food")
    page.get_by_role("button", name="Search").click()
    everything = int(re.search(r"\d+", heading(page))[0])
    page.get_by_role("link", name="Filter these results").click()
    page.locator("#cost-free").check()
    page.get_by_role("button", name="Show these").click()
    assert "cost=free" in page.url
    assert 0 < int(re.search(r"\d+", heading(page))[0]) < everything
    page.get_by_role("link", name="Take off Cost: Free").click()
    assert int(re.search(r"\d+", heading(page))[0]) == everything
    page.locator(".result h3 a").first.click()
    assert page.get_by_role("link", name=re.compile("^Call ")).first.get_attribute("href").startswith("tel:")


def test_a_filter_takes_effect_at_once_and_is_said_aloud(page, site):
    page.goto(f"{site}/search?q=food")
    before = heading(page)
    page.locator("#cost-free").check()
    page.wait_for_function("was => document.querySelector('h1').textContent !== was", arg=before)
    assert page.url.endswith("/search?q=food&cost=free")
    assert page.locator("#said").inner_text() == heading(page)
    assert page.title().startswith(heading(page))
    assert page.evaluate("document.activeElement.id") == "cost-free"
    assert page.locator("#cost-free").is_checked()


def test_two_filters_ticked_quickly_both_count(page, site):
    page.goto(f"{site}/search")
    page.locator("#cost-free").click()
    page.locator("#hub-community-hub-central").click()
    page.wait_for_url("**/search?*hub=community-hub-central*")
    page.get_by_role("link", name="Take off Cost: Free").wait_for()
    page.get_by_role("link", name="Take off At a hub: Community Hub Central").wait_for()


def test_back_from_a_service_keeps_the_search_and_the_place(page, site):
    page.goto(f"{site}/search?q=food")
    page.locator("#cost-free").check()
    page.wait_for_url("**cost=free*")
    found = heading(page)
    link = page.locator(".result h3 a").nth(7)
    link.scroll_into_view_if_needed()
    was = page.evaluate("window.scrollY")
    assert was > 300
    link.click()
    page.wait_for_url("**/services/**")
    page.go_back()
    page.wait_for_url("**cost=free")
    assert heading(page) == found
    page.wait_for_function("was => Math.abs(window.scrollY - was) < 60", arg=was)
    assert page.locator("#cost-free").is_checked()


def test_suggestions_are_chosen_with_the_arrow_keys(page, site):
    page.goto(f"{site}/")
    box = page.get_by_role("combobox")
    box.type("debt", delay=20)
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert "arrow keys" in page.locator(".suggestions + [role=status]").inner_text()
    box.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    chosen = page.locator(f"#{active}")
    assert chosen.get_attribute("aria-selected") == "true"
    box.press("Enter")
    page.wait_for_function("location.pathname !== '/'")
    assert re.search(r"/(needs|services|organisations|hubs)/", page.url)


def test_the_arrow_keys_go_round_and_back_to_what_was_typed(page, site):
    page.goto(f"{site}/")
    box = page.get_by_role("combobox")
    box.type("food", delay=20)
    page.get_by_role("option").first.wait_for()
    box.press("ArrowUp")
    assert page.get_by_role("option").last.get_attribute("aria-selected") == "true"
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "food"


def test_escape_closes_the_suggestions_and_stays(page, site):
    page.goto(f"{site}/")
    box = page.get_by_role("combobox")
    box.type("food", delay=20)
    page.get_by_role("option").first.wait_for()
    box.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    assert page.url == f"{site}/"
    assert box.input_value() == "food"


def test_enter_without_a_choice_searches(page, site):
    page.goto(f"{site}/")
    box = page.get_by_role("combobox")
    box.type("food", delay=20)
    page.get_by_role("option").first.wait_for()
    box.press("Enter")
    page.wait_for_url("**/search?q=food")


# the way out


@pytest.fixture
def leaving(browser):
    """A page whose way out leads to an empty page of ours instead of the weather."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    yield page
    context.close()


def test_the_exit_button_leaves_and_takes_the_page_out_of_the_history(leaving, site):
    leaving.goto(f"{site}/hubs")
    leaving.goto(f"{site}/needs/domestic-abuse")
    leaving.get_by_role("link", name="Exit this page").click()
    leaving.wait_for_url("https://www.bbc.co.uk/weather")
    leaving.go_back()
    assert leaving.url == f"{site}/hubs"


def test_three_presses_of_shift_leave(leaving, site):
    leaving.goto(f"{site}/needs/domestic-abuse")
    leaving.keyboard.press("Shift")
    leaving.keyboard.press("Shift")
    assert leaving.locator("[data-exit-say]").inner_text() == "Shift, press 1 more time to exit."
    leaving.keyboard.press("Shift")
    leaving.wait_for_url("https://www.bbc.co.uk/weather")


def test_capital_letters_do_not_leave(leaving, site):
    leaving.goto(f"{site}/")
    leaving.get_by_role("combobox").focus()
    for letter in "FOOD BANK":
        leaving.keyboard.press(f"Shift+{letter}" if letter != " " else "Space")
    assert leaving.url == f"{site}/"


def test_escape_does_not_leave(leaving, site):
    leaving.goto(f"{site}/")
    for _ in range(5):
        leaving.keyboard.press("Escape")
    assert leaving.url == f"{site}/"


def test_the_exit_button_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    page.goto(f"{site}/needs/domestic-abuse")
    page.get_by_role("link", name="Exit this page").click()
    assert page.url == "https://www.bbc.co.uk/weather"
    context.close()


def test_the_exit_button_is_in_sight_wherever_the_page_is_scrolled_to(page, site):
    page.goto(f"{site}/search?q=food")
    page.evaluate("window.scrollTo(0, 2000)")
    assert 0 <= page.get_by_role("link", name="Exit this page").bounding_box()["y"] < 40


# paper


def test_on_paper_there_are_numbers_and_no_navigation(page, site, example):
    page.goto(f"{site}/services/{example['service']['slug']}")
    page.emulate_media(media="print")
    assert not page.locator(".nav").is_visible()
    assert not page.get_by_role("link", name="Exit this page").is_visible()
    assert page.get_by_text(re.compile("Things may have changed: ring first")).is_visible()
    number = page.locator("a[href^='tel:']").first
    assert number.is_visible()
    assert number.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") > 24
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    colours = number.evaluate("one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]


def test_in_the_colours_of_the_visitor_what_is_ticked_and_what_is_found_can_be_told(browser, site):
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site}/search?q=food&cost=free")
    tick = "id => getComputedStyle(document.getElementById(id), '::before').content"
    assert page.evaluate(tick, "cost-free") == '""'
    assert page.evaluate(tick, "cost-paid") == "none"
    mark = page.locator("mark").first.evaluate("one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]")
    assert mark[0] != mark[1]
    context.close()


@pytest.fixture
def site_with_a_map(sample_town):
    """The site where map tiles are set: their host is the site itself, so that no other is asked."""
    port = free_port()
    tiles = f"http://127.0.0.1:{port}/static/built/leaflet/images/layers.png?{{z}}/{{x}}/{{y}}"
    settings = replace(sample_town, tile_url=tiles, tile_credit="Tiles <b>by</b> Example")
    with serving(create_app(settings), port) as address:
        yield address


def test_where_tiles_are_set_the_results_are_also_on_a_map_after_the_list(page, site_with_a_map):
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(f"{site_with_a_map}/search?q=lunch&mode=place")
    page.locator(".leaflet-tile-loaded").first.wait_for(state="attached")
    assert page.get_by_text("Tiles <b>by</b> Example").is_visible()
    pins = page.locator(".map__pin").count()
    assert pins >= page.locator(".result").count()
    page.locator(".map__pin").first.press("Enter")
    assert page.locator(".leaflet-popup-content a").get_attribute("href").startswith("/services/")
    order = page.evaluate("document.querySelector('.results').compareDocumentPosition(document.getElementById('map'))")
    assert order & 4
    page.locator("#cost-free").check()
    page.wait_for_url("**cost=free*")
    page.locator(".leaflet-tile-loaded").first.wait_for(state="attached")
    assert said == []


def test_the_link_can_be_copied_where_scripts_run(page, site, example):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/services/{example['service']['slug']}")
    page.get_by_role("button", name="Copy the link").click()
    assert page.get_by_text("The link is copied").is_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_no_page_breaks_its_own_policy(page, site, example):
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for path in ("/", "/search?q=food", f"/services/{example['service']['slug']}", "/hubs/community-hub-central"):
        page.goto(f"{site}{path}")
    assert said == []
