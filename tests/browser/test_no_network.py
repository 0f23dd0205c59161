"""A visitor's own browser without the network, and with larger letters."""

from __future__ import annotations

import time

import pytest

from tests.browser.test_axe import problems

KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  return (await Promise.all(caches_.map((one) => one.keys()))).flat().map((one) => one.url);
}"""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => new URL(one.scope).pathname)"
TOUCH = "/hubs/community-hub-north/touch"
TITLE = "There is no internet just now"


@pytest.fixture
def window(browser):
    """A window of its own: one whose requests are looked at would pass the worker by."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def pages_kept(window):
    return [one for one in window.evaluate(KEPT) if "/static/" not in one]


def wait_until(window, says):
    until = time.monotonic() + 20
    while not says():
        assert time.monotonic() < until, window.evaluate(KEPT)
        window.wait_for_timeout(100)


def test_without_the_network_there_are_numbers_to_ring_and_nothing_else_was_kept(window, site, axe_script):
    window.goto(f"{site}/search?q=debt")
    wait_until(window, lambda: pages_kept(window) == [f"{site}/offline"])
    window.goto(f"{site}/needs/food")
    window.context.set_offline(True)
    failed = f"{site}/search?q=standing+on+the+bridge"
    window.goto(failed)
    assert (window.text_content("h1"), window.url) == (TITLE, failed)
    for number in ("999", "116123"):
        assert window.locator(f".crisis a[href='tel:{number}']").is_visible()
    assert window.locator(".services a[href^='tel:']").count() == 3
    assert window.locator("[data-exit]").is_visible()
    assert "This copy is of" in window.text_content("main")
    assert window.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Bricolage')
    assert problems(window, axe_script) == []
    assert pages_kept(window) == [f"{site}/offline"]
    window.context.set_offline(False)
    window.click("text=Try again")
    window.wait_for_selector(f"h1:not(:has-text('{TITLE}'))")
    assert window.url == failed


def test_the_page_of_numbers_is_in_the_language_last_read(window, site):
    window.goto(f"{site}/")
    wait_until(window, lambda: pages_kept(window))
    window.goto(f"{site}/?lang=pl")
    in_polish = "async () => (await (await caches.match('/offline', {ignoreVary: true})).text()).includes('<html lang=\"pl\"')"
    wait_until(window, lambda: window.evaluate(in_polish))


def test_a_page_about_abuse_and_a_shared_screen_leave_nothing_behind(window, site):
    window.goto(f"{site}/needs/domestic-abuse")
    window.wait_for_timeout(500)
    assert (window.evaluate(KEPT), window.evaluate(WORKERS)) == ([], [])
    window.goto(f"{site}/")
    wait_until(window, lambda: pages_kept(window))
    window.evaluate("localStorage.setItem('text-size', 'larger')")
    window.goto(f"{site}{TOUCH}")
    window.get_by_role("button", name="Make this device the shared screen").click()
    window.get_by_role("heading", name="Welcome to").wait_for()
    window.goto(f"{site}/needs")
    wait_until(window, lambda: (window.evaluate(KEPT), window.evaluate(WORKERS)) == ([], []))
    assert window.locator("[data-sizes]").count() == 0
    assert window.evaluate("[localStorage.length, document.documentElement.className.includes('text-')]") == [0, False]


@pytest.mark.parametrize("path", ["/", "/search?q=food&near=TS24", "/start?ask=hard", "/offline", "/hubs/community-hub-central"])
def test_letters_grow_at_once_and_on_the_next_page_and_nothing_is_read_sideways(window, site, axe_script, path):
    window.goto(f"{site}/about")
    before = window.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    window.get_by_role("button", name="Larger").click()
    window.goto(f"{site}{path}")
    assert window.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == pytest.approx(1.5 * before)
    assert window.get_by_role("button", name="Larger").get_attribute("aria-pressed") == "true"
    assert window.evaluate("document.documentElement.scrollWidth") <= 320
    assert problems(window, axe_script) == []
    window.get_by_role("button", name="Normal").click()
    assert window.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == before
