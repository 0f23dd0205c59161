"""A service's card as a result: with the next time and the nearest place of this moment, and the words marked.

What a card says is the same for as long as its text is: it is read once and kept by that text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from hubdirectory.domain.schedules import Calendar, recurrence_of
from search.highlighting import segments, snippet

from .results import NextTime, Result, ResultPlace, Segment

MOST_KNOWN = 20_000
AS_THEY_ARE = (
    "id", "slug", "name", "organisation", "organisation_slug", "summary",
    "booking", "cost", "cost_words", "phone", "text", "email", "url",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Card:
    """`result` is what it says at any moment; `description` is for the words alone, `patterns` for the next time."""

    result: Result
    description: str
    patterns: tuple[str, ...]


@lru_cache(maxsize=4_000)
def card_of(text: str) -> Card:
    """The card in its row's JSON."""
    card = json.loads(text)
    confirmed = card.get("confirmed_at")
    result = Result(
        **{key: card[key] for key in AS_THEY_ARE}, places=tuple(ResultPlace(**place) for place in card["places"]),
        modes=tuple(card["modes"]), confirmed_at=datetime.fromisoformat(confirmed) if confirmed else None,
    )  # fmt: skip
    return Card(result, card["description"], tuple(card["patterns"]))


@dataclass(frozen=True)
class Moment:
    """What a result depends on besides its card: the time, the words looked for, and the miles to the places near."""

    now: datetime
    calendar: Calendar
    words: tuple[str, ...]
    miles: Mapping[str, float]


def result_of(card: Card, moment: Moment, miles: float | None) -> Result:
    said = card.result
    reached = [place for place in said.places if place.id in moment.miles] if moment.miles else []
    return said.with_moment(
        miles=miles, nearest=min(reached, key=lambda place: moment.miles[place.id], default=None),
        next_time=next_time(card.patterns, moment.now, moment.calendar),
        name_segments=_marked(said.name, moment.words),
        snippet=_sentence(said.summary, card.description, moment.words),
    )  # fmt: skip


@lru_cache(maxsize=8_000)
def _marked(text: str, words: tuple[str, ...]) -> tuple[Segment, ...]:
    return tuple(Segment(piece, hit) for piece, hit in segments(text, words))


@lru_cache(maxsize=8_000)
def _sentence(summary: str, description: str, words: tuple[str, ...]) -> tuple[Segment, ...]:
    """The piece of text that holds the words, marked; the summary where none does."""
    return _marked(snippet((summary, description), words) or summary, words)


def next_time(patterns: tuple[str, ...], now: datetime, calendar: Calendar) -> NextTime | None:
    """The first time that ends after now, of any of the patterns."""
    spans = (next_span(pattern, now, calendar) for pattern in patterns)
    first = min((span for span in spans if span), default=None)
    return NextTime(*first, on_now=first[0] <= now) if first else None


Span = tuple[datetime, datetime]
_known: dict[str, tuple[datetime, Calendar, Span | None]] = {}


def next_span(pattern: str, now: datetime, calendar: Calendar) -> Span | None:
    """What was next at some moment is next until it ends: a pattern means the same for ever, so this is never stale."""
    known = _known.get(pattern)
    if known and known[0] <= now and known[1] is calendar and known[2] and now < known[2][1]:
        return known[2]
    span = next(recurrence_of(pattern).next_spans(now, calendar), None)
    if len(_known) > MOST_KNOWN:
        _known.clear()
    _known[pattern] = (now, calendar, span)
    return span
