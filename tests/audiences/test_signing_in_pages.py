"""The pages of getting in, as a browser without JavaScript sees them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubdirectory.actions import mailing
from hubdirectory.actions.accounts import codes, passwords
from hubdirectory.app import create_app
from hubdirectory.models import Account, AccountSession, EmailChange, Mail
from hubdirectory.web.signing_in import COOKIE
from tests.factories.accounts import actor_for, make_account, session_for
from tests.factories.totp import code_of

GOOD = "kettle marble run"
ADDRESS = "amina@example.org"


def last_link(town, pattern=r"/sign-in/link/\S+"):
    with town.world.database.reading() as session:
        newest = session.scalars(select(Mail).order_by(Mail.queued_at.desc(), Mail.id)).all()
    return next(found[0] for mail in newest if (found := re.search(pattern, mail.text)))


def account_of(town, email=ADDRESS):
    with town.world.database.reading() as session:
        return session.scalars(select(Account).where(Account.email == email)).one_or_none()


def later(town, **by):
    """The site at another time, with the cookies of before."""
    moment = town.world.now() + timedelta(**by)
    client = create_app(world=replace(town.world, clock=lambda: moment)).test_client()
    cookie = town.client.get_cookie(COOKIE)
    if cookie:
        client.set_cookie(COOKIE, cookie.value)
    return client


def test_somebody_signs_in_by_a_link(town):
    make_account(town.world, email=ADDRESS)
    assert town.post("/sign-in", email=ADDRESS).location == "/sign-in/sent"
    assert "Wait two minutes" in town.open("/sign-in/sent").text
    link = last_link(town)
    assert "You are about to sign in as amina@example.org." in town.open(link).text
    assert COOKIE not in town.client.get(link).headers.get("Set-Cookie", "")
    answer = town.post(link)
    assert answer.location == "/list"
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith(COOKIE))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Expires" not in cookie
    assert "amina@example.org" in town.open("/account").text
    town.client.delete_cookie(COOKIE)
    assert "This link was used already" in town.open(link, 410).text


def test_who_wants_to_stay_signed_in_gets_a_cookie_that_lasts(town):
    make_account(town.world, email=ADDRESS)
    town.post("/sign-in", email=ADDRESS)
    answer = town.post(last_link(town), stays="y")
    assert any("Max-Age=7776000" in line for line in answer.headers.getlist("Set-Cookie"))


def test_known_and_unknown_addresses_get_the_very_same_answer(town):
    make_account(town.world, email=ADDRESS)
    answers = []
    for address in (ADDRESS, "nobody@example.org"):
        sent = town.post("/sign-in", email=address)
        answers.append((sent.status_code, sent.location, town.open(sent.location).html))
    assert answers[0] == answers[1]


def test_an_unknown_address_makes_an_account_only_when_its_owner_presses_the_button(town):
    town.post("/sign-in", email=ADDRESS)
    link = last_link(town)
    assert "You are about to make an account" in town.open(link).text
    assert account_of(town) is None
    town.post(link, name="Amina")
    assert account_of(town).name == "Amina"


def test_after_signing_in_somebody_is_where_they_wanted_to_go(town):
    make_account(town.world, email=ADDRESS)
    town.post("/sign-in?next=/account/sessions", email=ADDRESS)
    assert town.post(last_link(town)).location == "/account/sessions"
    assert town.client.get("/sign-in?next=/account/name").location == "/account/name"


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/%5Cevil.example"])
def test_signing_in_never_leads_to_another_site(town, elsewhere):
    make_account(town.world, email=ADDRESS)
    town.post(f"/sign-in?next={elsewhere}", email=ADDRESS)
    assert town.post(last_link(town)).location == "/list"
    assert town.client.get(f"/sign-in?next={elsewhere}").location == "/list"


def test_the_link_of_a_mail_leads_to_the_public_address_whatever_host_was_asked(town):
    make_account(town.world, email=ADDRESS)
    page = town.client.get("/sign-in", headers={"Host": "evil.example"})
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))[1]
    town.client.post("/sign-in", data={"csrf_token": token, "email": ADDRESS}, headers={"Host": "evil.example"})
    with town.world.database.reading() as session:
        text = session.scalars(select(Mail.text)).all()
    assert not [one for one in text if "evil" in one]


def test_a_link_request_that_is_no_address_says_so_and_keeps_it(town):
    page = town.post("/sign-in", email="amina at example", status=200).get_data(as_text=True)
    assert "Write an e-mail address like name@example.org" in page
    assert 'value="amina at example"' in page


def test_signing_in_with_a_password_and_its_second_step(town):
    account_id = make_account(town.world, email=ADDRESS)
    begun = session_for(town.world, account_id)
    passwords.set_password(town.world, begun.actor, GOOD, begun.id)
    setup = codes.begin_setup(town.world, begun.actor)
    # Set up a minute ago: the code of now is still good.
    ago = replace(town.world, clock=lambda: town.world.now() - timedelta(minutes=2))
    codes.confirm_setup(ago, begun.actor, code_of(setup.secret, ago.now()), begun.id)
    answer = town.post("/sign-in/password?next=/account/name", email=ADDRESS, password=GOOD)
    assert answer.location == "/sign-in/second-step?next=/account/name"
    assert town.client.get("/account").location == "/sign-in?next=/account"
    wrong = town.post("/sign-in/second-step?next=/account/name", code="000000", status=200)
    assert "That code is not right" in wrong.get_data(as_text=True)
    right = town.post("/sign-in/second-step?next=/account/name", code=code_of(setup.secret, town.world.now()))
    assert right.location == "/account/name"
    town.open("/account")


def test_a_wrong_password_says_what_always_works_and_does_not_come_back(town):
    page = town.post("/sign-in/password", email=ADDRESS, password="a secret guess", status=200).get_data(as_text=True)
    assert "A link by e-mail always works." in page
    assert "a secret guess" not in page


def test_signing_out_ends_the_session_and_takes_the_cookie(town):
    town.sign_in()
    token = town.client.get_cookie(COOKIE).value
    town.post("/sign-out", page="/account")
    assert town.client.get_cookie(COOKIE) is None
    town.client.set_cookie(COOKIE, token)
    assert town.client.get("/account").location == "/sign-in?next=/account"


def test_signing_in_renews_what_the_browser_holds(town):
    account_id = town.sign_in()
    before = town.client.get_cookie(COOKIE).value
    passwords.set_password(town.world, actor_for(town.world, account_id), GOOD, "")
    town.client.delete_cookie(COOKIE)
    town.post("/sign-in/password", email=account_of_id(town, account_id).email, password=GOOD)
    assert town.client.get_cookie(COOKIE).value != before


def test_signing_in_as_somebody_else_ends_the_session_of_before(town):
    first = town.sign_in()
    before = town.client.get_cookie(COOKIE).value
    make_account(town.world, email=ADDRESS)
    town.client.delete_cookie(COOKIE)
    town.post("/sign-in", email=ADDRESS)
    link = last_link(town)
    town.client.set_cookie(COOKIE, before)
    town.post(link)
    assert ADDRESS in town.open("/account").text
    town.client.set_cookie(COOKIE, before)
    assert town.client.get("/account").status_code == 303
    assert account_of_id(town, first)


def test_a_manager_makes_an_account_for_a_navigator(town):
    town.sign_in("manager")
    page = town.post("/desk/accounts/new", email="nadia at example", role="navigator", place="", status=200)
    assert "Write an e-mail address like name@example.org" in page.get_data(as_text=True)
    town.post("/desk/accounts/new", email="nadia@example.org", name="Nadia", role="navigator", place="")
    assert "nadia@example.org" in town.open("/desk/accounts").text
    assert last_link(town)


def test_an_address_that_may_still_go_back_to_somebody_else_is_refused_for_what_it_is(town):
    other, now = make_account(town.world, email=ADDRESS), town.world.now()
    with town.world.database.writing() as session:
        session.add(EmailChange(account_id=other, old_email="old@example.org", new_email=ADDRESS, asked_at=now, confirmed_at=now))
    town.sign_in("manager")
    page = town.post("/desk/accounts/new", email="old@example.org", role="navigator", place="", status=200)
    said = page.get_data(as_text=True)
    assert "may still have it back" in said and "Write an e-mail address like" not in said


def account_of_id(town, account_id):
    with town.world.database.reading() as session:
        return session.get_one(Account, account_id)


def test_a_manager_is_led_to_set_up_a_second_step_and_then_on(town):
    account_id = town.sign_in("manager", second_step=False)
    assert town.client.get("/desk/accounts").location == "/account/second-step-needed?next=/desk/accounts"
    assert "Set up a second step" in town.open("/account").text
    page = town.open("/account/second-step")
    secret = re.search(r'class="secret">([^<]+)<', page.html)[1]
    answer = town.post("/account/second-step", code=code_of(secret, town.world.now()), status=200)
    assert len(re.findall(r"<li><code>\w{5}-\w{5}</code></li>", answer.get_data(as_text=True))) == 10
    assert account_of_id(town, account_id).email in town.open("/desk/accounts").text
    assert town.client.get("/account/second-step").get_data(as_text=True).count('class="secret"') == 0


def test_the_account_pages_are_sound(town):
    town.sign_in("manager")
    for path in ("", "/name", "/email", "/password", "/passkeys", "/second-step", "/sessions", "/delete", "/second-step-needed"):
        town.open(f"/account{path}")
    town.open("/desk/accounts")


def test_the_sign_in_pages_are_sound_and_set_no_cookie_for_looking_elsewhere(town):
    for path in ("/sign-in", "/sign-in/sent", "/sign-in/password", "/mail"):
        town.open(path)
    town.open("/sign-in/link/made-up", 410)
    town.open("/account/email/confirm/made-up", 410)
    client = town.app.test_client()
    assert "Set-Cookie" not in client.get("/").headers
    assert "Sign in: for organisations and staff" in town.open("/").links()


def test_a_name_and_the_language_of_mails_are_kept(town):
    account_id = town.sign_in()
    town.post("/account/name", name=" Amina  Khan ", locale="pl")
    account = account_of_id(town, account_id)
    assert (account.name, account.locale) == ("Amina Khan", "pl")
    assert "Amina Khan" in town.open("/account").text


def test_an_address_is_changed_from_the_mail_and_undone_from_the_other(town):
    town.sign_in(email=ADDRESS)
    town.post("/account/email", email="new@example.org")
    confirm = last_link(town, r"/account/email/confirm/\S+")
    town.open(confirm)
    assert account_of(town)
    assert "From now on you sign in with new@example.org." in town.post(confirm, status=200).get_data(as_text=True)
    undo = last_link(town, r"/account/email/undo/\S+")
    assert account_of(town, "new@example.org")
    town.open(undo)
    assert "has the address amina@example.org again" in town.post(undo, status=200).get_data(as_text=True)
    assert town.client.get("/account").location == "/sign-in?next=/account"


def test_sessions_are_listed_in_plain_words_and_ended(town):
    account_id = town.sign_in()
    other = session_for(town.world, account_id)
    page = town.open("/account/sessions")
    assert "Chrome on Windows (this device)" in page.text
    town.post("/account/sessions", end=other.id)
    assert "Chrome on Windows" in town.open("/account/sessions").text
    assert town.post("/account/sessions", end="everywhere").location == "/sign-in"
    assert town.client.get("/account").status_code == 303


def test_no_network_address_is_kept_with_a_session(town):
    columns = set(AccountSession.__table__.columns.keys())
    assert columns == {
        "id", "token_hash", "account_id", "way", "device", "stays", "waiting", "began_at", "last_used_at", "expires_at",
        "second_step_at", "ended_at",
    }  # fmt: skip


def test_an_account_is_deleted_after_saying_what_stays(town):
    town.sign_in(email=ADDRESS)
    assert "without your name" in town.open("/account/delete").text
    assert "Tick the box if you are sure" in town.post("/account/delete", status=200).get_data(as_text=True)
    assert town.post("/account/delete", sure="y").location == "/"
    assert account_of(town) is None


def test_the_last_owner_is_told_to_hand_over_first(town):
    with town.editing() as records:
        records.organisation("Choir")
    town.account(member_of="choir")
    town.sign_in(email=ADDRESS, member_of="choir", member="owner")
    assert "You are the only owner of Choir" in town.open("/account/delete").text
    assert "Hand over first: Choir" in town.post("/account/delete", sure="y", status=200).get_data(as_text=True)
    assert account_of(town)


def test_a_manager_gives_a_role_and_takes_a_lost_second_step_away(town):
    town.sign_in("manager")
    other = town.account("resident", email=ADDRESS)
    address = f"/desk/accounts/{other}"
    assert "amina@example.org" in town.open("/desk/accounts?q=AMINA").text
    town.open(address)
    town.post(address, do="role", role="navigator")
    assert account_of(town).role == "navigator"
    town.post(address, do="second_step")
    town.post(address, do="sign_out")
    town.open("/desk/accounts/nobody", 404)


def test_mails_are_read_on_a_development_server_and_nowhere_else(town):
    town.post("/sign-in", email=ADDRESS)
    page = town.open("/mail")
    link = next(href for href in page.links().values() if href.startswith("/mail/"))
    assert "amina@example.org" in town.open(link).text
    for setting in ({"env": "production"}, {"mail_url": "smtp://127.0.0.1:2525"}):
        settings = replace(town.world.settings, **setting)
        client = create_app(world=replace(town.world, settings=settings)).test_client()
        assert client.get("/mail").status_code == 404
        assert client.get(link).status_code == 404


def test_a_sign_in_mail_leaves_by_smtp_and_its_link_works(town, mail_server):
    make_account(town.world, email=ADDRESS)
    settings = replace(town.world.settings, mail_url=mail_server.url)
    town.post("/sign-in", email=ADDRESS)
    mailing.deliver(replace(town.world, settings=settings))
    (message,) = mail_server.messages
    text = message.get_body(("plain",)).get_content()
    link = re.search(r"http://127.0.0.1:5000(/sign-in/link/\S+)", text)[1]
    assert town.post(link).location == "/list"


def test_a_cookie_of_nobody_is_a_visitor(town):
    town.client.set_cookie(COOKIE, "made-up")
    town.open("/")
    assert town.client.get("/account").location == "/sign-in?next=/account"


def test_a_form_over_https_needs_no_referrer(town):
    """Our own pages send none: see Referrer-Policy."""
    make_account(town.world, email=ADDRESS)
    page = town.client.get("/sign-in", base_url="https://localhost")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))[1]
    data = {"csrf_token": token, "email": ADDRESS}
    assert town.client.post("/sign-in", data=data, base_url="https://localhost").status_code == 303


# Nothing typed is lost


WORDS = "We meet in the library now, every Tuesday"


def expire(town):
    with town.world.database.writing() as session:
        session.execute(update(AccountSession).values(expires_at=town.world.now()))


def test_what_was_typed_outlives_the_session_and_is_sent_after_signing_in(town):
    account_id = town.sign_in(email=ADDRESS)
    page = town.client.get("/account/name").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    expire(town)
    answer = town.client.post("/account/name", data={"csrf_token": token, "name": WORDS, "locale": "pl"})
    assert answer.status_code == 303
    assert "What you typed is kept for an hour" in town.open(answer.location).text
    town.post(answer.location, email=ADDRESS)
    kept = town.post(last_link(town)).location
    page = town.open(kept)
    assert WORDS in page.text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.html))
    assert fields["name"] == WORDS
    assert re.search(r'<form method="post" action="/account/name">', page.html)
    assert town.client.post("/account/name", data=fields).status_code == 303
    assert account_of_id(town, account_id).name == WORDS


def test_kept_words_can_be_thrown_away(town):
    town.sign_in(email=ADDRESS)
    page = town.client.get("/account/name").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    expire(town)
    location = town.client.post("/account/name", data={"csrf_token": token, "name": WORDS}).location
    town.post(location, email=ADDRESS)
    kept = town.post(last_link(town)).location
    town.post(kept)
    town.open(kept, 404)


def test_without_any_session_the_page_itself_holds_what_was_typed(town):
    page = town.open("/sign-in").html
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    answer = town.client.post("/account/name", data={"csrf_token": token, "name": WORDS})
    assert answer.status_code == 403
    html = answer.get_data(as_text=True)
    assert f'<p class="typed">{WORDS}</p>' in html
    assert f'name="name" value="{WORDS}"' in html
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_that_is_older_than_the_sign_in_is_held_too(town):
    town.sign_in()
    answer = town.client.post(
        "/account/name", data={"csrf_token": "old", "name": WORDS}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    html = answer.get_data(as_text=True)
    assert "Please send it once more" in html
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    assert town.client.post("/account/name", data={**fields, "locale": "en"}).status_code == 303


@pytest.mark.parametrize("where", ["cross-site", "same-site", "none", None])
def test_a_form_from_elsewhere_is_never_held(town, where):
    town.sign_in()
    headers = {"Sec-Fetch-Site": where} if where else {}
    answer = town.client.post("/account/name", data={"name": WORDS}, headers=headers)
    assert answer.status_code == 400
    assert WORDS not in answer.get_data(as_text=True)


def test_a_password_is_never_held(town):
    page = town.open("/sign-in").html
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    answer = town.client.post("/account/password", data={"csrf_token": token, "password": "kettle marble run"})
    assert answer.status_code == 403
    assert "kettle marble run" not in answer.get_data(as_text=True)
