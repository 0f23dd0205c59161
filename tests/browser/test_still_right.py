"""From the mail to "thank you", on a phone of 320 pixels, without an account: and what each of the pages holds."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from hubdirectory.actions import mailing
from hubdirectory.actions.freshness.reminding import remind
from hubdirectory.actions.starting import prepare_database
from hubdirectory.actions.world import open_world
from hubdirectory.app import create_app
from hubdirectory.config import load_settings
from hubdirectory.indexing import rebuild, touch
from hubdirectory.models import Account, Assurance, Membership, Service
from hubdirectory.setup.children import free_port
from tests.factories.records import Records
from tests.factories.serving import serving

LONG_AGO = datetime(2026, 8, 1, 12, tzinfo=UTC)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    prepare_database(load_settings({"HUB_INSTANCE": str(folder)}))
    return folder


@pytest.fixture
def served(empty, tmp_path, mail_server):
    """A club that was written to by SMTP, and the site that its mail leads to: its world, and the mail's links."""
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    port = free_port()
    settings = load_settings({
        "HUB_INSTANCE": str(tmp_path), "HUB_NOW": "2026-11-24T10:30", "PORT": str(port), "MAIL_URL": mail_server.url,
    })  # fmt: skip
    world = open_world(settings)
    for engine in world.engines.values():
        rebuild(world.database, engine)
    with world.database.writing() as session:
        records = Records(session)
        club = records.organisation("Headland Club", created_at=LONG_AGO, email="office@club.example")
        place = records.location()
        for name in ("Choir", "Archery for beginners and for those who come back after many years"):
            records.service(name, organisation=club, days=["TU", "FR"], places=[place], created_at=LONG_AGO)
        ola = records.add(Account(email="ola@club.example", name="Ola", role="organisation"))
        records.add(Membership(account_id=ola.id, organisation_id=club.id, role="owner", since=LONG_AGO))
        touch(session, session.scalars(select(Service.id)).all(), world.engine_names)
    remind(world)
    mailing.deliver(world)
    [message] = mail_server.messages
    text = message.get_body(("plain",)).get_content().replace("=\n", "")
    with serving(create_app(world=world), port):
        yield world, re.findall(r"http://\S+", text)
    world.close()


@pytest.fixture
def phone(page):
    page.set_viewport_size({"width": 320, "height": 640})
    return page


def problems(page, axe_script):
    page.evaluate(axe_script)
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def assurances(world):
    with world.database.reading() as session:
        return len(session.scalars(select(Assurance)).all())


def test_from_the_mail_to_thank_you_in_two_taps(served, phone):
    world, links = served
    phone.goto(links[0])
    assert assurances(world) == 0
    phone.get_by_role("button", name="All 3 are still right").click()
    phone.get_by_role("heading", name="Thank you").wait_for()
    assert assurances(world) == 3
    phone.get_by_role("link", name="as everybody sees it").click()
    phone.get_by_text("Confirmed on 24 November 2026 by Headland Club").wait_for()


def test_one_service_then_undo(served, phone):
    world, links = served
    phone.goto(links[0])
    phone.get_by_role("button", name=re.compile("^Still right.*Choir")).click()
    phone.get_by_role("heading", name="Thank you").wait_for()
    phone.get_by_role("button", name="Undo").click()
    phone.get_by_role("heading", name="Is this still right?").wait_for()
    assert assurances(world) == 0


def test_we_have_stopped_and_undone(served, phone):
    world, links = served
    phone.goto(links[2])
    phone.get_by_role("button", name=re.compile("Stopped for good.*Choir")).click()
    phone.get_by_role("heading", name="Thank you").wait_for()
    assert phone.request.get(f"{world.settings.public_url}/services/choir").status == 410
    phone.get_by_role("button", name=re.compile("Undo.*Choir")).click()
    phone.get_by_role("heading", name="Is this still right?").wait_for()
    assert phone.request.get(f"{world.settings.public_url}/services/choir").status == 200


def test_it_works_without_javascript_and_without_cookies(served, browser):
    world, links = served
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(links[0])
    page.get_by_role("button", name="All 3 are still right").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert context.cookies() == []
    assert assurances(world) == 3
    context.close()


def test_each_page_is_whole_at_320_pixels_and_axe_finds_nothing(served, phone, axe_script):
    world, links = served
    first, change, stopped, not_me = links
    addresses = [first, change, stopped, not_me, f"{first}/told", f"{first}/mailed", f"{first[:-9]}"]
    for address in addresses:
        check(phone, address, axe_script)
    phone.goto(first)
    phone.get_by_role("button", name=re.compile("^Still right.*Choir")).click()
    phone.get_by_role("heading", name="Thank you").wait_for()
    check(phone, phone.url, axe_script)
    phone.goto(change)
    phone.get_by_role("button", name="Send", exact=True).click()
    phone.get_by_role("alert").wait_for()
    assert problems(phone, axe_script) == []
    assert world.now().year == 2026


def check(page, address, axe_script):
    page.goto(address)
    page.evaluate("document.fonts.ready")
    assert problems(page, axe_script) == [], address
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    small = page.evaluate(
        "() => [...document.querySelectorAll('.button')].filter(one => one.getBoundingClientRect().height < 44).length"
    )
    assert small == 0, address
