"""Getting in, in a real browser: by link on a phone, by password and code, by passkey; and words that outlive a session."""

from __future__ import annotations

import re
from dataclasses import replace
from threading import Thread

import pyotp
import pytest
from sqlalchemy import select, update
from werkzeug.serving import make_server

from hubdirectory.actions.world import open_world
from hubdirectory.app import create_app
from hubdirectory.models import Account, AccountSession
from hubdirectory.setup.children import free_port
from hubdirectory.web.signing_in import COOKIE
from tests.browser.test_axe import check_on_a_desk
from tests.conftest import copied
from tests.factories.accounts import make_account, session_for

PHONE = {"width": 320, "height": 640}
GOOD = "kettle marble run"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip
OWN_PAGES = ["", "/name", "/email", "/email?asked=1", "/password", "/passkeys", "/second-step", "/second-step-needed",
             "/sessions", "/delete"]  # fmt: skip


class Served:
    """The sample town under a name of its own: browsers make no passkeys for a number."""

    def __init__(self, settings):
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.world = open_world(replace(settings, port=self.port, public_url=self.address))
        self.server = make_server("127.0.0.1", self.port, create_app(world=self.world), threaded=True)
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.world.close()

    def sign_in(self, page, account_id, second_step=True):
        """As after a sign-in; the session."""
        opened = session_for(self.world, account_id, second_step)
        page.context.add_cookies([{"name": COOKIE, "value": opened.token, "url": self.address}])
        return opened

    def email_of(self, account_id):
        with self.world.database.reading() as session:
            return session.scalars(select(Account.email).where(Account.id == account_id)).one()


@pytest.fixture(scope="module")
def served(prepared_town, tmp_path_factory):
    served = Served(copied(prepared_town, tmp_path_factory.mktemp("accounts")))
    yield served
    served.close()


@pytest.fixture
def authenticator(page):
    """A device that knows its owner's finger, as the browser's own tools pretend it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    return tools, tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]


def heading(page):
    return page.locator("h1").inner_text().replace("\n", " ")


def said(page, words):
    page.get_by_role("status").filter(has_text=words).wait_for()


def by_link(page, served, email):
    """From the sign-in page by way of the mail, as /mail shows it, to being signed in."""
    page.goto(f"{served.address}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_role("link", name="Read it here").click()
    page.locator(".cards a", has_text=re.compile("Sign in|Your account")).first.click()
    page.locator(".letter a").first.click()


def sign_out(page, served):
    """Waits until it is done: going on at once would break the form off."""
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{served.address}/")


def test_a_volunteer_signs_in_on_a_small_phone_without_a_password(page, served):
    page.set_viewport_size(PHONE)
    by_link(page, served, "owner@sample.example")
    assert "owner@sample.example" in page.locator("main").inner_text()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"^[^?]+/(account|our)"))
    page.goto(f"{served.address}/account")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sign_out(page, served)
    page.goto(f"{served.address}/account")
    assert heading(page) == "Sign in"


def test_a_newcomer_to_the_trial_gets_to_the_managers_pages(page, served):
    by_link(page, served, "manager@sample.example")
    page.get_by_role("button", name="Sign in").click()
    assert heading(page) == "One more step"
    page.get_by_label("Code").fill(re.search(r"would show (\d{6})", page.locator("main").inner_text())[1])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"^[^?]+/(account|desk)"))
    page.goto(f"{served.address}/desk/accounts")
    assert "navigator@sample.example" in page.locator("main").inner_text()


def test_without_javascript_a_link_signs_in_and_the_page_says_why_there_is_no_passkey(browser, served):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{served.address}/sign-in")
    assert "Passkeys need JavaScript" in page.locator("main").inner_text()
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    by_link(page, served, "editor@sample.example")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{served.address}/account")
    assert "editor@sample.example" in page.locator("main").inner_text()
    context.close()


def test_a_password_and_a_code_are_set_up_and_sign_in(page, served):
    account_id = make_account(served.world, "commissioner")
    served.sign_in(page, account_id, second_step=False)
    page.goto(f"{served.address}/account/password")
    field = page.get_by_label("New password")
    field.fill("password1234")
    page.get_by_role("button", name="Show").click()
    assert field.get_attribute("type") == "text"
    page.get_by_role("button", name="Save the password").click()
    assert "easy to guess" in page.get_by_role("alert").inner_text()
    page.get_by_label("New password").fill(GOOD)
    page.get_by_role("button", name="Save the password").click()
    page.get_by_role("link", name="Set up a second step").click()
    page.get_by_role("link", name="Codes from an app").click()
    app = pyotp.TOTP(page.locator(".secret").inner_text().replace(" ", ""))
    page.get_by_label("Code").fill(app.now())
    page.get_by_role("button", name="Turn it on").click()
    recovery = page.locator(".recovery code").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    sign_out(page, served)
    page.goto(f"{served.address}/sign-in/password")
    page.get_by_label("E-mail address").fill(served.email_of(account_id))
    page.get_by_label("Password", exact=True).fill(GOOD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(recovery[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{served.address}/account/second-step")
    assert "You have 9 recovery codes left." in page.locator("main").inner_text()


def test_a_passkey_is_added_and_signs_in_with_both_steps_at_once(page, served, authenticator):
    account_id = make_account(served.world, "manager")
    served.sign_in(page, account_id, second_step=False)
    page.goto(f"{served.address}/desk/accounts")
    page.get_by_role("link", name="A passkey").click()
    page.get_by_label("A name for it").fill("my laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url(f"{served.address}/desk/accounts")
    page.goto(f"{served.address}/account")
    sign_out(page, served)
    page.goto(f"{served.address}/sign-in?next=/account/passkeys")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{served.address}/account/passkeys")
    assert "my laptop" in page.locator("main").inner_text()
    page.goto(f"{served.address}/desk/accounts")
    assert heading(page) == "Accounts"


def test_a_passkey_is_the_second_step_after_a_link_for_a_role_that_demands_one(page, served, authenticator):
    account_id = make_account(served.world, "manager")
    served.sign_in(page, account_id, second_step=False)
    page.goto(f"{served.address}/account/passkeys")
    page.get_by_role("button", name="Add a passkey").click()
    said(page, "passkey is added")
    page.context.clear_cookies()
    by_link(page, served, served.email_of(account_id))
    page.get_by_role("button", name="Sign in").click()
    assert heading(page) == "One more step"
    page.goto(f"{served.address}/desk/accounts")
    assert heading(page) == "One more step"
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Accounts").wait_for()


def test_a_passkey_that_was_stopped_or_taken_away_says_so_and_leaves_the_other_ways(page, served, authenticator):
    tools, device = authenticator
    account_id = make_account(served.world)
    served.sign_in(page, account_id)
    page.goto(f"{served.address}/account/passkeys")
    page.get_by_role("button", name="Add a passkey").click()
    said(page, "passkey is added")
    page.get_by_role("button", name="Take away").click()
    page.goto(f"{served.address}/account")
    sign_out(page, served)
    page.goto(f"{served.address}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    said(page, "That passkey did not work here")
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    tools.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").filter(has_text="was stopped").wait_for()
    assert page.get_by_role("button", name="Send me a link").is_visible()


def test_the_answer_of_a_passkey_works_once(page, served, authenticator):
    account_id = make_account(served.world)
    served.sign_in(page, account_id)
    page.goto(f"{served.address}/account/passkeys")
    page.get_by_role("button", name="Add a passkey").click()
    said(page, "passkey is added")
    page.context.clear_cookies()
    page.goto(f"{served.address}/sign-in")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{served.address}/list")
    credential = sent.value.post_data_json["credential"]
    page.context.clear_cookies()
    page.goto(f"{served.address}/sign-in")
    page.evaluate(
        """value => { const form = document.querySelector("[data-passkey-form]");
        form.elements.credential.value = value; form.submit() }""",
        credential,
    )
    said(page, "That passkey did not work here")
    page.goto(f"{served.address}/account")
    assert heading(page) == "Sign in"


def test_words_that_were_typed_when_the_session_ended_are_sent_after_signing_in(page, served):
    account_id = make_account(served.world, email="amina@sample.example")
    served.sign_in(page, account_id)
    page.goto(f"{served.address}/account/name")
    page.get_by_label("Your name").fill("Amina, who types for a long time")
    with served.world.database.writing() as session:
        ended = update(AccountSession).where(AccountSession.account_id == account_id).values(ended_at=served.world.now())
        session.execute(ended)
    page.get_by_role("button", name="Save").click()
    assert "What you typed is kept for an hour" in page.locator("main").inner_text()
    page.get_by_label("E-mail address").fill("amina@sample.example")
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_role("link", name="Read it here").click()
    page.locator(".cards a").first.click()
    page.locator(".letter a").first.click()
    page.get_by_role("button", name="Sign in").click()
    assert "Amina, who types for a long time" in page.locator("main").inner_text()
    page.get_by_role("button", name="Send it now").click()
    said(page, "Your name is saved")
    assert "Amina, who types for a long time" in page.locator("main").inner_text()


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in?ended=1", "/sign-in/sent", "/sign-in/password", "/mail"])
def test_axe_finds_nothing_on_the_pages_of_getting_in(page, served, axe_script, path):
    check_on_a_desk(page, f"{served.address}{path}", axe_script)


@pytest.mark.parametrize("path", OWN_PAGES)
def test_axe_finds_nothing_on_ones_own_pages(page, served, axe_script, path):
    served.sign_in(page, make_account(served.world, "manager"), second_step=path != "")
    check_on_a_desk(page, f"{served.address}/account{path}", axe_script)


def test_axe_finds_nothing_on_the_accounts_of_others(page, served, axe_script):
    served.sign_in(page, make_account(served.world, "manager"))
    check_on_a_desk(page, f"{served.address}/desk/accounts", axe_script)
    page.goto(f"{served.address}/desk/accounts")
    check_on_a_desk(page, f"{served.address}{page.locator('td a').first.get_attribute('href')}", axe_script)


def test_axe_finds_nothing_where_a_form_was_filled_in_wrongly(page, served, axe_script):
    page.goto(f"{served.address}/sign-in/password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("alert").first.wait_for()
    page.evaluate(axe_script)
    assert page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.length)") == 0


def test_what_can_be_pressed_on_ones_own_pages_is_44_pixels_high(page, served):
    page.set_viewport_size(PHONE)
    served.sign_in(page, make_account(served.world))
    for path in ("/account", "/account/sessions", "/sign-in/password"):
        page.goto(f"{served.address}{path}")
        small = page.evaluate(
            """() => [...document.querySelectorAll('.button, .nav a, .govuk-checkboxes__label')].filter(one => one.offsetParent)
            .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 90))"""
        )
        assert small == []
