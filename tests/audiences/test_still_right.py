"""The pages behind a reminder's links, for somebody without an account and without a cookie."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions import signed_links
from hubdirectory.actions.freshness.reminding import PURPOSE, remind
from hubdirectory.models import Account, Assurance, ForTheManager, Mail, Membership, Reminder, Service

LONG_AGO = datetime(2026, 8, 1, 12, tzinfo=UTC)


class Club:
    def __init__(self, town, services=("Choir", "Archery")):
        self.town, self.world = town, town.world
        with town.editing() as records:
            place = records.location()
            club = records.organisation("Headland Club", created_at=LONG_AGO, email="office@club.example")
            for name in services:
                records.service(name, organisation=club, days=["TU"], places=[place], created_at=LONG_AGO)
            account = records.add(Account(email="ola@club.example", name="Ola", role="organisation"))
            records.add(Membership(account_id=account.id, organisation_id=club.id, role="owner", since=LONG_AGO))
        remind(self.world)
        [mail] = self.rows(Mail)
        self.links = [address.removeprefix("http://127.0.0.1:5000") for address in re.findall(r"http://\S+", mail.text)]
        self.link = self.links[0]

    def rows(self, model):
        with self.world.database.reading() as session:
            return session.scalars(select(model)).all()

    def old_link(self):
        [reminder] = self.rows(Reminder)
        before = replace(self.world, clock=lambda: self.world.now() - timedelta(days=120))
        return f"/still-right/{signed_links.sign(before, PURPOSE, {'reminder': reminder.id}, 100)}"

    def open(self, path="", status=200):
        return self.town.open(f"{self.link}{path}", status)

    def send(self, path="", **fields):
        answer = self.town.client.post(f"{self.link}{path}", data=fields)
        assert answer.status_code == 303, answer.get_data(as_text=True)[:400]
        return self.town.open(answer.location)

    def state(self, name):
        return next(row.state for row in self.rows(Service) if row.name == name)

    def id_of(self, name):
        return next(row.id for row in self.rows(Service) if row.name == name)


@pytest.fixture
def club(town):
    return Club(town)


def test_each_link_of_the_mail_opens_a_page_and_opening_changes_nothing(club):
    assert len(club.links) == 4
    for link in club.links * 2:
        club.town.open(link)
    assert club.rows(Assurance) == []
    assert club.rows(ForTheManager) == []
    assert {row.state for row in club.rows(Service)} == {"published"}


def test_no_cookie_is_set_or_needed(club):
    club.town.client.get(club.link)
    club.send()
    assert club.town.client.get_cookie("session") is None
    assert len(club.rows(Assurance)) == 3


def test_the_page_shows_what_is_to_be_confirmed(club):
    page = club.open()
    assert "All 3 are still right" in page.text
    for words in ("Headland Club", "Choir", "Archery", "01632 960123", "Every Tuesday, 10am to 12 noon", "Community Hub Central"):
        assert words in page.text
    assert page.html.count('content="noindex"') == 1


def test_all_are_still_right(club):
    page = club.send()
    assert page.text_of("h1") == "Thank you"
    assert "We ask again around 10 February 2027." in page.text
    assert "We ask again around 10 May 2027." in page.text
    club.send()
    assert len(club.rows(Assurance)) == 3
    assert "Confirmed on 24 November 2026 by Headland Club" in club.town.open("/services/choir").text


def test_one_at_a_time(club):
    page = club.send(record=club.id_of("Choir"))
    assert "And this?" in page.text
    assert "All 2 are still right" in page.text
    assert len(club.rows(Assurance)) == 1


def test_one_service_has_one_button(town):
    club = Club(town, services=["Choir"])
    club.send(record=club.rows(Reminder)[0].organisation_id)
    page = club.open()
    assert "are still right" not in page.text
    assert len([one for one in page.all("button") if "Still right" in "".join(one.itertext())]) == 1
    assert club.send(record=club.id_of("Choir")).text_of("h1") == "Thank you"


def test_undo_leads_back_to_the_question(club):
    club.send()
    page = club.send("/undo", record=[club.id_of("Choir"), club.id_of("Archery"), club.rows(Reminder)[0].organisation_id])
    assert page.text_of("h1") == "Is this still right?"
    assert club.rows(Assurance) == []


@pytest.mark.parametrize(
    ("how", "state", "words"), [("now", "paused", "temporarily closed"), ("good", "closed", "Not shown any more")]
)
def test_we_have_stopped_and_undo(club, how, state, words):
    page = club.send("/stopped", record=club.id_of("Choir"), how=how)
    assert words in page.text
    assert "You can take this back until 24 December 2026." in page.text
    assert club.state("Choir") == state
    club.send("/undo", record=club.id_of("Choir"))
    assert club.state("Choir") == "published"


def test_stopping_nothing_in_particular_stops_nothing(club):
    club.send("/stopped", how="good")
    assert {row.state for row in club.rows(Service)} == {"published"}


def test_something_has_changed(club):
    page = club.send("/change", words="We meet on Fridays now.")
    assert "has what you wrote" in page.text
    assert [row.words for row in club.rows(ForTheManager)] == ["We meet on Fridays now."]


def test_nothing_written_says_what_to_do(club):
    html = club.town.client.post(f"{club.link}/change", data={"words": "  "}).get_data(as_text=True)
    assert html.count("Write what has changed") == 2
    assert "<title>Problem:" in html


def test_a_member_is_mailed_a_link_to_sign_in_by(club):
    page = club.send("/sign-in")
    assert "We have sent a mail to ola@club.example." in page.text
    assert [row.to for row in club.rows(Mail) if row.kind == "sign_in"] == ["ola@club.example"]


def test_a_colleague_is_asked_instead_and_undone(club):
    assert "We write to a colleague from now on" in club.send("/not-me").text
    assert "Write to a colleague instead" in club.send("/not-me", again="yes").text


def test_an_old_link_says_so_and_brings_a_fresh_one(club):
    club.link = club.old_link()
    page = club.open(status=410)
    assert page.text_of("h1") == "This link is too old"
    assert "o…@club.example" in page.text
    assert "ola@club.example" not in page.html
    assert club.town.client.post(club.link).status_code == 410
    assert club.rows(Assurance) == []
    assert "We have sent a fresh mail to o…@club.example" in club.send("/again").text


@pytest.mark.parametrize("path", ["", "/thanks", "/stopped", "/change", "/not-me", "/told", "/sent"])
def test_a_link_that_was_cut_off_says_what_to_do(club, path):
    page = club.town.open(f"/still-right/{club.link[13:40]}{path}", 404)
    assert page.text_of("h1") == "This link does not work"
    assert "copy the whole line" in page.text


@pytest.mark.parametrize("path", ["", "/undo", "/stopped", "/change", "/not-me", "/again", "/sign-in"])
def test_a_cut_off_link_cannot_be_sent_to(club, path):
    assert club.town.client.post(f"/still-right/nonsense{path}", data={"record": "x", "words": "x"}).status_code == 404
