"""The plain fields of a time: the ways in which something recurs, and clock times and dates as people type them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString, lazy_gettext

from hubdirectory.domain.record_data import Data
from hubdirectory.domain.said_words import CLOCK, DATES, dates_in, one_clock, span_of


@dataclass(frozen=True)
class Way:
    """A way of recurring, and RFC 5545's name for it."""

    freq: str
    name: LazyString


WAYS: Mapping[str, Way] = {
    "week": Way("WEEKLY", lazy_gettext("On days of the week")),
    "nth": Way("MONTHLY", lazy_gettext("On a day such as the second Thursday of the month")),
    "date": Way("MONTHLY", lazy_gettext("On a date such as the 15th of the month")),
    "day": Way("DAILY", lazy_gettext("Every day")),
    "once": Way("ONCE", lazy_gettext("Once")),
    "year": Way("YEARLY", lazy_gettext("Once a year")),
}
DAYS: Mapping[str, LazyString] = {
    "MO": lazy_gettext("Monday"), "TU": lazy_gettext("Tuesday"), "WE": lazy_gettext("Wednesday"),
    "TH": lazy_gettext("Thursday"), "FR": lazy_gettext("Friday"), "SA": lazy_gettext("Saturday"), "SU": lazy_gettext("Sunday"),
}  # fmt: skip
NTHS: Mapping[str, LazyString] = {
    "1": lazy_gettext("First"), "2": lazy_gettext("Second"), "3": lazy_gettext("Third"), "4": lazy_gettext("Fourth"),
    "5": lazy_gettext("Fifth"), "-1": lazy_gettext("Last"), "-2": lazy_gettext("Last but one"),
}  # fmt: skip
GUESSES: Mapping[str, LazyString] = {
    "clock": lazy_gettext("Morning or evening? We guessed. Check the times."),
    "start": lazy_gettext("Every other week, from when? We took the next one as the first. Check the dates."),
    "end": lazy_gettext("From when until when? Fill in the times."),
    "second": lazy_gettext("We read “every second” as every other week. Check the dates."),
}


def way_of(item: Data) -> str:
    """Which of WAYS a time keeps to."""
    if item["freq"] == "MONTHLY":
        return "date" if item["bymonthday"] and not item["byday"] else "nth"
    return next((key for key, way in WAYS.items() if way.freq == item["freq"]), "week")


def clock_typed(opens: str, closes: str) -> tuple[str, str]:
    """`2pm` and `4` as "14:00" and "16:00"; what is no clock time stays as it was typed."""
    if _is_clock(opens) and _is_clock(closes):
        try:
            first, last, _ = span_of(opens, closes)
        except ValueError:
            return opens, closes
        return f"{first:%H:%M}", f"{last:%H:%M}"
    return _clock(opens), _clock(closes)


def _is_clock(text: str) -> bool:
    return re.fullmatch(CLOCK, text.strip().lower()) is not None


def _clock(text: str) -> str:
    try:
        return f"{one_clock(text):%H:%M}" if _is_clock(text) else text
    except ValueError:
        return text


def dates_typed(text: str, today: date) -> list[str]:
    """Dates in any usual form as ISO texts; pieces that are none stay as they were typed."""
    found: list[str] = []
    left = text.strip()

    def take(match: re.Match[str]) -> str:
        try:
            found.extend(day.isoformat() for day in dates_in(match[0], today))
        except ValueError:
            return match[0]
        return ""

    left = re.sub(DATES, take, left, flags=re.IGNORECASE)
    rest = [piece.strip() for piece in re.split(r"[,;\n]|\band\b", left) if piece.strip()]
    return [*found, *rest]
