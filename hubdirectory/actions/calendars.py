"""The special days: bank holidays and school terms, from `calendar.toml` in the instance folder, else the usual ones.

    subdivision = "ENG"                       # whose bank holidays: ENG, WLS, SCT or NIR
    extra_bank_holidays = [2027-05-10]        # days besides
    not_bank_holidays = []                    # days that are none here after all

    [[terms]]                                 # first and last day of each term, half terms left out
    first = 2026-09-02
    last = 2026-10-23

A school year (September to August) with terms of its own has only these; every other has the usual ones, which are
about right for every council in England.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import holidays
from dateutil.easter import easter

from hubdirectory.config import SettingsError
from hubdirectory.domain.schedules import Calendar

FILE = "calendar.toml"
SUBDIVISIONS = ("ENG", "WLS", "SCT", "NIR")
YEARS_BEFORE, YEARS_AFTER = 2, 6
KNOWN = ("subdivision", "extra_bank_holidays", "not_bank_holidays", "terms")
Term = tuple[date, date]
log = logging.getLogger("hubdirectory.calendars")


@dataclass(frozen=True)
class SpecialDays:
    """What the calendar file says."""

    subdivision: str = "ENG"
    extra: frozenset[date] = frozenset()
    left_out: frozenset[date] = frozenset()
    terms: tuple[Term, ...] = ()

    def calendar(self, year: int) -> Calendar:
        """The calendar of that year, a few before and several after."""
        years = range(year - YEARS_BEFORE, year + YEARS_AFTER + 1)
        public = holidays.country_holidays("GB", subdiv=self.subdivision, years=years)
        return Calendar((frozenset(public) | self.extra) - self.left_out, tuple(sorted(self._terms(years))))

    def _terms(self, years: range) -> Iterable[Term]:
        own = {_school_year(first) for first, _ in self.terms}
        usual = (term for year in years for term in usual_terms(year) if _school_year(term[0]) not in own)
        return (*self.terms, *usual)


def _school_year(day: date) -> int:
    """The year in which it began."""
    return day.year if day.month >= 9 else day.year - 1


def usual_terms(year: int) -> list[Term]:
    """The terms that begin in a calendar year: half terms in the middle of February, at the end of May and of October."""
    winter, spring, autumn = _monday_from(date(year, 2, 12)), _monday_from(date(year, 5, 25)), _monday_from(date(year, 10, 23))
    easter_break = easter(year) - timedelta(days=6)  # the Monday before Easter; two weeks
    return [
        (_monday_from(date(year, 1, 3)), _friday_before(winter)),
        (winter + timedelta(days=7), _friday_before(easter_break)),
        (easter_break + timedelta(days=14), _friday_before(spring)),
        (spring + timedelta(days=7), _friday_before(date(year, 7, 24))),
        (date(year, 9, 2), _friday_before(autumn)),
        (autumn + timedelta(days=7), _friday_before(date(year, 12, 22))),
    ]


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _friday_before(day: date) -> date:
    return day - timedelta(days=(day.weekday() - 4) % 7 or 7)


def calendar_of(instance: Path, year: int) -> Calendar:
    """The calendar of an installation around a year: the same object until the file changes.

    A file that became unreadable while the site runs is said in the log; the last that could be read stands.
    """
    path = instance / FILE
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return _calendar(SpecialDays(), year)
    try:
        days = _last_read[path] = _read(path, changed)
    except SettingsError as error:
        if path not in _last_read:
            raise
        _say_once(str(error))
        days = _last_read[path]
    return _calendar(days, year)


def check_calendar(instance: Path) -> None:
    """Raises SettingsError where there is a calendar file that cannot be used."""
    if (instance / FILE).exists():
        read_special_days(instance / FILE)


_last_read: dict[Path, SpecialDays] = {}


@lru_cache(maxsize=8)
def _say_once(problem: str) -> None:
    log.warning("%s The calendar stays as it was.", problem)


@lru_cache(maxsize=16)
def _calendar(days: SpecialDays, year: int) -> Calendar:
    return days.calendar(year)


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int) -> SpecialDays:
    return read_special_days(path)


def read_special_days(path: Path) -> SpecialDays:
    """What a calendar file says. Raises SettingsError, with a sentence, for what cannot be used."""
    try:
        written = tomllib.loads(path.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{FILE} cannot be read: {error}") from error
    unknown = sorted(set(written) - set(KNOWN))
    if unknown:
        raise SettingsError(f"{FILE} has {', '.join(unknown)}, which it may not. It may have {', '.join(KNOWN)}.")
    subdivision = written.get("subdivision", "ENG")
    if subdivision not in SUBDIVISIONS:
        raise SettingsError(f"{FILE}: subdivision is {subdivision!r}; use one of {', '.join(SUBDIVISIONS)}.")
    extra, left_out = (frozenset(_days(written, name)) for name in ("extra_bank_holidays", "not_bank_holidays"))
    terms = written.get("terms", [])
    if not isinstance(terms, list):
        raise SettingsError(f"{FILE}: write each term under [[terms]].")
    return SpecialDays(subdivision, extra, left_out, tuple(_term(term) for term in terms))


def _days(written: Mapping[str, object], name: str) -> list[date]:
    given = written.get(name, [])
    if not isinstance(given, list):
        raise SettingsError(f"{FILE}: {name} is a list of days, such as [2027-05-03].")
    return [_day(value, name) for value in given]


def _term(given: object) -> Term:
    if not isinstance(given, dict) or set(given) != {"first", "last"}:
        raise SettingsError(f"{FILE}: a term has a first and a last day, and nothing else.")
    first, last = _day(given["first"], "first"), _day(given["last"], "last")
    if last < first:
        raise SettingsError(f"{FILE}: the term from {first} ends before it begins.")
    return first, last


def _day(value: object, name: str) -> date:
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise SettingsError(f"{FILE}: {name} has {value!r}; write a day like 2027-05-03.")
