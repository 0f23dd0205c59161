"""What somebody without an account can answer by a reminder's link, and what it cannot do."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions import records, signed_links
from hubdirectory.actions.accounts.own import remove
from hubdirectory.actions.acting import Actor, NotAllowed
from hubdirectory.actions.finding import find
from hubdirectory.actions.freshness import answering, links
from hubdirectory.actions.freshness.reminding import PURPOSE, remind
from hubdirectory.actions.results import Asked
from hubdirectory.domain.states import Role
from hubdirectory.models import (
    Account,
    Assurance,
    AuditEntry,
    ForTheManager,
    Mail,
    Membership,
    NotToAsk,
    Organisation,
    Reminder,
    Revision,
    Service,
    ServiceAtLocation,
)
from tests.factories.people import person

BEGIN = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = BEGIN

    def __call__(self):
        return self.now


class Club:
    """An organisation that has just been sent a reminder about its choir and its archery."""

    def __init__(self, world, clock, town):
        self.world, self.clock = world, clock
        long_ago = BEGIN - timedelta(days=60)
        with town.editing() as records:
            organisation = records.organisation("Headland Club", created_at=long_ago, email="office@club.example")
            self.choir = records.service("Choir", organisation=organisation, days=["TU"], created_at=long_ago).id
            self.archery = records.service("Archery", organisation=organisation, created_at=long_ago).id
            self.id = organisation.id
            account = records.add(Account(email="ola@club.example", name="Ola", role="organisation"))
            records.add(Membership(account_id=account.id, organisation_id=self.id, role="owner", since=BEGIN))
            records.add(Account(email="mo@town.example", name="Mo", role="manager"))
        assert remind(world) == 1
        self.token = self.mailed()

    def mailed(self):
        mail = max((row for row in self.rows(Mail) if row.kind == "still_right"), key=lambda row: row.queued_at)
        return re.search(r"/still-right/([\w.-]+)\n", mail.text)[1]

    def rows(self, model):
        with self.world.database.reading() as session:
            return session.scalars(select(model)).all()

    def found(self):
        return sorted(result.name for result in find(self.world, Asked()).results)

    def state(self, service_id):
        with self.world.database.reading() as session:
            return session.get_one(Service, service_id).state

    def answers(self):
        return {one.name: one.answer for one in links.look(self.world, self.token).records}


@pytest.fixture
def club(world, town):
    clock = Clock()
    return Club(replace(world, clock=clock), clock, town)


def test_looking_changes_nothing(club):
    asked = links.look(club.world, club.token)
    assert asked == links.look(club.world, club.token)
    assert (asked.organisation, asked.to, asked.account, asked.colleague) == ("Headland Club", "ola@club.example", True, True)
    assert {one.name for one in asked.open} == {"Headland Club", "Choir", "Archery"}
    assert club.rows(Assurance) == []


def test_all_are_still_right_and_pressing_twice_is_harmless(club):
    assert answering.still_right(club.world, club.token) == 3
    assert answering.still_right(club.world, club.token) == 0
    assert len(club.rows(Assurance)) == 3
    assert {row.confirmed_by for row in club.rows(Assurance)} == {"Headland Club"}
    assert {entry.role for entry in club.rows(AuditEntry)} == {"visitor"}
    asked = links.look(club.world, club.token)
    assert asked.open == ()
    again = {one.name: str(one.asked_again_at.date()) for one in asked.answered}
    assert again == {"Headland Club": "2027-05-10", "Choir": "2027-02-10", "Archery": "2027-05-10"}


def test_one_of_several_is_still_right(club):
    assert answering.still_right(club.world, club.token, [club.choir]) == 1
    assert club.answers() == {"Headland Club": "", "Choir": "right", "Archery": ""}


def test_the_same_link_weeks_later_confirms_anew(club):
    answering.still_right(club.world, club.token)
    club.clock.now += timedelta(days=60)
    assert answering.still_right(club.world, club.token) == 3
    assert len(club.rows(Assurance)) == 6


def test_undone_it_is_as_before(club):
    answering.still_right(club.world, club.token)
    assert answering.undo(club.world, club.token) == 3
    assert club.rows(Assurance) == []
    assert set(club.answers().values()) == {""}
    assert answering.undo(club.world, club.token) == 0


@pytest.mark.parametrize(("for_now", "state"), [(False, "closed"), (True, "paused")])
def test_we_have_stopped_takes_effect_at_once_is_told_and_can_be_undone(club, for_now, state):
    assert answering.stopped(club.world, club.token, [club.choir], for_now) == 1
    assert answering.stopped(club.world, club.token, [club.choir], for_now) == 0
    assert club.found() == ["Archery"]
    assert [(row.reason, row.record_id) for row in club.rows(ForTheManager)] == [("stopped", club.choir)]
    [told] = [row for row in club.rows(Mail) if row.kind == "we_have_stopped"]
    assert told.to == "mo@town.example" and "- Choir" in told.text
    assert state in {row.action for row in club.rows(Revision)}
    club.clock.now += timedelta(days=30)
    assert answering.undo(club.world, club.token, [club.choir]) == 1
    assert club.found() == ["Archery", "Choir"]


def test_after_thirty_days_it_is_not_undone_by_the_link(club):
    answering.stopped(club.world, club.token, [club.choir], for_now=False)
    club.clock.now += timedelta(days=30, seconds=1)
    assert answering.undo(club.world, club.token, [club.choir]) == 0
    assert club.found() == ["Archery"]


def test_an_undo_leaves_what_somebody_else_decided_meanwhile(club):
    answering.stopped(club.world, club.token, [club.choir], for_now=True)
    with club.world.database.writing() as session:
        session.get_one(Service, club.choir).state = "draft"
    answering.undo(club.world, club.token, [club.choir])
    with club.world.database.reading() as session:
        assert session.get_one(Service, club.choir).state == "draft"


def test_an_undo_does_not_make_public_what_the_manager_withdrew(club):
    manager = person(club.world, "Mina", Role.MANAGER)
    answering.stopped(club.world, club.token, [club.choir], for_now=False)
    records.reopen(club.world, manager, "service", club.choir)
    records.close(club.world, manager, "service", club.choir, "Unsafe building")
    answering.undo(club.world, club.token, [club.choir])
    assert club.found() == ["Archery"]


def test_what_the_manager_paused_a_link_closes_and_does_not_bring_back(club):
    manager = person(club.world, "Mina", Role.MANAGER)
    records.pause(club.world, manager, "service", club.choir, date(2026, 11, 27), "Unsafe building")
    assert answering.stopped(club.world, club.token, [club.choir], for_now=False) == 1
    assert club.state(club.choir) == "closed"
    club.clock.now += timedelta(days=4)
    assert records.resume_what_is_due(club.world) == 0 and club.found() == ["Archery"]
    with pytest.raises(NotAllowed):
        records.reopen(club.world, person(club.world, "Ann", member_of=club.id), "service", club.choir)
    club.clock.now -= timedelta(days=4)
    assert answering.undo(club.world, club.token, [club.choir]) == 1
    assert club.state(club.choir) == "paused" and club.found() == ["Archery"]


def test_undone_one_after_the_other_answers_do_not_bring_back_what_the_manager_paused_between(club):
    manager = person(club.world, "Mina", Role.MANAGER)
    answering.stopped(club.world, club.token, [club.choir], for_now=True)
    records.pause(club.world, manager, "service", club.choir, None, "Unsafe building")
    club.clock.now += timedelta(days=1)
    answering.stopped(club.world, club.token, [club.choir], for_now=False)
    for _ in range(2):
        answering.undo(club.world, club.token, [club.choir])
    assert club.state(club.choir) == "paused" and club.found() == ["Archery"]


def test_the_whole_organisation_may_stop(club):
    answering.stopped(club.world, club.token, [club.id], for_now=False)
    assert club.found() == []
    answering.undo(club.world, club.token)
    assert club.found() == ["Archery", "Choir"]


def test_what_has_changed_is_passed_on_to_the_manager(club):
    answering.tell(club.world, club.token, " Fridays now. ")
    assert [(row.reason, row.words) for row in club.rows(ForTheManager)] == [("change", "Fridays now.")]
    with pytest.raises(answering.NothingWritten):
        answering.tell(club.world, club.token, "  ")


def test_a_colleague_may_be_left_to_but_not_by_the_last(club):
    answering.not_me(club.world, club.token)
    assert [row.address for row in club.rows(NotToAsk)] == ["ola@club.example"]
    assert links.look(club.world, club.token).opted_out
    answering.me_again(club.world, club.token)
    assert club.rows(NotToAsk) == []
    with club.world.database.writing() as session:
        session.get_one(Organisation, club.id).email = ""
    with pytest.raises(answering.LastPerson):
        answering.not_me(club.world, club.token)


def test_a_link_touches_nothing_of_another_organisation(club, town):
    with town.editing() as records:
        other = records.service("Chess", organisation=records.organisation("Chess Club")).id
    assert answering.still_right(club.world, club.token, [other]) == 0
    assert answering.stopped(club.world, club.token, [other], for_now=False) == 0
    assert "Chess" in club.found()


def test_a_service_that_moved_to_another_organisation_is_no_longer_the_links(club, town):
    with town.editing() as records:
        records.session.get_one(Service, club.choir).organisation_id = records.organisation("Chess Club").id
    assert answering.still_right(club.world, club.token, [club.choir]) == 0


def test_an_expired_link_opens_nothing_and_brings_a_fresh_one_to_the_same_address_once(club):
    club.clock.now += timedelta(days=101)
    for do in (links.look, answering.still_right, answering.undo):
        with pytest.raises(links.LinkExpired):
            do(club.world, club.token)
    assert links.expired(club.world, club.token) == "o…@club.example"
    before = len(club.rows(Mail))
    answering.send_again(club.world, club.token)
    answering.send_again(club.world, club.token)
    assert len(club.rows(Mail)) == before + 1
    assert answering.still_right(club.world, club.mailed()) == 3


@pytest.mark.parametrize("token", ["", "nonsense", "WzEsMl0.abc"])
def test_a_link_that_is_not_ours_is_refused(club, token):
    for do in (links.look, answering.still_right, answering.undo, answering.send_again, links.expired):
        with pytest.raises(links.LinkWrong):
            do(club.world, token)


def test_a_link_signed_for_another_purpose_is_refused(club):
    token = signed_links.sign(club.world, "something-else", {"reminder": "x"}, 10)
    with pytest.raises(links.LinkWrong):
        links.look(club.world, token)
    gone = signed_links.sign(club.world, PURPOSE, {"reminder": "x"}, 10)
    with pytest.raises(links.LinkGone):
        links.look(club.world, gone)


def test_who_has_left_the_organisation_answers_for_it_no_longer(club):
    with club.world.database.writing() as session:
        session.delete(session.scalars(select(Membership)).one())
    for do in (links.look, answering.still_right, answering.undo, answering.send_again):
        with pytest.raises(links.LinkGone):
            do(club.world, club.token)
    assert club.rows(Assurance) == []


def test_a_deleted_account_leaves_no_address_behind(club):
    answering.not_me(club.world, club.token)
    with club.world.database.writing() as session:
        account = session.scalars(select(Account).where(Account.name == "Ola")).one()
        remove(club.world, session, Actor(account_id=account.id), account)
    assert [row.to for row in club.rows(Reminder)] == ["-"]
    assert club.rows(NotToAsk) == []
    with pytest.raises(links.LinkGone):
        links.look(club.world, club.token)


def test_a_confidential_place_is_named_to_nobody(club, town):
    with town.editing() as records:
        refuge = records.location("Safe house", confidential=True, website="https://refuge.example")
        records.add(ServiceAtLocation(service_id=club.choir, location_id=refuge.id))
    assert "Safe house" not in str(links.look(club.world, club.token))
