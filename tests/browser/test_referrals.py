"""A referral in a real browser, from the questions to the yes: every page of it for everybody, at two widths."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from hubdirectory.actions import referring
from hubdirectory.models import Account, Membership, Organisation, Service
from hubdirectory.web.signing_in import COOKIE
from tests.browser.test_axe import problems
from tests.browser.test_desk_journeys import served
from tests.factories.accounts import actor_for, session_for


@pytest.fixture
def town(own_town, page):
    """The sample town with referrals switched on, its owner's services taking them, and the owner reading them."""
    for one in served(replace(own_town, referrals=True, referral_keys=(b"k" * 32,))):
        with one.world.database.writing() as session:
            of = {email: session.scalars(select(Account).where(Account.email == email)).one() for email in PEOPLE}
            of["owner@sample.example"].totp_confirmed_at = one.world.now()
            mine = session.scalars(select(Membership).where(Membership.account_id == of["owner@sample.example"].id)).first()
            services = select(Service).where(Service.organisation_id == mine.organisation_id, Service.state == "published")
            service = session.scalars(services.order_by(Service.slug)).first()
            service.accepts_referrals = True
            one.slug, one.organisation = service.slug, session.get_one(Organisation, mine.organisation_id).id
            one.people = {email: account.id for email, account in of.items()}
        owner = one.people["owner@sample.example"]
        referring.name_reader(one.world, actor_for(one.world, owner), one.organisation, owner)
        yield one


PEOPLE = ("navigator@sample.example", "owner@sample.example")


def be(page, town, email):
    token = session_for(town.world, town.people[email]).token
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": town.address}])


def check(page, axe_script):
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert problems(page, axe_script) == [], f"{page.url} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def test_a_referral_goes_from_the_questions_to_a_yes(page, town, axe_script):
    be(page, town, "navigator@sample.example")
    page.goto(f"{town.address}/navigate/referrals/new/{town.slug}")
    check(page, axe_script)
    page.click("text=Send the referral")
    check(page, axe_script)
    assert page.locator(".govuk-error-summary a").count() == 7
    page.locator(".govuk-error-summary a").first.click()
    for question in ("pass_on", "may_contact", "message", "tell_back"):
        page.check(f"input[name={question}][value=yes]")
    page.fill("#name", "Amina Kowalczyk")
    page.fill("#contact", "07700 900461")
    page.fill("#what_for", "Company on Tuesdays")
    page.click("text=Send the referral")
    check(page, axe_script)
    page.click("main .card-row h2 a")
    check(page, axe_script)

    be(page, town, "owner@sample.example")
    page.goto(f"{town.address}/our/referrals")
    check(page, axe_script)
    page.click("main .card-row h2 a")
    assert "Amina Kowalczyk" in page.text_content("main")
    check(page, axe_script)
    page.click("text=Yes, we take them on")
    assert "Yes, they take it on" in page.text_content("main")
