"""What a sentence says of all its times alike: terms, holidays, first and last days, dates besides, every other week."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from re import Match

from .record_data import Data
from .said_words import DATES, DAY, MONTH, ONE_DATE, dates_in, month_number

TO = r"\s*(?:-|–|—|to|until|till|til)\s*"
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
    "twelve": 12,
}  # fmt: skip
NUMBER = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
_BEGINS = r"\b(?:from|starting|starts|beginning|begins|since)(?:\s+on)?(?:\s+the)?\s+"
_ENDS = r"\b(?:until|till|til|up\s+to|ending|ends|finishing)(?:\s+on)?(?:\s+the)?(?:\s+end\s+of)?\s+"
_AWAY = (
    r"(?:but\s+)?(?:not|except|excluding|apart\s+from|closed|never|no(?:\s+(?:class|club|group|meeting|session)\w*)?)"
    r"(?:\s+(?:on|for|in|during))*(?:\s+(?:any|the))?"
)


@dataclass
class Reading:
    """A sentence while pieces are taken out of it; what was taken is blank, so that places stay where they were."""

    text: str
    today: date
    left: str = ""
    shared: Data = field(default_factory=dict)
    guesses: list[str] = field(default_factory=list)

    def take(self, pattern: str | re.Pattern[str], use: Callable[[Match[str]], object], *, once: bool = False) -> None:
        """Blanks each match that `use` can make something of; ValueError leaves the words where they are."""
        for found in list(re.finditer(pattern, self.left)):
            try:
                use(found)
            except ValueError:
                continue
            self.blank(found.start(), found.end())
            if once:
                return

    def blank(self, start: int, end: int) -> None:
        self.left = self.left[:start] + "\0" * (end - start) + self.left[end:]


def take_terms(reading: Reading) -> None:
    def term(_found: Match[str]) -> None:
        reading.shared["term_time_only"] = True

    def bank(_found: Match[str]) -> None:
        reading.shared["not_bank_holidays"] = True

    both = rf"{_AWAY}\s+(?:(?:bank|public)\s+and\s+school|school\s+and\s+(?:bank|public))\s+holidays?"
    reading.take(rf"(?={both})", bank)
    reading.take(both, term)
    reading.take(rf"{_AWAY}\s+(?:bank|public)\s+holidays?(?:\s+mondays?)?|bank\s+holidays?\s+(?:excepted|excluded)", bank)
    reading.take(r"(?:in\s+|during\s+)?(?:school\s+)?term[\s-]?times?(?:\s+only)?", term)
    reading.take(rf"{_AWAY}\s+school\s+(?:half[\s-]terms?\s+and\s+)?holidays?", term)
    reading.take(r"(?:in|during)\s+(?:the\s+)?(?:school\s+)?terms?\b(?:\s+only)?|(?:on\s+)?school\s+days(?:\s+only)?", term)


def take_dates(reading: Reading) -> None:
    """First day, last day, days that it is not on, and days besides."""
    shared, today = reading.shared, reading.today

    def one(text: str) -> date:
        return dates_in(text, today)[0]

    def between(found: Match[str]) -> None:
        # "5 and 12 January" are two days; "between 5 and 12 January" is a stretch.
        if " and " in found[0] and "between" not in found[0]:
            raise ValueError
        shared["start"], shared["until"] = first, last = one(found[1]), one(found[2])
        if last < first:
            shared["until"] = last.replace(year=first.year + 1)

    def months(found: Match[str]) -> None:
        first = one(f"1 {found[1]}")
        before = first.replace(year=first.year - 1)
        first = before if today <= end_of_month(month_number(found[2]), before) else first
        shared["start"], shared["until"] = first, end_of_month(month_number(found[2]), first)

    def until(found: Match[str]) -> None:
        dated = any(sign.isdigit() for sign in found[1])
        shared["until"] = one(found[1]) if dated else end_of_month(month_number(found[1]), today)

    def add(key: str) -> Callable[[Match[str]], object]:
        return lambda found: shared.setdefault(key, []).extend(dates_in(found[1], today))

    reading.take(rf"(?:{_BEGINS}|\bbetween\s+)?({ONE_DATE})(?:{TO}|\s+and\s+)({ONE_DATE})(?!\s*,?\s*(?:and|&))", between)
    reading.take(rf"(?:{_BEGINS}|\bbetween\s+)({MONTH})\b(?:{TO}|\s+and\s+)({MONTH})\b(?!\s*\d)", months)
    reading.take(rf"{_AWAY}\s+({DATES})", add("exceptions"))
    reading.take(rf"\b(?:and\s+)?(?:also|plus|extra(?:\s+\w+)?)(?:\s+on)?\s+({DATES})", add("extra_dates"))
    reading.take(rf"{_BEGINS}({ONE_DATE})", lambda found: shared.update(start=one(found[1])), once=True)
    reading.take(rf"{_ENDS}({ONE_DATE}|{MONTH}\b)", until, once=True)
    reading.take(rf"{_BEGINS}({MONTH})\b(?!\s*\d)", lambda found: shared.update(start=one(f"1 {found[1]}")), once=True)
    reading.take(rf"(?:\bon\s+)?({DATES})", add("once"))


def end_of_month(month: int, after: date) -> date:
    """The last day of the next month of that name."""
    year = after.year + (month < after.month)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def take_interval(reading: Reading) -> None:
    shared = reading.shared

    def number(found: Match[str]) -> None:
        shared["interval"] = as_number(found[1])

    def other(_found: Match[str]) -> None:
        shared["interval"] = 2

    def every_second(_found: Match[str]) -> None:
        shared["interval"] = 2
        reading.guesses.append("second")

    def lasting(found: Match[str]) -> None:
        if "start" not in shared:
            raise ValueError
        shared["until"] = shared["start"] + timedelta(days=7 * as_number(found[1]) - 1)

    reading.take(rf"\bevery\s+({NUMBER})\s+weeks?(?:\s+on)?\b", number)
    weeks = r"\b(?:every\s+other|alternate)\s+weeks?(?:\s+on)?\b|\b(?:every\s+)?fortnight(?:ly)?(?:\s+on)?\b"
    reading.take(rf"{weeks}|\bbi-?weekly\b", other)
    reading.take(rf"\b(?:every\s+other|alternate)(?=\s+{DAY}\b)", other)
    if not re.search(r"\bmonth", reading.left):
        reading.take(rf"\bevery\s+(?:second|2nd)(?=\s+{DAY}\b)", every_second)
    reading.take(rf"\bevery\s+({NUMBER})\s+months?\b", number)
    reading.take(rf"\bfor\s+({NUMBER})\s+weeks\b", lasting)


def as_number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text]
