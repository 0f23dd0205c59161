"""A navigator's minute, in a real browser: from signing in to paper, by keyboard; without JavaScript; looked at by axe."""

from __future__ import annotations

import re
import time
from contextlib import closing

import pytest
from sqlalchemy import select

from hubdirectory.actions.accounts import links
from hubdirectory.actions.navigating import signposts
from hubdirectory.actions.world import open_world
from hubdirectory.app import create_app
from hubdirectory.models import Account
from hubdirectory.web.signing_in import COOKIE
from tests.browser.test_axe import problems
from tests.factories.accounts import actor_for, session_for
from tests.factories.serving import serving

NADIA = "navigator@sample.example"
WIDTHS = (320, 1280)


class Workspace:
    """The sample town, really served, and its navigator."""

    def __init__(self, world, address):
        self.world, self.address = world, address
        with world.database.reading() as session:
            self.nadia = session.scalar(select(Account.id).where(Account.email == NADIA))

    def sign_in(self, page):
        page.context.add_cookies([{"name": COOKIE, "value": session_for(self.world, self.nadia).token, "url": self.address}])

    def open_the_link_of_the_mail(self, page):
        with self.world.database.writing() as session:
            made = links.make(self.world, session, NADIA, self.nadia)
        page.goto(made.replace(self.world.settings.public_url, self.address))


@pytest.fixture
def workspace(own_town):
    with closing(open_world(own_town)) as world, serving(create_app(world=world)) as address:
        yield Workspace(world, address)


def test_from_signing_in_to_paper_in_six_actions_and_under_a_minute(workspace, page):
    page.add_init_script("window.asked = 0; window.print = () => { window.asked += 1 }")
    workspace.open_the_link_of_the_mail(page)
    began = time.monotonic()

    page.get_by_role("button", name="Sign in").click()  # 1
    page.wait_for_url("**/navigate")
    page.get_by_label("What for").type("lonely", delay=20)
    page.get_by_label("Their age").type("52", delay=20)
    page.get_by_label("Their postcode").type("TS24 7PW", delay=20)
    page.get_by_role("button", name="Find what fits").click()  # 2
    page.wait_for_url("**/navigate/find?*")
    page.keyboard.press("j")
    page.keyboard.press("x")  # 3
    page.get_by_text("1 on the shortlist").wait_for()
    assert "pick=" in page.url
    assert "7PW" not in page.url
    page.keyboard.press("Enter")  # 4
    page.wait_for_url("**/navigate/shortlist?*")
    page.get_by_role("link", name="Make the sheet").click()  # 5
    page.wait_for_url("**/navigate/sheet?*")
    page.locator("button[value=print]").click()  # 6
    page.get_by_role("heading", name="Ready to print").wait_for()

    assert time.monotonic() - began < 60
    page.wait_for_function("window.asked === 1")
    nadia = actor_for(workspace.world, workspace.nadia)
    with workspace.world.database.reading() as session:
        kept = session.scalars(select(signposts.Signpost).order_by(signposts.Signpost.day.desc())).first()
    assert (kept.age_band, kept.way) == ("26-to-64", "print")
    assert signposts.by_reference(workspace.world, nadia, kept.reference).services


def test_without_javascript_ticks_and_buttons_do_the_same(workspace, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    workspace.sign_in(page)
    page.goto(f"{workspace.address}/navigate")
    page.get_by_role("link", name="Just bereaved").click()
    first = page.locator(".picking input").nth(1)
    first.check()
    page.get_by_role("button", name="To the shortlist").click()
    assert page.locator("h1").inner_text() == "Shortlist"
    assert page.locator(".work__item").count() == 2
    page.get_by_role("link", name="Take off").first.click()
    page.get_by_role("link", name="Put it back").click()
    page.get_by_role("button", name="I told them").click()
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d\d", page.locator("h1").inner_text())
    page.get_by_label("Went").first.check()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_label("Went").first.is_checked()
    context.close()


def test_keys_are_letters_again_in_a_field_and_when_they_are_turned_off(workspace, page):
    workspace.sign_in(page)
    page.goto(f"{workspace.address}/navigate/find?q=tea")
    page.locator(".asking-box summary").click()
    field = page.get_by_label("What for")
    field.press("End")
    field.type(" jkx")
    assert field.input_value() == "tea jkx"
    assert "pick=" not in page.url
    page.get_by_role("button", name="Turn the keys off").click()
    page.locator("body").press("j")
    page.keyboard.press("x")
    assert "pick=" not in page.url


def test_axe_finds_nothing_in_the_workspace(workspace, page, axe_script):
    workspace.sign_in(page)
    page.goto(f"{workspace.address}/navigate/find?need=bereavement&age=52&wait=2&within=1")
    slug = page.locator(".picking input").first.get_attribute("value")
    waiting = signposts.not_heard_of(workspace.world, actor_for(workspace.world, workspace.nadia), _place(workspace))
    found = []
    for path in (
        "", "/find?need=bereavement&age=52&wait=2&within=1", f"/shortlist?pick={slug}&need=bereavement", f"/services/{slug}",
        "/signposts", f"/signposts/{waiting[0].reference}", "/figures",
    ):  # fmt: skip
        page.goto(f"{workspace.address}/navigate{path}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{path} is too wide at {width}")
        # On a small phone test_every_route.py looks at each.
        found += [f"{path}: {one}" for one in problems(page, axe_script)]
    assert found == []


def _place(workspace):
    from hubdirectory.actions.navigating.places import workplaces

    return workplaces(workspace.world, actor_for(workspace.world, workspace.nadia))[0].id
