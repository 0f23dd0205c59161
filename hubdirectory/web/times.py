"""Days and times in the words that people use, on the clock of Europe/London."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time, get_day_names, match_skeleton

from hubdirectory.domain.day_words import DayRead
from hubdirectory.domain.schedules import DAY_SLUGS, LONDON
from hubdirectory.web.locales import current_locale
from hubdirectory.web.translating import gettext, ngettext

SOON = timedelta(hours=1)
# A whole day is an hour shorter when the clocks go forward.
ALL_DAY = timedelta(hours=23)


def local(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def clock(at: time) -> str:
    """`10am`, `10:30am`, `12 noon`, `midnight`; on the 24-hour clock where the language has no am and pm."""
    locale = current_locale()
    if locale != "en":
        return format_time(at, "short", locale=locale)
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return gettext("midnight") if at.hour == 0 else gettext("12 noon")
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def clock_range(opens: time, closes: time) -> str:
    """`10am to 12 noon`; the same time twice is the whole day."""
    if opens == closes:
        return gettext("all day")
    return gettext("%(start)s to %(end)s", start=clock(opens), end=clock(closes))


def span_words(starts: datetime, ends: datetime) -> str:
    if ends - starts >= ALL_DAY:
        return gettext("all day")
    return clock_range(local(starts).time(), local(ends).time())


def day_words(day: date, today: date) -> str:
    """`today`, `tomorrow`, else `Tuesday 24 November`, with the year where it is not this one."""
    if day == today:
        return gettext("today")
    if day == today + timedelta(days=1):
        return gettext("tomorrow")
    return full_day(day, today.year)


def full_day(day: date, this_year: int | None = None) -> str:
    locale = current_locale()
    if locale == "en":
        return format_date(day, "EEEE d MMMM" if day.year == this_year else "EEEE d MMMM y", locale="en_GB")
    return format_date(day, _written_out("MMMMEEEEd" if day.year == this_year else "yMMMMEEEEd", locale), locale=locale)


@lru_cache(maxsize=64)
def _written_out(skeleton: str, locale: str) -> str:
    """A language's own order for a date, with the names of day and month in full: some keep only short ones."""
    skeletons = Locale.parse(locale).datetime_skeletons
    known = match_skeleton(skeleton, skeletons)
    pattern = skeletons[known].pattern if known else "EEEE d MMMM y"
    return re.sub("E+", "EEEE", re.sub("M{3,}", "MMMM", pattern))


def short_date(day: date) -> str:
    """`24 November 2026`."""
    return _short_date(day, current_locale())


@lru_cache(maxsize=2_000)
def _short_date(day: date, locale: str) -> str:
    return format_date(day, "d MMMM y" if locale == "en" else "long", locale=locale)


def when(starts: datetime, ends: datetime, now: datetime) -> str:
    """`Today, 10am to 12 noon`; `On now, until 12 noon`; `In 20 minutes, at 10am`."""
    if starts - now >= SOON:
        return _later(starts, ends, _london_day(now), current_locale())
    if starts <= now < ends and ends - starts >= ALL_DAY:
        return gettext("On now, all day")
    if starts <= now < ends:
        return gettext("On now, until %(time)s", time=clock(local(ends).time()))
    return gettext("%(wait)s, at %(time)s", wait=_in_minutes(starts - now), time=clock(local(starts).time()))


@lru_cache(maxsize=8_000)
def _later(starts: datetime, ends: datetime, today: date, _locale: str) -> str:
    """The same all day long in one language, and said for most of the results of a page."""
    day = day_words(local(starts).date(), today)
    return capital(gettext("%(day)s, %(times)s", day=day, times=span_words(starts, ends)))


# One moment is the same for a whole page of results.
_london_day = lru_cache(maxsize=64)(lambda moment: local(moment).date())


def _in_minutes(wait: timedelta) -> str:
    minutes = max(1, round(wait.total_seconds() / 60))
    return ngettext("In %(num)s minute", "In %(num)s minutes", minutes)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def day_name(slug: str) -> str:
    """`monday` in the language of the page, with a capital only where that language writes one."""
    index = DAY_SLUGS.index(slug) if slug in DAY_SLUGS else None
    if index is None:
        return slug
    return str(get_day_names("wide", "stand-alone", locale=current_locale())[index])


def machine_time(moment: datetime) -> str:
    """ISO 8601 with London's offset, for `<time>` and for JSON."""
    return local(moment).isoformat(timespec="seconds")


def read_day_words(read: DayRead) -> str:
    """A day that was read out of a search: `today`, `this evening`, `tomorrow morning`, `on a Tuesday`."""
    if read.day == "today":
        named = {"morning": gettext("this morning"), "afternoon": gettext("this afternoon"), "evening": gettext("this evening")}
        return named.get(read.part) or gettext("today")
    if read.day == "weekend":
        return gettext("at the weekend")
    if read.day == "tomorrow":
        words = {"morning": gettext("tomorrow morning"), "afternoon": gettext("tomorrow afternoon"),
                 "evening": gettext("tomorrow evening")}  # fmt: skip
        return words.get(read.part) or gettext("tomorrow")
    day = day_name(read.day)
    named = {
        "morning": gettext("on a %(day)s morning", day=day), "afternoon": gettext("on a %(day)s afternoon", day=day),
        "evening": gettext("on a %(day)s evening", day=day),
    }  # fmt: skip
    return named.get(read.part) or gettext("on a %(day)s", day=day)
