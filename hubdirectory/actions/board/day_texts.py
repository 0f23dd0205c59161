"""A date in the words of a mail, outside of any page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date, format_time

from hubdirectory.actions.occurrences.views import OccurrenceLine
from hubdirectory.domain.days import LONDON


@dataclass(frozen=True)
class DateText:
    """What a mail says of a date. `state`: on, cancelled, full, moved or late; `was` is when and where it would have been.

    link: the page of its service
    """

    name: str
    organisation: str
    day: str
    time: str
    until: str
    place: str
    state: str
    reason: str
    note: str
    late: int
    full: bool
    was: str
    added: bool
    link: str


def date_text(line: OccurrenceLine, locale: str, public_url: str) -> DateText:
    place = line.public_place
    return DateText(
        name=line.name, organisation=line.offer.organisation, day=day_text(line.day, locale), time=_clock(line.starts, locale),
        until=_clock(line.ends, locale), place=place.name if place else "", state=line.status.value, reason=line.reason,
        note=line.note, late=line.late_minutes, full=line.full, was=_was(line, locale), added=line.one_off,
        link=f"{public_url}/services/{line.offer.slug}",
    )  # fmt: skip


def day_text(day: date, locale: str) -> str:
    return format_date(day, "EEEE d MMMM" if locale == "en" else "full", locale=locale)


def _clock(moment: datetime, locale: str) -> str:
    return format_time(moment.astimezone(LONDON).time(), "HH:mm", locale=locale)


def _was(line: OccurrenceLine, locale: str) -> str:
    if line.was is None:
        return ""
    there = line.was.place.name if line.was.place and line.was.place.name else ""
    when = f"{day_text(line.was.starts.astimezone(LONDON).date(), locale)}, {_clock(line.was.starts, locale)}"
    return ", ".join(filter(None, (when, there)))
