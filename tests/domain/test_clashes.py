from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from hubdirectory.domain.clashes import Booked, clashes


def at(hour, minute=0):
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


def test_two_in_the_same_room_at_the_same_time_clash():
    found = clashes([Booked("art", at(10), at(12), "Main  hall"), Booked("choir", at(11), at(13), "main hall")])
    assert found == {"art": ("choir",), "choir": ("art",)}


def test_what_begins_as_another_ends_does_not():
    assert clashes([Booked("art", at(10), at(12), "Hall"), Booked("choir", at(12), at(13), "Hall")]) == {}


def test_nothing_is_said_where_nobody_knows_the_rooms():
    assert clashes([Booked("art", at(10), at(12)), Booked("choir", at(10), at(12))]) == {}


def test_more_at_once_than_there_are_rooms():
    three = [Booked("art", at(10), at(12)), Booked("choir", at(11), at(13)), Booked("chess", at(11, 30), at(14))]
    assert clashes(three, rooms=3) == {}
    assert set(clashes(three, rooms=2)) == {"art", "choir", "chess"}
    assert set(clashes(three[:2], rooms=1)) == {"art", "choir"}


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4), st.sampled_from(["", "A", "B"])), max_size=12)


@given(SPANS, st.none() | st.integers(1, 3))
def test_a_clash_is_of_two_and_both_are_told(spans, rooms):
    booked = [Booked(str(n), at(start), at(min(start + long, 23), 30), room) for n, (start, long, room) in enumerate(spans)]
    by_id = {one.id: one for one in booked}
    found = clashes(booked, rooms)
    for id_, others in found.items():
        for other in others:
            assert id_ in found[other]
            assert by_id[id_].starts < by_id[other].ends
            assert by_id[other].starts < by_id[id_].ends
    for one in booked:
        for other in booked:
            overlap = one.starts < other.ends and other.starts < one.ends
            if one.id != other.id and one.room == other.room != "" and overlap:
                assert other.id in found[one.id]
