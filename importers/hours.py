"""Reading opening hours as people write them.

Nothing is guessed in silence: what was read is given, what had to be assumed is said, and what could not be
read is kept as words. Read too little rather than too much: a wrong hour sends somebody to a locked door.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from importers.cells import tidy
from importers.hours_clauses import Clause, Sentence, read_sentence
from importers.hours_words import Token, tokens_of
from importers.record import DAYS, Opening

LONGEST_TEXT = 3_000
_JOINTS = ("AND", "TO", "STOP", "MARK")
_SILENT = frozenset({*_JOINTS, "FILLER", "BETWEEN", "OPENS", "CLOSES"})


@dataclass(frozen=True)
class HoursReading:
    """What one text about opening hours says.

    `closed` are the days that it says are closed; `remainder` is what could not be read, in its own words;
    `assumptions` are sentences. `by_appointment` is whether the text speaks of appointments.
    """

    openings: tuple[Opening, ...] = ()
    closed: tuple[str, ...] = ()
    by_appointment: bool = False
    remainder: str = ""
    assumptions: tuple[str, ...] = ()

    @property
    def extent(self) -> str:
        """How much of it was read: "empty", "whole", "partly" or "none"."""
        something = bool(self.openings or self.closed or self.by_appointment)
        if not something:
            return "none" if self.remainder else "empty"
        return "partly" if self.remainder else "whole"


def read_hours(text: str, *, prose: bool = False) -> HoursReading:
    """Read a text such as "Mon-Fri 9-5" or "first Wednesday of the month 10-12".

    With `prose`, the text is a description that may say times in passing: long sentences are read too, and
    their other words are neither notes nor a remainder.
    """
    return _read(tidy(text), days=(), prose=prose)


def read_day_hours(text: str, day: str) -> HoursReading:
    """Read one day's cell, such as "09:00-13:00,14:00-17:30" or "CLOSED"."""
    return _read(tidy(text), days=(day,), prose=False)


def _read(text: str, days: tuple[str, ...], *, prose: bool) -> HoursReading:
    if len(text) > LONGEST_TEXT:
        return HoursReading(remainder="" if prose else text)
    tokens = tokens_of(text)
    used: set[int] = set()
    sentences = [read_sentence(piece, text, days, prose=prose) for piece in _sentences(tokens)]
    for sentence in sentences:
        used |= sentence.used
    openings = _openings(sentences, tokens)
    closed = tuple(day for day in DAYS if any(day in sentence.closed for sentence in sentences))
    appointment = any(token.kind == "APPOINTMENT" for token in tokens)
    used |= {token.start for token in tokens if token.kind in ("APPOINTMENT", "NO_BANK")}
    if not (openings or closed or appointment):
        return HoursReading(remainder="" if prose else _whole(text))
    remainder = "" if prose else _remainder(text, tokens, used)
    return HoursReading(openings, closed, appointment, remainder, _assumptions(sentences))


def _whole(text: str) -> str:
    """A text of which nothing was read; a dash alone is nothing."""
    return " ".join(text.split()) if any(sign.isalnum() for sign in text) else ""


def _sentences(tokens: list[Token]) -> Iterable[list[Token]]:
    for stops, piece in groupby(tokens, key=lambda token: token.kind == "STOP"):
        if not stops:
            yield list(piece)


def _openings(sentences: list[Sentence], tokens: list[Token]) -> tuple[Opening, ...]:
    no_bank = any(token.kind == "NO_BANK" for token in tokens)
    openings = (
        replace(opening, not_bank_holidays=no_bank)
        for sentence in sentences
        for clause in sentence.clauses
        for opening in _openings_of(clause, sentence.term_time)
    )
    return tuple(sorted(dict.fromkeys(openings), key=lambda one: (DAYS.index(one.day), one.week or 0, one.opens)))


def _openings_of(clause: Clause, term_time: bool) -> Iterable[Opening]:
    for day, week in clause.days:
        for opens, closes in clause.times:
            yield Opening(day, opens, closes, week, clause.note, term_time_only=term_time)


def _assumptions(sentences: list[Sentence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said for sentence in sentences for said in sentence.assumptions))


def _remainder(text: str, tokens: list[Token], used: set[int]) -> str:
    """The stretches of the text in which something was not read, without the joints at their ends."""
    pieces = []
    for is_used, run in groupby(tokens, key=lambda token: token.start in used):
        unread = list(run)
        if is_used or all(token.kind in _SILENT for token in unread):
            continue
        kept = _without_joints(unread, ("CLOSES",)), _without_joints(unread[::-1], ("OPENS",))
        pieces.append(" ".join(text[kept[0].start : kept[1].end].split()))
    return " … ".join(pieces)


def _without_joints(run: list[Token], brackets: tuple[str, ...]) -> Token:
    return next(token for token in run if token.kind not in (*_JOINTS, *brackets))
