"""A manager's morning at the board, seen by somebody else at the same time; two boards at once; keys; axe."""

from __future__ import annotations

import re
from contextlib import closing

import pytest

from hubdirectory.actions import board as boards
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.actions.occurrences.views import SESSION
from hubdirectory.actions.world import open_world
from hubdirectory.app import create_app
from hubdirectory.config import load_settings
from hubdirectory.domain.days import LONDON
from hubdirectory.web.signing_in import COOKIE
from tests.browser.test_axe import problems
from tests.factories.accounts import make_account, session_for
from tests.factories.serving import serving

WIDTHS = (320, 1280)
HUB = "community-hub-central"


class Morning:
    """The sample town, really served, and its manager."""

    def __init__(self, world, address):
        self.world, self.address = world, address
        self.account_id = make_account(world, "manager", name="Mo")
        self.day = world.now().astimezone(LONDON).date()

    def sign_in(self, context):
        token = session_for(self.world, self.account_id).token
        context.add_cookies([{"name": COOKIE, "value": token, "url": self.address}])

    def sessions(self):
        """What is on at a set time and later today at the first hub; its names are each there once."""
        column = boards.board(self.world, PRODUCT, self.day).columns[0]
        names = [card.line.name for card in column.cards]
        return [
            card.line for card in column.cards
            if card.line.what == SESSION and card.line.starts > self.world.now() and names.count(card.line.name) == 1
        ]  # fmt: skip


@pytest.fixture
def morning(own_town):
    settings = load_settings({"HUB_INSTANCE": str(own_town.instance), "HUB_NOW": "2026-11-24T08:30"})
    with closing(open_world(settings)) as world, serving(create_app(world=world)) as address:
        yield Morning(world, address)


@pytest.fixture
def manager(morning, page):
    morning.sign_in(page.context)
    page.set_default_timeout(15_000)
    return page


def card(page, line):
    return page.locator(f"#card-{line.id}")


def test_a_managers_morning_is_seen_by_everybody_at_once(morning, manager, browser):
    off, moved = morning.sessions()[:2]
    manager.goto(f"{morning.address}/desk/today")
    # Two taps, with a few words between them.
    card(manager, off).get_by_role("link").click()
    manager.locator("#do-words").fill("The tutor is ill")
    manager.get_by_role("button", name="Cancel it").click()
    card(manager, off).get_by_text("Cancelled: The tutor is ill").wait_for()
    card(manager, moved).get_by_role("link").click()
    manager.locator("#do-from").fill("19:10")
    manager.locator("#do-to").fill("20:10")
    manager.get_by_role("button", name="Move", exact=True).click()
    card(manager, moved).get_by_text("Moved from").wait_for()
    manager.get_by_text("Add something").click()
    manager.get_by_label("A service, or a title").fill("Jumble sale")
    manager.locator("#add-from").fill("16:00")
    manager.locator("#add-to").fill("17:00")
    manager.get_by_role("button", name="Add", exact=True).click()
    manager.get_by_text("Added: Jumble sale").wait_for()

    other = browser.new_context(locale="en-GB", timezone_id="Europe/London").new_page()
    for address in (f"/hubs/{HUB}", "/today?hub=community-hub-central"):
        other.goto(f"{morning.address}{address}")
        said = other.locator("main").text_content()
        for words in ("Cancelled: The tutor is ill", "7:10pm", "Jumble sale"):
            assert words in said, f"{address} does not say {words}"
    screen = other.request.get(f"{morning.address}/hubs/{HUB}/screen").text()
    assert "The tutor is ill" in screen
    calendar = other.request.get(f"{morning.address}/hubs/{HUB}.ics").text().replace("\r\n ", "")
    assert "STATUS:CANCELLED" in calendar
    assert re.search(r"DTSTART[^\n]*20261124T191000", calendar)
    assert "SUMMARY:Jumble sale" in calendar
    found = other.request.get(f"{morning.address}/search.json", params={"q": moved.offer.name}).json()["results"]
    assert any("2026-11-24T19:10" in str(result) for result in found if result["name"] == moved.offer.name)
    other.context.close()


def test_what_one_person_does_is_on_anothers_board_within_five_seconds(morning, manager, browser):
    line = morning.sessions()[0]
    second = browser.new_context(locale="en-GB", viewport={"width": 360, "height": 740})
    morning.sign_in(second)
    other = second.new_page()
    other.goto(f"{morning.address}/desk/today")
    manager.goto(f"{morning.address}/desk/today")
    card(manager, line).get_by_role("link").click()
    manager.get_by_role("button", name="Full", exact=True).click()
    card(manager, line).get_by_text("Full", exact=True).wait_for()
    card(other, line).get_by_text("Full", exact=True).wait_for(timeout=5_000)
    assert line.name in other.locator("[data-news]").text_content()
    # Nobody is disturbed while they type; what they missed comes afterwards.
    other.get_by_text("Add something").click()
    other.get_by_label("A service, or a title").fill("Car boot")
    manager.get_by_role("button", name="Undo").click()
    card(manager, line).get_by_text("Full", exact=True).wait_for(state="detached")
    other.wait_for_timeout(4_000)
    assert card(other, line).get_by_text("Full", exact=True).count() == 1
    assert other.get_by_label("A service, or a title").input_value() == "Car boot"
    other.get_by_label("A service, or a title").blur()
    card(other, line).get_by_text("Full", exact=True).wait_for(state="detached", timeout=5_000)
    assert other.get_by_label("A service, or a title").input_value() == "Car boot"
    second.close()


def test_the_board_is_worked_from_the_keyboard(morning, manager):
    manager.goto(f"{morning.address}/desk/today")
    at = "document.activeElement.closest('[data-card]')?.id"
    manager.keyboard.press("ArrowRight")
    first = manager.evaluate(at)
    manager.keyboard.press("ArrowDown")
    below = manager.evaluate(at)
    manager.keyboard.press("ArrowRight")
    beside = manager.evaluate(at)
    assert len({first, below, beside}) == 3
    manager.keyboard.press("ArrowLeft")
    assert manager.evaluate(at) == below
    manager.keyboard.press("f")
    manager.get_by_role("dialog").wait_for()
    manager.keyboard.press("Enter")
    manager.locator(f"#{below}").get_by_text("Full", exact=True).wait_for()
    manager.wait_for_function(f"() => {at} === '{below}'")
    manager.keyboard.press("u")
    manager.get_by_role("dialog").wait_for()
    manager.keyboard.press("Escape")
    manager.wait_for_function(f"() => {at} === '{below}'")
    manager.keyboard.press("a")
    assert manager.evaluate("document.activeElement.id") == "add-what"


def test_it_works_without_javascript(morning, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    morning.sign_in(context)
    page = context.new_page()
    line = morning.sessions()[0]
    page.goto(f"{morning.address}/desk/today")
    card(page, line).get_by_role("link").click()
    page.get_by_role("button", name="Cancel it").click()
    card(page, line).get_by_text("Cancelled", exact=True).wait_for()
    page.get_by_role("button", name="Undo").click()
    card(page, line).get_by_text("Cancelled", exact=True).wait_for(state="detached")
    context.close()


def test_axe_finds_nothing(morning, manager, axe_script):
    """On a desk, and in the dark; on a small phone test_every_route.py looks at each."""
    line = morning.sessions()[0]
    for path in (
        "/desk/today", "/desk/today/2026-11-24/sheet", "/desk/today/2026-11-24/copy", "/desk/notices",
        f"/desk/today/2026-11-24/{line.id}", f"/hubs/{HUB}/follow", f"/hubs/{HUB}/follow/sent",
    ):  # fmt: skip
        manager.emulate_media(color_scheme="light")
        manager.set_viewport_size({"width": 320, "height": 900})
        manager.goto(morning.address + path)
        manager.evaluate("document.fonts.ready")
        assert manager.evaluate("document.documentElement.scrollWidth") <= 320, path
        manager.set_viewport_size({"width": 1280, "height": 900})
        assert problems(manager, axe_script) == [], path
        manager.emulate_media(color_scheme="dark")
        assert problems(manager, axe_script, only=["color-contrast"]) == [], path


def test_axe_finds_nothing_with_a_card_open_and_a_notice_on(morning, manager, axe_script):
    manager.goto(f"{morning.address}/desk/notices")
    manager.get_by_role("button", name="Start the notice").click()
    manager.locator(".bulletin").wait_for()
    manager.goto(f"{morning.address}/desk/today")
    card(manager, morning.sessions()[0]).get_by_role("link").click()
    manager.get_by_role("dialog").wait_for()
    for width in WIDTHS:
        manager.set_viewport_size({"width": width, "height": 900})
        assert problems(manager, axe_script) == []
