"""Through the front door in a real browser, without a script, on a phone: from nothing said to somebody to ring."""

from __future__ import annotations

import pytest

from tests.browser.test_axe import check

PAGES = [
    "/start", "/start?ask=what&need=debt", "/start?ask=hard",
    "/start/next?danger=no&words=I+owe+money+to+everyone&near=TS24+7PW&hard=cost&hard=people",
    "/start/next?danger=yes&near=nowhereatall",
]  # fmt: skip


@pytest.fixture
def phone(browser):
    context = browser.new_context(java_script_enabled=False, locale="en-GB", viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def heading(page):
    return page.locator("h1").inner_text()


def test_from_the_front_page_to_somebody_to_ring(phone, site):
    phone.goto(f"{site}/")
    phone.get_by_role("link", name="Not sure? Start here").click()
    assert phone.get_by_role("main").get_by_role("link", name="Call 999").is_visible()
    phone.get_by_role("button", name="No, go on").click()
    phone.get_by_label("Say it in your own words").fill("I owe money to everyone")
    phone.get_by_role("button", name="Next question").click()
    phone.get_by_role("link", name="Skip this question").click()
    phone.get_by_label("A postcode, a part of one").fill("TS24 7PW")
    phone.get_by_role("button", name="Next question").click()
    phone.get_by_text("Paying for it").click()
    phone.get_by_role("button", name="Show me what could help").click()
    assert heading(phone) == "What to do next"
    assert "Debt and money advice" in phone.get_by_text("We read your words as").inner_text()
    cards = phone.locator(".result")
    assert 1 <= cards.count() <= 5
    assert cards.first.locator(".reasons").get_by_text("Free").is_visible()
    assert cards.first.get_by_text("in a straight line").or_(cards.first.get_by_text("minutes’ walk")).first.is_visible()
    hub = phone.locator(".start__hub")
    assert hub.get_by_role("link", name="Call").first.get_attribute("href").startswith("tel:")
    phone.get_by_role("link", name="Where do you start from?").click()
    assert phone.get_by_label("A postcode, a part of one").input_value() == "TS24 7PW"
    phone.go_back()
    assert heading(phone) == "What to do next"


def test_danger_is_one_press_from_anywhere(phone, site):
    phone.goto(f"{site}/start?ask=who&words=sad")
    assert phone.get_by_role("navigation", name="In danger now").get_by_role("link", name="Call 999").is_visible()
    phone.goto(f"{site}/start")
    phone.get_by_role("button", name="Yes, or I am not sure").click()
    assert heading(phone) == "Get help now"
    first = phone.locator("main a[href^='tel:']").first
    assert first.get_attribute("href") == "tel:999"
    assert first.is_visible()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_at_the_front_door(page, site, axe_script, path):
    check(page, f"{site}{path}", axe_script)
