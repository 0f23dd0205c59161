"""The foyer's screen in a real browser: it turns, it renews itself, and it stays when the network goes."""

from __future__ import annotations

import time

import pytest

SCREEN = "/hubs/community-hub-north/screen"


@pytest.fixture
def screen(browser, site):
    """A window of its own: one whose requests are looked at would pass the screen's worker by."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(f"{site}{SCREEN}")
    page.wait_for_selector("body.turning")
    yield page
    context.close()


def test_one_panel_is_shown_at_a_time_and_they_take_turns(screen):
    shown = "() => [...document.querySelectorAll('.panel')].filter(one => one.offsetHeight).map(one => one.id)"
    first = screen.evaluate(shown)
    assert len(first) == 1
    screen.wait_for_function(f"previous => ({shown})().join() !== previous", arg=first[0], timeout=20_000)


def test_nothing_is_smaller_than_can_be_read_from_four_metres_and_nothing_falls_off_the_screen(screen):
    """From four metres a letter wants a fortieth of the screen's height: 27 pixels of 1080."""
    sizes = "() => [...document.querySelectorAll('#screen *')].filter(one => one.offsetHeight && one.textContent.trim())" \
        ".map(one => parseFloat(getComputedStyle(one).fontSize))"  # fmt: skip
    assert min(screen.evaluate(sizes)) >= 27
    assert screen.evaluate("() => document.documentElement.scrollHeight <= innerHeight")


def wait_until_kept(screen):
    """Until the page and the letters that it is set in are kept. (To wait_for_function a promise is true at once.)"""
    keys = "async () => (await (await caches.open('screen-1')).keys()).map(one => one.url)"
    until = time.monotonic() + 30
    kept: list[str] = []
    while len(kept) < 4 or not any(one.endswith("/screen") for one in kept):
        assert time.monotonic() < until, f"Kept only {kept}"
        screen.wait_for_timeout(100)
        kept = screen.evaluate(keys)


def test_it_stays_without_the_network_even_when_it_is_loaded_again_and_says_since_when(screen):
    wait_until_kept(screen)
    name = screen.text_content("h1")
    screen.context.set_offline(True)
    screen.reload()
    screen.wait_for_selector("body.turning")
    assert screen.text_content("h1") == name
    assert screen.evaluate("() => getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Bricolage')
    # Five minutes on.
    screen.evaluate("() => { const real = Date.now; Date.now = () => real() + 300_000; }")
    screen.wait_for_function("() => document.getElementById('stale').textContent.includes('Last fresh at')", timeout=15_000)
    screen.context.set_offline(False)
