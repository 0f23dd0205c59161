"""Records over time: edited, restored, renamed, paused, closed, copied, handed over; and the indexes with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from hubdirectory.actions import auditing, changes, records
from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.showing import services
from hubdirectory.actions.showing.facts import Gone, Moved
from hubdirectory.domain.differences import Difference
from hubdirectory.domain.states import Role
from hubdirectory.domain.validity import Wrong
from hubdirectory.indexing import check
from hubdirectory.models import Account, Occurrence, OldSlug, Revision, ServiceCard
from tests.factories.people import person


@pytest.fixture
def shed(world, town):
    with town.editing() as make:
        organisation, other = make.organisation(), make.organisation("Other People", trusted=True)
        hub = make.location()
        service = make.service(organisation=organisation, places=[hub], needs=["mens-groups"], days=["TU"])
    return SimpleNamespace(
        id=service.id, organisation=organisation.id, other=other.id, hub=hub.id, mina=person(world, "Mina", Role.MANAGER),
        ann=person(world, "Ann", member_of=organisation.id), tom=person(world, "Tom", member_of=other.id),
    )  # fmt: skip


def read(world, record_id, kind="service"):
    with world.database.reading() as session:
        return records.read(session, kind, record_id)


def index_is_right(world):
    return all(check(world.database, engine).clean for engine in world.engines.values())


def card(world, service_id):
    with world.database.reading() as session:
        return session.scalar(select(ServiceCard).where(ServiceCard.service_id == service_id))


def at(world, moment):
    return replace(world, clock=lambda: datetime.fromisoformat(moment).replace(tzinfo=UTC))


def test_the_first_edit_keeps_what_stood_before(world, shed):
    before = read(world, shed.id)
    put = records.edit(world, shed.mina, "service", shed.id, {"summary": "New words"})
    assert (put.changed, put.revision) == (("summary",), 2)
    after, first = records.history(world, shed.mina, "service", shed.id)
    assert (first.action, first.differences, first.by) == ("before", (), "")
    assert (after.by, after.role, after.action) == ("Mina", "manager", "edited")
    (difference,) = after.differences
    assert (difference.field, difference.before, difference.after) == ("summary", "Tea and woodwork", "New words")
    assert records.revision(world, shed.mina, "service", shed.id, 1) == before


def test_an_edit_that_changes_nothing_writes_nothing(world, shed):
    assert records.edit(world, shed.mina, "service", shed.id, {"name": "Men’s Shed "}).changed == ()
    with world.database.reading() as session:
        assert session.scalars(select(Revision.action)).all() == ["before"]
    assert auditing.trail(world, shed.mina).total == 0


def test_what_was_changed_past_the_actions_has_a_revision_of_its_own(world, shed, town):
    records.edit(world, shed.mina, "service", shed.id, {"summary": "One"})
    with town.editing() as make:
        make.session.get(type(make.service("Other")), shed.id).summary = "Written past the actions"
    records.edit(world, shed.mina, "service", shed.id, {"summary": "Two"})
    lines = records.history(world, shed.mina, "service", shed.id)
    assert [line.action for line in lines] == ["edited", "before", "edited", "before"]
    assert lines[0].differences[0].before == "Written past the actions"


def test_wrong_values_are_refused_by_key_and_nothing_is_saved(world, shed):
    with pytest.raises(records.Invalid) as refused:
        records.edit(world, shed.mina, "service", shed.id, {"url": "javascript:alert(1)", "minimum_age": 20, "maximum_age": 10})
    assert {key: one.code for key, one in refused.value.problems.items()} == {"url": Wrong.URL, "maximum_age": Wrong.AGES_ORDER}
    with pytest.raises(records.Invalid) as refused:
        records.edit(world, shed.mina, "service", shed.id, {"suggested": ["need/unheard-of"]})
    assert refused.value.problems["suggested"].code == Wrong.UNKNOWN
    assert read(world, shed.id)["url"] == ""


def test_an_edit_of_what_somebody_else_changed_since_is_refused_with_both(world, shed):
    seen = records.edit(world, shed.mina, "service", shed.id, {"summary": "One"}).revision
    records.edit(world, shed.mina, "service", shed.id, {"summary": "Two"})
    with pytest.raises(records.Overtaken) as overtaken:
        records.edit(world, shed.mina, "service", shed.id, {"summary": "Three"}, base=seen)
    assert (overtaken.value.conflicts[0].yours, overtaken.value.conflicts[0].theirs) == ("Three", "Two")


def test_the_whole_record_or_one_field_is_restored(world, shed):
    before = read(world, shed.id)
    phones = [{"number": "01632 960555"}, {"number": "111"}]
    records.edit(world, shed.mina, "service", shed.id, {"name": "Club", "phones": phones, "schedules": []})
    records.restore(world, shed.mina, "service", shed.id, 1, "schedules")
    assert read(world, shed.id)["schedules"] == before["schedules"] and read(world, shed.id)["name"] == "Club"
    records.restore(world, shed.mina, "service", shed.id, 1)
    assert read(world, shed.id) == before
    assert [line.action for line in records.history(world, shed.mina, "service", shed.id)][:2] == ["restored", "restored"]
    assert index_is_right(world)


def test_restoring_does_not_publish_or_move(world, shed):
    records.edit(world, shed.mina, "service", shed.id, {"summary": "Later"})
    records.close(world, shed.ann, "service", shed.id)
    records.restore(world, shed.mina, "service", shed.id, 1)
    assert (read(world, shed.id)["state"], read(world, shed.id)["summary"]) == ("closed", "Tea and woodwork")


def test_a_phone_that_changed_reads_as_one_changed_phone(world, shed):
    records.edit(world, shed.mina, "service", shed.id, {"phones": [{"number": "01632 960123", "description": "Ask for Jean"}]})
    (difference,) = records.history(world, shed.mina, "service", shed.id)[0].differences
    assert [(item.how, item.keys) for item in difference.items] == [(Difference.CHANGED, ("description",))]


def test_a_renamed_service_has_a_new_address_and_the_old_one_leads_there(world, shed):
    records.edit(world, shed.mina, "service", shed.id, {"name": "The Workshop"})
    assert services.service(world, "mens-shed", "en") == Moved("the-workshop")
    records.edit(world, shed.mina, "service", shed.id, {"name": "Men’s Shed"})
    assert services.service(world, "the-workshop", "en") == Moved("mens-shed")
    assert services.service(world, "mens-shed", "en").id == shed.id
    with world.database.reading() as session:
        assert session.scalars(select(OldSlug.slug)).all() == ["the-workshop"]


def test_an_old_address_is_never_given_to_another_record(world, shed):
    records.edit(world, shed.mina, "service", shed.id, {"name": "The Workshop"})
    new = records.begin_service(world, shed.ann, shed.organisation, "Men’s Shed")
    records.edit(world, shed.mina, "service", new, {"summary": "x"})
    with world.database.reading() as session:
        assert records.record_row(session, "service", new).slug == "mens-shed-2"


def test_renaming_an_organisation_or_moving_a_place_reaches_every_card(world, shed):
    records.edit(world, shed.mina, "organisation", shed.organisation, {"name": "Saint Aidan’s"})
    assert card(world, shed.id).card["organisation"] == "Saint Aidan’s"
    records.edit(world, shed.mina, "location", shed.hub, {"name": "Hub by the Sea", "latitude": 54.7, "longitude": -1.2})
    assert card(world, shed.id).card["places"][0]["name"] == "Hub by the Sea"
    assert card(world, shed.id).document["places"][0][1] == 54.7
    assert index_is_right(world)


def test_a_paused_service_leaves_search_at_once_and_comes_back_on_the_day(world, shed):
    records.pause(world, shed.ann, "service", shed.id, date(2027, 1, 4), "A new floor")
    assert not card(world, shed.id).searchable and index_is_right(world)
    seen = services.service(world, "mens-shed", "en")
    assert (seen.paused, seen.paused_until, seen.paused_reason) == (True, date(2027, 1, 4), "A new floor")
    assert records.resume_what_is_due(at(world, "2027-01-03T23:59")) == 0
    assert records.something_to_resume(at(world, "2027-01-04T00:01"))
    assert records.resume_what_is_due(at(world, "2027-01-04T00:01")) == 1
    assert card(world, shed.id).searchable and index_is_right(world)
    assert not services.service(world, "mens-shed", "en").paused
    assert records.history(world, shed.mina, "service", shed.id)[0].by == "Hub Directory"


def test_a_pause_does_not_end_in_the_past_and_only_what_is_public_is_paused(world, shed):
    with pytest.raises(records.Invalid):
        records.pause(world, shed.ann, "service", shed.id, date(2026, 11, 24))
    records.close(world, shed.ann, "service", shed.id)
    with pytest.raises(records.NotPossible) as refused:
        records.pause(world, shed.ann, "service", shed.id, None)
    assert refused.value.state == "closed"


def test_what_members_close_they_reopen_and_what_the_manager_closed_they_do_not(world, shed):
    records.close(world, shed.ann, "service", shed.id)
    assert isinstance(services.service(world, "mens-shed", "en"), Gone)
    records.reopen(world, shed.ann, "service", shed.id)
    records.close(world, shed.mina, "service", shed.id, "Unsafe building")
    with pytest.raises(NotAllowed):
        records.reopen(world, shed.ann, "service", shed.id)
    records.reopen(world, shed.mina, "service", shed.id)
    assert card(world, shed.id).searchable and index_is_right(world)


def test_a_hidden_service_is_a_draft_that_goes_through_review_again(world, shed):
    records.hide(world, shed.ann, "service", shed.id)
    assert services.service(world, "mens-shed", "en") is None
    with pytest.raises(records.NotPossible):
        records.reopen(world, shed.ann, "service", shed.id)
    assert not changes.submit(world, shed.ann, "service", shed.id).published
    assert read(world, shed.id)["state"] == "draft"


def test_what_the_manager_paused_members_close_but_do_not_then_reopen(world, shed):
    records.pause(world, shed.mina, "service", shed.id, date(2027, 1, 4), "Unsafe building")
    with pytest.raises(NotAllowed):
        records.resume(world, shed.ann, "service", shed.id)
    with pytest.raises(NotAllowed):
        records.pause(world, shed.ann, "service", shed.id, date(2026, 11, 26))
    assert read(world, shed.id)["state"] == "paused"
    records.close(world, shed.ann, "service", shed.id)
    with world.database.writing() as session:
        session.delete(session.get_one(Account, shed.mina.account_id))  # whoever holds the post next, it is the manager's
    assert records.only_the_manager_reopens(world, shed.ann, "service", shed.id)
    with pytest.raises(NotAllowed):
        records.reopen(world, shed.ann, "service", shed.id)
    assert records.resume_what_is_due(at(world, "2027-01-04T00:01")) == 0
    assert read(world, shed.id)["state"] == "closed" and index_is_right(world)
    shed.mina = person(world, "Mo", Role.MANAGER)
    records.reopen(world, shed.mina, "service", shed.id)
    records.close(world, shed.ann, "service", shed.id)
    records.reopen(world, shed.ann, "service", shed.id)


def test_what_the_manager_closed_members_hide_but_do_not_then_make_public(world, shed):
    records.edit(world, shed.mina, "organisation", shed.organisation, {"trusted": True})
    records.close(world, shed.mina, "service", shed.id, "Unsafe building")
    records.hide(world, shed.ann, "service", shed.id)
    sent = changes.submit(world, shed.ann, "service", shed.id)
    assert not sent.published and read(world, shed.id)["state"] == "draft" and index_is_right(world)
    changes.approve(world, shed.mina, sent.change_id)
    assert not records.only_the_manager_reopens(world, shed.ann, "service", shed.id)


def test_what_the_manager_hid_goes_through_review_whoever_is_trusted(world, shed):
    records.edit(world, shed.mina, "organisation", shed.organisation, {"trusted": True})
    records.hide(world, shed.mina, "service", shed.id, "Unsafe building")
    sent = changes.submit(world, shed.ann, "service", shed.id)
    assert not sent.published and read(world, shed.id)["state"] == "draft"
    changes.approve(world, shed.mina, sent.change_id)
    records.hide(world, shed.ann, "service", shed.id)
    assert changes.submit(world, shed.ann, "service", shed.id).published


def test_a_copy_is_a_draft_of_its_own(world, shed):
    id_ = records.copy_service(world, shed.ann, shed.id, "Women’s Shed")
    copy, original = read(world, id_), read(world, shed.id)
    same = [field for field in copy if copy[field] == original[field]]
    assert set(copy) - set(same) == {"name", "state", "confirmed", "suggested"}
    assert (copy["state"], copy["suggested"], copy["confirmed"]) == ("draft", ["need/mens-groups"], [])


def test_a_service_moves_only_with_a_right_on_both_sides(world, shed):
    for actor in (shed.ann, shed.tom):
        with pytest.raises(NotAllowed):
            records.move_service(world, actor, shed.id, shed.other)
    both = replace(shed.ann, memberships={**shed.ann.memberships, **shed.tom.memberships})
    records.move_service(world, both, shed.id, shed.other)
    assert card(world, shed.id).card["organisation"] == "Other People" and index_is_right(world)


def test_strangers_change_nothing(world, shed):
    for act in (
        lambda: records.pause(world, shed.tom, "service", shed.id, None),
        lambda: records.close(world, shed.tom, "service", shed.id),
        lambda: records.hide(world, shed.tom, "service", shed.id), lambda: records.copy_service(world, shed.tom, shed.id),
        lambda: records.edit(world, shed.tom, "service", shed.id, {"name": "Mine"}),
        lambda: records.history(world, shed.tom, "service", shed.id),
        lambda: records.restore(world, shed.tom, "service", shed.id, 1),
        lambda: records.edit(world, shed.ann, "location", shed.hub, {"name": "Mine"}),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_a_trusted_member_does_not_confirm_terms_or_trust_themselves(world, shed):
    for fields in ({"trusted": True}, {"confirmed": ["need/mens-groups"]}, {"state": "closed"}):
        with pytest.raises(NotAllowed):
            records.edit(world, shed.tom, "organisation", shed.other, fields)
    assert records.edit(world, shed.mina, "organisation", shed.organisation, {"trusted": True}).changed == ("trusted",)


def test_every_edit_is_in_the_audit_trail(world, shed):
    records.edit(world, shed.mina, "service", shed.id, {"summary": "One", "email": "a@shed.example"})
    records.pause(world, shed.ann, "service", shed.id, None, "Ill")
    paused, edited = auditing.trail(world, shed.mina).lines
    assert (edited.by, edited.verb, edited.details) == ("Mina", "edited", "summary, email")
    assert (paused.by, paused.role, paused.verb) == ("Ann", "resident", "paused")


def test_a_service_off_the_map_needs_no_place(world, shed):
    records.edit(world, shed.mina, "service", shed.id, {"places": [], "modes": ["phone", "online", "home"]})
    assert card(world, shed.id).document["remote"] and index_is_right(world)


def test_ids_and_terms_have_their_names_beside_differences(world, shed):
    data = read(world, shed.id)
    assert records.labels(world, data) == {
        shed.hub: "Community Hub Central", shed.organisation: "St Aidan’s & Friends", "need/mens-groups": "Men's groups"
    }  # fmt: skip
    assert records.labels(world, {"confirmed": ["need/unheard-of"], "places": []}) == {}


def days_of(world, service_id):
    with world.database.reading() as session:
        shown = select(Occurrence.day).where(Occurrence.service_id == service_id, Occurrence.planned).order_by(Occurrence.day)
        return session.scalars(shown).all()


def test_the_dates_to_come_follow_every_edit(world, shed):
    wednesdays = [{"byday": ["WE"], "opens": "10:00", "closes": "12:00"}]
    records.edit(world, shed.mina, "service", shed.id, {"schedules": wednesdays})
    assert days_of(world, shed.id) and {day.weekday() for day in days_of(world, shed.id)} == {2}
    records.restore(world, shed.mina, "service", shed.id, 1)
    assert {day.weekday() for day in days_of(world, shed.id) if day > world.now().date()} == {1}
