"""What takes a text message away, and how it may fail."""

from __future__ import annotations

from typing import Protocol


class TextAway(Exception):
    """It was not sent, for a reason that has nothing to do with the number. The message never names the number."""


class NumberRefused(Exception):
    """This number gets no texts: it is a landline's, or nobody's."""


class Texter(Protocol):
    """Takes one text message away, now or not at all: nothing waits, so that no number is kept.

    number: as in E.164, such as +447700900123
    Raises TextAway or NumberRefused, neither with the number in it; and writes neither number nor words into a log.
    """

    def send(self, number: str, words: str) -> None: ...
