"""Whether what somebody types speaks of a crisis. Asked without a database or an index, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hubdirectory.understanding import Understood
from hubdirectory.understanding.crisis import kind_of_crisis, languages_of_crisis


@dataclass(frozen=True)
class Crisis:
    """`kind`: danger-to-life, suicide, child-at-risk, abuse or no-food-or-roof; `languages`: those the words may be in."""

    kind: str
    languages: tuple[str, ...] = ()


def about_abuse(crisis: Crisis | None) -> bool:
    """Whether the page must not give away what it is about to whoever looks at the screen or the history."""
    return crisis is not None and crisis.kind == "abuse"


def crisis_in(text: str, understood: Sequence[Understood] = ()) -> Crisis | None:
    """By the reviewed lists, and by what understanding made of the text where that was asked."""
    kind = kind_of_crisis(text, understood)
    return Crisis(kind, languages_of_crisis(text, kind)) if kind else None
