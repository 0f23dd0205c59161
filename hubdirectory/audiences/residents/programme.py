"""What happens at one place: now, next, this week; as a page's parts, as a timetable, and for the screen in its foyer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext

from hubdirectory.actions import board, occurrences
from hubdirectory.actions.occurrences import OccurrenceLine
from hubdirectory.actions.showing import PlaceView
from hubdirectory.audiences.residents.day_lines import DayLine, day_line, first_of_a_day, is_on
from hubdirectory.audiences.residents.day_pages import WeekDay
from hubdirectory.audiences.residents.day_parts import SESSION
from hubdirectory.domain.occurrences import Status
from hubdirectory.web.times import capital, clock_range, day_words, full_day, local

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

WEEK_DAYS = 7
MOST_NEXT = 4
# Of a day at a hub; the rest stands in the hub's own list of the day.
MOST_OF_A_DAY = 12


@dataclass(frozen=True)
class Chats:
    """A day in words, and who is there: name, times and a few words each."""

    day: str
    people: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Programme:
    """now: what is on at this moment
    next: what comes next, today or on the next day with something
    week: the coming seven days, each with what is on at a set time; of a hub's long day the first
    chats: who is there for a chat, on the first day of the week that has anybody, later than now"""

    now: tuple[DayLine, ...]
    next: tuple[DayLine, ...]
    week: tuple[WeekDay, ...]
    chats: Chats | None = None


def programme(world: World, view: PlaceView, hub: bool) -> Programme:
    """`hub`: the days have a list of that hub alone, to which a long day leads."""
    now, place_id, slug = world.now(), view.id, view.place.slug
    today = local(now).date()
    # From yesterday: a night goes on after midnight.
    lines = occurrences.at_place(world, place_id, today - timedelta(days=1), today + timedelta(days=WEEK_DAYS - 1))
    on = sorted((line for line in lines if is_on(line, now)), key=lambda line: (line.what != SESSION, line.ends))
    later = [line for line in lines if line.starts > now and line.status is not Status.CANCELLED and line.what == SESSION]
    days = [today + timedelta(days=n) for n in range(WEEK_DAYS)]
    return Programme(
        tuple(day_line(line, line.day, today, place_id) for line in on),
        tuple(day_line(line, line.day, today, place_id) for line in next_of(later)),
        tuple(_day(day, now, lines, place_id, slug if hub else "") for day in days),
        chats(world, view),
    )


def chats(world: World, view: PlaceView) -> Chats | None:
    """Nobody on a day when the place is shut, such as a bank holiday: as far as its hours are known."""
    now = local(world.now())
    shut = {day for day, spans in view.week if not spans}
    days = [now.date() + timedelta(days=n) for n in range(WEEK_DAYS)]
    found = board.on_duty(world, view.id, [day for day in days if day not in shut])
    for day, people in found.items():
        still = [one for one in people if day > now.date() or one.closes > now.time()]
        if still:
            said = tuple((one.name, clock_range(one.opens, one.closes), one.note) for one in still)
            return Chats(capital(day_words(day, now.date())), said)
    return None


def next_of(later: Sequence[OccurrenceLine]) -> list[OccurrenceLine]:
    """The next few of the first day that has any."""
    return [line for line in later if line.day == later[0].day][:MOST_NEXT] if later else []


def _day(day: date, now: datetime, lines: Sequence[OccurrenceLine], place_id: str, hub: str) -> WeekDay:
    """The lines of a day; at a hub no more than `MOST_OF_A_DAY`, and of today first what is not over."""
    today = local(now).date()
    of_the_day = [line for line in lines if line.what == SESSION and _planned_or_on(line, day)]
    shown = of_the_day
    if hub and len(shown) > MOST_OF_A_DAY:
        to_come = [line for line in shown if line.ends > now]
        shown = first_of_a_day(to_come if len(to_come) >= MOST_OF_A_DAY else shown[-MOST_OF_A_DAY:], MOST_OF_A_DAY)
    name = capital(day_words(day, today)) if day <= today + timedelta(days=1) else full_day(day, today.year)
    said = tuple(day_line(line, day, today, place_id) for line in shown)
    address = url_for("residents.day", day=day.isoformat(), hub=hub) if hub else ""
    return WeekDay(day, name, address, len(of_the_day), said)


def _planned_or_on(line: OccurrenceLine, day: date) -> bool:
    return line.day == day or (line.was is not None and local(line.was.starts).date() == day)


# a week as a timetable


@dataclass(frozen=True)
class TimetableDay:
    """A day of a printed week: `lines` at their time; what is open most of the day stands apart."""

    name: str
    date: str
    lines: tuple[DayLine, ...]


@dataclass(frozen=True)
class Timetable:
    """A week from Monday on. `all_day` are things that are open for most of a day: name, times, days in words."""

    days: tuple[TimetableDay, ...]
    all_day: tuple[tuple[str, str, str], ...]


def timetable(world: World, place_id: str, monday: date) -> Timetable:
    days = [monday + timedelta(days=n) for n in range(WEEK_DAYS)]
    lines = occurrences.at_place(world, place_id, days[0], days[-1])
    today = local(world.now()).date()
    return Timetable(
        tuple(_timetable_day(day, today, [line for line in lines if _planned_or_on(line, day)], place_id) for day in days),
        _all_day([line for line in lines if line.what != SESSION and line.status is not Status.CANCELLED], today, place_id),
    )


def _timetable_day(day: date, today: date, lines: Sequence[OccurrenceLine], place_id: str) -> TimetableDay:
    said = tuple(day_line(line, day, today, place_id) for line in lines if line.what == SESSION)
    weekday, _, rest = full_day(day, day.year).partition(" ")
    return TimetableDay(weekday.rstrip(","), rest, said)


def _all_day(lines: Sequence[OccurrenceLine], today: date, place_id: str) -> tuple[tuple[str, str, str], ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        said = day_line(line, line.day, today, place_id)
        found.setdefault((said.name, said.times), []).append(full_day(line.day, line.day.year).partition(" ")[0].rstrip(","))
    return tuple((name, times, _days_in_words(days)) for (name, times), days in found.items())


def _days_in_words(days: list[str]) -> str:
    if len(days) == WEEK_DAYS:
        return gettext("every day")
    return gettext("%(first)s to %(last)s", first=days[0], last=days[-1]) if len(days) > 2 else ", ".join(days)


# the screen


@dataclass(frozen=True)
class ScreenLine:
    """A line for the screen: with its moments for the clock there, and whether the server would show it now, or next."""

    said: DayLine
    day: str
    starts: str
    ends: str
    off: bool
    now: bool
    next: bool


def screen_lines(world: World, place_id: str) -> tuple[ScreenLine, ...]:
    """Today's and tomorrow's lines: enough for a day without the network."""
    now = world.now()
    today = local(now).date()
    lines = occurrences.at_place(world, place_id, today - timedelta(days=1), today + timedelta(days=1))
    lines = tuple(line for line in lines if line.ends > now and line.day <= today + timedelta(days=1))
    there = [line for line in lines if line.place is not None and line.place.id == place_id]
    there.sort(key=lambda line: (line.what != SESSION, line.starts))
    later = [line for line in there if line.starts > now and line.status is not Status.CANCELLED and line.what == SESSION]
    coming = {line.id for line in next_of(later)}
    return tuple(_screen_line(line, now, today, place_id, line.id in coming) for line in there)


def changed_lines(world: World, place_id: str) -> tuple[DayLine, ...]:
    """What is not as usual today, and not over."""
    now = world.now()
    today = local(now).date()
    lines = occurrences.at_place(world, place_id, today, today)
    changed = [line for line in lines if line.status is not Status.ON and (line.ends > now or line.status is Status.CANCELLED)]
    return tuple(day_line(line, today, today, place_id) for line in changed)


def _screen_line(line: OccurrenceLine, now: datetime, today: date, place_id: str, is_next: bool) -> ScreenLine:
    return ScreenLine(
        day_line(line, line.day, today, place_id), "" if line.day <= today else gettext("Tomorrow"),
        line.starts.isoformat(), line.ends.isoformat(), line.status is Status.CANCELLED, is_on(line, now), is_next,
    )  # fmt: skip
