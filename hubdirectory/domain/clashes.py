"""Two things at one time where there is room for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Booked:
    """Something at a place from one moment to another. `room`: which room, in somebody's words, "" where nobody said."""

    id: str
    starts: datetime
    ends: datetime
    room: str = ""


def clashes(booked: Iterable[Booked], rooms: int | None = None) -> Mapping[str, tuple[str, ...]]:
    """Of one place: who is double-booked, with whom.

    Two clash where they overlap in time and the same room is named for both, capitals and spaces aside. Where `rooms` is
    known, all that are on at one moment clash when they are more than the rooms. What ends as another begins does not.
    """
    found: dict[str, dict[str, None]] = {}
    going: list[Booked] = []
    for one in sorted(booked, key=lambda one: (one.starts, one.ends, one.id)):
        going = [other for other in going if other.ends > one.starts]
        too_many = rooms is not None and len(going) >= rooms
        for other in going:
            if too_many or _same_room(one, other):
                found.setdefault(one.id, {})[other.id] = None
                found.setdefault(other.id, {})[one.id] = None
        going.append(one)
    return {id_: tuple(others) for id_, others in found.items()}


def _same_room(one: Booked, other: Booked) -> bool:
    room = " ".join(one.room.casefold().split())
    return bool(room) and room == " ".join(other.room.casefold().split())
