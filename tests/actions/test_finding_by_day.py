"""Searches that name a day find what is on then: also where it was cancelled, moved or added by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions import occurrences
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.actions.finding import find
from hubdirectory.actions.results import Asked
from hubdirectory.models import Occurrence, Schedule, Service


@pytest.fixture
def filled(town):
    """On Tuesday 24 November 2026 at half past ten."""
    with town.editing() as records:
        hub = records.location()
        for name, days, opens, closes in (
            ("Morning Art", ["TU"], 10, 12), ("Evening Art", ["TU"], 19, 21), ("Art Club", ["FR"], 10, 12),
            ("Zumba", ["TU", "TH"], 18, 19), ("Tuesday Club", ["WE"], 10, 12),
        ):  # fmt: skip
            service = records.service(name, places=[hub], summary="Come along")
            records.add(Schedule(service_id=service.id, byday=days, opens_at=time(opens), closes_at=time(closes)))
        ids = records.session.scalars(select(Service.id)).all()
        occurrences.roll(records.session, ids, town.world.now(), town.world.calendar)
    return town.world


def names(world, q, **more):
    return sorted(result.name for result in find(world, Asked(q=q, **more)).results)


def test_art_on_tuesday(filled):
    found = find(filled, Asked(q="art on Tuesday"))
    assert sorted(result.name for result in found.results) == ["Evening Art", "Morning Art"]
    assert (found.total, found.day.day, found.relaxed) == (2, "tuesday", ())


def test_zumba_tonight(filled):
    assert names(filled, "zumba tonight") == ["Zumba"]
    assert names(filled, "tonight") == ["Evening Art", "Zumba"]
    assert names(filled, "art tomorrow") == ["Art Club", "Evening Art", "Morning Art"], "no art is on, so the words alone count"


def test_a_day_without_a_word_for_it_is_read_unless_a_service_is_called_so(filled):
    assert names(filled, "art tuesday") == ["Evening Art", "Morning Art"]
    assert names(filled, "Tuesday Club") == ["Tuesday Club"]


def test_the_words_may_be_taken_as_they_were_typed(filled):
    assert find(filled, Asked(q="art on Tuesday", as_typed=True)).day is None


def test_what_is_cancelled_tonight_is_not_found_and_what_was_moved_there_is(filled):
    with filled.database.reading() as session:
        ids = dict(session.execute(
            select(Service.name, Occurrence.id).join(Service)
            .where(Occurrence.day.between(date(2026, 11, 24), date(2026, 11, 27))).order_by(Occurrence.day.desc())
        ).all())  # fmt: skip
    occurrences.cancel_occurrence(filled, PRODUCT, ids["Zumba"])
    occurrences.move_occurrence(filled, PRODUCT, ids["Art Club"], starts=datetime(2026, 11, 24, 20, tzinfo=UTC))
    assert names(filled, "tonight") == ["Art Club", "Evening Art"]


def test_a_one_off_is_found_on_its_day(filled):
    with filled.database.reading() as session:
        club = session.scalars(select(Service.id).where(Service.name == "Art Club")).one()
    starts = datetime(2026, 11, 29, 14, tzinfo=UTC)
    occurrences.add_one_off(filled, PRODUCT, club, starts=starts, ends=starts + timedelta(hours=2))
    assert names(filled, "art at the weekend") == ["Art Club"]


def test_open_now_and_a_day_go_together(filled):
    assert names(filled, "art today", open_now=True) == ["Morning Art"]
