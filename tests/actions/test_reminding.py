"""Reminders with records, members and mails: who is written to over two years, and what becomes of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from hubdirectory.actions import mailing
from hubdirectory.actions.acting import Actor, NotAllowed
from hubdirectory.actions.freshness.bounces import MAIL, came_back
from hubdirectory.actions.freshness.confirming import confirm
from hubdirectory.actions.freshness.reminding import remind
from hubdirectory.domain.states import Role
from hubdirectory.models import Account, ForTheManager, Mail, Membership, NotToAsk, Organisation, Reminder, Service
from hubdirectory.setup.children import free_port

BEGIN = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday
MANAGER = Actor(name="Mo", role=Role.MANAGER, second_step=True)


class Clock:
    def __init__(self):
        self.now = BEGIN

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def travelling(world, clock):
    return replace(world, clock=clock)


class Club:
    """An organisation with a choir on Tuesdays, archery, and the people who look after them."""

    def __init__(self, world, clock, town):
        self.world, self.clock = world, clock
        with town.editing() as records:
            organisation = records.organisation("Headland Club", created_at=BEGIN, email="office@club.example")
            self.choir = records.service("Choir", organisation=organisation, days=["TU"], created_at=BEGIN).id
            self.archery = records.service("Archery", organisation=organisation, created_at=BEGIN).id
            self.id = organisation.id
        self.records = [("organisation", self.id), ("service", self.choir), ("service", self.archery)]

    def member(self, name, role="editor", days=0):
        with self.world.database.writing() as session:
            account = Account(email=f"{name}@club.example", name=name.title(), role="organisation")
            session.add(account)
            session.flush()
            since = BEGIN + timedelta(days=days)
            session.add(Membership(account_id=account.id, organisation_id=self.id, role=role, since=since))
            return account.id

    def confirm_all(self):
        for kind, record_id in self.records:
            confirm(self.world, MANAGER, kind, record_id)

    def days(self, count, each=None):
        for _ in range(count):
            self.clock.now += timedelta(days=1)
            if remind(self.world) and each:
                each()

    def rows(self, model):
        with self.world.database.reading() as session:
            return session.scalars(select(model)).all()

    @property
    def story(self):
        rows = sorted(self.rows(Reminder), key=lambda row: row.at)
        return [f"{row.day} {row.to.partition('@')[0] or '-'}" for row in rows]


@pytest.fixture
def club(travelling, clock, town):
    return Club(travelling, clock, town)


def test_two_years_of_a_club_that_always_answers(club):
    club.member("ola", "owner")
    club.member("sam")
    club.confirm_all()
    club.days(2 * 365, club.confirm_all)
    assert club.story == [
        "2027-02-10 ola", "2027-04-26 ola", "2027-07-12 ola", "2027-09-28 ola", "2027-12-14 ola", "2028-02-29 ola",
        "2028-05-15 ola", "2028-08-01 ola", "2028-10-18 ola",
    ]  # fmt: skip
    assert club.rows(ForTheManager) == []


def test_a_year_of_a_club_that_never_answers(club):
    club.member("ola", "owner")
    club.member("sam", days=1)
    club.confirm_all()
    club.days(365)
    assert club.story == [
        "2027-02-10 ola", "2027-02-24 ola", "2027-03-24 sam", "2027-04-07 sam", "2027-05-05 office", "2027-05-19 office",
        "2027-06-16 ola", "2027-08-11 sam", "2027-10-06 office",
    ]  # fmt: skip
    [told] = club.rows(ForTheManager)
    assert (told.reason, str(told.at.date())) == ("silent", "2027-06-16")
    confirm(club.world, MANAGER, "service", club.choir)
    assert club.rows(ForTheManager)[0].settled_at is not None


def test_one_mail_tells_of_all_that_is_due_soon_and_carries_the_links(club):
    club.member("ola", "owner")
    club.confirm_all()
    club.days(80)
    [mail] = club.rows(Mail)
    assert (mail.to, mail.kind, mail.subject) == ("ola@club.example", MAIL, "Is this still right? Headland Club")
    assert "- Choir (last confirmed on 24 November 2026)" in mail.text
    assert "Archery" not in mail.text  # it holds for three months more
    assert mail.text.startswith("Hello Ola,")
    assert len(set(re.findall(r"http://127\.0\.0\.1:5000/still-right/[\w.-]+(?:/[\w-]+)?", mail.text))) == 4
    [row] = club.rows(Reminder)
    assert row.records == [["service", club.choir]]


def test_what_was_never_confirmed_is_asked_about_two_weeks_after_it_came(club):
    club.days(30)
    assert club.story == ["2026-12-08 office", "2026-12-22 office"]
    assert len(club.rows(Reminder)[0].records) == 3


def test_at_night_and_on_sundays_nobody_is_written_to(club):
    for moment in ("2027-03-07T12:00", "2027-03-08T06:59", "2027-03-08T18:00"):
        club.clock.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        assert remind(club.world) == 0
    club.clock.now = datetime(2027, 3, 8, 9, tzinfo=UTC)
    assert remind(club.world) == 1


def test_two_workers_ask_once(club):
    club.clock.now += timedelta(days=20)
    assert remind(club.world) == 1
    assert remind(club.world) == 0
    assert len(club.rows(Mail)) == 1


def test_a_colleague_who_opted_out_is_left_in_peace(club):
    club.member("ola", "owner")
    club.member("sam")
    with club.world.database.writing() as session:
        session.add(NotToAsk(organisation_id=club.id, address="ola@club.example", since=BEGIN))
    club.days(20)
    assert club.story == ["2026-12-08 sam"]


@pytest.mark.parametrize("state", ["closed", "draft"])
def test_nobody_is_asked_about_what_is_not_public(club, state):
    with club.world.database.writing() as session:
        session.get_one(Organisation, club.id).state = state
    club.days(30)
    assert club.story == []


def test_closed_services_are_not_asked_about(club):
    with club.world.database.writing() as session:
        session.get_one(Service, club.archery).state = "closed"
    club.days(20)
    assert ["service", club.archery] not in club.rows(Reminder)[0].records


def test_an_organisation_that_nobody_can_be_written_for_waits_for_the_manager(club):
    with club.world.database.writing() as session:
        session.get_one(Organisation, club.id).email = ""
    club.days(20)
    assert club.story == ["2026-12-08 -"]
    assert [row.reason for row in club.rows(ForTheManager)] == ["nobody"]


def test_a_sample_organisation_is_left_alone(club):
    with club.world.database.writing() as session:
        session.get_one(Organisation, club.id).sample = True
    club.days(60)
    assert club.story == []
    assert club.rows(ForTheManager) == []


class RefusesOla:
    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith("ola@"):
            return "550 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, _envelope):
        return "250 Taken"


@pytest.fixture
def refusing_server():
    controller = Controller(RefusesOla(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def test_a_mail_server_that_refuses_ola_leads_to_sam_within_days(club, refusing_server):
    club.member("ola", "owner")
    club.member("sam", days=1)
    sending = replace(club.world, settings=replace(club.world.settings, mail_url=refusing_server))
    for _ in range(30):
        club.clock.now += timedelta(days=1)
        remind(sending)
        mailing.deliver(sending)
    assert club.story == ["2026-12-08 ola", "2026-12-11 sam"]
    assert [bool(row.bounced_at) for row in sorted(club.rows(Reminder), key=lambda row: row.at)] == [True, False]


def test_a_mail_that_came_back_later_leads_to_a_colleague_too(club):
    club.member("ola", "owner")
    club.member("sam", days=1)
    club.days(15)
    with pytest.raises(NotAllowed):
        came_back(club.world, Actor(role=Role.NAVIGATOR), "ola@club.example")
    assert came_back(club.world, MANAGER, "Ola@club.example") == 1
    club.days(5)
    assert club.story == ["2026-12-08 ola", "2026-12-11 sam"]


def test_the_mail_arrives_by_smtp_in_words_and_in_html(club, mail_server):
    club.member("ola", "owner")
    sending = replace(club.world, settings=replace(club.world.settings, mail_url=mail_server.url))
    club.days(14)
    mailing.deliver(sending)
    [message] = mail_server.messages
    assert message["To"] == "ola@club.example"
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "/still-right/" in text
    assert '<a href="http://127.0.0.1:5000/still-right/' in html


def test_a_confirmation_of_each_kind_stops_the_reminders(club):
    club.clock.now = BEGIN.replace(hour=9)
    club.confirm_all()
    club.days(60)
    assert club.story == []
    assert date(2027, 1, 23) == club.clock.now.date()
