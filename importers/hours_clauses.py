"""One sentence about opening hours: which days go with which times.

People write days then times ("Monday 10-12, Friday 1-3") or times then days ("9-5 weekdays"). A few words
beside them are a note ("Job Club"); many words are prose, about something else as likely as not, and end the
reading of that sentence.
"""

from dataclasses import dataclass, field

from importers.hours_parts import Day, Part, Stretch, parts_of
from importers.hours_words import Token
from importers.record import DAYS

MOST_NOTE_WORDS = 5
_NO_NOTES = frozenset({"we are", "meets", "meet", "is", "are", "only", "we", "sessions", "it", "held", "drop in"})
_BETWEEN_DAYS_AND_TIMES = ("AND", "FILLER", "BETWEEN", "TO", "OPENS", "CLOSES", "OF_MONTH", "PART_OF_DAY")


@dataclass
class Clause:
    """Days with their times. A day is ("TU", None) each week or ("TU", 2) for the month's second."""

    days: tuple[Day, ...]
    times: tuple[Stretch, ...]
    note: str = ""


@dataclass
class Sentence:
    """What one sentence said. `used` has the starts of the tokens that were understood."""

    clauses: list[Clause] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    assumptions: list[str] = field(default_factory=list)
    term_time: bool = False

    def use(self, *parts: Part) -> None:
        self.used.update(token.start for part in parts for token in part.tokens)


def read_sentence(tokens: list[Token], text: str, days: tuple[str, ...], *, prose: bool) -> Sentence:
    """Read one sentence. `days` are those that are known beforehand (a column for each day)."""
    sentence = Sentence()
    parts = parts_of(tokens, text)
    kinds = [part.kind for part in parts]
    for part in parts:
        if part.kind == "TERM":
            sentence.term_time = True
            sentence.use(part)
    if "unclear" in kinds or ("UNSURE" in kinds and not prose):
        return sentence
    reader = _Reader(parts, text, sentence, prose=prose, weekly="UNSURE" not in kinds and "MONTHLY" not in kinds)
    reader.read(tuple((day, None) for day in days))
    return sentence


class _Reader:
    """Goes through the parts of a sentence once, from `at` on. `words` are not yet a note of anything."""

    def __init__(self, parts: list[Part], text: str, sentence: Sentence, *, prose: bool, weekly: bool) -> None:
        self.parts, self.text, self.sentence = parts, text, sentence
        self.prose, self.weekly = prose, weekly
        self.words: list[Part] = []
        self.at = 0

    def read(self, known_days: tuple[Day, ...]) -> None:
        kinds = [part.kind for part in self.parts if part.kind in ("days", "times")]
        if known_days:
            if "days" not in kinds:
                self._read_under(known_days)
        elif "days" not in kinds:
            self._read_without_days()
        elif kinds[0] == "times":
            self._read_times_then_days()
        else:
            self._read_days_then_times()

    def _read_under(self, days: tuple[Day, ...]) -> None:
        """A cell of one day's column: times, or closed."""
        kinds = [part.kind for part in self.parts]
        closed = [part for part in self.parts if part.kind == "CLOSED"]
        self.at = kinds.index("times") if "times" in kinds else len(kinds)
        lead = [part for part in self.parts[: self.at] if part.kind == "WORD"]
        times = self._take_times()
        if closed and not times:
            self._close(days, *closed)
        elif times and not closed and len(lead) <= MOST_NOTE_WORDS:
            self._add(days, times)
            self._note(lead)
            self._note_in_brackets()

    def _read_without_days(self) -> None:
        """ "24/7", or "Closed" and not a word more."""
        every_day = tuple((day, None) for day in DAYS)
        meant = [part for part in self.parts if part.kind not in ("AND", "FILLER", "MARK", "TERM", "APPOINTMENT")]
        if [part.kind for part in meant] == ["CLOSED"]:
            self._close(every_day, *meant)
        elif meant and meant[0].kind == "times" and meant[0].tokens[0].kind == "ALWAYS" and self._add(every_day, meant[:1]):
            brackets = next((part.start for part in meant if part.kind == "OPENS"), len(self.text))
            self.words = [part for part in meant[1:] if part.kind == "WORD" and part.start < brackets]
            self._note_what_trails()

    def _read_times_then_days(self) -> None:
        """ "9-5 weekdays except Wednesday 9-2"."""
        while self.at < len(self.parts):
            times = self._take_times()
            if not times:
                self.at += 1
                continue
            self._skip(_BETWEEN_DAYS_AND_TIMES)
            days = self._take("days")
            if days and self._add(days.value, times, days):
                self._read_exception()

    def _read_days_then_times(self) -> None:
        """ "Monday 10-12, Friday 1-3 (not bank holidays)"."""
        while self.at < len(self.parts):
            part = self.parts[self.at]
            self.at += 1
            if part.kind == "days":
                lead, self.words = self.words, []
                if len(lead) > MOST_NOTE_WORDS and not self.prose:
                    return
                self._read_after(part, lead)
            elif part.kind == "CLOSED":
                self._read_closed(part)
            elif part.kind == "WORD":
                self.words.append(part)
            elif part.kind == "times":
                self.words = []
        self._note_what_trails()

    def _read_after(self, days: Part, lead: list[Part]) -> None:
        """What comes behind days: their times, or that they are closed."""
        excepted = self._take_exception()
        between = self._skip(_BETWEEN_DAYS_AND_TIMES)
        if closed := self._take("CLOSED"):
            self._close(days.value, days, closed)
            return
        times = self._take_times()
        if times:
            names = {name for part in excepted[1:] for name, _ in part.value}
            if self._add(tuple(day for day in days.value if day[0] not in names), times, days, *between, *excepted):
                self._note(lead)
                self._note_in_brackets()
                self._read_exception()
            return
        # "Monday - Friday via referral, Saturdays 10-2": these words are not about the next days.
        while self.at < len(self.parts) and self.parts[self.at].kind == "WORD":
            self.at += 1

    def _read_exception(self) -> None:
        """ "…, except Thursdays 10-12": those days leave the clause, and may have times of their own."""
        exception = self._take_exception()
        if not exception:
            return
        days = exception[1].value
        clause = self.sentence.clauses[-1]
        clause.days = tuple(day for day in clause.days if day[0] not in {name for name, _ in days})
        self.sentence.use(*exception)
        self._skip(_BETWEEN_DAYS_AND_TIMES)
        if times := self._take_times():
            self._add(days, times)

    def _take_exception(self) -> tuple[Part, ...]:
        """The word "except" and the days behind it; nothing where they are not there."""
        mark = self.at
        self._skip(_BETWEEN_DAYS_AND_TIMES)
        exception = self._take("EXCEPT")
        self._skip(_BETWEEN_DAYS_AND_TIMES)
        days = self._take("days") if exception else None
        if exception and days:
            return exception, days
        self.at = mark
        return ()

    def _read_closed(self, closed: Part) -> None:
        """ "Closed Sundays". Closed with times ("closed 1-2 for lunch") is a gap, which stays words."""
        self._skip(_BETWEEN_DAYS_AND_TIMES)
        days = self._take("days")
        if days is None:
            self.words, self.at = [], len(self.parts)
            return
        self._skip(_BETWEEN_DAYS_AND_TIMES)
        if not self._take_times():
            self._close(days.value, closed, days)

    def _close(self, days: tuple[Day, ...], *parts: Part) -> None:
        if self.weekly and all(week is None for _, week in days):
            self.sentence.closed.update(name for name, _ in days)
            self.sentence.use(*parts)

    def _add(self, days: tuple[Day, ...], times: list[Part], *others: Part) -> bool:
        """A clause, unless something in the sentence ("alternate", "in August") makes its weeks uncertain."""
        if not days or (not self.weekly and any(week is None for _, week in days)):
            return False
        self.sentence.clauses.append(Clause(days, tuple(part.value for part in times)))
        self.sentence.use(*times, *others)
        self.sentence.assumptions.extend(part.assumption for part in times if part.assumption)
        return True

    def _note_what_trails(self) -> None:
        if self.sentence.clauses and len(self.words) <= MOST_NOTE_WORDS:
            self._note(self.words)

    def _note_in_brackets(self) -> None:
        """ "(Office)" behind the times is about them."""
        if self.at >= len(self.parts) or self.parts[self.at].kind != "OPENS":
            return
        rest = self.parts[self.at + 1 :]
        inside = rest[: next((number for number, part in enumerate(rest) if part.kind == "CLOSES"), 0)]
        words = [part for part in inside if part.kind == "WORD"]
        if words and len(words) <= MOST_NOTE_WORDS and all(part.kind in ("WORD", "AND", "FILLER") for part in inside):
            self._note(inside)
            self.at += len(inside) + 2

    def _note(self, words: list[Part]) -> None:
        if self.prose or not words:
            return
        note = " ".join(self.text[words[0].start : words[-1].end].split())
        note = note.strip(" ,:-–+").removesuffix(" is").removesuffix(" are")
        if not any(sign.isalpha() for sign in note):
            return
        self.sentence.use(*words)
        clause = self.sentence.clauses[-1]
        if note.casefold() not in _NO_NOTES:
            clause.note = "; ".join(filter(None, (clause.note, note)))

    def _take(self, kind: str) -> Part | None:
        if self.at < len(self.parts) and self.parts[self.at].kind == kind:
            self.at += 1
            return self.parts[self.at - 1]
        return None

    def _take_times(self) -> list[Part]:
        """All the times in a row: "10-12 and 1-3"."""
        times: list[Part] = []
        while part := self._take("times"):
            times.append(part)
            mark = self.at
            self._skip(("AND", "FILLER", "BETWEEN", "MARK"))
            if self.at < len(self.parts) and self.parts[self.at].kind != "times":
                self.at = mark
        return times

    def _skip(self, kinds: tuple[str, ...]) -> list[Part]:
        begin = self.at
        while self.at < len(self.parts) and self.parts[self.at].kind in kinds:
            self.at += 1
        return self.parts[begin : self.at]
