"""A service's card as a result: with the next time and the nearest place of this moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hubdirectory.domain.schedules import Calendar, recurrence_of

from .results import NextTime, Result, ResultPlace

AS_THEY_ARE = (
    "id", "slug", "name", "organisation", "organisation_slug", "summary",
    "booking", "cost", "cost_words", "phone", "email", "url",
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
    spans = (next(recurrence_of(pattern).next_spans(now, calendar), None) for pattern in patterns)
    first = min((span for span in spans if span), default=None)
    return NextTime(*first, on_now=first[0] <= now) if first else None
