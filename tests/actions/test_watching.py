"""Web addresses and numbers of records: what is looked at, what is said of it, and who is told."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select

from hubdirectory.actions.acting import VISITOR, Actor, NotAllowed
from hubdirectory.actions.watching.lists import broken, look_again
from hubdirectory.actions.watching.looking import by_turns, watch, watch_by_night
from hubdirectory.actions.watching.numbers import look_at_number
from hubdirectory.actions.watching.telling import tell_organisations
from hubdirectory.domain.states import Role
from hubdirectory.domain.watching import Look, Problem
from hubdirectory.links import HttpLooker, Pace
from hubdirectory.models import Mail, Organisation, Phone, Service, Watched

NIGHT = datetime(2026, 11, 24, 2, tzinfo=UTC)  # a Tuesday
MANAGER = Actor(name="Mo", role=Role.MANAGER, second_step=True)


class FakeLooker:
    """Answers by address; what it does not know works."""

    def __init__(self):
        self.answers, self.asked = {}, []

    def look(self, address):
        self.asked.append(address)
        return self.answers.get(address, Look(None, 200))


class Watch:
    def __init__(self, world, town):
        self.now = NIGHT
        self.world = replace(world, clock=lambda: self.now)
        self.looker = FakeLooker()
        with town.editing() as records:
            club = records.organisation("Headland Club", website="club.example", email="office@club.example", created_at=NIGHT)
            choir = records.service("Choir", organisation=club, url="https://choir.example/")
            self.club, self.choir = club.id, choir.id

    def nights(self, count):
        for _ in range(count):
            found = watch(self.world, self.looker)
            self.now += timedelta(days=1)
        return found

    def broken(self, field=""):
        return [(line.name, line.value, line.problem) for line in broken(self.world, MANAGER, field).lines]

    def tell(self):
        """At noon of the day."""
        night, self.now = self.now, self.now.replace(hour=12)
        told = tell_organisations(self.world)
        self.now = night
        return told

    def rows(self, model):
        with self.world.database.reading() as session:
            return session.scalars(select(model)).all()


@pytest.fixture
def club(world, town):
    return Watch(world, town)


def test_the_addresses_of_public_records_are_looked_at_each_night(club):
    assert club.nights(1).looked == 3  # a number too
    assert sorted(club.looker.asked) == ["https://choir.example/", "https://club.example"]
    club.nights(1)
    assert len(club.looker.asked) == 4
    assert club.broken() == []


def test_twice_in_a_night_asks_nothing_again(club):
    watch(club.world, club.looker)
    watch(club.world, club.looker)
    assert len(club.looker.asked) == 2


def test_only_the_third_night_says_that_an_address_is_broken(club):
    club.looker.answers["https://choir.example/"] = Look(Problem.NOT_FOUND, 404)
    club.nights(2)
    assert club.broken() == []
    club.nights(1)
    assert club.broken() == [("Choir", "https://choir.example/", "not_found")]
    del club.looker.answers["https://choir.example/"]
    club.nights(1)
    assert club.broken() == []


def test_when_nothing_answers_at_all_nobody_is_blamed(club, town):
    with town.editing() as records:
        records.service("Chess", organisation=records.session.get(Organisation, club.club), url="https://chess.example/")
    for address in ("https://choir.example/", "https://chess.example/", "https://club.example"):
        club.looker.answers[address] = Look(Problem.NO_SUCH_HOST)
    assert club.nights(4).line_down
    assert club.broken() == []
    assert len(club.looker.asked) == 12  # due again each night


def test_a_busy_host_is_asked_once_and_no_more_until_it_said(club, town):
    with town.editing() as records:
        records.service("Chess", organisation=records.session.get(Organisation, club.club), url="https://choir.example/chess")
    for address in ("https://choir.example/", "https://choir.example/chess"):
        club.looker.answers[address] = Look(Problem.BUSY, 429, timedelta(days=2))
    club.nights(2)
    assert len([one for one in club.looker.asked if "choir" in one]) == 2
    assert club.broken() == []


def test_a_changed_address_begins_anew(club, town):
    club.looker.answers["https://choir.example/"] = Look(Problem.NOT_FOUND, 404)
    club.nights(3)
    with town.editing() as records:
        records.session.get(Service, club.choir).url = "https://choir.example/new"
    club.nights(1)
    assert club.broken() == []
    assert "https://choir.example/" not in {row.value for row in club.rows(Watched)}


@pytest.mark.parametrize("change", [{"state": "closed"}, {"state": "draft"}, {"sample": True}])
def test_what_is_not_public_or_invented_is_not_looked_for(club, change):
    with club.world.database.writing() as session:
        for name, value in change.items():
            setattr(session.get_one(Service, club.choir), name, value)
    club.nights(1)
    assert club.looker.asked == ["https://club.example"]


def test_where_the_installation_says_no_only_numbers_are_looked_at(club):
    club.world = replace(club.world, settings=replace(club.world.settings, link_check=False))
    assert club.nights(1).looked == 1
    assert club.looker.asked == []


def test_what_is_no_address_says_so_without_being_asked(club):
    with club.world.database.writing() as session:
        session.get_one(Service, club.choir).url = "see Facebook"
    club.nights(3)
    assert club.broken("website") == [("Choir", "see Facebook", "not_an_address")]


def test_by_day_the_worker_looks_at_nothing(club):
    club.now = NIGHT.replace(hour=12)
    assert watch_by_night(club.world).looked == 0
    assert club.rows(Watched) == []


def test_time_is_short_and_the_rest_is_first_the_next_time(club):
    ticks = iter(range(100))
    watch(club.world, club.looker, seconds=2, clock=lambda: next(ticks))
    assert len(club.looker.asked) == 1
    watch(club.world, club.looker)
    assert len(set(club.looker.asked)) == 2


def test_hosts_take_turns():
    due = [("1", "https://a.example/1"), ("2", "https://a.example/2"), ("3", "https://b.example/"), ("4", "https://a.example/3")]
    assert [key for key, _ in by_turns(due)] == ["1", "3", "2", "4"]


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("01429 266522", None), ("111", None), ("999", None), ("116 123", None), ("0800 11 11", None), ("01632 960123", None),
        ("+44 20 7946 0000", None), ("85258", None), ("0142 12", "too_short"),
        ("01429 2665", "not_a_number"), ("01429 266522 266523", "too_long"),
        ("ask Jean", "not_a_number"), ("00000", "too_short"), ("01999 999999", "not_a_number"), ("", "not_a_number"),
    ],
)  # fmt: skip
def test_numbers_are_known_by_their_form(number, problem):
    assert look_at_number(number).problem == problem


def test_a_number_that_cannot_be_rung_is_listed_at_once(club):
    with club.world.database.writing() as session:
        session.add(Phone(organisation_id=club.club, number="0142 12"))
    club.nights(1)
    assert club.broken("phone") == [("Headland Club", "0142 12", "too_short")]
    assert club.broken("website") == []


def test_an_organisation_is_told_of_everything_in_one_mail_a_month(club):
    for address in ("https://choir.example/", "https://club.example"):
        club.looker.answers[address] = Look(Problem.NOT_FOUND, 404)
    club.nights(3)
    assert tell_organisations(club.world) == 0  # at night
    assert (club.tell(), club.tell()) == (1, 0)
    [mail] = club.rows(Mail)
    assert (mail.to, mail.kind) == ("office@club.example", "does_not_work")
    assert "Choir: the website https://choir.example/ has not opened for three nights" in mail.text
    assert "Headland Club: the website club.example" in mail.text
    assert "http://127.0.0.1:5000/services/choir" in mail.text
    told = []
    for _ in range(35):
        club.nights(1)
        told.append(club.tell())
    assert told.index(1) == 30 and sum(told) == 1  # the thirtieth day is a Sunday


def test_the_list_is_the_managers_and_has_pages(club):
    club.looker.answers = {
        address: Look(Problem.NOT_FOUND, 404) for address in ("https://choir.example/", "https://club.example")
    }
    club.nights(3)
    found = broken(club.world, MANAGER, page=2, per_page=1)
    assert (found.total, found.page, found.pages, len(found.lines)) == (2, 2, 2, 1)
    assert found.oldest == NIGHT + timedelta(days=2)
    for actor in (VISITOR, Actor(role=Role.NAVIGATOR), Actor(role=Role.MANAGER)):
        with pytest.raises(NotAllowed):
            broken(club.world, actor)
        with pytest.raises(NotAllowed):
            look_again(club.world, actor, found.lines[0].id)


def test_the_manager_has_it_looked_at_again(club):
    club.looker.answers["https://choir.example/"] = Look(Problem.NOT_FOUND, 404)
    club.nights(3)
    club.now -= timedelta(hours=23)
    club.looker.answers.clear()
    [line] = broken(club.world, MANAGER).lines
    watch(club.world, club.looker)
    assert club.broken() != []
    look_again(club.world, MANAGER, line.id)
    watch(club.world, club.looker)
    assert club.broken() == []


def test_a_real_site_that_loses_its_page_is_told_of(club, mail_server):
    class Site(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response(200 if self.path == "/choir" else 404)
            self.end_headers()

        def do_GET(self):
            self.do_HEAD()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    with club.world.database.writing() as session:
        session.get_one(Service, club.choir).url = f"{address}/gone"
        session.get_one(Organisation, club.club).website = f"{address}/choir"
    club.looker = HttpLooker("Hub", "https://hub.example", Pace(0), allowed=lambda one: one.is_loopback)
    club.nights(3)
    assert club.broken() == [("Choir", f"{address}/gone", "not_found")]
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_is_asked_of_the_outside_about_a_confidential_place(club, town):
    with town.editing() as records:
        records.location("Safe house", confidential=True, website="https://refuge.example")
        records.location("Library", website="https://library.example")
    club.nights(1)
    assert "https://library.example" in club.looker.asked
    assert "https://refuge.example" not in club.looker.asked
