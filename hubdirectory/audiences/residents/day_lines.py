"""A dated happening in words, for lists of a day, hub pages and screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext, ngettext

from hubdirectory.actions.occurrences import OccurrenceLine
from hubdirectory.domain.occurrences import Status
from hubdirectory.web.addresses import address
from hubdirectory.web.formatting import distance
from hubdirectory.web.names import COSTS, JOINS, MODES
from hubdirectory.web.recurrences import and_list
from hubdirectory.web.times import clock, day_words, local, machine_time, span_words


@dataclass(frozen=True)
class DayLine:
    """One line. `times` from when to when, `iso` its start for machines.

    state: on, cancelled, full, moved or late; `says` is that in words, with the reason
    hub: the hub's slug for its mark, "" elsewhere
    calendar: the address of this one date as a calendar file
    """

    id: str
    address: str
    name: str
    organisation: str
    iso: str
    times: str
    place: str
    hub: str
    far: str
    join: str
    cost: str
    state: str
    says: tuple[str, ...]
    note: str
    featured: bool
    calendar: str


def day_line(line: OccurrenceLine, day: date, today: date, here: str = "") -> DayLine:
    """As it stands in the list of a day; `here` is the id of the place whose list it is, "" for a whole town's."""
    offer = line.offer
    return DayLine(
        id=line.id, address=address("residents.service", slug=offer.slug), name=line.name, organisation=offer.organisation,
        iso=machine_time(line.starts), times=span_words(line.starts, line.ends),
        place=_where(line, here), hub=line.hub,
        far=distance(line.miles) if line.miles is not None else "", join=str(JOINS.get(offer.booking, "")),
        cost=offer.cost_words or str(COSTS.get(offer.cost, "")), state=line.status.value,
        says=tuple(changes_of(line, day, today, here)),
        note=" ".join(filter(None, (line.note, line.said))), featured=line.featured,
        calendar=url_for("residents.one_date", occurrence_id=line.id),
    )  # fmt: skip


def first_of_a_day(lines: Sequence[OccurrenceLine], most: int) -> list[OccurrenceLine]:
    """So many of a day, in their order: what is featured before the rest."""
    shown = sorted(range(len(lines)), key=lambda n: not lines[n].featured)[:most]
    return [lines[n] for n in sorted(shown)]


def _where(line: OccurrenceLine, here: str) -> str:
    """The name of the place; "" in the list of the place itself."""
    place = line.public_place
    if place is None:
        return _without_place(line)
    return "" if place.id == here else place.name


def _without_place(line: OccurrenceLine) -> str:
    ways = [str(MODES[mode]) for mode in line.offer.modes if mode in MODES and mode != "place"]
    if line.place or not ways:
        return gettext("Ring for the place")
    return and_list([ways[0], *(way.lower() for way in ways[1:])])


def changes_of(line: OccurrenceLine, day: date, today: date, here: str = "") -> list[str]:
    """What is not as usual, the weightiest first."""
    if line.status is Status.CANCELLED:
        return [gettext("Cancelled: %(reason)s", reason=line.reason) if line.reason else gettext("Cancelled")]
    said = [gettext("Full")] if line.full else []
    if line.was:
        said.append(_moved(line, day, today, here))
    if line.late_minutes:
        said.append(ngettext("Running %(num)s minute late", "Running about %(num)s minutes late", line.late_minutes))
    return said


def _moved(line: OccurrenceLine, day: date, today: date, here: str) -> str:
    was, place = line.was, line.public_place
    if was is None:
        return ""
    if here and place and place.id != here:
        return gettext("Moved to %(day)s", day=place.name)
    if line.day != day:
        when = day_words(line.day, today)
        return gettext("Moved to %(day)s, %(time)s", day=when, time=clock(local(line.starts).time()))
    parts = []
    if local(was.starts).date() != day:
        parts.append(day_words(local(was.starts).date(), today))
    elif was.starts != line.starts:
        parts.append(clock(local(was.starts).time()))
    if was.place and was.place.name:
        parts.append(was.place.name)
    return gettext("Moved from %(where)s", where=", ".join(parts)) if parts else gettext("Now until %(time)s", time=_ends(line))


def _ends(line: OccurrenceLine) -> str:
    return clock(local(line.ends).time())


def is_on(line: OccurrenceLine, now: datetime) -> bool:
    return line.status is not Status.CANCELLED and line.starts <= now < line.ends
