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
    anywhere = _anywhere(card, moment.words, moment.locale, next_time(card.patterns, moment.now, moment.calendar))
    if miles is None and not moment.miles:
        return anywhere
    reached = [place for place in anywhere.places if place.id in moment.miles]
    nearest = min(reached, key=lambda place: moment.miles[place.id], default=None)
    return anywhere.with_moment(miles=miles, nearest=nearest)


@lru_cache(maxsize=8_000)
def _anywhere(card: Card, words: tuple[str, ...], locale: str, next_time: NextTime | None) -> Result:
    """The same result for as long as it says the same, wherever somebody is: so that a page knows it again at once."""
    summary, description, tongue = card.said(locale)
    # The piece of text that holds the words; the summary where none does.
    sentence = snippet((summary, description), words) or summary
    return card.result.with_moment(
        next_time=next_time, name_segments=_marked(card.result.name, words), snippet=_marked(sentence, words),
        summary=summary, tongue=tongue,
    )  # fmt: skip


def _marked(text: str, words: tuple[str, ...]) -> tuple[Segment, ...]:
    return tuple(Segment(piece, hit) for piece, hit in segments(text, words))


def next_time(patterns: tuple[str, ...], now: datetime, calendar: Calendar) -> NextTime | None:
    """The first time that ends after now, of any of the patterns."""
    spans = [span for pattern in patterns if (span := next_span(pattern, now, calendar))]
    if not spans:
        return None
    starts, ends = min(spans)
    return NextTime(starts, ends, on_now=starts <= now)


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
