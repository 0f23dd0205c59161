"""Days, dates and clock times in the words in which people write them: the pieces of `said_schedules`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta

from .days import WEEKDAYS

DAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_AND = r"(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*&\s*)"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
# In "10 to 12, 5 January" the 12 is no day of January.
_NOT_HOURS = r"(?<!to )(?<!till )(?<!til )(?<!until )(?<!-)(?<!–)(?<!- )(?<!– )"
_YEAR = r"(?:\s*,?\s*20\d\d)?"
# "24 and 31 December", "Tuesday 5th of January 2027", "December 24", "24/12", "24.12.2026"
ONE_DATE = (
    rf"(?:{DAY}\s*,?\s+)?(?:the\s+)?(?:(?:{_NOT_HOURS}\b{_NUMBER}(?:{_AND}{_NUMBER})+|\b{_NUMBER})\s+(?:of\s+)?{MONTH}\b{_YEAR}"
    rf"|{MONTH}\s+{_NUMBER}\b{_YEAR}|\d{{1,2}}/\d{{1,2}}(?:/(?:20)?\d\d)?|20\d\d-\d\d-\d\d)"
)
DATES = rf"{ONE_DATE}(?:{_AND}{ONE_DATE})*"
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR = rf"(?:\d{{1,2}}|{'|'.join(_HOURS)})"
CLOCK = (
    rf"(?:(?:12\s*)?noon|midday|(?:12\s*)?midnight|(?:half|quarter)\s+(?:past|to)\s+{_HOUR}(?:\s*[ap]\.?m\b\.?)?"
    r"|\d{1,2}(?:[:.]\d\d)?(?:\s*o.?clock)?\s*[ap]\.?m\b\.?|\d{1,2}[:.]\d\d(?!\d)|(?:[01]\d|2[0-3])[0-5]\d(?:\s*h(?:ou)?rs)?(?!\d)"
    rf"|\d{{1,2}}(?:\s*o.?clock)?(?![\d/])|(?:{'|'.join(_HOURS[1:])})(?:\s*o.?clock)?\b)"
)
_PAST = {"half past": 30, "quarter past": 15, "quarter to": -15}


def day_code(word: str) -> str:
    """`TU` for Tuesdays, tue, Tues."""
    return WEEKDAYS[("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(word[:3].lower())]


def month_number(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def dates_in(text: str, today: date) -> tuple[date, ...]:
    """The dates that a text matching DATES names. Without a year the next one is meant. Raises ValueError for 31 June."""
    return tuple(day for found in re.finditer(ONE_DATE, text, re.IGNORECASE) for day in _dates(found[0], today))


def _dates(text: str, today: date) -> Iterator[date]:
    if iso := re.search(r"20\d\d-\d\d-\d\d", text):
        yield date.fromisoformat(iso[0])
    elif slashed := re.search(r"(\d{1,2})/(\d{1,2})(?:/((?:20)?\d\d))?", text):
        day, month, year = slashed.groups()
        yield _dated(int(day), int(month), 2000 + int(year[-2:]) if year else None, today)
    else:
        month = re.search(MONTH, re.sub(rf"\b{DAY}\b", "", text, flags=re.IGNORECASE), re.IGNORECASE)
        year = re.search(r"\b20\d\d\b", text)
        for number in re.findall(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", text, re.IGNORECASE):
            yield _dated(int(number), month_number(month[0] if month else ""), int(year[0]) if year else None, today)


def _dated(day: int, month: int, year: int | None, today: date) -> date:
    if year:
        return date(year, month, day)
    first = next((date(today.year + more, month, day) for more in range(9) if _is_date(today.year + more, month, day)), None)
    if first is None:
        raise ValueError(f"There is no day {day} in month {month}.")
    # What was a few weeks ago is not meant for next year: somebody says since when a group has met.
    return first if first >= today - timedelta(days=60) else date(first.year + 1, month, min(day, 28) if month == 2 else day)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def clock_of(text: str) -> tuple[int, int, str]:
    """Hour, minute and what tells which half of the day: `am`, `pm`, `24` for a clock of 24 hours, "" for nothing."""
    said = re.sub(rf"\b({'|'.join(_HOURS)})\b", lambda word: str(_HOURS.index(word[0]) + 1), text.strip().lower())
    if "noon" in said or "midday" in said:
        return 12, 0, "24"
    if "midnight" in said:
        return 0, 0, "24"
    half = re.search(r"([ap])\.?m\b", said)
    mark = f"{half[1]}m" if half else ""
    if past := re.match(r"(half|quarter)\s+(past|to)\s+(\d{1,2})", said):
        hour, minute = divmod(int(past[3]) * 60 + _PAST[f"{past[1]} {past[2]}"], 60)
        return hour, minute, mark
    digits = re.match(r"(\d{1,2})[:.](\d\d)|(\d\d)(\d\d)|(\d{1,2})", said)
    parts = [part for part in (digits.groups() if digits else ()) if part]
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    plain24 = not mark and (hour > 12 or hour == 0 or (len(parts) > 1 and parts[0].startswith("0")) or bool(digits and digits[3]))
    return hour, minute, mark or ("24" if plain24 else "")


def span_of(first: str, last: str) -> tuple[time, time, bool]:
    """From two clock times in words, the span that somebody most likely means; and whether am or pm was guessed.

    Raises ValueError for times that no clock shows.
    """
    start, end = clock_of(first), clock_of(last)
    guessed = not start[2] and not end[2]
    opens = _opening(start, end)
    closes = _minutes(end) if end[2] else _after(end, opens)
    return _time(opens), _time(closes), guessed and start[0] in (6, 7, 8, 9)


Clock = tuple[int, int, str]


def _minutes(clock: Clock) -> int:
    hour, minute, mark = clock
    if hour > 24 or minute > 59 or (mark in ("am", "pm") and not 1 <= hour <= 12):
        raise ValueError("No clock shows that.")
    if mark in ("am", "pm"):
        hour = hour % 12 + (12 if mark == "pm" else 0)
    return (hour * 60 + minute) % 1440


def _opening(start: Clock, end: Clock) -> int:
    if start[2]:
        return _minutes(start)
    _minutes((start[0], start[1], "24"))
    early, late = (start[0] % 12) * 60 + start[1], (start[0] % 12 + 12) * 60 + start[1]
    if end[2]:
        closes = _minutes(end) or 1440
        return late if late < closes else early
    if start[0] in (7, 8) and start[0] < end[0] <= 11 and end[0] - start[0] <= 3:
        return late
    return early if 7 <= start[0] <= 11 else late


def _after(end: Clock, opens: int) -> int:
    """The first time after the opening at which a clock of twelve hours shows that."""
    _minutes((end[0], end[1], "24"))
    early = (end[0] % 12) * 60 + end[1]
    return next(at for at in (early, early + 720, early + 1440) if at > opens) % 1440


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def later_by(start: time, minutes: int) -> time:
    return _time((start.hour * 60 + start.minute + minutes) % 1440)


def one_clock(text: str) -> time:
    """A single time: without am or pm, the one at which things happen. Raises ValueError."""
    clock = clock_of(text)
    return _time(_opening(clock, (clock[0] % 12 + 1, 0, "")) if not clock[2] else _minutes(clock))


def days_between(first: str, last: str) -> tuple[str, ...]:
    """`MO` to `FR`; from Friday to Monday it goes over the weekend."""
    a, b = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return WEEKDAYS[a : b + 1] if a <= b else WEEKDAYS[a:] + WEEKDAYS[: b + 1]
