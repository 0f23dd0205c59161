"""Two people in the same second, on real threads: one after the other, nothing lost, nothing twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from hubdirectory.actions import changes, lists, records
from hubdirectory.domain.states import Role
from hubdirectory.indexing import check
from hubdirectory.indexing.documents import as_json, document_of
from hubdirectory.indexing.loading import load_services
from hubdirectory.models import Change, Revision, ServiceCard
from tests.factories.people import person


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A machine that stands still for some seconds is not what is tried here."""
    monkeypatch.setattr("hubdirectory.models.database.WRITE_WAIT", "60s")


@pytest.fixture
def shed(world, town):
    with town.editing() as make:
        organisation = make.organisation(trusted=True)
        service = make.service(organisation=organisation, places=[make.location()], days=["TU"])
        other = make.service("Choir", organisation=organisation, days=["WE"])
    return SimpleNamespace(
        id=service.id, other=other.id, organisation=organisation.id,
        ann=person(world, "Ann", member_of=organisation.id), bob=person(world, "Bob", member_of=organisation.id),
        mina=person(world, "Mina", Role.MANAGER), max=person(world, "Max", Role.MANAGER),
    )  # fmt: skip


def at_once(*acts):
    """Runs them together; what each gave, or raised."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait(10)
        try:
            return act()
        except Exception as error:  # noqa: BLE001
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_button_of_a_list_that_is_pressed_twice_works_once(world, shed):
    for _ in range(3):
        kept = at_once(*[partial(lists.keep, world, shed.ann, "mens-shed")] * 4)
        assert [str(one) for one in kept] == ["Men’s Shed"] * 4
        lists.take_off(world, shed.ann, "mens-shed")
    assert at_once(*[partial(lists.start_calendar, world, shed.ann)] * 4) == [None] * 4


def read(world, record_id):
    with world.database.reading() as session:
        return records.read(session, "service", record_id)


def sent_in(world, actor, record_id, values):
    stamp = changes.draft(world, actor, "service", record_id).stamp
    changes.save(world, actor, "service", record_id, values, stamp=stamp)
    return changes.submit(world, actor, "service", record_id)


def cards_are_right(world):
    for engine in world.engines.values():
        assert check(world.database, engine).clean
    with world.database.reading() as session:
        for card in session.scalars(select(ServiceCard)):
            (service,) = load_services(session, [card.service_id])
            document = as_json(document_of(service, 0, 0, None))
            assert card.document["text"] == document["text"]
            assert card.card["organisation"] == service.organisation.name


def test_two_edits_of_different_fields_are_both_there(world, shed):
    for number in range(5):
        results = at_once(
            partial(records.edit, world, shed.mina, "service", shed.id, {"summary": f"Sentence {number}"}),
            partial(records.edit, world, shed.max, "service", shed.id, {"url": f"https://{number}.example"}),
        )
        assert not [one for one in results if isinstance(one, Exception)]
        now = read(world, shed.id)
        assert (now["summary"], now["url"]) == (f"Sentence {number}", f"https://{number}.example")
    numbers = [line.number for line in records.history(world, shed.mina, "service", shed.id)]
    assert numbers == list(range(11, 0, -1))
    cards_are_right(world)


def test_of_two_who_publish_one_field_the_second_is_asked(world, shed):
    for actor, words in ((shed.ann, "Ann’s"), (shed.bob, "Bob’s")):
        stamp = changes.draft(world, actor, "service", shed.id).stamp
        changes.save(world, actor, "service", shed.id, {"summary": words}, stamp=stamp)
    results = at_once(*(lambda actor=actor: changes.submit(world, actor, "service", shed.id) for actor in (shed.ann, shed.bob)))
    asked = [one for one in results if isinstance(one, changes.Overtaken)]
    assert len(asked) == 1 and len([one for one in results if isinstance(one, changes.Submitted)]) == 1
    kept = [changes.draft(world, actor, "service", shed.id).fields for actor in (shed.ann, shed.bob)]
    assert sorted(kept) == [(), ("summary",)]


def test_two_tabs_that_save_at_once_keep_both_versions(world, shed):
    stamp = changes.draft(world, shed.ann, "service", shed.id).stamp
    words = ("First tab", "Second tab")
    results = at_once(
        *(lambda text=text: changes.save(world, shed.ann, "service", shed.id, {"summary": text}, stamp=stamp) for text in words)
    )
    assert not [one for one in results if isinstance(one, Exception)]
    draft = changes.draft(world, shed.ann, "service", shed.id)
    (conflict,) = draft.conflicts
    assert {conflict.yours, conflict.theirs} == set(words)
    with world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Change)) == 1


def test_of_two_managers_one_decides(world, shed, town):
    records.edit(world, shed.mina, "organisation", shed.organisation, {"trusted": False})
    id_ = sent_in(world, shed.ann, shed.id, {"summary": "Once"}).change_id
    results = at_once(
        lambda: changes.approve(world, shed.mina, id_),
        lambda: changes.approve(world, shed.max, id_),
        lambda: changes.send_back(world, shed.max, id_, "Not yet"),
    )
    assert sum(isinstance(one, changes.NotInReview) for one in results) == 2
    with world.database.reading() as session:
        published = session.scalar(select(func.count()).select_from(Revision).where(Revision.action == "published"))
    assert published == sum(isinstance(one, changes.Approved) for one in results)


def test_a_rename_of_the_organisation_and_an_edit_of_its_service_both_reach_the_index(world, shed):
    for number in range(6):
        results = at_once(
            partial(records.edit, world, shed.mina, "organisation", shed.organisation, {"name": f"Saint Aidan {number}"}),
            partial(records.edit, world, shed.max, "service", shed.id, {"summary": f"Sentence {number}"}),
            partial(records.edit, world, shed.max, "service", shed.other, {"summary": f"Sentence {number}"}),
        )
        assert not [one for one in results if isinstance(one, Exception)]
        cards_are_right(world)


def test_while_two_are_merged_an_edit_is_in_time_or_told(world, shed):
    results = at_once(
        lambda: records.merge(world, shed.mina, "service", shed.id, shed.other, {}),
        lambda: records.edit(world, shed.max, "service", shed.other, {"summary": "In time"}),
        lambda: records.edit(world, shed.max, "service", shed.id, {"summary": "Kept"}),
    )
    assert not isinstance(results[0], Exception) and not isinstance(results[2], Exception)
    assert isinstance(results[1], records.Put | records.RecordMissing)
    assert read(world, shed.id)["summary"] == "Kept"
    if isinstance(results[1], records.Put):
        said = [records.revision(world, shed.mina, "service", shed.other, n)["summary"] for n in (1, 2, 3)]
        assert "In time" in said
    cards_are_right(world)


def test_two_new_services_of_one_name_have_an_address_each(world, shed):
    results = at_once(*(lambda: records.begin_service(world, shed.ann, shed.organisation, "Choir") for _ in range(3)))
    assert not [one for one in results if isinstance(one, Exception)]
    with world.database.reading() as session:
        slugs = {records.record_row(session, "service", id_).slug for id_ in results}
    assert len(slugs) == 3
