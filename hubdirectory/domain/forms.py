"""The form of single values: telephone, e-mail, web address, time, day, amount, age."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from .days import WEEKDAYS

OLDEST_AGE = 120
FREQUENCIES = ("ONCE", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PHONE = re.compile(r"\+?[\d ().\-/]+")
_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
_AMOUNT = re.compile(r"\d{1,6}(?:\.\d{1,2})?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_NTH_DAY = re.compile(r"(?:-?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)")


def is_phone(text: str) -> bool:
    """3 digits (111, 999) to 15 (the most that a number has anywhere), and what people put between them."""
    return bool(_PHONE.fullmatch(text)) and 3 <= sum(sign.isdigit() for sign in text) <= 15


def is_email(text: str) -> bool:
    local, _, _ = text.rpartition("@")
    return bool(_EMAIL.fullmatch(text)) and ".." not in local and not local.startswith(".") and not local.endswith(".")


def is_url(text: str) -> bool:
    """http and https only, with a host that has a name. Nobody's password is in an address."""
    if re.search(r"[\s<>\"\\^`{|}]", text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.hostname or "")) and not parts.username
    except ValueError:
        return False


def is_postcode(text: str) -> bool:
    return bool(_POSTCODE.fullmatch(text))


def is_date(value: Any) -> bool:
    return _parses(date.fromisoformat, value) and len(value) == 10


def is_time(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d\d:\d\d(?::\d\d)?", value)) and _parses(time.fromisoformat, value)


def is_amount(value: Any) -> bool:
    """Pounds and pence as text, "3" or "3.50"; nothing below nought."""
    return isinstance(value, str) and bool(_AMOUNT.fullmatch(value))


def is_age(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= OLDEST_AGE


def is_language(value: Any) -> bool:
    return isinstance(value, str) and bool(_LANGUAGE.fullmatch(value))


def _parses(read: Callable[[str], object], value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(read(value) is not None)
    except ValueError:
        return False


# The last part of a field's key -> what it is called when it is wrong, and the check. Empty texts are not asked.
BY_NAME: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "number": ("phone", is_phone), "email": ("email", is_email), "url": ("url", is_url), "website": ("url", is_url),
    "postcode": ("postcode", is_postcode),
}  # fmt: skip


def wrong_in_schedule(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Key and code of what is wrong with a schedule in the form of record_data.SCHEDULE."""
    for part in ("opens", "closes"):
        if not is_time(item.get(part)):
            yield part, "time"
    if item.get("freq") not in FREQUENCIES:
        yield "freq", "choice"
    yield from _wrong_days(item)
    yield from _wrong_numbers(item)
    if _never_happens(item):
        yield ("start" if item.get("freq") in ("ONCE", "YEARLY") else "byday"), "no_day"


def _wrong_days(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part in ("start", "until"):
        if item.get(part) is not None and not is_date(item[part]):
            yield part, "date"
    for part in ("extra_dates", "exceptions"):
        if not isinstance(item.get(part, []), list) or not all(is_date(day) for day in item.get(part, [])):
            yield part, "date"
    start, until = item.get("start"), item.get("until")
    if is_date(start) and is_date(until) and str(until) < str(start):
        yield "until", "dates_order"


def _wrong_numbers(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part, high in (("interval", 99), ("count", 999)):
        value = item.get(part)
        if not (value is None and part == "count") and not (type(value) is int and 1 <= value <= high):
            yield part, "number"
    byday, days = item.get("byday", []), item.get("bymonthday", [])
    if not isinstance(byday, list) or not all(_is_day(day, item.get("freq") == "MONTHLY") for day in byday):
        yield "byday", "choice"
    if not isinstance(days, list) or not all(type(day) is int and 1 <= abs(day) <= 31 for day in days):
        yield "bymonthday", "number"


def _is_day(day: Any, nth: bool) -> bool:
    return day in WEEKDAYS or (nth and isinstance(day, str) and bool(_NTH_DAY.fullmatch(day)))


def _never_happens(item: Mapping[str, Any]) -> bool:
    """A rule that names no day: nothing would fail, and nobody would ever come."""
    if item.get("extra_dates") or item.get("start") or item.get("freq") == "DAILY":
        return False
    return not (item.get("byday") or (item.get("bymonthday") and item.get("freq") == "MONTHLY"))
