"""A service's card as a result: with the next time and the nearest place of this moment, and the words marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from hubdirectory.domain.schedules import Calendar, recurrence_of
from search.highlighting import segments, snippet

from .cards import Card
from .results import NextTime, Result, Segment

MOST_KNOWN = 20_000


@dataclass(frozen=True)
class Moment:
    """What a result depends on besides its card: the time, the words looked for, the miles to the places near, the language."""

    now: datetime
    calendar: Calendar
    words: tuple[str, ...]
    miles: Mapping[str, float]
    locale: str = "en"


def result_of(card: Card, moment: Moment, miles: float | None) -> Result:
    said = card.result
    summary, description, tongue = card.said(moment.locale)
    reached = [place for place in said.places if place.id in moment.miles] if moment.miles else []
    return said.with_moment(
        miles=miles, nearest=min(reached, key=lambda place: moment.miles[place.id], default=None),
        next_time=next_time(card.patterns, moment.now, moment.calendar),
        name_segments=_marked(said.name, moment.words),
        snippet=_sentence(summary, description, moment.words), summary=summary, tongue=tongue,
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
