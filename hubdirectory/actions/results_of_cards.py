"""A service's card as a result: with the next time and the nearest place of this moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hubdirectory.domain.schedules import Calendar, recurrence_of

from .results import NextTime, Result, ResultPlace

MOST_KNOWN = 20_000
AS_THEY_ARE = (
    "id", "slug", "name", "organisation", "organisation_slug", "summary",
    "booking", "cost", "cost_words", "phone", "text", "email", "url",
)  # fmt: skip


def result_of(card: dict[str, Any], now: datetime, calendar: Calendar, miles: float | None = None) -> Result:
    places = tuple(ResultPlace(**place) for place in card["places"])
    confirmed = card.get("confirmed_at")
    return Result(
        **{key: card[key] for key in AS_THEY_ARE}, places=places, miles=miles, modes=tuple(card["modes"]),
        next_time=next_time(card["patterns"], now, calendar),
        confirmed_at=datetime.fromisoformat(confirmed) if confirmed else None,
    )  # fmt: skip


def next_time(patterns: list[str], now: datetime, calendar: Calendar) -> NextTime | None:
    """The first time that ends after now, of any of the patterns."""
    spans = (_next_span(pattern, now, calendar) for pattern in patterns)
    first = min((span for span in spans if span), default=None)
    return NextTime(*first, on_now=first[0] <= now) if first else None


Span = tuple[datetime, datetime]
_known: dict[str, tuple[datetime, Calendar, Span | None]] = {}


def _next_span(pattern: str, now: datetime, calendar: Calendar) -> Span | None:
    """What was next at some moment is next until it ends: a pattern means the same for ever, so this is never stale."""
    known = _known.get(pattern)
    if known and known[0] <= now and known[1] is calendar and known[2] and now < known[2][1]:
        return known[2]
    span = next(recurrence_of(pattern).next_spans(now, calendar), None)
    if len(_known) > MOST_KNOWN:
        _known.clear()
    _known[pattern] = (now, calendar, span)
    return span
