"""A schedule as it stands in a record's data, right or wrong, in words; and the next dates on which it is on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from flask_babel import gettext

from hubdirectory.domain import forms
from hubdirectory.domain.schedules import Calendar, Recurrence, Span
from hubdirectory.web.recurrences import and_list, rule_words
from hubdirectory.web.times import short_date

NEXT_DATES = 6
AHEAD_DAYS = 800


def rule_of(item: Mapping[str, Any]) -> Recurrence | None:
    """The rule, or None where something of it is wrong or missing."""
    if list(forms.wrong_in_schedule(item)):
        return None
    day = {name: date.fromisoformat(item[name]) if item.get(name) else None for name in ("start", "until")}
    return Recurrence(
        item["freq"], time.fromisoformat(item["opens"]), time.fromisoformat(item["closes"]),
        byday=tuple(item.get("byday") or ()),
        bymonthday=tuple(item.get("bymonthday") or ()), interval=item.get("interval") or 1,
        start=day["start"], until=day["until"],
        count=item.get("count"), extra_dates=frozenset(map(date.fromisoformat, item.get("extra_dates") or ())),
        exceptions=frozenset(map(date.fromisoformat, item.get("exceptions") or ())),
        term_time_only=bool(item.get("term_time_only")), not_bank_holidays=bool(item.get("not_bank_holidays")),
    )  # fmt: skip


def schedule_words(item: Mapping[str, Any], places: Mapping[str, str] | None = None) -> str:
    """The rule in words, with its dates; where it is not whole yet, that."""
    rule = rule_of(item)
    if rule is None:
        return ", ".join(filter(None, (gettext("A time that is not finished"), item.get("description", ""))))
    parts = [rule_words(rule)]
    if rule.start and (rule.interval > 1 or rule.freq in ("DAILY", "WEEKLY", "MONTHLY")):
        parts.append(gettext("from %(date)s", date=short_date(rule.start)))
    if rule.extra_dates:
        parts.append(gettext("also on %(dates)s", dates=_dates(rule.extra_dates)))
    if rule.exceptions:
        parts.append(gettext("not on %(dates)s", dates=_dates(rule.exceptions)))
    where = (places or {}).get(item.get("location") or "")
    if where:
        parts.append(gettext("at %(place)s", place=where))
    return ", ".join(filter(None, (*parts, item.get("description", ""))))


def next_dates(item: Mapping[str, Any], now: datetime, calendar: Calendar) -> tuple[Span, ...]:
    """The next six times, as a check; none where the rule is not whole, or has no more."""
    rule = rule_of(item)
    return tuple(islice(rule.next_spans(now, calendar, AHEAD_DAYS), NEXT_DATES)) if rule else ()


def _dates(days: frozenset[date]) -> str:
    return and_list([short_date(day) for day in sorted(days)])
