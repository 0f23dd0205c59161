"""When something is on, as people say it: "every second Thursday of the month 10 to 12 at Central hub, term time only".

What is read is taken out of the sentence piece by piece; whatever is left that means something is given back as not
understood, never dropped. What was guessed (the afternoon, a first day) is named, so that a page can ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from re import Match

from .days import WEEKDAYS
from .record_data import SCHEDULE, Data
from .said_terms import NUMBER, TO, Reading, as_number, take_dates, take_interval, take_terms
from .said_words import CLOCK, DAY, MONTH, clock_of, day_code, days_between, later_by, one_clock, span_of

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "last": -1,
    "second last": -2, "second to last": -2, "last but one": -2,
}  # fmt: skip
_ORDINAL = rf"(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
_NTH = re.compile(
    rf"\b{_ORDINAL}(?:(?:\s*,\s*|\s*&\s*|\s+and\s+|\s+or\s+)+(?:the\s+)?{_ORDINAL})*\s+{DAY}\b(\s+(?:of|in)\s+(?:the|each|every|a)\s+month)?"
)
_DAYS = re.compile(
    rf"\b({DAY})\b(?:{TO}({DAY})\b)?|\b(weekdays?|weekends?|every\s+day|each\s+day|daily|(?:7|seven)\s+days\s+a\s+week)\b"
)
_RANGE = re.compile(
    rf"(?<![\d/£])(?:(?:from|between)\s+)?\b({CLOCK})(?:{TO}|\s+and\s+(?=\S+\s*(?:[ap]\.?m|noon)))({CLOCK})(?!\s*(?:years?|yrs?|people|months?\b|weeks?\b|miles?))"
)
_LASTING = re.compile(
    rf"(?:\bfrom\s+|\bat\s+)?\b({CLOCK})\s*,?\s+for\s+({NUMBER}(?:\.5|\s+and\s+a\s+half)?|half\s+an)\s+(hours?|hrs?|minutes?|mins?)"
)
_ALL_DAY = re.compile(r"\b(?:all\s+day(?:\s+long)?|24\s*hours(?:\s+a\s+day)?|day\s+and\s+night|24/7|round\s+the\s+clock)\b")
_ALONE = re.compile(rf"\b(?:at|from|starts?(?:\s+at)?)\s+({CLOCK})(?!\s*{MONTH})")
_FILLER_WORDS = """
a all and are at be between both but day days during each every for from group happens held hour hours i in is it its
meet meeting meetings meets month of on only open opening opens or our run running runs s session sessions start
starting starts takes that the then there time times to us usually we week weekly weeks will you o clock oclock hrs year
place
"""
_FILLER = frozenset(_FILLER_WORDS.split())


@dataclass(frozen=True)
class Said:
    """What a sentence says.

    schedules: in the form of record_data.SCHEDULE; `closes` is "" where the sentence does not say until when
    place: the words after "at"
    not_understood: what is left, piece by piece
    guesses: what to ask about: "clock" (morning or evening), "start" (every other week, from when), "end" (until when),
        "second" (every second Tuesday was taken as every other)
    """

    schedules: tuple[Data, ...] = ()
    place: str = ""
    not_understood: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()


def said(text: str, today: date) -> Said:
    """Reads a sentence. `today` is the day from which a date without a year is counted."""
    text = " ".join(text.replace("’", "'").split())[:600]
    reading = Reading(text, today, left=text.lower())
    take_terms(reading)
    take_dates(reading)
    take_interval(reading)
    schedules = _clauses(reading)
    place = _take_place(reading)
    schedules = [_whole(reading, one) for one in schedules] or _without_hours(reading)
    return Said(tuple(schedules), place, _left_over(reading), tuple(dict.fromkeys(reading.guesses)))


def _clauses(reading: Reading) -> list[Data]:
    """A schedule for each span of hours, with the days that are said with it or, failing that, those said before."""
    spans = _spans(reading)
    schedules: list[Data] = []
    days: list[Data] = []
    edges = [_edge(reading, before, after) for before, after in pairwise(spans)]
    for number, (_, _, opens, closes) in enumerate(spans):
        start, end = edges[number - 1] if number else 0, edges[number] if number < len(edges) else len(reading.left)
        days = _take_days(reading, start, end) or days
        schedules += [
            {**rule, "opens": opens, "closes": closes} for rule in days or _take_days(reading, 0, len(reading.left)) or [{}]
        ]
    return schedules


Span = tuple[int, int, time, time | None]


def _spans(reading: Reading) -> list[Span]:
    """Where each span of hours stood in the sentence, its opening and its closing."""
    spans: list[Span] = []
    part_of_day = _take_part_of_day(reading)

    def both(found: Match[str]) -> None:
        first = found[1] if clock_of(found[1])[2] or clock_of(found[2])[2] else f"{found[1]}{part_of_day}"
        opens, closes, guessed = span_of(first, found[2])
        if guessed:
            reading.guesses.append("clock")
        spans.append((found.start(), found.end(), opens, closes))

    def lasting(found: Match[str]) -> None:
        opens = one_clock(found[1])
        spans.append((found.start(), found.end(), opens, later_by(opens, _minutes(found[2], found[3]))))

    def alone(found: Match[str]) -> None:
        reading.guesses.append("end")
        spans.append((found.start(), found.end(), one_clock(found[1]), None))

    reading.take(_LASTING, lasting)
    reading.take(_RANGE, both)
    reading.take(_ALL_DAY, lambda found: spans.append((found.start(), found.end(), time(0), time(0))))
    reading.take(_ALONE, alone)
    return sorted(spans, key=lambda span: span[0])


def _take_part_of_day(reading: Reading) -> str:
    """`am` or `pm` where the sentence speaks of mornings, afternoons or evenings alone."""
    said: set[str] = set()
    names = r"\b(?:in\s+the\s+)?(morning|afternoon|evening|night)s?\b"
    reading.take(names, lambda found: said.add("am" if found[1] == "morning" else "pm"))
    return said.pop() if len(said) == 1 else ""


def _minutes(number: str, unit: str) -> int:
    half = 30 if "half" in number or number.endswith(".5") else 0
    first = number.split()[0].removesuffix(".5")
    if first == "half":
        return 30
    return as_number(first) * 60 + half if unit.startswith("h") else as_number(first)


def _edge(reading: Reading, before: Span, after: Span) -> int:
    """Where one clause ends and the next begins: hours that follow their days end one, hours that lead begin one."""
    between = reading.left[before[1] : after[0]]
    if not _DAYS.search(between) or _DAYS.search(reading.left[: before[0]]) is None:
        return after[0]
    parts = re.search(r"[,;.]|\band\b|&|\bthen\b|\bplus\b|\balso\b", between)
    return before[1] + (parts.end() if parts else 0)


def _take_days(reading: Reading, start: int, end: int) -> list[Data]:
    """The rules for the days that are named between two places of the sentence."""
    nth: list[str] = []
    weekly: list[str] = []
    daily = False
    for found in re.finditer(_NTH, reading.left[start:end]):
        code = day_code(re.findall(rf"\b{DAY}\b", found[0])[-1])
        names = re.findall(rf"\b{_ORDINAL}(?=\s|,)", found[0])
        nth += [f"{_ORDINALS[' '.join(name.split())]}{code}" for name in names]
        reading.blank(start + found.start(), start + found.end())
    month_days = _take_month_days(reading, start, end)
    for found in re.finditer(_DAYS, reading.left[start:end]):
        daily = daily or bool(found[3] and "day" in found[3] and not found[3].startswith("week"))
        weekly += _named_days(found)
        reading.blank(start + found.start(), start + found.end())
    rules: list[Data] = []
    if nth:
        rules.append({"freq": "MONTHLY", "byday": nth})
    if month_days:
        rules.append({"freq": "MONTHLY", "bymonthday": month_days})
    if weekly:
        rules.append({"freq": "WEEKLY", "byday": [day for day in WEEKDAYS if day in weekly]})
    elif daily:
        rules.append({"freq": "DAILY"})
    return rules


def _named_days(found: Match[str]) -> tuple[str, ...]:
    if found[3]:
        return WEEKDAYS[:5] if found[3].startswith("weekday") else WEEKDAYS[5:] if found[3].startswith("weekend") else ()
    first = day_code(found[1])
    return days_between(first, day_code(found[2])) if found[2] else (first,)


def _take_month_days(reading: Reading, start: int, end: int) -> list[int]:
    number = r"(?:\d{1,2}(?:st|nd|rd|th)|last\s+day)"
    more = rf"(?:(?:\s*,\s*|\s*&\s*|\s+and\s+)(?:the\s+)?{number})*"
    pattern = rf"\b(?:the\s+)?{number}{more}\s+(?:day\s+)?(?:of|in)\s+(?:the|each|every)\s+month"
    days: list[int] = []
    for found in re.finditer(pattern, reading.left[start:end]):
        days += [int(day) for day in re.findall(r"\d{1,2}", found[0])] + ([-1] if "last" in found[0] else [])
        reading.blank(start + found.start(), start + found.end())
    return [day for day in days if day == -1 or 1 <= day <= 31]


def _without_hours(reading: Reading) -> list[Data]:
    """Days, but no hours: the rule all the same, so that only the hours are left to fill in."""
    rules = _take_days(reading, 0, len(reading.left))
    if not rules and not reading.shared.get("once"):
        return []
    reading.guesses.append("end")
    return [_whole(reading, rule) for rule in rules or [{}]]


def _whole(reading: Reading, rule: Data) -> Data:
    """The rule with what the sentence says of all of them, as a record holds it."""
    shared = {**reading.shared}
    once = sorted(shared.pop("once", []))
    if once and not rule.get("freq"):
        rule = {**rule, "freq": "ONCE", "start": once[0], "extra_dates": once[1:]}
    elif once:
        shared["extra_dates"] = [*shared.get("extra_dates", []), *once]
    whole = {**SCHEDULE, **shared, **rule}
    whole["freq"] = rule.get("freq", "WEEKLY")
    if whole["freq"] == "ONCE":
        whole["interval"] = 1
    if whole["interval"] > 1 and not whole["start"]:
        whole["start"] = _next_day(whole, reading.today)
        reading.guesses.append("start")
    return _as_json(whole)


def _next_day(rule: Data, today: date) -> date:
    codes = {code[-2:] for code in rule["byday"]} or {WEEKDAYS[today.weekday()]}
    if rule["freq"] != "WEEKLY":
        return today
    return next(day for day in (today + timedelta(days=offset) for offset in range(7)) if WEEKDAYS[day.weekday()] in codes)


def _as_json(rule: Data) -> Data:
    texts = {key: rule[key].isoformat() if rule[key] else None for key in ("start", "until")}
    lists = {key: sorted({day.isoformat() for day in rule[key]}) for key in ("extra_dates", "exceptions")}
    clocks = {key: f"{rule[key]:%H:%M}" if rule.get(key) not in (None, "") else "" for key in ("opens", "closes")}
    return {**rule, **texts, **lists, **clocks}


def _take_place(reading: Reading) -> str:
    """The words after "at", as they were written, up to the next thing that was understood."""
    found = re.search(r"(?:\bat|\bin|@)\s+(?:the\s+)?([^\0,;]*[^\0,;\s.])", reading.left)
    if found is None or not re.search(r"[a-z]{2}", found[1]):
        return ""
    words = re.split(r"\s+(?:every|each|on|from|but|and|with|for)\s*$", found[1])[0].strip()
    reading.blank(found.start(), found.end())
    start = found.start(1)
    return reading.text[start : start + len(words)].strip(" .")


def _left_over(reading: Reading) -> tuple[str, ...]:
    """What means something and was not taken, in pieces as they were written."""
    pieces: list[str] = []
    for found in re.finditer(r"[^\0,;]+", reading.left):
        words = [word for word in re.findall(r"[\w£']+", found[0]) if word not in _FILLER]
        if words:
            pieces.append(reading.text[found.start() : found.end()].strip(" .-–—:()"))
    return tuple(piece for piece in pieces if piece)
