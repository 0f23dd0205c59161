"""What understanding does: a few words in, up to three needs out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

# Nobody types a longer search; what is longer was pasted, and would keep the machine busy.
LONGEST_TEXT = 200
MOST_NEEDS = 3

Phrases = Mapping[str, Sequence[str]]  # a need's slug -> what people say when they mean it


@dataclass(frozen=True)
class Understood:
    """A need that the words may mean. `score` is from 0 to 1, and orders the needs of one text.

    The scores of one text add up to at most 1. They cannot tell that a text is about none of the needs: show needs as
    suggestions.
    """

    need: str
    score: float


class Understanding(Protocol):
    def learn(self, phrases: Phrases) -> None:
        """Takes `phrases` in place of all that was learnt before. The next answer goes by them.

        The same phrases again cost next to nothing, so that it can be called as often as one likes.
        """
        ...

    def understand(self, text: str) -> list[Understood]:
        """Up to three needs, best first; none for a text without words. Never raises, whatever the text is."""
        ...
