"""What somebody of an organisation does, in a real browser, mostly on a small phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from hubdirectory.actions import changes
from hubdirectory.actions.organisations import deciding
from hubdirectory.actions.world import open_world
from hubdirectory.app import create_app
from hubdirectory.domain.states import Role
from hubdirectory.models import Change, Mail, Organisation, Service
from hubdirectory.web.signing_in import COOKIE
from tests.browser.test_axe import problems
from tests.conftest import copied
from tests.factories.accounts import actor_for, make_account, session_for
from tests.factories.people import person
from tests.factories.serving import serving

PHONE = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}


@dataclass
class OurTown:
    """A sample town that is really served, and an organisation of it with its owner."""

    world: object
    address: str
    organisation: str
    slug: str
    service: str
    owner: str

    def sign_in(self, page, account_id=""):
        opened = session_for(self.world, account_id or self.owner)
        page.context.add_cookies([{"name": COOKIE, "value": opened.token, "url": self.address}])

    def trust(self, trusted=True):
        with self.world.database.writing() as session:
            session.get(Organisation, self.organisation).trusted = trusted

    def url(self, rest=""):
        return f"{self.address}/our/services/{self.service}{rest}"

    def forget_changes(self):
        with self.world.database.writing() as session:
            for row in session.scalars(select(Change).where(Change.record_id == self.service)):
                session.delete(row)


@pytest.fixture(scope="module")
def served_town(prepared_town, tmp_path_factory):
    world = open_world(copied(prepared_town, tmp_path_factory.mktemp("our-town")))
    with world.database.reading() as session:
        service = session.scalars(
            select(Service).join(Organisation).where(Service.state == "published", Organisation.trusted.is_(False))
            .order_by(Service.slug)
        ).first()  # fmt: skip
        organisation = session.get(Organisation, service.organisation_id)
    owner = make_account(world, "organisation", name="Olive", member_of=organisation.id, member="owner")
    with serving(create_app(world=world)) as address:
        yield OurTown(world, address, organisation.id, organisation.slug, service.id, owner)
    world.close()


@pytest.fixture
def town(served_town):
    served_town.forget_changes()
    served_town.trust(False)
    return served_town


def fits(page, axe_script):
    """Sound for axe, and readable without scrolling sideways on a small phone and on a desk."""
    page.set_viewport_size(WIDE)
    assert problems(page, axe_script) == [], page.url
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url
    small = page.evaluate(
        """[...document.querySelectorAll('main .button, main .step, main .govuk-input, main summary')]
        .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43).map(one => one.outerHTML.slice(0, 120))"""
    )
    assert small == [], f"{page.url}: too small for a thumb"


PAGES = [
    "", "/what", "/who", "/when-where", "/cost", "/contact", "/access", "/languages", "/pictures", "/times/new", "/preview",
    "/state",
]  # fmt: skip


@pytest.mark.parametrize("rest", PAGES)
def test_every_page_of_a_service_fits_a_phone_and_a_desk(page, town, axe_script, rest):
    town.sign_in(page)
    page.goto(town.url(rest))
    fits(page, axe_script)


@pytest.mark.parametrize("rest", ["", "/about", "/contact", "/people", "/figures", "/preview", "/state"])
def test_every_page_of_an_organisation_fits_a_phone_and_a_desk(page, town, axe_script, rest):
    town.sign_in(page)
    page.goto(f"{town.address}/our/organisations/{town.organisation}{rest}")
    fits(page, axe_script)


@pytest.mark.parametrize("path", ["/our", "/our/find?q=the", "/our/new"])
def test_every_other_page_fits_a_phone_and_a_desk(page, town, axe_script, path):
    town.sign_in(page)
    page.goto(f"{town.address}{path}")
    fits(page, axe_script)


def test_without_an_organisation_the_ways_to_one_fit_too(page, town, axe_script):
    town.sign_in(page, make_account(town.world, "resident"))
    page.goto(f"{town.address}/our")
    fits(page, axe_script)
    page.goto(f"{town.address}/our/claim/{town.slug}")
    fits(page, axe_script)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("alert").wait_for()
    fits(page, axe_script)


def test_mistakes_are_kept_and_led_to(page, town, axe_script):
    town.sign_in(page)
    page.set_viewport_size(PHONE)
    page.goto(town.url("/contact"))
    page.locator("#email").fill("jean at home")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("alert").wait_for()
    assert page.locator("#email").input_value() == "jean at home"
    fits(page, axe_script)
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "email"


def test_a_listing_is_changed_on_a_small_phone(page, town):
    town.trust()
    town.sign_in(page)
    page.set_viewport_size(PHONE)
    page.goto(f"{town.address}/our")
    page.get_by_role("link", name=re.compile("^(Change|Go on)")).first.click()
    page.goto(town.url())
    page.get_by_role("link", name="What it is").click()
    page.get_by_label("In one sentence").fill("We mend things together, and drink tea.")
    page.get_by_role("button", name="Save and see the list").last.click()
    page.get_by_role("link", name="When and where").click()
    page.get_by_label(re.compile("in your words")).fill("second Thursday of the month 2pm to 4pm, term time only")
    page.get_by_role("button", name="Read it and show the dates").click()
    page.get_by_role("heading", name="The next dates").wait_for()
    assert page.locator("#dates time").count() == 6
    page.get_by_role("button", name="Save this time").click()
    page.get_by_role("button", name="Save and see the list").last.click()
    page.get_by_role("link", name="See it as people will").click()
    page.get_by_text("We mend things together").first.wait_for()
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("It is public now.").wait_for()
    page.get_by_role("link", name="See it as it is public now").click()
    page.get_by_text("We mend things together").first.wait_for()


def test_the_dates_renew_themselves_while_a_time_is_filled_in(page, town):
    town.sign_in(page)
    page.goto(town.url("/times/new"))
    page.get_by_role("checkbox", name="Thursday").check()
    page.get_by_label("From", exact=True).fill("2pm")
    page.get_by_label("Until", exact=True).fill("4")
    page.get_by_label("Until", exact=True).blur()
    page.locator("#dates time").first.wait_for()
    assert "2pm to 4pm" in page.locator("#dates").inner_text()
    assert page.url.endswith("/times/new")


def test_two_people_at_once_see_both_versions_and_pick(page, town, axe_script):
    town.trust()
    colleague = actor_for(town.world, make_account(town.world, "organisation", member_of=town.organisation))
    town.sign_in(page)
    page.goto(town.url("/what"))
    page.get_by_label("In one sentence").fill("What Olive wrote.")
    page.get_by_role("button", name="Save and see the list").last.click()
    draft = changes.draft(town.world, colleague, "service", town.service)
    changes.save(town.world, colleague, "service", town.service, {"summary": "What Ben wrote."}, stamp=draft.stamp)
    changes.submit(town.world, colleague, "service", town.service)
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("heading", name="Two versions: pick one of each").wait_for()
    assert "What Olive wrote." in page.inner_text("main") and "What Ben wrote." in page.inner_text("main")
    fits(page, axe_script)
    page.get_by_label("Yours").check()
    page.get_by_role("button", name="Keep what I picked").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("It is public now.").wait_for()
    with town.world.database.reading() as session:
        assert session.get(Service, town.service).summary == "What Olive wrote."


def test_a_picture_is_added_on_a_phone(page, town, axe_script):
    town.trust()
    town.sign_in(page)
    page.set_viewport_size(PHONE)
    page.goto(town.url("/pictures"))
    out = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "JPEG")
    page.get_by_label("The picture").set_input_files({"name": "door.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    page.get_by_label(re.compile("What does it show")).fill("A wide blue door")
    page.get_by_role("button", name="Add it").click()
    picture = page.get_by_role("img", name="A wide blue door")
    picture.wait_for()
    assert picture.evaluate("one => one.complete && one.naturalWidth") == 480
    fits(page, axe_script)
    with town.world.database.reading() as session:
        slug = session.get(Service, town.service).slug
    page.goto(f"{town.address}/services/{slug}")
    page.get_by_role("img", name="A wide blue door").wait_for()


def test_from_a_claim_to_a_published_change(page, town):
    """A volunteer finds their organisation, proves it by a mail to its own domain, changes it, and the manager approves."""
    with town.world.database.writing() as session:
        row = Organisation(
            name="The Lantern Choir",
            slug="lantern-choir",
            state="published",
            website="https://lanternchoir.example.org",
            summary="We sing.",
        )
        session.add(row)
    volunteer = make_account(town.world, "resident", name="Vera")
    town.sign_in(page, volunteer)
    page.set_viewport_size(PHONE)
    page.goto(f"{town.address}/our")
    page.get_by_role("link", name=re.compile("Find your organisation")).click()
    page.get_by_label("What is it called?").fill("lantern")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=re.compile("The Lantern Choir")).click()
    page.get_by_label("Write to an e-mail address of the organisation").check()
    page.get_by_role("textbox", name="E-mail address of the organisation").fill("vera@lanternchoir.example.org")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Open the link in that mail").first.wait_for()
    with town.world.database.reading() as session:
        mail = session.scalar(select(Mail.text).where(Mail.to == "vera@lanternchoir.example.org"))
    page.goto(town.address + re.search(r"/our/prove/\S+", mail)[0])
    page.get_by_role("button", name="Yes, it is mine").click()
    page.get_by_role("heading", name="The Lantern Choir").wait_for()
    page.get_by_role("link", name="About you").click()
    page.get_by_label("In one sentence").fill("We sing every week, and you need not know how.")
    page.get_by_role("button", name="Save and go on").click()
    page.locator("#email").fill("hello@lanternchoir.example.org")
    page.get_by_role("button", name="Save and see the list").last.click()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("We look at it, and write to you").first.wait_for()
    manager = person(town.world, "Max", Role.MANAGER)
    assert deciding.list_claims(town.world, manager) is not None
    (line,) = [one for one in changes.waiting(town.world, manager) if one.name == "The Lantern Choir"]
    changes.approve(town.world, manager, line.id)
    page.goto(f"{town.address}/organisations/lantern-choir")
    page.get_by_text("you need not know how").first.wait_for()
