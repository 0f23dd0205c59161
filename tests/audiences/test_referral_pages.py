"""Referring somebody, and answering: in forms and answers alone, read after a second step, nothing kept elsewhere."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from hubdirectory.actions import referring
from hubdirectory.actions.accounts import sessions
from hubdirectory.domain.referrals import Question
from hubdirectory.models import KeptForm, Mail, Referral, ReferralConsent
from tests.audiences.conftest import SmallTown, sign_in
from tests.factories.accounts import actor_for

FORM = "/navigate/referrals/new/tea-on-tuesdays"
PERSON = {"name": "Amina Kowalczyk", "contact": "07700 900461", "what_for": "Wants company since the flood"}
ANSWERS = {"pass_on": "yes", "may_contact": "yes", "message": "no", "tell_back": "yes"}


@pytest.fixture
def shed(town):
    """A town where somebody can be referred to the Men's Shed; Ben reads for it, Nadia sends."""
    settings = replace(town.world.settings, referrals=True, referral_keys=(b"k" * 32,))
    town = SmallTown(replace(town.world, settings=settings))
    with town.editing() as records:
        shed = records.organisation("Men’s Shed")
        records.location("Surgery", kind="surgery")
        records.service("Tea on Tuesdays", organisation=shed, accepts_referrals=True)
        town.shed = shed.id
    now = town.world.now()
    town.nadia = town.account("navigator", works_at="surgery", name="Nadia")
    town.ann = town.account("organisation", member_of=town.shed, member="owner", name="Ann")
    town.ben = town.account("organisation", member_of=town.shed, email="ben@example.org", name="Ben", totp_confirmed_at=now)
    referring.name_reader(town.world, actor_for(town.world, town.ann), town.shed, town.ben)
    return town


def mark(town):
    return re.search(r'name="shown"[^>]*value="([^"]+)"', town.client.get(FORM).get_data(as_text=True))[1]


def send(town, status=303, **more):
    sign_in(town.client, town.nadia)
    return town.post(FORM, status=status, shown=mark(town), **{**PERSON, **ANSWERS, **more})


def the_referral(town):
    with town.world.database.reading() as session:
        return session.scalars(select(Referral)).one()


def mailed_link(town):
    with town.world.database.reading() as session:
        texts = session.scalars(select(Mail.text).where(Mail.to == "ben@example.org")).all()
    return re.search(r"(/our/referrals/answer/\S+)", texts[-1])[1]


def test_a_referral_goes_from_the_questions_to_a_yes(shed):
    sign_in(shed.client, shed.nadia)
    assert shed.open("/navigate/find?q=tea").links()["Refer somebody there: Tea on Tuesdays"] == FORM
    page = shed.open(FORM)
    assert "May we give Men’s Shed your name, one way to reach you, and what you would like help with?" in page.text
    assert send(shed).location == "/navigate/referrals"
    assert "Waiting for an answer" in shed.open("/navigate/referrals").text

    sign_in(shed.client, shed.ben)
    address = f"/our/referrals/{the_referral(shed).id}"
    assert PERSON["name"] not in shed.open("/our/referrals").html
    page = shed.open(address)
    assert PERSON["name"] in page.text
    assert "From Nadia" in page.text
    assert page.links()["07700 900461"] == "tel:+447700900461"
    assert page.answer.headers["Cache-Control"] == "no-store"
    shed.post(f"{address}/accept", page=address)

    sign_in(shed.client, shed.nadia)
    assert "Yes, they take it on" in shed.open("/navigate/referrals").text
    read = shed.open(f"/navigate/referrals/{the_referral(shed).id}")
    assert PERSON["what_for"] in read.text


def test_nothing_of_a_referral_is_in_a_file_a_mail_an_address_or_a_log(shed, caplog):
    with caplog.at_level(logging.DEBUG):
        send(shed)
        key = the_referral(shed).id
        shed.open(f"/navigate/referrals/{key}")
        sign_in(shed.client, shed.ben)
        page = f"/our/referrals/{key}"
        shed.open(page)
        shed.post(f"{page}/decline", page=page, reason="other", words="Amina Kowalczyk, qqdeclinedqq")
        referring.keep(shed.world)
    planted = [*PERSON.values(), "Kowalczyk", "900461", "qqdeclinedqq"]
    files = {file: file.read_bytes().lower() for file in shed.world.settings.instance.rglob("*") if file.is_file()}
    assert any(b"r-" in held for held in files.values())
    for words in planted:
        assert words not in caplog.text
        assert [file.name for file, held in files.items() if words.lower().encode() in held] == [], words


def test_the_words_of_each_question_are_kept_as_they_stood_on_the_page(shed):
    sign_in(shed.client, shed.nadia)
    shown = [" ".join("".join(one.itertext()).split()) for one in shed.open(FORM).all("legend")]
    send(shed)
    with shed.world.database.reading() as session:
        rows = session.scalars(select(ReferralConsent).order_by(ReferralConsent.position)).all()
    assert [row.words for row in rows] == shown
    assert [(Question(row.question), row.agreed) for row in rows][2] == (Question.MESSAGE, False)


def test_answers_to_other_words_are_no_answers(shed):
    sign_in(shed.client, shed.nadia)
    sent = shed.post(FORM, status=200, shown="other words", **PERSON, **ANSWERS).get_data(as_text=True)
    assert "The questions have changed" in sent
    assert PERSON["what_for"] in sent
    assert 'value="yes" checked' not in sent
    with shed.world.database.reading() as session:
        assert session.scalars(select(Referral)).all() == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"pass_on": "no"}, "Without a yes to this, nothing may be sent"),
        ({"tell_back": ""}, "Choose yes or no: May Men’s Shed tell us whether they can help you?"),
        ({"contact": "Her mum, 07700 900461"}, "Write one telephone number, or one e-mail address"),
        ({"name": ""}, "Write their name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_above_and_beside_and_what_was_typed_stays(shed, more, said):
    answer = send(shed, status=200, **more).get_data(as_text=True)
    assert answer.count(said) == 2
    assert PERSON["what_for"] in answer


def test_where_referrals_are_off_or_nobody_reads_the_page_says_so(shed, town):
    town.sign_in("navigator")
    assert "not switched on" in town.open(FORM).text
    referring.unname_reader(shed.world, actor_for(shed.world, shed.ann), shed.shed, shed.ben)
    sign_in(shed.client, shed.nadia)
    assert "Nobody there has been named" in shed.open(FORM).text


def test_details_ask_for_a_second_step_and_lists_do_not(shed):
    send(shed)
    sign_in(shed.client, shed.nadia, second_step=False)
    shed.open("/navigate/referrals")
    address = f"/navigate/referrals/{the_referral(shed).id}"
    led = shed.client.get(address)
    assert (led.status_code, led.location) == (303, f"/account/second-step-needed?next={address}")
    sign_in(shed.client, shed.ben, second_step=False)  # has one, and has not passed it
    assert shed.client.get(f"/our/referrals/{the_referral(shed).id}").location.startswith("/sign-in?next=")


@pytest.mark.parametrize("role", ["visitor", "resident", "navigator", "manager", "commissioner", "organisation", "owner"])
def test_nobody_else_is_shown_a_referral_or_can_answer_it(shed, role):
    send(shed)
    key = the_referral(shed).id
    client = shed.app.test_client()
    if role != "visitor":
        sign_in(client, shed.ann if role == "owner" else shed.account(role))
    shed.app.config["WTF_CSRF_ENABLED"] = False
    for answer in (
        client.get(f"/navigate/referrals/{key}"), client.get(f"/our/referrals/{key}"), client.get("/our/referrals"),
        client.get("/navigate/referrals"), client.post(f"/our/referrals/{key}/accept"),
        client.post(f"/our/referrals/{key}/finish"),
        client.post(f"/our/referrals/{key}/decline", data={"reason": "full"}),
        client.post(f"/navigate/referrals/{key}/take-back"),
    ):  # fmt: skip
        words = answer.get_data(as_text=True)
        assert not any(planted in words for planted in (*PERSON.values(), the_referral(shed).reference)), answer.request.path
    assert the_referral(shed).state == "waiting"


def test_the_link_of_the_mail_answers_without_an_account_and_shows_nothing(shed):
    send(shed)
    shed.client = shed.app.test_client()
    shed.reader.client = shed.client
    address = mailed_link(shed)
    page = shed.open(address)
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert not any(planted in page.html for planted in PERSON.values())
    assert the_referral(shed).state == "waiting"  # opening it changes nothing
    missing = shed.post(address, status=200, do="decline").get_data(as_text=True)
    assert missing.count("Choose why not") == 2
    shed.post(address, do="decline", reason="full", words="Try again in May")
    assert "No, not this time" in shed.open(address).text
    sign_in(shed.client, shed.nadia)
    assert "We are full just now" in shed.open("/navigate/referrals").text
    assert "Try again in May" in shed.open(f"/navigate/referrals/{the_referral(shed).id}").text
    shed.open(f"{address}x", 404)


def test_an_owner_says_who_reads(shed):
    sign_in(shed.client, shed.ann)
    assert "Reads referrals" in shed.open("/our/referrals").text
    shed.post(f"/our/referrals/readers/{shed.shed}/{shed.ben}", page="/our/referrals", read="no")
    assert "Reads referrals" not in shed.open("/our/referrals").text
    sign_in(shed.client, shed.ben)
    assert "Let them read" not in shed.open("/our/referrals").text


def test_a_session_that_ends_over_the_form_keeps_what_was_typed_in_the_answer_and_nowhere_else(shed, caplog):
    opened = sign_in(shed.client, shed.nadia)
    shown = mark(shed)
    page = shed.client.get(FORM).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    sessions.leave(shed.world, sessions.open_session(shed.world, opened.token))
    with caplog.at_level(logging.DEBUG):
        answer = shed.client.post(FORM, data={"csrf_token": token, "shown": shown, **PERSON, **ANSWERS})
    assert answer.status_code == 403
    assert PERSON["what_for"] in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not any(planted in caplog.text for planted in PERSON.values())
    with shed.world.database.reading() as session:
        assert session.scalars(select(KeptForm)).all() == []
