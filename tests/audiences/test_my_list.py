"""A list of one's own, and its calendar, as pages."""

from __future__ import annotations

import re

import icalendar
import pytest
from sqlalchemy import select

from hubdirectory.actions import occurrences
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.models import Occurrence, Service


@pytest.fixture
def choir(town):
    with town.editing() as made:
        made.service("Café Choir", slug="cafe-choir", places=[made.location()], days=["WE"])
    with town.world.database.writing() as session:
        occurrences.roll(session, session.scalars(select(Service.id)).all(), town.world.now(), town.world.calendar)
    return town


def test_a_visitor_is_led_to_sign_in_and_back(choir):
    assert "/list/keep/cafe-choir" in choir.open("/services/cafe-choir").html
    answer = choir.client.get("/list/keep/cafe-choir")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/list/keep/cafe-choir")


def test_what_is_kept_shows_when_it_is_on_and_what_has_changed_and_comes_back_after_it_was_taken_off(choir):
    choir.sign_in()
    assert "Nothing is on your list yet" in choir.open("/list").html
    choir.post("/list/keep/cafe-choir")
    page = choir.open("/list")
    assert "On your list: Café Choir." in page.html
    assert "Tomorrow" in page.html
    with choir.world.database.reading() as session:
        coming = select(Occurrence.id).where(Occurrence.starts > choir.world.now()).order_by(Occurrence.starts)
        first = session.scalars(coming).first()
    occurrences.cancel_occurrence(choir.world, PRODUCT, first, "Burst pipe")
    assert "Burst pipe" in choir.open("/list").html
    page = choir.open(choir.post("/list/off/cafe-choir", "/list").location)
    assert "Off your list: Café Choir." in page.html
    choir.post("/list/keep/cafe-choir")
    assert "Burst pipe" in choir.open("/list").html


def test_the_calendar_needs_no_account_and_says_whose_it_is_to_nobody(choir):
    choir.sign_in()
    choir.post("/list/keep/cafe-choir")
    choir.post("/list/calendar", "/list", calendar="start")
    address = re.search(r"http://[^/]+(/lists/\w{32}\.ics)", choir.open("/list").html)[1]
    with choir.app.test_client() as anybody:
        answer = anybody.get(address)
        names = {str(event["summary"]) for event in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")}
        assert names == {"Café Choir"}
        assert b"@" + b"sample" not in answer.data
        assert b"Caf\xc3\xa9 Choir" in anybody.get(address.replace(".ics", ".atom")).data
        choir.post("/list/calendar", "/list", calendar="stop")
        assert anybody.get(address).status_code == 404
