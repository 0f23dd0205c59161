"""What the manager does at the desk, in a real browser: from the keyboard, on a wide screen and on a small one."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from hubdirectory.actions import records
from hubdirectory.actions.desk import duplicates
from hubdirectory.actions.world import open_world
from hubdirectory.app import create_app
from hubdirectory.models import Account, Change, LikelyDuplicate, Mail, Service
from hubdirectory.web.signing_in import COOKIE
from tests.browser.test_axe import open_page, problems
from tests.conftest import copied
from tests.factories.accounts import actor_for, make_account, session_for
from tests.factories.serving import serving

WIDTHS = (320, 1280)


@dataclass
class Desk:
    """A town that is really served, and its manager, signed in."""

    world: object
    address: str
    manager: object

    def sign_in(self, page):
        opened = session_for(self.world, self.manager.account_id)
        page.context.add_cookies([{"name": COOKIE, "value": opened.token, "url": self.address}])

    def one(self, query):
        with self.world.database.reading() as session:
            return session.scalars(query).first()

    def service(self, service_id):
        with self.world.database.reading() as session:
            return records.read(session, "service", service_id)


def served(settings):
    known = select(Account.id).where(Account.email == "manager@sample.example")
    with closing(open_world(settings)) as world, serving(create_app(world=world)) as address:
        with world.database.reading() as session:
            account_id = session.scalar(known)
        yield Desk(world, address, actor_for(world, account_id or make_account(world, "manager")))


@pytest.fixture
def desk(own_town, page):
    """The sample town's desk, for one test to change."""
    for one in served(own_town):
        one.sign_in(page)
        page.set_default_timeout(10_000)
        yield one


@pytest.fixture(scope="module")
def looked_at(prepared_town, tmp_path_factory):
    """The same, to look at."""
    yield from served(copied(prepared_town, tmp_path_factory.mktemp("desk")))


@pytest.fixture(scope="module")
def empty(empty_directory, tmp_path_factory):
    """A desk where nothing waits."""
    yield from served(copied(empty_directory, tmp_path_factory.mktemp("empty-desk")))


def focused(page):
    return page.evaluate("document.activeElement.id")


# from the keyboard


def wait_for_focus(page, id_):
    """The script that moves it runs after the page is shown."""
    page.wait_for_function("id => document.activeElement.id === id", arg=id_)


def test_a_list_is_worked_through_with_the_keyboard_alone(desk, page):
    page.goto(f"{desk.address}/desk/lists/reports")
    ids = page.evaluate("[...document.querySelectorAll('[data-item]')].map(one => one.id)")
    page.keyboard.press("j")
    assert focused(page) == ids[0]
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("ArrowDown")
    assert focused(page) == ids[1]
    page.keyboard.press("s")
    page.get_by_text("done for 1").wait_for()
    wait_for_focus(page, ids[2])
    assert page.locator("[data-item]").count() == len(ids) - 1
    page.keyboard.press("u")
    page.get_by_text("Undone for 1").wait_for()
    assert page.locator("[data-item]").count() == len(ids)


def test_letters_in_a_field_are_letters(desk, page):
    page.goto(f"{desk.address}/desk/lists/reports")
    count = page.locator("[data-item]").count()
    page.locator("[data-words]").first.fill("")
    page.locator("[data-words]").first.press_sequentially("jsut")
    assert page.locator("[data-words]").first.input_value() == "jsut"
    assert page.locator("[data-item]").count() == count


def test_a_verb_that_needs_words_goes_to_its_field_first(desk, page):
    page.goto(f"{desk.address}/desk/lists/claims")
    page.keyboard.press("j")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.matches('[data-words]')")


def test_the_keys_can_be_turned_off_for_good(desk, page):
    page.goto(f"{desk.address}/desk/lists/reports")
    page.get_by_role("button", name="Turn the keys off").click()
    page.goto(f"{desk.address}/desk/lists/reports")
    page.keyboard.press("j")
    assert focused(page) == ""
    page.get_by_role("button", name="Turn the keys on").click()
    page.keyboard.press("j")
    assert focused(page).startswith("item-")


def test_without_a_script_the_same_is_done_with_buttons(desk, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    desk.sign_in(page)
    page.goto(f"{desk.address}/desk/lists/reports")
    count = page.locator("[data-item]").count()
    page.locator(".work__do button").first.click()
    assert page.locator("[data-item]").count() == count - 1
    page.get_by_role("button", name="Undo").click()
    assert page.locator("[data-item]").count() == count
    context.close()


# journeys


def test_a_change_goes_back_with_a_reason_that_its_author_gets_by_mail(desk, page):
    change = desk.one(select(Change).where(Change.state == "in_review").order_by(Change.submitted_at))
    page.goto(f"{desk.address}/desk")
    page.get_by_role("link", name="Changes to review").click()
    page.locator("[data-open]").first.click()
    page.get_by_role("button", name="Send back").click()
    page.get_by_role("alert").get_by_text("Say why").wait_for()
    page.get_by_label("Why it goes back").fill("Whose telephone number is it?")
    page.get_by_role("button", name="Send back").click()
    page.get_by_text("They get your reason by mail").wait_for()
    assert desk.one(select(Change.state).where(Change.id == change.id)) == "sent_back"
    assert "Whose telephone number is it?" in desk.one(select(Mail.text).where(Mail.kind == "change_sent_back"))


def test_a_change_is_approved_with_a_small_fix_and_is_public(desk, page):
    change = desk.one(select(Change).where(Change.state == "in_review").order_by(Change.submitted_at.desc()))
    page.goto(f"{desk.address}/desk/review/{change.id}")
    field = next(name for name in ("summary", "fees_description") if name in change.fields)
    page.locator(f"#change-{field} ~ details summary").click()
    page.locator(f"#f-{field}").fill("Mended at the desk.")
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("It is public now").wait_for()
    assert desk.service(change.record_id)[field] == "Mended at the desk."
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone for").wait_for()
    assert desk.service(change.record_id)[field] != "Mended at the desk."


def test_two_records_are_made_one_side_by_side_and_two_again(desk, page):
    duplicates.refresh(desk.world)
    pair = desk.one(select(LikelyDuplicate).where(LikelyDuplicate.record_kind == "service", LikelyDuplicate.verdict == ""))
    page.goto(f"{desk.address}/desk/lists/duplicates")
    page.locator("[data-open]").first.click()
    page.get_by_role("heading", level=1, name="Make one record of two").wait_for()
    page.get_by_role("button", name="Make them one").click()
    page.get_by_text("They are one record now").wait_for()
    gone = select(Service.id).where(Service.id.in_((pair.one_id, pair.other_id)))
    with desk.world.database.reading() as session:
        assert len(session.scalars(gone).all()) == 1
    page.get_by_role("button", name=re.compile("a record of its own again")).click()
    page.get_by_text("They are two records again").wait_for()
    with desk.world.database.reading() as session:
        assert len(session.scalars(gone).all()) == 2


def test_an_earlier_text_is_restored_from_the_history(desk, page):
    service = desk.one(select(Service).where(Service.sample, Service.state == "published").order_by(Service.slug))
    for words in ("First words.", "Wrong words."):
        records.edit(desk.world, desk.manager, "service", service.id, {"summary": words})
    page.goto(f"{desk.address}/desk/records?q={service.id}")
    page.locator("[data-open]").click()
    page.locator("#revision-2 summary").click()
    page.locator("#revision-2").get_by_role("button", name="as it was here").first.click()
    page.get_by_text("Restored.").wait_for()
    assert desk.service(service.id)["summary"] == "First words."
    page.goto(f"{desk.address}/services/{service.slug}")
    assert page.get_by_text("First words.").first.is_visible()


def test_many_are_confirmed_after_a_look_and_taken_back(desk, page):
    page.goto(f"{desk.address}/desk/records?q=food&kind=service")
    page.locator("[data-tick]").first.check()
    page.locator("[data-tick]").nth(1).check()
    page.get_by_role("button", name="Confirm", exact=True).click()
    page.get_by_text("2 records will say that they were confirmed today").wait_for()
    page.get_by_role("button", name="Do it to 2 records").click()
    page.get_by_text("Done for 2").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("It was taken back").wait_for()


# how it looks and reads


def addresses(desk):
    """Every page of the desk, those of records by the first of each list."""
    yield from ("/desk", "/desk/review", "/desk/records", "/desk/records?q=food&state=published&missing=email", "/desk/words")
    for name in ("claims", "reports", "waiting", "stale", "suggested", "pictures", "links", "numbers", "duplicates", "imports",
                 "mails", "unindexed"):  # fmt: skip
        yield f"/desk/lists/{name}"
    yield from ("/desk/words/terms/need", "/desk/words/terms/need/debt", "/desk/words/synonyms", "/desk/words/stop-words",
                "/desk/words/panel", "/desk/words/pages/about", "/desk/words/mails/still_right", "/desk/imports",
                "/desk/audit")  # fmt: skip
    with desk.world.database.reading() as session:
        service = session.scalar(select(Service).where(Service.state == "published").order_by(Service.slug))
        change, pair = session.scalar(select(Change).limit(1)), session.scalar(select(LikelyDuplicate).limit(1))
    if service:
        yield f"/desk/records/service/{service.id}"
        yield f"/desk/records/organisation/{service.organisation_id}"
        for field in ("summary", "phones", "schedules", "confirmed"):
            yield f"/desk/records/service/{service.id}/edit/{field}"
    if change:
        yield f"/desk/review/{change.id}"
    if pair and pair.record_kind != "location":
        yield f"/desk/records/{pair.record_kind}/{pair.one_id}/merge/{pair.other_id}"


def complaints(desk, page, axe_script, only=""):
    desk.sign_in(page)
    found = []
    for address in (one for one in addresses(desk) if one.startswith(only)):
        open_page(page, f"{desk.address}{address}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            widest = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{address} at {width} is {widest} wide"] if widest > width else []
        found += [f"{address}: {problem}" for problem in problems(page, axe_script)]
        if "/lists/" in address or "/edit/" in address:  # of these test_every_route.py looks at one on a small phone
            page.set_viewport_size({"width": WIDTHS[0], "height": 900})
            found += [f"{address} on a phone: {problem}" for problem in problems(page, axe_script)]
    return found


def test_axe_finds_nothing_on_any_page_of_a_full_desk(looked_at, page, axe_script):
    assert complaints(looked_at, page, axe_script) == []


def test_axe_finds_nothing_on_any_empty_list(empty, page, axe_script):
    assert complaints(empty, page, axe_script, "/desk/lists") == []


def test_a_form_filled_in_wrongly_is_readable_too(desk, page, axe_script):
    page.goto(f"{desk.address}/desk/lists/claims")
    page.locator(".work__do button", has_text="Refuse").first.click()
    page.get_by_role("alert").wait_for()
    assert problems(page, axe_script) == []


def test_the_desk_prints_without_its_buttons(looked_at, page):
    looked_at.sign_in(page)
    page.goto(f"{looked_at.address}/desk/lists/reports")
    page.emulate_media(media="print")
    assert not page.locator(".work__do").first.is_visible()
    assert page.locator(".work__name").first.is_visible()
