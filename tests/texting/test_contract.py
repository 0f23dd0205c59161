"""What every sender of texts promises: held by GOV.UK Notify's client, and by the stub that stands for it."""

from __future__ import annotations

import logging

import pytest

from hubdirectory.texting import Notify, NumberRefused, Recorded, TextAway
from tests.texting.conftest import DOWN, TOO_MANY, WRONG_KEY, WRONG_TEMPLATE

KEY = "test_key-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
MOBILE, LANDLINE, WORDS = "+447700900123", "+441632960123", "Your sheet: https://hub.example/s/abc – Twój arkusz ورقة"


class Case:
    """A sender, with what went out through it, and how to take it down."""

    def __init__(self, kind, server):
        self.server = server
        self.texter = Recorded() if kind == "recorded" else Notify(KEY, "f33517ff-2a88-4f6e-b855-c550268ce08a", server.url)

    @property
    def gone(self):
        if isinstance(self.texter, Recorded):
            return self.texter.texts
        return [(body["phone_number"], body["personalisation"]["message"]) for _, body in self.server.asked]

    def take_down(self):
        if isinstance(self.texter, Recorded):
            self.texter.away = True
        self.server.answer = DOWN


@pytest.fixture(params=["recorded", "notify"])
def case(request, notify_server):
    return Case(request.param, notify_server)


def test_the_words_go_to_the_number_whatever_language_they_are_in(case):
    case.texter.send(MOBILE, WORDS)
    assert case.gone == [(MOBILE, WORDS)]


def test_a_landline_is_refused(case):
    with pytest.raises(NumberRefused):
        case.texter.send(LANDLINE, WORDS)


def test_when_it_is_down_it_says_so(case):
    case.take_down()
    with pytest.raises(TextAway):
        case.texter.send(MOBILE, WORDS)


@pytest.mark.parametrize("down", [False, True])
def test_neither_number_nor_words_stand_in_a_log_or_in_an_error(case, down, caplog):
    if down:
        case.take_down()
    with caplog.at_level(logging.DEBUG), pytest.raises((NumberRefused, TextAway)) as raised:
        case.texter.send(LANDLINE, WORDS)
    told = caplog.text + str(raised.value) + repr(raised.value.__cause__)
    assert "960123" not in told and "abc" not in told


@pytest.mark.parametrize("answer", [WRONG_KEY, TOO_MANY, WRONG_TEMPLATE])
def test_what_is_wrong_with_us_is_never_said_of_the_number(notify_server, answer):
    notify_server.answer = answer
    with pytest.raises(TextAway, match=str(answer["status_code"])):
        Notify(KEY, "template", notify_server.url).send(MOBILE, WORDS)


def test_where_nobody_listens_it_says_so():
    with pytest.raises(TextAway):
        Notify(KEY, "template", "http://127.0.0.1:9").send(MOBILE, WORDS)
