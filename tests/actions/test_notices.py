"""Notices: on every page from one moment to another, and what they name called off meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from hubdirectory.actions import notices, occurrences
from hubdirectory.actions.acting import PRODUCT, VISITOR, NotAllowed
from hubdirectory.actions.finding import find
from hubdirectory.actions.notices import NoticeKind, Wanted, WrongNotice
from hubdirectory.actions.results import Asked
from hubdirectory.models import Occurrence

TUESDAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def day(town):
    with town.editing() as records:
        central, north = records.location(), records.location("Community Hub North")
        services = [
            records.service("Choir", places=[central], days=["TU"]),
            records.service("Art", places=[north], days=["TU"], needs=["loneliness"]),
            records.service("Chess", places=[north], days=["TU"]),
        ]
        occurrences.roll(records.session, [one.id for one in services], town.world.now(), town.world.calendar)
        town.hubs = {"central": central.id, "north": north.id}
        town.ids = {one.name: one.id for one in services}
    return town


def snow(**more):
    values = {"starts_at": NOW, "ends_at": NOW + 6 * HOUR, "reason": "Because of snow", **more}
    return Wanted(NoticeKind.SNOW, "Snow: some things are off", **values)


def at(day, moment):
    return replace(day.world, clock=lambda: moment)


def off(day):
    with day.world.database.reading() as session:
        rows = session.scalars(select(Occurrence).where(Occurrence.cancelled).order_by(Occurrence.starts)).all()
        called = {id_: name for name, id_ in day.ids.items()}
        return sorted((called[row.service_id], row.reason, row.day) for row in rows)


def id_of(day, name):
    with day.world.database.reading() as session:
        query = select(Occurrence.id).where(Occurrence.service_id == day.ids[name], Occurrence.day == TUESDAY)
        return session.scalars(query).one()


def test_a_notice_begins_and_ends_by_itself(day):
    notices.start(day.world, PRODUCT, snow(starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR))
    shown = [bool(notices.on_now(at(day, NOW + n * HOUR))) for n in range(4)]
    assert shown == [False, True, False, False]


@pytest.mark.parametrize(("more", "expected"), [
    ({"places": ("central",)}, ["Choir"]), ({"services": ("Chess",)}, ["Chess"]), ({"needs": ("loneliness",)}, ["Art"]),
    ({"places": ("north",), "services": ("Choir",)}, ["Art", "Chess", "Choir"]), ({}, []),
])  # fmt: skip
def test_it_calls_off_what_it_names_on_that_day_alone(day, more, expected):
    more = {
        "places": tuple(day.hubs[one] for one in more.get("places", ())), "needs": more.get("needs", ()),
        "services": tuple(day.ids[one] for one in more.get("services", ())),
    }  # fmt: skip
    notices.start(day.world, PRODUCT, snow(**more))
    assert off(day) == [(name, "Because of snow", TUESDAY) for name in expected]


def test_what_is_called_off_is_not_found_as_open_now_and_is_again_when_the_notice_ends(day):
    def open_now():
        return sorted(result.name for result in find(day.world, Asked(open_now=True)).results)

    assert open_now() == ["Art", "Chess", "Choir"]
    notice_id = notices.start(day.world, PRODUCT, snow(places=(day.hubs["north"],)))
    assert open_now() == ["Choir"]
    assert notices.end(day.world, PRODUCT, notice_id) == 2
    assert open_now() == ["Art", "Chess", "Choir"]
    assert notices.on_now(day.world) == ()


def test_one_that_comes_later_cancels_when_its_time_comes_and_puts_back_at_its_end(day):
    notices.start(day.world, PRODUCT, snow(starts_at=NOW + HOUR, places=(day.hubs["central"],)))
    assert off(day) == []
    assert notices.keep(at(day, NOW + HOUR)) == 1
    assert notices.keep(at(day, NOW + 2 * HOUR)) == 0
    assert [name for name, _, _ in off(day)] == ["Choir"]
    assert notices.keep(at(day, NOW + 7 * HOUR)) == 1
    assert off(day) == []
    assert not notices.something_to_keep(at(day, NOW + 8 * HOUR))


def test_what_was_cancelled_before_stays_cancelled_for_its_own_reason(day):
    occurrences.cancel_occurrence(day.world, PRODUCT, id_of(day, "Choir"), "Funeral")
    notice_id = notices.start(day.world, PRODUCT, snow(places=(day.hubs["central"],)))
    notices.end(day.world, PRODUCT, notice_id)
    assert off(day) == [("Choir", "Funeral", TUESDAY)]


def test_what_somebody_put_on_again_by_hand_stays_on(day):
    notices.start(day.world, PRODUCT, snow(places=(day.hubs["central"],)))
    occurrences.undo(day.world, PRODUCT, id_of(day, "Choir"))
    notices.keep(at(day, NOW + HOUR))
    assert off(day) == []


def test_what_was_done_meanwhile_stands_and_undoing_it_brings_no_snow_back(day):
    notice_id = notices.start(day.world, PRODUCT, snow(places=(day.hubs["central"],)))
    choir = id_of(day, "Choir")
    occurrences.feature(day.world, PRODUCT, choir)
    notices.end(day.world, PRODUCT, notice_id)
    assert off(day) == []
    occurrences.undo(day.world, PRODUCT, choir)
    assert off(day) == []
    with pytest.raises(occurrences.NothingToUndo):
        occurrences.undo(day.world, PRODUCT, choir)


def test_the_list_says_how_each_stands_and_how_much_it_cancelled(day):
    notices.start(day.world, PRODUCT, snow(places=(day.hubs["north"],)))
    ended = notices.start(day.world, PRODUCT, snow(ends_at=NOW + HOUR))
    notices.start(day.world, PRODUCT, snow(starts_at=NOW + 3 * HOUR))
    notices.end(day.world, PRODUCT, ended)
    found = notices.notices(day.world, PRODUCT)
    assert sorted((line.state, line.cancelled) for line in found) == [("coming", 0), ("on", 2), ("over", 0)]
    assert found[-1].state == "over"


@pytest.mark.parametrize(("wanted", "field", "why"), [
    (snow(ends_at=NOW - HOUR, starts_at=NOW - 2 * HOUR), "ends", "past"), (snow(ends_at=NOW), "ends", "order"),
    (snow(ends_at=NOW + timedelta(days=90)), "ends", "length"), (snow(words="x" * 501), "words", "long"),
    (replace(snow(), heading=" "), "heading", "missing"),
])  # fmt: skip
def test_a_wrong_notice_says_why(day, wanted, field, why):
    with pytest.raises(WrongNotice) as wrong:
        notices.start(day.world, PRODUCT, wanted)
    assert (wrong.value.field, wrong.value.why) == (field, why)


def test_only_the_manager_makes_and_ends_notices(day):
    notice_id = notices.start(day.world, PRODUCT, snow())
    for refused in (lambda: notices.start(day.world, VISITOR, snow()), lambda: notices.end(day.world, VISITOR, notice_id)):
        with pytest.raises(NotAllowed):
            refused()
    notices.end(day.world, PRODUCT, notice_id)
    with pytest.raises(notices.NoSuchNotice):
        notices.end(day.world, PRODUCT, notice_id)
