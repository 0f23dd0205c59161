"""What is ours in one look; confirming all of it; giving a service away; what forms offer to choose from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from hubdirectory.actions import changes
from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.organisations import choosing, handing, mine
from hubdirectory.domain.freshness import Freshness
from hubdirectory.domain.states import MemberRole, Role
from hubdirectory.models import Mail, Service
from tests.factories.people import person

OWNER = MemberRole.OWNER


@pytest.fixture
def shed(town):
    with town.editing() as records:
        row = records.organisation("Men’s Shed")
        forge = records.organisation("The Forge")
        wood = records.service("Woodwork", organisation=row)
        records.service("Tea", organisation=row, state="closed")
        return row.id, forge.id, wood.id


def test_everything_of_ours_is_there_with_what_waits(world, shed):
    ann = person(world, "Ann", member_of=shed[0], member_role=OWNER)
    ben = person(world, "Ben", member_of=shed[0])
    draft = changes.draft(world, ann, "service", shed[2])
    changes.save(world, ann, "service", shed[2], {"summary": "New"}, stamp=draft.stamp)
    (ours,) = mine.ours(world, ann)
    assert (ours.name, ours.role, ours.people, [one.name for one in ours.services]) == (
        "Men’s Shed",
        OWNER,
        2,
        ["Woodwork", "Tea"],
    )
    assert [one.name for one in ours.waiting] == ["Woodwork"]
    (theirs,) = mine.ours(world, ben)
    assert theirs.waiting == () and theirs.services[0].others == ("Ann",)


def test_nobody_looks_into_somebody_elses(world, shed):
    eve = person(world, "Eve")
    assert mine.ours(world, eve) == ()
    for what in (mine.ours, mine.confirm_all, mine.publishes_at_once):
        with pytest.raises(NotAllowed):
            what(world, eve, shed[0])


def test_all_that_is_public_is_confirmed_at_once(world, shed):
    ann = person(world, "Ann", member_of=shed[0])
    assert mine.confirm_all(world, ann, shed[0]) == 2
    (ours,) = mine.ours(world, ann)
    assert [one.freshness for one in ours.records if one.public] == [Freshness.FRESH, Freshness.FRESH]
    assert not any(one.to_confirm for one in ours.records)


def owner_of(world, service_id):
    with world.database.reading() as session:
        return session.get(Service, service_id).organisation_id


def test_a_service_moves_when_the_other_side_says_yes(world, shed):
    ann = person(world, "Ann", member_of=shed[0], member_role=OWNER)
    fay = person(world, "Fay", member_of=shed[1], member_role=OWNER)
    asked = handing.hand_service(world, ann, shed[2], shed[1])
    assert owner_of(world, shed[2]) == shed[0]
    assert [(one.service, one.ours) for one in handing.on_their_way(world, fay)] == [("Woodwork", True)]
    with pytest.raises(NotAllowed):
        handing.answer(world, ann, asked, True)
    handing.answer(world, fay, asked, True)
    assert owner_of(world, shed[2]) == shed[1]
    with pytest.raises(handing.HandingOver):
        handing.answer(world, fay, asked, True)
    with world.database.reading() as session:
        assert "belongs to The Forge now" in session.scalar(select(Mail.text).where(Mail.to == "ann@example.org"))


def test_a_no_leaves_it_where_it_is(world, shed):
    ann = person(world, "Ann", member_of=shed[0], member_role=OWNER)
    fay = person(world, "Fay", member_of=shed[1], member_role=OWNER)
    handing.answer(world, fay, handing.hand_service(world, ann, shed[2], shed[1]), False)
    assert owner_of(world, shed[2]) == shed[0]
    asked = handing.hand_service(world, ann, shed[2], shed[1])
    handing.take_back(world, ann, asked)
    with pytest.raises(handing.HandingOver):
        handing.answer(world, fay, asked, True)


def test_whoever_is_in_both_moves_it_at_once(world, shed):
    ann = person(world, "Ann", member_of=shed[0])
    both = replace(ann, memberships={shed[0]: MemberRole.EDITOR, shed[1]: MemberRole.EDITOR})
    assert handing.hand_service(world, both, shed[2], shed[1]) == ""
    assert owner_of(world, shed[2]) == shed[1]


def test_nothing_is_given_to_where_nobody_is(world, shed):
    ann = person(world, "Ann", member_of=shed[0])
    for to in (shed[1], shed[0], "nowhere"):
        with pytest.raises(handing.NowhereToGo):
            handing.hand_service(world, ann, shed[2], to)


def test_the_manager_publishes_at_once(world, shed):
    ann = person(world, "Ann", member_of=shed[0])
    assert not mine.publishes_at_once(world, ann, shed[0])
    assert mine.publishes_at_once(world, person(world, "Max", Role.MANAGER), shed[0])


def test_places_are_known_by_any_words_of_theirs_but_never_a_private_one(world, town):
    with town.editing() as records:
        central = records.location("Community Hub Central", postcode="TS24 7AB").id
        north = records.location("Community Hub North", postcode="TS24 9ZZ").id
        secret = records.location("Safe House", kind="venue", confidential=True, postcode="TS24 1AA").id
    ids = lambda words: [one.id for one in choosing.places_named(world, words)]  # noqa: E731
    assert ids("the Central hub") == [central]
    assert ids("community hub central") == [central]
    assert ids("TS249ZZ") == [north]
    assert set(ids("hub")) == {central, north}
    assert ids("Safe House") == [] and ids("TS24 1AA") == [] and ids("") == []
    assert choosing.names_of_places(world, [secret]) == {}
    assert choosing.names_of_places(world, [secret], [secret]) == {secret: "Safe House"}


def test_needs_are_proposed_from_a_text(world):
    found = choosing.proposed_terms(world, "Debt advice", "Help with debts and bailiffs.", "We talk to the bank for you.")
    assert "need/debt" in found
    assert choosing.proposed_terms(world, "", "", "") == ()
