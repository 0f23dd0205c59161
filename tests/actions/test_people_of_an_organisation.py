"""Colleagues: asked, made owner or editor, removed, leaving. Everybody touched is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions import signed_links
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.organisations import claiming, people
from hubdirectory.actions.organisations.braking import FREE_FOR_AN_ACCOUNT, LONGEST_PAUSE
from hubdirectory.actions.organisations.membership import LastOwner, NoSuchMember
from hubdirectory.domain.states import MemberRole
from hubdirectory.models import Mail, Membership
from tests.factories.people import person

OWNER, EDITOR = MemberRole.OWNER, MemberRole.EDITOR


@pytest.fixture
def shed(town):
    with town.editing() as records:
        return records.organisation("Men’s Shed").id


@pytest.fixture
def ann(world, shed):
    return person(world, "Ann", member_of=shed, member_role=OWNER)


@pytest.fixture
def ben(world, shed):
    return person(world, "Ben", member_of=shed, member_role=EDITOR)


def roles(world, organisation_id):
    with world.database.reading() as session:
        rows = session.execute(
            select(Membership.account_id, Membership.role).where(Membership.organisation_id == organisation_id)
        )
        return dict(rows.all())


def mails(world, to):
    with world.database.reading() as session:
        return [*session.scalars(select(Mail.text).where(Mail.to == to))]


def invited(world, actor, shed, address="cy@example.org", role=EDITOR):
    people.invite(world, actor, shed, address, role)
    return re.search(r"/our/invitation/(\S+)", mails(world, address)[-1])[1]


def test_a_colleague_comes_by_the_link_of_a_mail(world, shed, ann):
    token = invited(world, ann, shed)
    cy = person(world, "Cy")
    asked = people.look_at_invitation(world, token)
    assert (asked.organisation, asked.role, asked.by) == ("Men’s Shed", EDITOR, "Ann")
    assert people.take_up(world, cy, token) == shed
    assert roles(world, shed) == {ann.account_id: "owner", cy.account_id: "editor"}
    assert any("Cy" in mail for mail in mails(world, "ann@example.org"))


def test_an_invitation_works_once(world, shed, ann):
    token = invited(world, ann, shed)
    people.take_up(world, person(world, "Cy"), token)
    with pytest.raises(people.InvitationOver):
        people.take_up(world, person(world, "Dee"), token)


def test_an_invitation_that_was_taken_back_works_no_more(world, shed, ann):
    token = invited(world, ann, shed)
    (open_,) = people.people(world, ann, shed).invited
    people.take_back(world, ann, shed, open_.id)
    with pytest.raises(people.InvitationOver):
        people.look_at_invitation(world, token)
    assert people.people(world, ann, shed).invited == ()


def test_an_invitation_is_too_old_after_fourteen_days(world, shed, ann):
    token = invited(world, ann, shed)
    too_late = world.now() + timedelta(days=14, minutes=1)
    later = replace(world, clock=lambda: too_late)
    with pytest.raises((signed_links.LinkExpired, people.InvitationOver)):
        people.take_up(later, person(world, "Cy"), token)


def test_asking_again_replaces_the_first_mail(world, shed, ann):
    first, second = invited(world, ann, shed), invited(world, ann, shed)
    with pytest.raises(people.InvitationOver):
        people.look_at_invitation(world, first)
    assert people.look_at_invitation(world, second).organisation == "Men’s Shed"


def test_taking_back_frees_no_more_mails(world, shed, ann):
    for number in range(FREE_FOR_AN_ACCOUNT):
        one = people.invite(world, ann, shed, f"stranger{number}@example.org", EDITOR)
        people.take_back(world, ann, shed, one)
    with pytest.raises(TooSoon):
        people.invite(world, ann, shed, "one-more@example.org", EDITOR)
    assert mails(world, "one-more@example.org") == []
    then = world.now() + LONGEST_PAUSE
    later = replace(world, clock=lambda: then)
    people.invite(later, ann, shed, "one-more@example.org", EDITOR)


def test_organisations_that_somebody_made_up_do_not_write_to_one_address_over_and_over(world, shed, ann):
    for name in ("Jo", "Sam", "Kim"):
        actor = person(world, name)
        made = claiming.propose(world, actor, f"{name} says you have won", "")
        people.invite(world, replace(actor, memberships={made: OWNER}), made, "cy@example.org", EDITOR)
    with pytest.raises(TooSoon):
        people.invite(world, ann, shed, "Cy@example.org", EDITOR)
    assert len(mails(world, "cy@example.org")) == 3


def test_a_member_is_not_asked_again(world, shed, ann, ben):
    with pytest.raises(people.AlreadyMember):
        people.invite(world, ann, shed, "BEN@example.org", OWNER)


def test_an_editor_may_not_invite_or_remove_nor_see_addresses(world, shed, ann, ben):
    for what in (
        lambda: people.invite(world, ben, shed, "cy@example.org", OWNER),
        lambda: people.remove(world, ben, shed, ann.account_id),
        lambda: people.change_role(world, ben, shed, ben.account_id, OWNER),
        lambda: people.hand_over(world, ben, shed, ben.account_id),
    ):
        with pytest.raises(NotAllowed):
            what()
    assert [one.email for one in people.people(world, ben, shed).members] == ["", ""]


def test_the_last_owner_cannot_leave_without_handing_over(world, shed, ann, ben):
    for what in (
        lambda: people.leave(world, ann, shed),
        lambda: people.remove(world, ann, shed, ann.account_id),
        lambda: people.change_role(world, ann, shed, ann.account_id, EDITOR),
    ):
        with pytest.raises(LastOwner):
            what()
    people.hand_over(world, ann, shed, ben.account_id)
    assert roles(world, shed) == {ann.account_id: "editor", ben.account_id: "owner"}
    people.leave(world, replace(ann, memberships={shed: EDITOR}), shed)
    assert roles(world, shed) == {ben.account_id: "owner"}


def test_everybody_touched_is_told(world, shed, ann, ben):
    people.change_role(world, ann, shed, ben.account_id, OWNER)
    assert "made you an owner" in mails(world, "ben@example.org")[-1]
    people.remove(world, ann, shed, ben.account_id)
    assert "took you off" in mails(world, "ben@example.org")[-1]


def test_the_owners_learn_that_somebody_left(world, shed, ann, ben):
    people.leave(world, ben, shed)
    assert "Ben has left" in mails(world, "ann@example.org")[-1]


def test_a_stranger_is_no_member(world, shed, ann):
    with pytest.raises(NoSuchMember):
        people.remove(world, ann, shed, "nobody")
    with pytest.raises(NotAllowed):
        people.people(world, person(world, "Eve"), shed)
