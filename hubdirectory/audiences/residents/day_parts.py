"""The parts that pages of days share: sections by the time, kinds, choices, links to other days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext, ngettext

from hubdirectory.actions.occurrences import DayAsked, DaysFound, OccurrenceLine
from hubdirectory.actions.results import Facet
from hubdirectory.audiences.residents.asked import DISTANCES
from hubdirectory.audiences.residents.day_asked import day_pairs
from hubdirectory.audiences.residents.day_lines import day_line, is_on
from hubdirectory.audiences.residents.day_pages import DayLink, Section
from hubdirectory.audiences.residents.outcome import Chip, NearBox, miles_words
from hubdirectory.domain.schedules import DAY_SLUGS
from hubdirectory.web.addresses import query_address, with_changes
from hubdirectory.web.names import FACET_GROUPS, WHATS, value_name
from hubdirectory.web.times import capital, day_name, local

SOON = timedelta(minutes=90)
NOON, EVENING = 12, 17
SESSION = "session"


def address_of(day: date, today: date) -> str:
    """The address of a day: today and tomorrow have words."""
    if day == today:
        return url_for("residents.today")
    if day == today + timedelta(days=1):
        return url_for("residents.tomorrow")
    return url_for("residents.day", day=day.isoformat())


def sections_of_today(lines: Iterable[OccurrenceLine], now: datetime) -> tuple[Section, ...]:
    """On now, starting soon, later; what is over is not among them."""
    named: dict[str, tuple[str, list[OccurrenceLine]]] = {
        "now": (gettext("On now"), []), "soon": (gettext("Starting soon"), []), "later": (gettext("Later today"), []),
    }  # fmt: skip
    for line in lines:
        slug = "now" if line.starts <= now else "soon" if line.starts - now <= SOON else "later"
        named[slug][1].append(line)
    today = local(now).date()
    return _sections(named, today, today)


def sections_of_day(lines: Iterable[OccurrenceLine], day: date, today: date) -> tuple[Section, ...]:
    named: dict[str, tuple[str, list[OccurrenceLine]]] = {
        "morning": (gettext("Morning"), []), "afternoon": (gettext("Afternoon"), []), "evening": (gettext("Evening"), []),
    }  # fmt: skip
    for line in lines:
        starts = local(line.starts if line.day == day or line.was is None else line.was.starts)
        slug = "morning" if starts.hour < NOON else "afternoon" if starts.hour < EVENING else "evening"
        named[slug][1].append(line)
    return _sections(named, day, today)


def _sections(named: dict[str, tuple[str, list[OccurrenceLine]]], day: date, today: date) -> tuple[Section, ...]:
    return tuple(
        Section(slug, name, tuple(day_line(line, day, today) for line in _featured_first(lines)))
        for slug, (name, lines) in named.items() if lines
    )  # fmt: skip


def _featured_first(lines: Sequence[OccurrenceLine]) -> list[OccurrenceLine]:
    return sorted(lines, key=lambda line: not line.featured)


def over(line: OccurrenceLine, now: datetime) -> bool:
    return line.ends <= now and not is_on(line, now)


def whats(found: DaysFound, asked: DayAsked, path: str) -> tuple[DayLink, ...]:
    """The kinds of things, each with how many of them there are."""
    counts = {value.slug: value.count for facet in found.facets if facet.group == "what" for value in facet.values}
    now = (asked.chosen.get("what") or (SESSION,))[0]
    return tuple(
        DayLink(
            str(name), query_address(path, with_changes(day_pairs(asked), {"what": slug if slug != SESSION else None})),
            slug == now, counts.get(slug, 0),
        )
        for slug, name in WHATS.items()
    )  # fmt: skip


def chips(asked: DayAsked, facets: tuple[Facet, ...], path: str) -> tuple[Chip, ...]:
    pairs = day_pairs(asked)
    names = {(facet.group, value.slug): value.name for facet in facets for value in facet.values}
    chosen = [
        Chip(str(FACET_GROUPS[group]), value_name(group, slug, names.get((group, slug), "")),
             query_address(path, with_changes(pairs, without=[(group, slug)])))
        for group, slugs in asked.chosen.items() if group != "what" for slug in slugs
    ]  # fmt: skip
    if asked.near:
        away = query_address(path, with_changes(pairs, {"near": None, "within": None}))
        chosen.append(Chip(gettext("Place"), gettext("Near %(place)s", place=asked.near), away))
    return tuple(chosen)


def near_box(asked: DayAsked, found: DaysFound, path: str) -> NearBox:
    within = [("", gettext("Any distance"), asked.within is None)]
    distances = sorted({*DISTANCES, *([asked.within] if asked.within else [])})
    within += [(f"{miles:g}", miles_words(miles), miles == asked.within) for miles in distances]
    where = found.where
    problem = "" if where is None or where.found else gettext("We do not know a place called “%(place)s”.", place=where.typed)
    pairs = day_pairs(asked)
    links = tuple(
        (name, query_address(path, with_changes(pairs, {"near": name}))) for name in (where.alternatives if where else ())
    )
    return NearBox(asked.near, tuple(within), problem, links)


def strip(today: date, day: date) -> tuple[DayLink, ...]:
    """The days of a week from today."""
    days = [today + timedelta(days=offset) for offset in range(7)]
    return tuple(DayLink(_short(one, today), address_of(one, today), one == day) for one in days)


def _short(day: date, today: date) -> str:
    if day == today:
        return gettext("Today")
    return gettext("Tomorrow") if day == today + timedelta(days=1) else capital(day_name(DAY_SLUGS[day.weekday()]))


def count_words(number: int) -> str:
    return ngettext("%(num)s thing is on.", "%(num)s things are on.", number) if number else gettext("Nothing is on.")
