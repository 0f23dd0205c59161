"""A day without the network in a real browser: asked for, used with the network cut, printed, forgotten."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from hubdirectory.models import Account
from hubdirectory.web.signing_in import COOKIE
from tests.browser.test_axe import problems
from tests.browser.test_desk_journeys import served
from tests.factories.accounts import session_for

COPY = "Without the network"
# Beside it every visitor's browser keeps one page of numbers to ring, see test_no_network.py.
KEPT = """async () => {
  const kept = await caches.has("offline-1") ? await (await caches.open("offline-1")).keys() : [];
  return kept.map((one) => one.url);
}"""
# A file of the release before is in no page any more.
KEEP_AGAIN = """async (address) => {
  await (await caches.open("offline-1")).put("/static/built/site.before.css", new Response(""));
  const worker = (await navigator.serviceWorker.getRegistration("/navigate/")).active;
  const { port1, port2 } = new MessageChannel();
  const said = new Promise((done) => { port1.onmessage = (event) => done(event.data); });
  worker.postMessage({ keep: address }, [port2]);
  return said;
}"""
NUMBERS = "There is no internet just now"


@pytest.fixture
def laptop(own_town, browser):
    """A navigator's own laptop, signed in. A window whose requests are looked at would pass the worker by."""
    for town in served(own_town):
        with town.world.database.reading() as session:
            nadia = session.scalars(select(Account.id).where(Account.email == "navigator@sample.example")).one()
        context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
        opened = session_for(town.world, nadia)
        context.add_cookies([{"name": COOKIE, "value": opened.token, "url": town.address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.town = town
        yield page
        context.close()


def keep(laptop):
    laptop.goto(f"{laptop.town.address}/navigate/offline")
    laptop.wait_for_selector("[data-offline] [role=status]:has-text('keeps no copy')")
    laptop.click("text=Keep a copy on this device")
    laptop.wait_for_selector("[data-offline] [role=status]:has-text('A copy is kept')")


def wait_until_forgotten(laptop):
    until = time.monotonic() + 15
    while laptop.evaluate(KEPT):
        assert time.monotonic() < until, laptop.evaluate(KEPT)
        laptop.wait_for_timeout(100)


def test_nothing_is_kept_until_somebody_asks_and_then_one_page_alone(laptop, axe_script):
    laptop.goto(f"{laptop.town.address}/navigate/offline/today")
    laptop.goto(f"{laptop.town.address}/navigate/offline")
    assert laptop.evaluate(KEPT) == []
    assert problems(laptop, axe_script) == []
    keep(laptop)
    laptop.goto(f"{laptop.town.address}/navigate/referrals")
    laptop.goto(f"{laptop.town.address}/account")
    pages = [one for one in laptop.evaluate(KEPT) if "/static/" not in one]
    assert len(pages) == 1
    assert "/navigate/offline/today" in pages[0]
    kept = laptop.evaluate("async address => (await caches.match(address)).text()", pages[0])
    assert not any(own in kept for own in ("Nadia", "navigator@sample.example", "csrf_token", "/account"))
    before = laptop.evaluate(KEPT)
    assert laptop.evaluate(KEEP_AGAIN, pages[0])
    assert sorted(laptop.evaluate(KEPT)) == sorted(before)


def test_with_the_network_cut_the_copy_is_there_says_how_old_it_is_and_prints_a_sheet(laptop, axe_script):
    keep(laptop)
    laptop.context.set_offline(True)
    laptop.goto(f"{laptop.town.address}/navigate")
    assert laptop.text_content("h1") == COPY
    assert laptop.url.startswith(f"{laptop.town.address}/navigate/offline/today")
    assert "This copy is of" in laptop.text_content("main")
    assert laptop.locator("main a[href='tel:116123']").is_visible()
    assert laptop.evaluate("() => getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Bricolage')
    for width in (320, 1280):
        laptop.set_viewport_size({"width": width, "height": 900})
        assert laptop.evaluate("document.documentElement.scrollWidth") <= width
        assert problems(laptop, axe_script) == []
    laptop.check("#pick-2")
    name = laptop.locator(".kept h3").nth(1).text_content()
    laptop.emulate_media(media="print")
    assert laptop.locator(".kept h3:visible").all_inner_texts() == [name]
    assert laptop.locator("text=This is what we talked about").is_visible()
    laptop.emulate_media(media="screen")
    # Three hours on, and then four days: too old a copy is worse than none.
    laptop.add_init_script("const real = Date.now; Date.now = () => real() + 3 * 3600_000")
    laptop.reload()
    assert "3 hours ago" in laptop.text_content("[data-age]")


def test_it_is_forgotten_when_asked_to_and_when_somebody_signs_out(laptop):
    keep(laptop)
    laptop.click("text=Forget it on this device")
    wait_until_forgotten(laptop)
    keep(laptop)
    laptop.goto(f"{laptop.town.address}/account")
    laptop.locator("main form[action*='/sign-out'] button").click()
    laptop.wait_for_url(lambda address: "/account" not in address)
    wait_until_forgotten(laptop)
    laptop.context.set_offline(True)
    laptop.goto(f"{laptop.town.address}/navigate/offline/today")
    assert laptop.text_content("h1") == NUMBERS
