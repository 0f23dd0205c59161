"""Days in a search: "art on Tuesday", "zumba tonight", "something to do tomorrow morning"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .days import LONDON, moment_of
from .schedules import DAY_SLUGS, Span

WEEKS = 5
PARTS = {"morning": (time(5), time(12)), "afternoon": (time(12), time(17)), "evening": (time(17), time())}
_NIGHTS = {"night": "evening", "nights": "evening", "evenings": "evening", "mornings": "morning", "afternoons": "afternoon"}
_SHORT = {"mon": "monday", "tues": "tuesday", "wed": "wednesday", "thur": "thursday", "thurs": "thursday", "fri": "friday"}
_POLISH = {
    "poniedziałek": "monday", "wtorek": "tuesday", "środę": "wednesday", "środa": "wednesday", "czwartek": "thursday",
    "piątek": "friday", "sobotę": "saturday", "sobota": "saturday", "niedzielę": "sunday", "niedziela": "sunday",
}  # fmt: skip
_WEEKDAYS = {**{day: day for day in DAY_SLUGS}, **{f"{day}s": day for day in DAY_SLUGS}, **_SHORT, **_POLISH}
_PART = r"(?P<part>mornings?|afternoons?|evenings?|nights?)"
_DAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_FORMS = (
    (re.compile(r"\b(?:tonight|this evening|dziś wieczorem)\b", re.I), "today", "evening"),
    (re.compile(r"\bthis (?P<part>morning|afternoon)\b", re.I), "today", ""),
    (re.compile(rf"\b(?:tomorrow|jutro)(?:\s+{_PART})?\b", re.I), "tomorrow", ""),
    (re.compile(r"\b(?:today|dziś|dzisiaj)\b", re.I), "today", ""),
    (re.compile(r"\b(?:at |on |this )?(?:the )?weekends?\b", re.I), "weekend", ""),
    (re.compile(rf"\b(?:on|every|each|w|we)\s+(?P<day>{_DAY})(?:\s+{_PART})?(?!\w)", re.I), "", ""),
    (re.compile(rf"(?<!\w)(?P<day>{_DAY})\s+{_PART}\b", re.I), "", ""),
)
_BARE = re.compile(rf"(?<!\w)(?P<day>{_DAY})(?!\w)", re.I)


@dataclass(frozen=True)
class DayRead:
    """A day that somebody typed. `words` are the rest; `day` is today, tomorrow, weekend or a weekday's slug.

    part: morning, afternoon, evening or "" for the whole day
    bare: nothing beside its name says that a day is meant: it may be part of a name ("Tuesday Club")
    """

    words: str
    day: str
    part: str = ""
    bare: bool = False


def day_in(text: str) -> DayRead | None:
    """The day in a search; None where there is none."""
    for form, day, part in _FORMS:
        if found := form.search(text):
            return _read(text, found, day, part)
    found = _BARE.search(text)
    return _read(text, found, "", "", bare=True) if found else None


def _read(text: str, found: re.Match[str], day: str, part: str, bare: bool = False) -> DayRead:
    named = found.groupdict()
    said = (named.get("part") or part or "").lower()
    words = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
    return DayRead(words, day or _WEEKDAYS[named["day"].lower()], _NIGHTS.get(said, said), bare)


def windows(read: DayRead, now: datetime) -> list[Span]:
    """When that is, in UTC: of a weekday the next few, so that what is on each fortnight or month is found as well."""
    today = now.astimezone(LONDON).date()
    return [_window(day, read.part) for day in _days(read.day, today)]


def _days(day: str, today: date) -> list[date]:
    if day in ("today", "tomorrow"):
        return [today + timedelta(days=day == "tomorrow")]
    wanted = (5, 6) if day == "weekend" else (DAY_SLUGS.index(day),)
    span = 7 if day == "weekend" else 7 * WEEKS
    return [one for n in range(span) if (one := today + timedelta(days=n)).weekday() in wanted]


def _window(day: date, part: str) -> Span:
    opens, closes = PARTS.get(part, (time(), time()))
    last = day if closes > opens else day + timedelta(days=1)
    return moment_of(day, opens), moment_of(last, closes)
