"""An organisation becomes somebody's: what proves it, and what the manager decides."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from hubdirectory.actions import signed_links
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.organisations import claiming, deciding
from hubdirectory.actions.organisations.braking import FREE_FOR_AN_ACCOUNT, LONGEST_PAUSE
from hubdirectory.domain.belonging import ClaimState, masked, own_domains, proves
from hubdirectory.domain.states import MemberRole, Role
from hubdirectory.models import Claim, Mail, Membership, Organisation
from tests.factories.people import person


@pytest.fixture
def shed(town):
    with town.editing() as records:
        row = records.organisation("Men’s Shed", website="https://www.shed.org.uk/about", email="shed@gmail.com")
        return row.id


def link_of(world, to):
    with world.database.reading() as session:
        text = session.scalars(select(Mail.text).where(Mail.to == to).order_by(Mail.queued_at.desc())).first()
    return re.search(r"/our/\w+/(\S+)", text)[1]


def members(world, organisation_id):
    with world.database.reading() as session:
        rows = session.execute(
            select(Membership.account_id, Membership.role).where(Membership.organisation_id == organisation_id)
        )
        return dict(rows.all())


@pytest.mark.parametrize("email", ["jo@shed.org.uk", "jo@mail.shed.org.uk", "SHED@gmail.com"])
def test_an_address_of_its_own_proves_it(email):
    assert proves(email, ["http://shed.org.uk"], ["shed@gmail.com"])


@pytest.mark.parametrize("email", ["jo@gmail.com", "jo@notshed.org.uk", "jo@shed.org.uk.evil.com", "jo@org.uk", ""])
def test_any_other_address_does_not(email):
    assert not proves(email, ["http://shed.org.uk"], ["shed@gmail.com"])


@pytest.mark.parametrize(
    ("website", "email"),
    [("https://facebook.com/shed", ""), ("https://shed.wixsite.com/home", ""), ("", "shed@yahoo.co.uk"), ("https://co.uk", ""),
     ("x", "")],
)  # fmt: skip
def test_what_anybody_can_get_is_nobodys_own_domain(website, email):
    assert own_domains([website], [email]) == frozenset()


@pytest.mark.parametrize("address", ["ward7@nhs.net", "surgery@doctors.org.uk"])
def test_an_address_of_a_whole_profession_proves_only_where_it_is_listed(address):
    assert proves(address, [], [address])
    assert not proves(f"another-{address}", [], [address])


def test_what_many_health_boards_end_in_is_nobodys_own_domain():
    assert own_domains(["https://wales.nhs.uk"], ["a@bcu.wales.nhs.uk"]) == {"bcu.wales.nhs.uk"}


def test_an_address_is_shown_without_its_name():
    assert masked("jean.smith@shed.org.uk") == "j…@shed.org.uk"


def test_a_link_to_its_own_domain_makes_the_claimant_its_owner(world, shed):
    jo = person(world, "Jo")
    claiming.claim_by_mail(world, jo, shed, " Office@Shed.org.uk ")
    token = link_of(world, "office@shed.org.uk")
    assert claiming.look_at_proof(world, jo, token) == "Men’s Shed"
    assert members(world, shed) == {}, "looking at the link must change nothing"
    assert claiming.prove(world, jo, token) == shed
    assert members(world, shed) == {jo.account_id: "owner"}


def test_the_link_works_once_and_only_for_who_asked(world, shed):
    jo, other = person(world, "Jo"), person(world, "Sam")
    claiming.claim_by_mail(world, jo, shed, "office@shed.org.uk")
    token = link_of(world, "office@shed.org.uk")
    with pytest.raises(claiming.OthersClaim):
        claiming.prove(world, other, token)
    claiming.prove(world, jo, token)
    with pytest.raises(claiming.ClaimOver):
        claiming.prove(world, jo, token)
    assert members(world, shed) == {jo.account_id: "owner"}


def test_a_link_is_too_old_after_three_days(world, shed):
    jo = person(world, "Jo")
    claiming.claim_by_mail(world, jo, shed, "office@shed.org.uk")
    next_year = world.now().replace(year=2027)
    later = replace(world, clock=lambda: next_year)
    with pytest.raises(signed_links.LinkExpired):
        claiming.prove(later, jo, link_of(world, "office@shed.org.uk"))


def test_an_address_is_not_written_to_over_and_over(world, shed):
    for name in ("Jo", "Sam", "Kim"):
        claiming.claim_by_mail(world, person(world, name), shed, "office@shed.org.uk")
    with pytest.raises(TooSoon):
        claiming.claim_by_mail(world, person(world, "Lee"), shed, "Office@shed.org.uk")
    assert sent(world) == 3
    then = world.now() + LONGEST_PAUSE
    later = replace(world, clock=lambda: then)
    claiming.claim_by_mail(later, person(world, "Max"), shed, "office@shed.org.uk")
    assert sent(world) == 4


def test_one_account_does_not_write_to_everybody_at_an_organisation(world, shed):
    jo = person(world, "Jo")
    for number in range(FREE_FOR_AN_ACCOUNT):
        claiming.claim_by_mail(world, jo, shed, f"office{number}@shed.org.uk")
    with pytest.raises(TooSoon):
        claiming.claim_by_mail(world, jo, shed, "one-more@shed.org.uk")
    assert sent(world) == FREE_FOR_AN_ACCOUNT


def sent(world):
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Mail))


def test_a_free_mail_address_is_refused_with_those_that_would_do(world, shed):
    with pytest.raises(claiming.NotItsAddress) as refused:
        claiming.claim_by_mail(world, person(world, "Jo"), shed, "jo@hotmail.com")
    assert refused.value.own == ("shed.org.uk",)


def test_the_owners_there_are_learn_of_another(world, shed):
    person(world, "Ann", member_of=shed, member_role=MemberRole.OWNER)
    jo = person(world, "Jo")
    claiming.claim_by_mail(world, jo, shed, "office@shed.org.uk")
    claiming.prove(world, jo, link_of(world, "office@shed.org.uk"))
    with world.database.reading() as session:
        told = session.scalar(select(Mail.text).where(Mail.to == "ann@example.org"))
    assert "office@shed.org.uk" in told


def test_the_managers_word_is_asked_and_given(world, shed):
    jo, manager = person(world, "Jo"), person(world, "Max", Role.MANAGER)
    claiming.claim_by_word(world, jo, shed, "I have the keys. Ring the vicar.")
    (line,) = deciding.list_claims(world, manager)
    assert (line.organisation, line.who, line.words, line.proposed) == (
        "Men’s Shed",
        "Jo",
        "I have the keys. Ring the vicar.",
        False,
    )
    deciding.grant(world, manager, line.id)
    assert members(world, shed) == {jo.account_id: "owner"}
    assert deciding.list_claims(world, manager) == ()
    with pytest.raises(claiming.ClaimOver):
        deciding.grant(world, manager, line.id)


def test_a_refusal_reaches_the_person_with_its_reason(world, shed):
    jo, manager = person(world, "Jo"), person(world, "Max", Role.MANAGER)
    claim = claiming.claim_by_word(world, jo, shed, "It is mine")
    with pytest.raises(deciding.ReasonMissing):
        deciding.refuse(world, manager, claim, "  ")
    deciding.refuse(world, manager, claim, "The vicar does not know you.")
    with world.database.reading() as session:
        assert "The vicar does not know you." in session.scalar(select(Mail.text).where(Mail.to == "jo@example.org"))
    assert members(world, shed) == {}
    assert [one.state for one in claiming.own_claims(world, jo)] == [ClaimState.REFUSED]


def test_only_the_manager_sees_and_decides_claims(world, shed):
    jo = person(world, "Jo")
    claim = claiming.claim_by_word(world, jo, shed, "It is mine")
    for what in (lambda: deciding.list_claims(world, jo), lambda: deciding.grant(world, jo, claim)):
        with pytest.raises(NotAllowed):
            what()


def test_who_asks_again_has_one_claim(world, shed):
    jo = person(world, "Jo")
    claiming.claim_by_word(world, jo, shed, "first")
    claiming.claim_by_word(world, jo, shed, "second")
    with world.database.reading() as session:
        assert sorted(session.scalars(select(Claim.state))) == ["waiting", "withdrawn"]


def test_nobody_collects_claims(world, town, shed):
    jo = person(world, "Jo")
    with town.editing() as records:
        ids = [records.organisation(f"Club {number}").id for number in range(claiming.MOST_OPEN + 1)]
    for one in ids[:-1]:
        claiming.claim_by_word(world, jo, one, "mine")
    with pytest.raises(claiming.TooManyClaims):
        claiming.claim_by_word(world, jo, ids[-1], "mine too")


def test_a_new_organisation_is_a_draft_of_its_proposer_until_the_manager_says_so(world):
    jo, manager = person(world, "Jo"), person(world, "Max", Role.MANAGER)
    organisation = claiming.propose(world, jo, "  Knit and Natter ", "Six of us, at the library")
    assert members(world, organisation) == {jo.account_id: "owner"}
    (line,) = deciding.list_claims(world, manager)
    assert line.proposed and line.organisation == "Knit and Natter"
    with world.database.reading() as session:
        assert session.get(Organisation, organisation).state == "draft"
    deciding.refuse(world, manager, line.id, "It is a shop.")
    assert members(world, organisation) == {}


def test_organisations_are_found_by_any_words_of_their_names(world, town, shed):
    jo = person(world, "Jo")
    with town.editing() as records:
        records.organisation("Shed for All 50%", slug="shed-for-all")
        records.organisation("A secret shed", slug="secret", state="draft")
    assert [one.name for one in claiming.found_by_name(world, jo, "shed")] == ["Shed for All 50%", "Men’s Shed"]
    assert [one.name for one in claiming.found_by_name(world, jo, "50% shed")] == ["Shed for All 50%"]
    assert claiming.found_by_name(world, jo, "%") == claiming.found_by_name(world, jo, "50%")
    assert claiming.found_by_name(world, jo, " ") == ()
