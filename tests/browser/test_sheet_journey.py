"""From the sheet's page to paper, and the person's own page by its link: pressed, printed, looked at by axe."""

from __future__ import annotations

from contextlib import closing

import pytest

from hubdirectory.actions.world import open_world
from hubdirectory.app import create_app
from hubdirectory.web.signing_in import COOKIE
from tests.browser.test_axe import problems
from tests.factories.accounts import make_account, session_for
from tests.factories.serving import serving

WIDTHS = (320, 1280)
SHEET = "/navigate/sheet?service=seaton-strollers-short&service=gym-buddy&place=bankhouse-surgery"


@pytest.fixture
def served(own_town):
    """The sample town, really served: its address, and a session of a navigator of a surgery."""
    with closing(open_world(own_town)) as world, serving(create_app(world=world)) as address:
        navigator = make_account(world, "navigator", works_at="bankhouse-surgery")
        yield address, session_for(world, navigator).token


def test_a_sheet_is_printed_with_one_press_and_lives_by_its_link(served, page, axe_script):
    address, token = served
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    page.add_init_script("window.asked = 0; window.print = () => { window.asked += 1 }")
    page.goto(address + SHEET)
    assert looked_at(page, axe_script) == []
    page.fill("#name", "Jean")
    page.click("button[value=print]")
    page.get_by_role("heading", name="Ready to print").wait_for()
    page.wait_for_load_state("load")
    assert page.evaluate("window.asked") == 1
    assert looked_at(page, axe_script) == []
    page.emulate_media(media="print")
    assert page.is_visible("text=Hello Jean,") and page.is_visible(".takeaway__code img >> nth=0")
    assert not page.is_visible("h1") and not page.is_visible("nav") and not page.is_visible(".printed")
    page.emulate_media(media="screen")

    page.goto(page.get_attribute(".takeaway__alive a", "href"))
    assert "Jean" not in page.inner_text("main")
    assert looked_at(page, axe_script) == []
    page.click("text=This helped >> nth=0")
    assert page.is_visible("text=You said: this helped.")
    page.goto(f"{address}/navigate/sheets")
    assert page.is_visible("text=1 helped") and looked_at(page, axe_script) == []


def looked_at(page, axe_script):
    """What axe finds, on a small telephone and on a desk; and what runs out of the side."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += problems(page, axe_script)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"too wide at {width}")
    return found
