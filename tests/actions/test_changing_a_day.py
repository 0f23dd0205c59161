"""What the manager does to one date, and what follows from it elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from hubdirectory.actions import occurrences, showing
from hubdirectory.actions.acting import PRODUCT, VISITOR, Actor, NotAllowed
from hubdirectory.actions.finding import find
from hubdirectory.actions.results import Asked
from hubdirectory.domain.states import Role
from hubdirectory.indexing import touch
from hubdirectory.models import AuditEntry, Occurrence, Schedule, Service

TUESDAY = date(2026, 11, 24)
MANAGER = PRODUCT
AT_TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def shed(town):
    """A service at two hubs, on Tuesdays from 10 to 12: now it is half past ten on a Tuesday."""
    with town.editing() as records:
        service = records.service(places=[records.location(), records.location("Hub North")], days=["TU"])
        occurrences.roll(records.session, [service.id], town.world.now(), town.world.calendar)
    return service.id


def on(world, day=TUESDAY):
    with world.database.reading() as session:
        query = select(Occurrence).where(Occurrence.day == day, Occurrence.planned).order_by(Occurrence.location_id)
        return session.scalars(query).all()


def next_time(world):
    (result,) = find(world, Asked(q="shed")).results
    return result.next_time and result.next_time.starts


def open_now(world):
    return [result.name for result in find(world, Asked(open_now=True)).results]


def test_a_cancelled_date_is_not_the_next_date_and_nothing_that_is_open_now(world, shed):
    assert (next_time(world), open_now(world)) == (AT_TEN, ["Men’s Shed"])
    for row in on(world):
        assert occurrences.cancel_occurrence(world, MANAGER, row.id, "Boiler").status == "cancelled"
    assert (next_time(world), open_now(world)) == (AT_TEN + timedelta(weeks=1), [])


def test_cancelled_at_one_hub_it_is_still_on_at_the_other(world, shed):
    occurrences.cancel_occurrence(world, MANAGER, on(world)[0].id)
    assert (next_time(world), open_now(world)) == (AT_TEN, ["Men’s Shed"])


def test_a_moved_date_is_next_when_it_is_moved_to(world, shed):
    wednesday = AT_TEN + timedelta(days=1)
    for row in on(world):
        assert occurrences.move_occurrence(world, MANAGER, row.id, starts=wednesday).status == "moved"
    assert next_time(world) == wednesday


def test_a_one_off_is_the_next_date(world, shed):
    with world.database.writing() as session:
        session.execute(Schedule.__table__.delete())
        occurrences.roll(session, [shed], world.now(), world.calendar)
        touch(session, [shed], world.engine_names)
    thursday = AT_TEN + timedelta(days=2)
    added = occurrences.add_one_off(world, MANAGER, shed, starts=thursday, ends=thursday + timedelta(hours=1))
    assert added.location_id, "it is at the service's first place"
    assert next_time(world) == thursday
    occurrences.undo(world, MANAGER, added.id)
    assert next_time(world) is None


def test_each_thing_done_can_be_undone_one_after_the_other(world, shed):
    id_ = on(world)[0].id
    before = state(world, id_)
    steps = [
        lambda: occurrences.mark_full(world, MANAGER, id_),
        lambda: occurrences.mark_late(world, MANAGER, id_, 20, "The bus is stuck"),
        lambda: occurrences.feature(world, MANAGER, id_),
        lambda: occurrences.note(world, MANAGER, id_, "Bring a cup"),
        lambda: occurrences.move_occurrence(world, MANAGER, id_, starts=AT_TEN + timedelta(hours=3)),
        lambda: occurrences.cancel_occurrence(world, MANAGER, id_, "Funeral"),
    ]
    states = [before]
    for step in steps:
        step()
        states.append(state(world, id_))
    assert len({str(one) for one in states}) == len(states)
    for expected in reversed(states[:-1]):
        occurrences.undo(world, MANAGER, id_)
        found = state(world, id_)
        assert {**found, "touched_at": 0} == {**expected, "touched_at": 0}
    assert state(world, id_) == before, "nothing stands any more, so it is the schedule's alone again"
    with pytest.raises(occurrences.NothingToUndo):
        occurrences.undo(world, MANAGER, id_)


def state(world, id_):
    names = ("cancelled", "reason", "full", "late_minutes", "featured", "note", "starts", "ends", "location_id", "touched_at")
    with world.database.reading() as session:
        row = session.get(Occurrence, id_)
        return {name: getattr(row, name) for name in names}


def test_an_undone_move_follows_a_schedule_that_was_edited_meanwhile(world, shed):
    id_ = on(world)[0].id
    occurrences.mark_full(world, MANAGER, id_)
    occurrences.move_occurrence(world, MANAGER, id_, starts=AT_TEN + timedelta(hours=3))
    with world.database.writing() as session:
        session.scalars(select(Schedule)).one().opens_at = datetime(2026, 1, 1, 9).time()
        session.flush()
        occurrences.roll(session, [shed], world.now(), world.calendar)
    occurrences.undo(world, MANAGER, id_)
    assert state(world, id_)["starts"] == AT_TEN - timedelta(hours=1)


def test_what_changes_nothing_leaves_nothing_to_undo(world, shed):
    id_ = on(world)[0].id
    occurrences.mark_late(world, MANAGER, id_, 0)
    with pytest.raises(occurrences.NothingToUndo):
        occurrences.undo(world, MANAGER, id_)


def test_every_change_is_in_the_audit_trail(world, shed):
    id_ = on(world)[0].id
    occurrences.cancel_occurrence(world, MANAGER, id_, "Boiler")
    occurrences.undo(world, MANAGER, id_)
    with world.database.reading() as session:
        lines = session.execute(select(AuditEntry.verb, AuditEntry.record_id).where(AuditEntry.record_kind == "occurrence")).all()
    assert lines == [("cancel_occurrence", id_), ("undo_cancel_occurrence", id_)]


@pytest.mark.parametrize("actor", [VISITOR, Actor(role=Role.NAVIGATOR), Actor(role=Role.MANAGER)], ids=lambda actor: actor.role)
def test_whoever_may_not_run_the_day_changes_nothing(world, shed, actor):
    row = on(world)[0]
    tries = [
        lambda: occurrences.cancel_occurrence(world, actor, row.id),
        lambda: occurrences.move_occurrence(world, actor, row.id, starts=AT_TEN),
        lambda: occurrences.mark_full(world, actor, row.id),
        lambda: occurrences.mark_late(world, actor, row.id),
        lambda: occurrences.feature(world, actor, row.id),
        lambda: occurrences.note(world, actor, row.id, "x"),
        lambda: occurrences.undo(world, actor, row.id),
        lambda: occurrences.add_one_off(world, actor, shed, starts=AT_TEN, ends=AT_TEN + timedelta(hours=1)),
        lambda: occurrences.cancel_occurrence(world, actor, "no-such-date"),
    ]
    for try_it in tries:
        with pytest.raises(NotAllowed):
            try_it()
    with world.database.reading() as session:
        assert session.scalar(select(func.count()).where(Occurrence.touched_at.is_not(None))) == 0


def test_values_that_cannot_be_used_are_named(world, shed, town):
    with town.editing() as records:
        hidden = records.location("Safe house", confidential=True)
    id_ = on(world)[0].id
    far = AT_TEN + timedelta(weeks=40)
    for field, why, values in (
        ("ends", "order", {"starts": AT_TEN, "ends": AT_TEN}), ("ends", "length", {"ends": AT_TEN + timedelta(days=3)}),
        ("starts", "horizon", {"starts": far}), ("location_id", "place", {"location_id": hidden.id}),
        ("location_id", "place", {"location_id": "nowhere"}), ("note", "long", {"words": "x" * 301}),
    ):  # fmt: skip
        with pytest.raises(occurrences.WrongValue) as error:
            occurrences.move_occurrence(world, MANAGER, id_, **values)
        assert (error.value.field, error.value.why) == (field, why)
    with pytest.raises(occurrences.WrongValue):
        occurrences.mark_late(world, MANAGER, id_, -5)
    with pytest.raises(occurrences.NoSuchOccurrence):
        occurrences.cancel_occurrence(world, MANAGER, "no-such-date")
    with pytest.raises(occurrences.NoSuchOccurrence):
        occurrences.add_one_off(world, MANAGER, "no-such-service", starts=AT_TEN, ends=AT_TEN + timedelta(hours=1))


def test_with_the_service_its_dates_go(world, shed):
    with world.database.writing() as session:
        session.execute(Service.__table__.delete())
    assert on(world) == []


def test_the_services_own_page_and_its_lines_elsewhere_follow(world, shed):
    rows = on(world)
    for row in rows:
        occurrences.cancel_occurrence(world, MANAGER, row.id, "Boiler")
    view = showing.service(world, "mens-shed", "en")
    assert [(one.starts, one.cancelled, one.reason) for one in view.next_times][:2] == [(AT_TEN, True, "Boiler")] * 2
    assert view.next_times[2].starts == AT_TEN + timedelta(weeks=1) and not view.next_times[2].cancelled
    (line,) = showing.place(world, "community-hub-central").services
    assert line.next_time.starts == AT_TEN + timedelta(weeks=1)
    wednesday = AT_TEN + timedelta(days=1)
    occurrences.undo(world, MANAGER, rows[0].id)
    occurrences.move_occurrence(world, MANAGER, rows[0].id, starts=wednesday)
    assert [one.starts for one in showing.service(world, "mens-shed", "en").next_times][:2] == [AT_TEN, wednesday]
    (line,) = showing.place(world, "community-hub-central").services
    assert line.next_time.starts == wednesday
