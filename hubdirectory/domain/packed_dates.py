"""Many dates in few characters: `+2026-12-0177` is 1, 8 and 15 December 2026.

After a sign and a first date comes each gap to the next in days, in base 36: one digit, or two after a 0. Lower case
only: Meilisearch takes capital letters and small ones as the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
LONGEST_PART = len(";+2026-12-01")
_GAP = re.compile("0..|.")


def packed(sign: str, days: Sequence[date]) -> str:
    """Days in order, each run of them behind a semicolon and the sign."""
    text = ""
    for before, day in zip((None, *days), days):  # noqa: B905 - the last day is before none
        gap = (day - before).days if before else BASE * BASE
        text += _digits(gap) if gap < BASE * BASE else f";{sign}{day}"
    return text


def _digits(gap: int) -> str:
    return DIGITS[gap] if gap < BASE else f"0{DIGITS[gap // BASE]}{DIGITS[gap % BASE]}"


def unpacked(sign: str, parts: Iterable[str]) -> frozenset[date]:
    """The days of those parts that begin with the sign."""
    return frozenset(day for part in parts if part[:1] == sign for day in _days_of(part[1:]))


def _days_of(part: str) -> list[date]:
    days = [date.fromisoformat(part[:10])]
    for gap in _GAP.findall(part[10:]):
        days.append(days[-1] + timedelta(days=int(gap, BASE)))
    return days
