"""Who may say that a record is right, and what that changes."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hubdirectory.actions.acting import VISITOR, Actor, NotAllowed
from hubdirectory.actions.finding import find
from hubdirectory.actions.freshness.confirming import NoSuchRecord, confirm, take_back
from hubdirectory.actions.freshness.reading import freshness_of
from hubdirectory.actions.records import put
from hubdirectory.actions.results import Asked
from hubdirectory.domain.states import MemberRole, Role
from hubdirectory.models import Assurance, AuditEntry, Organisation, ServiceCard

MANAGER = Actor(name="Mo", role=Role.MANAGER, second_step=True)


@pytest.fixture
def choir(town):
    with town.editing() as records:
        service = records.service("Choir", days=["TU"], confirmed=date(2025, 9, 20))
        return service.id, service.organisation_id


def member(organisation_id, role=MemberRole.EDITOR):
    return Actor(name="Ola", role=Role.ORGANISATION, memberships={organisation_id: role})


def confirmed_in_search(world):
    [result] = find(world, Asked(q="choir")).results
    return result.confirmed_at


def parts(world, service_id):
    line = freshness_of(world, "service", service_id)
    return {one.part.value: (one.state.value, one.confirmed_by) for one in line.parts}


def test_a_member_confirms_a_service_and_search_shows_it_at_once(world, choir):
    service_id, organisation_id = choir
    assert confirmed_in_search(world).year == 2025
    at = confirm(world, member(organisation_id), "service", service_id)
    assert at == world.now()
    assert confirmed_in_search(world) == world.now()
    with world.database.reading() as session:
        card = session.scalar(select(ServiceCard).where(ServiceCard.service_id == service_id))
        assert card.document["confirmed"] == 202611
    assert parts(world, service_id) == dict.fromkeys(["all", "contact", "times"], ("fresh", "St Aidan’s & Friends"))


def test_the_manager_confirms_on_behalf_and_says_how(world, choir):
    service_id, _ = choir
    confirm(world, MANAGER, "service", service_id, by="Hub Directory, who rang them")
    assert parts(world, service_id)["all"] == ("fresh", "Hub Directory, who rang them")
    with world.database.reading() as session:
        [entry] = session.scalars(select(AuditEntry).where(AuditEntry.verb == "confirmed")).all()
        assert (entry.record_kind, entry.record_id, entry.role) == ("service", service_id, "manager")


def test_a_part_is_confirmed_by_itself_and_leaves_the_rest_stale(world, choir):
    service_id, organisation_id = choir
    confirm(world, member(organisation_id), "service", service_id, "times")
    found = parts(world, service_id)
    assert (found["times"][0], found["all"][0], found["contact"][0]) == ("fresh", "long_stale", "long_stale")
    assert confirmed_in_search(world).year == 2025


@pytest.mark.parametrize(
    "actor", [VISITOR, Actor(role=Role.RESIDENT), Actor(role=Role.COMMISSIONER, second_step=True), member("other")]
)
def test_nobody_else_confirms(world, choir, actor):
    with pytest.raises(NotAllowed):
        confirm(world, actor, "service", choir[0])
    assert confirmed_in_search(world).year == 2025


def test_a_place_is_the_managers_to_confirm(world, town, choir):
    with town.editing() as records:
        place = records.location().id
    with pytest.raises(NotAllowed):
        confirm(world, member(choir[1]), "location", place)
    confirm(world, MANAGER, "location", place)
    assert freshness_of(world, "location", place).parts[0].confirmed_by == "Hub Directory"


@pytest.mark.parametrize("kind", ["service", "organisation", "nonsense"])
def test_what_is_not_there_cannot_be_confirmed(world, kind):
    with pytest.raises(NoSuchRecord):
        confirm(world, MANAGER, kind, "nothing")


def test_an_edit_confirms_nothing(world, town, choir):
    with town.editing() as records:
        records.session.get_one(Organisation, choir[1]).name = "Another name"
    with world.database.writing() as session:
        put(world, session, MANAGER, "service", choir[0], {"name": "Great choir", "phones": []}, "edited")
    assert {state for state, _ in parts(world, choir[0]).values()} == {"long_stale"}


def test_a_confirmation_taken_back_leaves_the_one_before(world, choir):
    service_id, organisation_id = choir
    actor = member(organisation_id)
    confirm(world, actor, "service", service_id)
    with world.database.writing() as session:
        last = session.scalars(select(Assurance).order_by(Assurance.confirmed_at.desc())).first()
        numbers = take_back(world, session, actor, last.id)
    world.index_now(numbers)
    assert confirmed_in_search(world).year == 2025
    assert parts(world, service_id)["all"] == ("long_stale", "Jean")
