from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from hubdirectory.domain.schedules import Recurrence
from hubdirectory.domain.sheets import (
    LIVES,
    Change,
    First,
    Reach,
    Snapshot,
    Standing,
    changes,
    first_step,
    snapshot_from,
    standing,
    weekdays,
)

TUESDAYS = Recurrence("WEEKLY", time(10), time(12), byday=("TU",))
THURSDAYS = Recurrence("WEEKLY", time(10), time(12), byday=("TH",))
SHED = Snapshot(
    "mens-shed", "Men’s Shed", (TUESDAYS,), (("Hub", "York Road, TS26 9EU"),), ("01632 960123",), ("3.00",), "drop-in"
)


@pytest.mark.parametrize(
    ("reach", "step"),
    [
        (Reach(["place"], "drop-in", phone=True, place=True), First.COME),
        (Reach(["place"], "either", place=True), First.COME),
        (Reach(["place"], "appointment", phone=True, place=True), First.RING_TO_BOOK),
        (Reach(["place"], "unknown", phone=True, place=True), First.RING_TO_ASK),
        (Reach(["phone"], "drop-in", phone=True), First.RING_TO_TALK),
        (Reach(["home", "phone"], "unknown", phone=True), First.RING_FOR_A_VISIT),
        (Reach([], "unknown", phone=True, email=True), First.RING_TO_ASK),
        (Reach(["phone"], text=True, email=True, website=True), First.TEXT),
        (Reach(["online"], email=True, website=True), First.WRITE),
        (Reach(["online"], website=True), First.LOOK),
        (Reach(["place"], "unknown", place=True), First.ASK),
        (Reach(), First.ASK),
    ],
)
def test_what_somebody_does_first(reach, step):
    assert first_step(reach) is step


def test_what_is_as_it_was_has_no_changes_however_it_was_kept():
    assert changes(snapshot_from(SHED.as_data()), SHED) == ()


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (None, (Change.GONE,)),
        (replace(SHED, paused=True), (Change.PAUSED,)),
        (replace(SHED, rules=(THURSDAYS,)), (Change.TIMES,)),
        (replace(SHED, places=(("Hall", "Church Street, TS24 7DN"),)), (Change.PLACE,)),
        (replace(SHED, booking="appointment"), (Change.BOOKING,)),
        (replace(SHED, phones=("01632 960999",)), (Change.PHONE,)),
        (replace(SHED, costs=("5.00",)), (Change.COST,)),
        (replace(SHED, name="The Shed"), (Change.NAME,)),
        (replace(SHED, rules=(THURSDAYS,), paused=True), (Change.PAUSED, Change.TIMES)),
        # What does not matter to whoever holds the sheet: a second number, the hub's new name, a single date left out.
        (replace(SHED, phones=("01632 960999", "01632 960123")), ()),
        (replace(SHED, places=(("New Hub", "York Road, TS26 9EU"),)), ()),
        (replace(SHED, rules=(replace(TUESDAYS, exceptions=frozenset({datetime(2026, 12, 1).date()})),)), ()),
    ],
)
def test_what_has_changed_since(now, found):
    assert changes(SHED, now) == found


def test_days_of_the_week_are_told_only_where_they_say_everything():
    assert weekdays(replace(SHED, rules=(THURSDAYS, TUESDAYS))) == ("tuesday", "thursday")
    assert weekdays(replace(SHED, rules=(replace(TUESDAYS, interval=2),))) == ()


def test_a_link_lives_for_90_days_unless_it_is_revoked():
    made = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    over = made + LIVES
    assert timedelta(days=90) == LIVES
    assert standing(over, None, over - timedelta(seconds=1)) is Standing.LIVE
    assert standing(over, None, over) is Standing.EXPIRED
    assert standing(over, made, made) is Standing.REVOKED
