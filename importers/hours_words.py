"""Opening hours as people write them, taken apart into words that mean something and words that do not."""

import re
from dataclasses import dataclass
from typing import Any

from importers.record import DAYS


@dataclass(frozen=True)
class Token:
    """A piece of the text. `value` depends on the kind: days, a clock time, a week of the month."""

    kind: str
    start: int
    end: int
    value: Any = None


@dataclass(frozen=True)
class Clock:
    """A time as written. `half` is am or pm, None where nothing says which."""

    hour: int
    minute: int
    half: str | None = None
    plainly_24: bool = False
    """Written so that only the 24-hour clock can be meant: 09:00, 17.30, 1730."""
    bare: bool = False
    """Only a number ("9"), or four digits that might be a year."""


_MONTH = (
    r"(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|March|[Aa]pr(?:il)?|May|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?|[Ss]ept?(?:ember)?"
    r"|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?)\b"
)
_HALF = r"(?:a\.?\s?m\b\.?|p\.?\s?m\b\.?|noon\b|midday\b|midnight\b)"
_UNITS = r"(?:years?|yrs?|months?|weeks?|minutes?|mins?|hours? long|people|items?|miles?|%)"

# In this order: the first that fits wins. What is only a number in a sentence must not become a time of day.
_KINDS = (
    ("WORD", r"https?://\S+|www\.\S+|[^\s@]+@[^\s@]+\.[^\s@]+|[£$€]\s?\d[\d.,]*|\+?\d[\d ]{8,}\d"),
    ("ALWAYS", r"24\s?/\s?7|24\s?(?:hours|hrs)(?: a day)?(?:,? (?:7|seven) days a week)?"),
    ("WORD", rf"(?:aged?|ages)\s*\d+(?:\s*(?:-|–|to|and)\s*\d+)?|\d+(?:\s*(?:-|–|to)\s*\d+)?\+?\s?{_UNITS}\b"),
    ("UNSURE", rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?-i:{_MONTH})|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"),
    ("OF_MONTH", r"(?:of|in) (?:the |each |every |a )?month\b|(?:each|every) month\b"),
    ("UNSURE", r"alternat(?:e|ing)\b|every (?:other|second|two|2|three|3)\b|fortnight(?:ly)?\b"
               r"|bi-?weekly\b|bi-?monthly\b"),
    ("MONTHLY", r"monthly\b|once a month\b"),
    ("NO_BANK", r"(?:except|excluding|excl\.?|not|but not|closed)\s+(?:open\s+)?(?:on\s+|for\s+)?(?:all\s+)?"
                r"(?:bank|public)(?: and public| & public)? holidays?\b"),
    ("WORD", r"(?:including |and |& )?(?:bank|public) holidays?\b"),
    ("TERM", r"(?:during |in )?(?:local )?(?:school )?term[- ]?time(?: only)?\b"),
    ("UNSURE", rf"(?-i:\b{_MONTH})(?:\s+\d{{4}})?|summer\b|winter\b|seasonal\b|(?:school )?holidays\b"
               r"|half[- ]term\b|easter\b|christmas\b"),
    ("APPOINTMENT", r"(?:by |via )?appointments?(?: only| required| necessary)?\b"),
    ("WEEK", r"(?:1st|first|2nd|second|3rd|third|4th|fourth|5th|fifth|last)\b"),
    ("DAYS", r"(?:every ?day|daily|(?:7|seven) days(?: a week)?|week ?days?|week-?ends?)\b"),
    ("TIME", rf"(?<![\d£$€.])(?:\d{{1,2}}(?:[:.]\d{{2}}(?::\d{{2}}(?!:))?)?(?:\s?{_HALF})?"
             r"(?![\d%°]|(?!to\b|till?\b|until\b)[^\W\d_])"
             r"|[012]\d[0-5]\d(?:\s?hrs\b)?(?!\d)|(?:noon|midday|midnight)\b)"),
    ("DAYS", r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:'?s|’s)?\b|(?:mon|tues?|weds|thurs?|thu|fri)\b"),
    ("DAYS", r"(?-i:\b(?:Wed|WED|Sat|SAT|Sats|Sun|SUN|Suns)\b)|(?:wed|sat|sun)\b(?=\s*[\d&,/–-])"),
    ("PART_OF_DAY", r"(?:mornings?|afternoons?|evenings?|nights?|lunch ?times?)\b"),
    ("EXCEPT", r"(?:except(?: for| on)?|excluding|apart from|but not)\b"),
    ("CLOSED", r"closed?\b"),
    ("BETWEEN", r"between\b"),
    ("FILLER", r"(?:open(?:ing)?(?: (?:hours|times))?|every|each|on|at|from|onwards|hours|times|the)\b|[@:]"),
    ("TO", r"[-–—−=~]+|(?:to|until|till?|through)\b"),
    ("AND", r"[&+,/]|and\b"),
    ("STOP", r"[;\n•]|\.(?=\s|$)|[!?]"),
    ("OPENS", r"[(\[]"),
    ("CLOSES", r"[)\]]"),
    ("WORD", r"\w[\w'’.-]*\w|\w"),
    ("MARK", r"\S"),
)  # fmt: skip
_PATTERN = re.compile("|".join(f"(?P<k{number}>{pattern})" for number, (_, pattern) in enumerate(_KINDS)), re.IGNORECASE)
_CLOCK = re.compile(rf"(?:(\d{{1,2}})(?:([:.])(\d{{2}})(?::\d{{2}})?)?|(\d\d)(\d\d)(?:\s?hrs)?)?\s?({_HALF})?", re.IGNORECASE)
_WEEKS = {
    "1st": 1,
    "first": 1,
    "2nd": 2,
    "second": 2,
    "3rd": 3,
    "third": 3,
    "4th": 4,
    "fourth": 4,
    "5th": 5,
    "fifth": 5,
    "last": -1,
}


def tokens_of(text: str) -> list[Token]:
    """The text's pieces in order. Everything but spaces is in one of them."""
    found = []
    for match in _PATTERN.finditer(text):
        kind = _KINDS[int(match.lastgroup[1:])][0] if match.lastgroup else "MARK"
        value = _VALUES[kind](match.group()) if kind in _VALUES else None
        if kind in _VALUES and value is None:
            kind = "WORD"
        found.append(Token(kind, match.start(), match.end(), value))
    return found


def _days(text: str) -> tuple[str, ...]:
    word = text.casefold().replace(" ", "").replace("-", "")
    if word.startswith("weekd"):
        return DAYS[:5]
    if word.startswith("weeke"):
        return DAYS[5:]
    if word.startswith(("every", "daily", "7", "seven")):
        return DAYS
    return tuple(day for day in DAYS if word.startswith(day.casefold()))


def _week(text: str) -> int:
    return _WEEKS[text.casefold()]


def _clock(text: str) -> Clock | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, mark, minute, hour_24, minute_24, half = match.groups()
    if hour_24:
        return _checked(Clock(int(hour_24), int(minute_24), plainly_24=True, bare="h" not in text.casefold()))
    named = (half or "").casefold().replace(".", "").replace(" ", "")
    if named == "midnight":
        return _checked(Clock(24, 0, "pm")) if hour in (None, "12") else None
    if named in ("noon", "midday"):
        return _checked(Clock(12, 0, "pm")) if hour in (None, "12") else None
    if hour is None:
        return None
    plainly_24 = int(hour) > 12 or (mark is not None and hour.startswith("0"))
    return _checked(Clock(int(hour), int(minute or 0), named or None, plainly_24, bare=not (mark or named)))


def _checked(clock: Clock) -> Clock | None:
    if clock.minute > 59 or clock.hour > 24 or (clock.hour == 24 and clock.minute):
        return None
    if clock.half and not 1 <= clock.hour <= 12 and clock.hour != 24:
        return None
    return clock


_VALUES = {"DAYS": _days, "WEEK": _week, "TIME": _clock}
