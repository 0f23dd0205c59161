"""A list of one's own, and its calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions import lists, occurrences, records
from hubdirectory.actions.acting import PRODUCT, VISITOR, NotAllowed
from hubdirectory.models import ListCalendar, Occurrence, Service
from tests.factories.people import person


@pytest.fixture
def choir(town):
    with town.editing() as made:
        hub = made.location()
        made.service("Café Choir", slug="cafe-choir", places=[hub], days=["TU"])
        made.service("Bingo", places=[hub], days=["WE"])
        made.service("Helpline")
    with town.world.database.writing() as session:
        ids = session.scalars(select(Service.id)).all()
        occurrences.roll(session, ids, town.world.now(), town.world.calendar)
    return town


def id_of(world, slug):
    with world.database.reading() as session:
        return session.scalars(select(Service.id).where(Service.slug == slug)).one()


def test_a_list_is_ones_own_and_what_comes_next_stands_first(choir):
    world, ann, ben = choir.world, person(choir.world, "Ann"), person(choir.world, "Ben")
    for slug in ("helpline", "bingo", "cafe-choir", "bingo"):
        assert lists.keep(world, ann, slug)
    assert [line.name for line in lists.look(world, ann)] == ["Café Choir", "Bingo", "Helpline"]
    assert lists.look(world, ben) == ()
    assert lists.keep(world, ann, "nothing-of-the-kind") is None
    assert lists.take_off(world, ann, "bingo") == "Bingo"
    assert lists.take_off(world, ben, "cafe-choir") is None
    assert [line.name for line in lists.look(world, ann)] == ["Café Choir", "Helpline"]
    for verb in (lists.look, lists.calendar_token, lists.start_calendar):
        with pytest.raises(NotAllowed):
            verb(world, VISITOR)


def test_what_is_called_off_or_closed_says_so_and_does_not_vanish(choir):
    world, ann = choir.world, person(choir.world, "Ann")
    lists.keep(world, ann, "cafe-choir")
    lists.keep(world, ann, "bingo")
    with world.database.reading() as session:
        first = session.scalars(
            select(Occurrence.id).join(Service).where(Service.slug == "cafe-choir", Occurrence.starts > world.now())
            .order_by(Occurrence.starts).limit(1)
        ).one()  # fmt: skip
    occurrences.cancel_occurrence(world, PRODUCT, first, "Burst pipe")
    [line] = [one for one in lists.look(world, ann) if one.slug == "cafe-choir"]
    off = next(one for one in line.dates if one.id == first)
    assert (off.status, off.reason) == ("cancelled", "Burst pipe")
    records.close(world, PRODUCT, "service", id_of(world, "cafe-choir"))
    last = lists.look(world, ann)[-1]
    assert (last.name, last.open, last.dates) == ("Café Choir", False, ())


def test_the_calendars_address_is_kept_as_a_hash_and_a_new_one_ends_the_old(choir):
    world, ann = choir.world, person(choir.world, "Ann")
    lists.keep(world, ann, "cafe-choir")
    assert lists.calendar_token(world, ann) is None
    lists.start_calendar(world, ann)
    token = lists.calendar_token(world, ann)
    assert lists.of_calendar(world, token) == ("en", (id_of(world, "cafe-choir"),))
    with world.database.reading() as session:
        row = session.scalars(select(ListCalendar)).one()
        assert token not in (row.salt, row.token_hash)
    lists.start_calendar(world, ann)
    assert lists.of_calendar(world, token) is None
    lists.stop_calendar(world, ann)
    assert lists.calendar_token(world, ann) is None


def test_a_list_has_an_end(choir, monkeypatch):
    world, ann = choir.world, person(choir.world, "Ann")
    monkeypatch.setattr(lists, "MOST_SAVED", 1)
    lists.keep(world, ann, "bingo")
    assert lists.keep(world, ann, "bingo")
    with pytest.raises(lists.ListFull):
        lists.keep(world, ann, "cafe-choir")


def test_merged_services_stand_on_the_list_once(choir):
    world, ann = choir.world, person(choir.world, "Ann")
    lists.keep(world, ann, "bingo")
    records.merge(world, PRODUCT, "service", id_of(world, "cafe-choir"), id_of(world, "bingo"), {})
    assert [line.name for line in lists.look(world, ann)] == ["Café Choir"]
    assert timedelta(0) <= lists.look(world, ann)[0].dates[0].ends - world.now()
