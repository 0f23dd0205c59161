"""The screen in a hub that everybody may touch: the next visitor finds nothing of the one before."""

from __future__ import annotations

import pytest

from hubdirectory.web.shared_screens import COOKIE

TOUCH = "/hubs/community-hub-north/touch"


@pytest.fixture
def shared(page, site):
    page.clock.install()
    page.goto(f"{site}{TOUCH}")
    page.get_by_role("button", name="Make this device the shared screen").click()
    page.get_by_role("heading", name="Welcome to").wait_for()
    return page


def test_after_a_minute_without_a_touch_it_begins_anew_and_back_leads_to_nothing_that_was_looked_at(shared, site):
    visit = next(one["value"] for one in shared.context.cookies() if one["name"] == COOKIE)
    shared.get_by_role("searchbox").or_(shared.get_by_role("combobox")).first.fill("panic attacks")
    shared.keyboard.press("Enter")
    shared.wait_for_url("**/search?q=panic+attacks")
    shared.clock.fast_forward(51_000)
    assert "still there" in shared.locator("[data-shared-say]").inner_text()
    shared.mouse.click(5, 5)
    assert shared.locator("[data-shared-say]").inner_text() == ""
    shared.clock.fast_forward(61_000)
    shared.wait_for_url(f"{site}{TOUCH}")
    assert next(one["value"] for one in shared.context.cookies() if one["name"] == COOKIE) != visit
    shared.go_back()
    shared.wait_for_url(f"{site}{TOUCH}")
    assert "panic" not in shared.locator("main").inner_text()


def test_a_button_forgets_at_once_and_nothing_is_kept_by_the_browser(shared, site):
    with shared.expect_response("**/needs") as answer:
        shared.goto(f"{site}/needs")
    assert answer.value.headers["cache-control"] == "no-store"
    shared.get_by_role("link", name="I have finished").click()
    shared.wait_for_url(f"{site}{TOUCH}")
    shared.go_back()
    shared.wait_for_url(f"{site}{TOUCH}")


def test_back_leads_into_no_earlier_visit_by_a_link_within_a_page_or_a_filter_either(shared, site):
    shared.goto(f"{site}/search?q=debt")
    shared.get_by_role("link", name="Language", exact=True).click()
    shared.wait_for_url("**#languages")
    shared.go_back()
    shared.wait_for_url("**/search?q=debt")
    assert "debt" in shared.locator("h1").inner_text()
    shared.goto(f"{site}/search?q=panic")
    shared.get_by_label("Free", exact=False).first.check()
    shared.wait_for_url("**cost=free**")
    shared.get_by_role("link", name="Language", exact=True).click()
    shared.wait_for_url("**#languages")
    shared.get_by_role("link", name="I have finished").click()
    shared.wait_for_url(f"{site}{TOUCH}")
    shared.go_back()
    shared.wait_for_url(f"{site}{TOUCH}")


def test_it_stays_on_this_site_and_who_left_all_the_same_is_forgotten(shared, site):
    shared.get_by_role("link", name="Exit this page").click()
    shared.wait_for_url(f"{site}{TOUCH}")
    shared.goto(f"{site}/about")
    shared.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=\"https://example.org/x\">Away</a>')")
    shared.get_by_role("link", name="Away").click()
    assert "example.org" in shared.locator("[data-shared-say]").inner_text()
    with shared.expect_response("**/touched") as heard:
        shared.clock.fast_forward(16_000)
    assert heard.value.status == 204
    shared.goto("about:blank")
    left = next(one for one in shared.context.cookies() if one["name"] == COOKIE)
    hub, visit, _ = left["value"].split(".")
    shared.context.add_cookies([{**left, "value": f"{hub}.{visit}.0"}])
    shared.go_back()
    shared.wait_for_url(f"{site}{TOUCH}")


def test_on_anybodys_own_device_there_is_nothing_of_it(page, site):
    page.goto(f"{site}/")
    assert page.locator("[data-shared]").count() == 0
