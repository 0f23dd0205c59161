"""Occurrences follow the schedules; what was done to one by hand stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import delete, func, select

from hubdirectory.actions import occurrences
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.actions.occurrences import rolling
from hubdirectory.models import Location, Occurrence, Schedule, Service, ServiceAtLocation

TUESDAY = date(2026, 11, 24)
MANAGER = PRODUCT


@pytest.fixture
def shed(town):
    """A service at one hub, on Tuesdays from 10 to 12, rolled."""
    with town.editing() as records:
        service = records.service(places=[records.location()], days=["TU"])
    roll(town.world)
    return service.id


def roll(world, clock=None):
    with world.database.writing() as session:
        ids = session.scalars(select(Service.id)).all()
        return occurrences.roll(session, ids, clock or world.now(), world.calendar)


def rows(world, *where):
    with world.database.reading() as session:
        return session.scalars(select(Occurrence).where(*where).order_by(Occurrence.starts, Occurrence.location_id)).all()


def shown(world, day=TUESDAY):
    return rows(world, Occurrence.planned, Occurrence.day == day)


def reschedule(world, **values):
    """Another schedule in place of the old one, as an import writes it: with an id of its own."""
    with world.database.writing() as session:
        old = session.scalars(select(Schedule)).one()
        given = {"byday": old.byday, "opens_at": old.opens_at, "closes_at": old.closes_at, **values}
        session.execute(delete(Schedule))
        session.add(Schedule(service_id=old.service_id, **given))
        session.flush()
        occurrences.roll(session, [old.service_id], world.now(), world.calendar)


@pytest.mark.usefixtures("shed")
def test_every_tuesday_from_four_weeks_behind_to_twelve_ahead_is_there(world):
    days = [row.day for row in rows(world)]
    assert days == [TUESDAY + timedelta(weeks=n) for n in range(-4, 13)]
    first = shown(world)[0]
    assert (first.starts, first.ends) == (datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert first.location_id == first.planned_location_id is not None


@pytest.mark.usefixtures("shed")
def test_rolling_again_changes_nothing(world):
    before = [row.id for row in rows(world)]
    assert roll(world) == occurrences.Rolled()
    assert [row.id for row in rows(world)] == before


def test_a_week_later_a_week_is_added_and_the_oldest_is_forgotten(town, shed, monkeypatch):
    later = town.world.now() + timedelta(days=7)
    world = type(town.world)(**{**vars(town.world), "clock": lambda: later})
    assert occurrences.roll_all(world) == occurrences.Rolled(added=1, removed=1)
    assert rows(world)[-1].day == TUESDAY + timedelta(weeks=13)


def test_a_service_at_two_hubs_is_there_at_each_of_them(town):
    with town.editing() as records:
        records.service(places=[records.location(), records.location("Hub North")], days=["TU"])
    roll(town.world)
    assert len({row.location_id for row in shown(town.world)}) == 2


def test_a_schedule_for_one_of_two_hubs_is_there_only(town):
    with town.editing() as records:
        north = records.location("Hub North")
        service = records.service(places=[records.location(), north])
        schedule = Schedule(
            service_id=service.id, at_location_id=north.id, byday=["TU"], opens_at=time(10), closes_at=time(11), description="Hot"
        )
        records.add(schedule)
    roll(town.world)
    assert [(row.location_id, row.said) for row in shown(town.world)] == [(north.id, "Hot")]


def test_what_has_no_place_is_there_without_one(town):
    with town.editing() as records:
        records.service(days=["TU"], modes=["phone"])
    roll(town.world)
    assert [row.location_id for row in shown(town.world)] == [None]


@pytest.mark.usefixtures("shed")
def test_a_cancelled_date_stays_cancelled_when_the_time_is_changed_and_when_an_import_writes_the_schedule_anew(world):
    occurrences.cancel_occurrence(world, MANAGER, shown(world)[0].id, "The boiler is broken")
    reschedule(world)
    reschedule(world, opens_at=time(10, 30), closes_at=time(12, 30))
    (row,) = shown(world)
    assert (row.cancelled, row.reason) == (True, "The boiler is broken")
    assert row.starts == row.planned_starts == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    assert not shown(world, TUESDAY + timedelta(weeks=1))[0].cancelled


@pytest.mark.usefixtures("shed")
def test_a_date_that_falls_out_of_the_schedule_is_not_shown_and_comes_back_as_it_was(world):
    occurrences.cancel_occurrence(world, MANAGER, shown(world)[0].id, "Funeral")
    reschedule(world, byday=["WE"])
    assert shown(world) == []
    assert not shown(world, TUESDAY + timedelta(days=1))[0].cancelled
    reschedule(world, byday=["TU"])
    assert [(row.cancelled, row.reason) for row in shown(world)] == [(True, "Funeral")]


@pytest.mark.usefixtures("shed")
def test_what_was_moved_stays_where_it_was_moved_to(world):
    moved = datetime(2026, 11, 25, 15, tzinfo=UTC)
    occurrences.move_occurrence(world, MANAGER, shown(world)[0].id, starts=moved)
    reschedule(world, opens_at=time(9), closes_at=time(12))
    (row,) = shown(world, moved.date())
    assert (row.starts, row.ends) == (moved, moved + timedelta(hours=2))
    assert row.planned_starts == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_what_was_done_at_one_hub_stays_there_when_the_service_moves_elsewhere(town):
    with town.editing() as records:
        north, south = records.location("Hub North"), records.location("Hub South")
        service = records.service(places=[north, south], days=["TU"])
    world = town.world
    roll(world)
    at_north = next(row for row in shown(world) if row.location_id == north.id)
    occurrences.cancel_occurrence(world, MANAGER, at_north.id)
    with world.database.writing() as session:
        session.execute(delete(ServiceAtLocation).where(ServiceAtLocation.location_id == north.id))
        occurrences.roll(session, [service.id], world.now(), world.calendar)
    assert [(row.location_id, row.cancelled) for row in shown(world)] == [(south.id, False)]


def test_of_two_on_one_day_the_nearer_in_time_keeps_what_was_done(town):
    with town.editing() as records:
        service = records.service(places=[records.location()])
        for hour in (10, 14):
            records.add(Schedule(service_id=service.id, byday=["TU"], opens_at=time(hour), closes_at=time(hour + 1)))
    world = town.world
    roll(world)
    occurrences.mark_full(world, MANAGER, shown(world)[1].id)
    with world.database.writing() as session:
        for schedule in session.scalars(select(Schedule)):
            schedule.opens_at = time(schedule.opens_at.hour, 15)
        session.flush()
        occurrences.roll(session, [service.id], world.now(), world.calendar)
    assert [(row.starts.hour, row.starts.minute, row.full) for row in shown(world)] == [(10, 15, False), (14, 15, True)]


@pytest.mark.usefixtures("shed")
def test_the_past_stays_as_it_was_when_a_schedule_changes(world):
    reschedule(world, byday=["WE"])
    past = [row.day for row in rows(world, Occurrence.day < TUESDAY)]
    assert past == [TUESDAY - timedelta(weeks=n) for n in range(4, 0, -1)]


@pytest.mark.usefixtures("shed")
def test_an_end_that_changed_is_taken_over_by_what_was_touched_too(world):
    occurrences.feature(world, MANAGER, shown(world)[0].id)
    reschedule(world, closes_at=time(13))
    assert [(row.ends.hour, row.featured) for row in shown(world)] == [(13, True)]


def test_a_one_off_stays_when_schedules_are_rolled(world, shed):
    starts = datetime(2026, 11, 26, 18, tzinfo=UTC)
    occurrences.add_one_off(world, MANAGER, shed, starts=starts, ends=starts + timedelta(hours=2), title="Christmas fair")
    reschedule(world, byday=["WE"])
    assert [(row.title, row.starts) for row in shown(world, starts.date())] == [("Christmas fair", starts)]


def test_a_deleted_place_takes_nothing_else_with_it(world, shed):
    with world.database.writing() as session:
        session.execute(delete(Location))
        occurrences.roll(session, [shed], world.now(), world.calendar)
    assert [row.location_id for row in shown(world)] == [None]


def test_nights_that_end_after_midnight_and_clocks_that_change_are_as_the_rule_says(town):
    with town.editing() as records:
        service = records.service(places=[records.location()])
        records.add(Schedule(service_id=service.id, byday=["SA"], opens_at=time(22), closes_at=time(2)))
    before_the_change = datetime(2026, 10, 20, tzinfo=UTC)
    roll(town.world, before_the_change)
    (row,) = shown(town.world, date(2026, 10, 24))
    assert (row.starts, row.ends) == (datetime(2026, 10, 24, 21, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC))


def test_the_worker_rolls_a_few_at_a_time_and_whoever_edits_has_a_turn_between(town, monkeypatch):
    with town.editing() as records:
        for number in range(3):
            records.service(f"Choir {number}", days=["TU"])
    turns = []

    def somebody_edits(_seconds):
        with town.world.database.writing() as session:
            turns.append(session.scalar(select(func.count()).select_from(Occurrence)))

    monkeypatch.setattr(rolling, "FEW", 1)
    monkeypatch.setattr(rolling.time, "sleep", somebody_edits)
    rolled = occurrences.roll_beside_others(town.world)
    assert turns == [17, 34, 51]
    assert rolled.added == 51
