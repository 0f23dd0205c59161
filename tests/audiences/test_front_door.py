"""The front door's pages: questions in any order, a next step whatever is said, and nothing kept."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import select

from hubdirectory.domain.front_door import Question
from hubdirectory.models import RecordText, Service

SECRET = "qqsecretqq"
TYPED = f"words={SECRET}&near={SECRET}&need=debt&hard=cost&age=18-to-25"


@pytest.fixture
def helped(town):
    with town.editing() as records:
        central = records.location()
        records.service("Paid Advice", places=[central], needs=["debt"], cost="2", phone="01632 960111")
        records.service("Polish Debt Line", needs=["debt"], cost="0", languages=["pl"], modes=["phone"], phone="01632 960222")
        records.service("Youth Money", places=[central], needs=["debt"], cost="0", ages=(11, 17))
    return town


@pytest.mark.parametrize("question", list(Question))
def test_each_question_can_come_first_and_has_the_crisis_lines_above_it(helped, question):
    page = helped.open(f"/start?ask={question.value}")
    first = next(link for link in page.all("main")[0].iter("{http://www.w3.org/1999/xhtml}a") if "tel:" in link.get("href", ""))
    assert first.get("href") == "tel:999"
    assert page.links()["Skip this question"].startswith("/start")


def test_answers_go_from_question_to_question_in_the_address(helped):
    answer = helped.client.get("/start?after=what&danger=no&words=I+owe+money&near=&hard=cost")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/start?ask=who&danger=no&words=I+owe+money&hard=cost"
    page = helped.open(answer.headers["Location"])
    hidden = {(one.get("name"), one.get("value")) for one in page.all("input") if one.get("type") == "hidden"}
    assert {("danger", "no"), ("words", "I owe money"), ("hard", "cost")} <= hidden
    last = helped.client.get("/start?after=hard&words=I+owe+money")
    assert last.headers["Location"] == "/start/next?words=I+owe+money"


def test_an_answer_is_shown_again_where_it_was_given(helped):
    page = helped.open("/start?ask=hard&hard=travel&speaks=pl")
    ticked = [one.get("value") for one in page.all("input") if one.get("checked") is not None]
    chosen = [one.get("value") for one in page.all("option") if one.get("selected") is not None]
    assert (ticked, chosen) == (["travel"], ["pl"])
    assert "Getting there and Polish" in page.text


def test_a_suggestion_speaks_the_page_s_language_where_its_record_does(helped):
    with helped.editing() as records:
        found = records.session.scalar(select(Service.id).where(Service.name == "Polish Debt Line"))
        records.add(RecordText(service_id=found, code="pl", summary="Pomoc w długach"))
    page = helped.open("/start/next?need=debt&lang=pl")
    said = [one for one in page.all("p") if one.get("class") == "result__sentence"]
    spoken = {"".join(one.itertext()): one.get("lang") for one in said}
    assert spoken == {"Pomoc w długach": None, "Tea and woodwork": "en"}


def test_the_next_step_has_suggestions_with_reasons_and_a_hub_that_can_be_rung(helped):
    page = helped.open("/start/next?need=debt&hard=cost&hard=language&speaks=pl&near=Community+Hub+Central")
    assert "Speaks Polish" in page.text
    assert page.links()["Call 01632 960222"] == "tel:+441632960222"
    assert "Community Hub Central" in page.text
    assert "Ring for opening hours" in page.text


def test_what_was_let_go_is_said(helped):
    page = helped.open("/start/next?need=debt&hard=cost&age=65-and-over&hard=people")
    assert "Youth Money" not in page.text
    assert re.search("Without that you need not talk|Nothing without talking|Nothing fits all you said", page.text)
    only = helped.open("/start/next?need=debt&hard=cost&near=Community+Hub+Central&age=65-and-over")
    assert "Costs something: £2 a session" in only.text


def test_danger_and_words_of_a_crisis_put_the_panel_above_everything(helped):
    for asked in ("danger=yes", "words=I+want+to+kill+myself"):
        page = helped.open(f"/start/next?{asked}")
        assert page.text_of("h1") == "Get help now"
        assert page.html.index('class="crisis"') < page.html.index("<h1")
    assert helped.open("/start/next?danger=no&need=debt").text_of("h1") == "What to do next"


def test_nothing_ever_ends_in_nothing(town):
    page = town.open("/start/next?need=debt&hard=people&hard=cost&near=Nowhere&age=under-5")
    assert "Nothing is listed that fits" in page.text
    assert "We do not know the place “Nowhere”" in page.text
    assert page.links()["Call 116 123 Samaritans Somebody to talk to, whatever you are going through. Free, day and night."]


def test_what_is_answered_stays_out_of_caches_cookies_and_logs(helped, caplog):
    caplog.set_level(logging.DEBUG)
    for path in ("/start", "/start?ask=where&", "/start/next"):
        answer = helped.client.get(f"{path}{'' if '?' in path else '?'}{TYPED}")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
    helped.client.get(f"/start?after=danger&{TYPED}")
    assert SECRET not in caplog.text


def test_a_search_engine_may_keep_the_door_and_no_answer(helped):
    def kept(address):
        return not [one for one in helped.open(address).all("meta") if one.get("content") == "noindex"]

    assert kept("/start")
    assert not kept("/start?ask=what&words=sad")
    assert not kept("/start/next")
    assert "http://localhost/start<" in helped.client.get("/sitemap.xml").get_data(as_text=True)
    assert "Disallow: /start/" in helped.client.get("/robots.txt").get_data(as_text=True)


@pytest.mark.parametrize(
    "asked", ["danger=maybe", "ask=nothing", "age=7", "hard=all", "speaks=%3Cscript%3E", "need=%00", "words=" + "x" * 900]
)
def test_what_cannot_be_read_is_forgiven(helped, asked):
    helped.open(f"/start?{asked}")
    helped.open(f"/start/next?{asked}")


def test_the_door_is_found_from_the_front_page_and_from_a_search_that_found_nothing(helped):
    assert "/start" in helped.open("/").links().values()
    assert "/start" in helped.open("/search?q=xyzzy").links().values()


def test_staff_walk_the_same_way_and_go_on_to_a_sheet(helped):
    assert "Make a sheet of these" not in helped.open("/start/next?need=debt").text
    helped.sign_in("navigator")
    page = helped.open("/start/next?need=debt&near=Community+Hub+Central&words=private")
    assert "Polish Debt Line" in page.text
    sheet = page.links()["Make a sheet of these"]
    assert "pick=polish-debt-line" in sheet
    assert not {"near", "words"} & {part.split("=")[0] for part in sheet.split("?")[1].split("&")}
    assert "Polish Debt Line" in helped.open(sheet).text


# the manager's routes


def test_the_manager_sets_a_route_and_takes_it_back(helped):
    helped.sign_in("manager")
    assert "In crisis: help within hours" in helped.open("/desk/words/routes").text
    helped.post("/desk/words/routes/new", name="Debt", route="professional", needs="debt", services="Youth Money\n")
    assert "youth-money" in helped.open("/desk/words/routes").text
    page = helped.open("/start/next?need=debt&age=12-to-17")
    assert "This is for somebody who is trained for it" in page.text
    assert "The best place to begin" in page.text
    rule = next(href for href in helped.open("/desk/words/routes").links().values() if href and len(href) > 50)
    helped.open(rule)
    helped.post(f"{rule}/remove", page="/desk/words/routes")
    assert "The best place to begin" not in helped.open("/start/next?need=debt&age=12-to-17").text
    page = helped.open("/desk/words/routes")
    assert "Everything else: help from the community; Debt" in page.text
    restore = next(form.get("action") for form in page.all("form") if "restore" in form.get("action", ""))
    helped.post(restore, page="/desk/words/routes")
    assert "The best place to begin" in helped.open("/start/next?need=debt&age=12-to-17").text


def test_a_rule_with_a_service_that_is_not_there_is_kept_as_typed_and_said(helped):
    helped.sign_in("manager")
    answer = helped.post(
        "/desk/words/routes/new", status=200, name="Debt", route="crisis", needs="debt", services="No such thing"
    )
    said = answer.get_data(as_text=True)
    assert "There is no “No such thing” here" in said
    assert ">No such thing</textarea>" in said
    assert helped.client.get("/desk/words/routes/nothing").status_code == 404
