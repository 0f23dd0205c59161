"""Figures: sums of days, written together, and never about a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import OperationalError

from hubdirectory.actions.acting import NotAllowed
from hubdirectory.actions.organisations import counting, figures
from hubdirectory.domain.figures import What, told
from hubdirectory.models import Figure
from tests.factories.people import person


@pytest.fixture
def shed(town):
    with town.editing() as records:
        row = records.organisation("Men’s Shed")
        return row.id, records.service("Woodwork", organisation=row).id


def rows(world):
    with world.database.reading() as session:
        return {(row.record_id, row.what, row.need): row.count for row in session.scalars(select(Figure))}


def test_counts_are_added_up(world, shed):
    for _ in range(3):
        counting.count(world, "service", [shed[1]], What.SEEN)
        counting.book_of(world).write()
    counting.count(world, "service", [shed[1], shed[1]], What.FOUND, ["", "debt"])
    counting.book_of(world).write()
    assert rows(world) == {
        (shed[1], "seen", ""): 3, (shed[1], "found", ""): 2, (shed[1], "found", "debt"): 2,
    }  # fmt: skip


def test_a_number_that_could_point_at_somebody_is_not_told():
    assert [told(number) for number in (0, 1, 4, 5, 12)] == [0, None, None, 5, 12]


def test_there_is_no_room_for_a_person_in_the_table(world):
    columns = {column["name"] for column in inspect(world.database.engine).get_columns("figure")}
    assert columns == {"record_kind", "record_id", "day", "what", "need", "count"}


def test_a_database_that_is_away_loses_no_count(world, shed, monkeypatch):
    counting.count(world, "service", [shed[1]], What.SEEN)
    book = counting.book_of(world)
    with monkeypatch.context() as away:
        away.setattr(counting, "_add", lambda *_: (_ for _ in ()).throw(OperationalError("", None, Exception())))
        book.write()
    assert rows(world) == {}
    book.write()
    assert rows(world) == {(shed[1], "seen", ""): 1}


def test_counting_waits_for_nobody(world, shed):
    with world.database.writing():
        thread = Thread(target=counting.count, args=(world, "service", [shed[1]], What.SEEN))
        thread.start()
        thread.join(2)
        assert not thread.is_alive()


def test_its_people_see_sums_by_service_and_need(world, shed):
    ann = person(world, "Ann", member_of=shed[0])
    counting.count(world, "service", [shed[1]] * 6, What.FOUND, ["", "debt"])
    counting.count(world, "organisation", [shed[0]] * 2, What.SEEN)
    counting.book_of(world).write()
    seen = figures.figures(world, ann, shed[0], 30, "en")
    own, woodwork = seen.records
    assert (own.name, own.counts[What.SEEN]) == ("Men’s Shed", 2)
    assert (woodwork.name, woodwork.counts[What.FOUND], woodwork.counts[What.CALLED]) == ("Woodwork", 6, 0)
    assert [(one.name, one.count) for one in woodwork.needs] == [("Debt and money advice", 6)]


def test_only_the_days_that_are_asked_for_count(world, shed):
    ann = person(world, "Ann", member_of=shed[0])
    long_ago = world.now() - timedelta(days=40)
    counting.count(replace(world, clock=lambda: long_ago), "organisation", [shed[0]], What.SEEN)
    counting.book_of(world).write()
    assert figures.figures(world, ann, shed[0], 30, "en").records[0].counts[What.SEEN] == 0
    assert figures.figures(world, ann, shed[0], 60, "en").records[0].counts[What.SEEN] == 1


def test_nobody_else_sees_them(world, shed):
    with pytest.raises(NotAllowed):
        figures.figures(world, person(world, "Eve"), shed[0], 30, "en")


def test_figures_of_long_ago_go(world, shed):
    long_ago = world.now() - timedelta(days=500)
    counting.count(replace(world, clock=lambda: long_ago), "service", [shed[1]], What.SEEN)
    counting.count(world, "service", [shed[1]], What.SEEN)
    counting.book_of(world).write()
    assert counting.clear_old(world) == 1
    assert sum(rows(world).values()) == 1
