"""Words joined into what they mean together: "Monday to Thursday" is days, "10 - 12noon" is a stretch."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from importers.hours_clock import start, stretch
from importers.hours_words import Token
from importers.record import DAYS

Day = tuple[str, int | None]
Stretch = tuple[dt.time, dt.time | None]
WHOLE_DAY: Stretch = (dt.time(0, 0), dt.time(0, 0))


@dataclass(frozen=True)
class Part:
    """ "days" (value: each with its week of the month, None for every week), "times" (value: a stretch, whose
    end is None where only the start is said), or a token's own kind."""

    kind: str
    tokens: tuple[Token, ...]
    value: Any = None
    assumption: str = ""

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def parts_of(tokens: list[Token], text: str) -> list[Part]:
    """The parts of one sentence of the text."""
    parts: list[Part] = []
    at = 0
    while at < len(tokens):
        part = _days(tokens, at) or _times(tokens, at, text) or _single(tokens[at])
        parts.append(part)
        at += len(part.tokens)
    return parts


def _single(token: Token) -> Part:
    if token.kind == "ALWAYS":
        return Part("times", (token,), WHOLE_DAY)
    if token.kind in ("TIME", "WEEK"):
        return Part("WORD", (token,))
    return Part(token.kind, (token,))


def _days(tokens: list[Token], at: int) -> Part | None:
    """Days in a row, with what joins them: "1st and 3rd Tuesday of the month", "Mon - Wed & Fri"."""
    found: list[Day] = []
    end = at
    while (step := _one_day(tokens, end, found)) is not None:
        days, end = step
        found.extend(day for day in days if day not in found)
        joined = _skip(tokens, end, ("AND",))
        if joined == end and end < len(tokens) and tokens[end].kind == "OF_MONTH":
            joined = end = end + 1
        if not _begins_days(tokens, joined):
            break
        end = joined
    return Part("days", tuple(tokens[at:end]), tuple(found)) if found else None


def _begins_days(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].kind == "DAYS" or (tokens[at].kind == "WEEK" and _weeks(tokens, at) is not None))


def _one_day(tokens: list[Token], at: int, before: list[Day]) -> tuple[list[Day], int] | None:
    weeks: tuple[int | None, ...] = (None,)
    if at < len(tokens) and tokens[at].kind == "WEEK":
        read = _weeks(tokens, at)
        if read is None:
            return None
        weeks, at = read
    if at >= len(tokens) or tokens[at].kind != "DAYS":
        return None
    days, at = tokens[at].value, at + 1
    if weeks == (None,) and at + 1 < len(tokens) and tokens[at].kind == "TO" and tokens[at + 1].kind == "DAYS":
        days, at = _from_to(days[0], tokens[at + 1].value[-1]), at + 2
    return [(day, week) for day in days for week in weeks], at


def _weeks(tokens: list[Token], at: int) -> tuple[tuple[int, ...], int] | None:
    """The weeks named before a day. None where no day follows: "last" is an ordinary word as well."""
    weeks: list[int] = []
    while at < len(tokens) and tokens[at].kind == "WEEK":
        weeks.append(tokens[at].value)
        at = _skip(tokens, at + 1, ("AND", "FILLER"))
    if at < len(tokens) and tokens[at].kind == "DAYS" and len(tokens[at].value) == 1:
        return tuple(weeks), at
    return None


def _skip(tokens: list[Token], at: int, kinds: tuple[str, ...]) -> int:
    while at < len(tokens) and tokens[at].kind in kinds:
        at += 1
    return at


def _from_to(first: str, last: str) -> tuple[str, ...]:
    begin, end = DAYS.index(first), DAYS.index(last)
    return DAYS[begin : end + 1] if begin <= end else DAYS[begin:] + DAYS[: end + 1]


def _times(tokens: list[Token], at: int, text: str) -> Part | None:
    if tokens[at].kind != "TIME":
        return None
    between = at > 0 and tokens[at - 1].kind == "BETWEEN"
    joins = ("TO", "AND") if between else ("TO",)
    if at + 2 < len(tokens) and tokens[at + 1].kind in joins and tokens[at + 2].kind == "TIME":
        return _stretch(tuple(tokens[at : at + 3]), text)
    opens = start(tokens[at].value)
    return Part("times", (tokens[at],), (opens, None)) if opens else None


def _stretch(tokens: tuple[Token, ...], text: str) -> Part:
    read = stretch(tokens[0].value, tokens[2].value)
    if read is None:
        return Part("unclear", tokens)
    opens, closes, assumed = read
    written = text[tokens[0].start : tokens[2].end]
    assumption = f"“{written}” was taken as {_said(opens)} to {_said(closes)}." if assumed else ""
    return Part("times", tokens, (opens, closes), assumption)


def _said(time: dt.time) -> str:
    if time in (dt.time(0, 0), dt.time(12, 0)):
        return "12 noon" if time.hour else "midnight"
    hour = f"{time.hour % 12 or 12}" + (f".{time.minute:02d}" if time.minute else "")
    return hour + ("am" if time.hour < 12 else "pm")
