"""Services' cards as the database has them now.

What a card says is the same for as long as its text is: it is read once and kept by that text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from hubdirectory.models.straight import rows

from .results import Result, ResultPlace

AS_THEY_ARE = (
    "id", "slug", "name", "organisation", "organisation_slug", "summary",
    "booking", "cost", "cost_words", "phone", "text", "email", "url",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Card:
    """`result` is what it says at any moment; `description` is for the words alone, `patterns` for the next time.

    texts: summary and description in other languages, by code
    """

    result: Result
    description: str
    patterns: tuple[str, ...]
    texts: Mapping[str, tuple[str, str]]

    def said(self, locale: str) -> tuple[str, str, str]:
        """Summary and description in that language, where there is a summary in it; and the summary's language."""
        summary, description = self.texts.get(locale, ("", ""))
        return (summary, description, locale) if summary else (self.result.summary, self.description, "en")


@lru_cache(maxsize=4_000)
def card_of(text: str) -> Card:
    """The card in its row's JSON."""
    card = json.loads(text)
    confirmed = card.get("confirmed_at")
    result = Result(
        **{key: card[key] for key in AS_THEY_ARE}, places=tuple(ResultPlace(**place) for place in card["places"]),
        modes=tuple(card["modes"]), confirmed_at=datetime.fromisoformat(confirmed) if confirmed else None,
    )  # fmt: skip
    texts = {code: (summary, description) for code, (summary, description) in card.get("texts", {}).items()}
    return Card(result, card["description"], tuple(card["patterns"]), texts)


# As text: what it says was mostly read before, and is known by it.
CARDS = "SELECT number, CAST(card AS TEXT) FROM service_card WHERE searchable AND number IN ({})"


def cards_of(session: Session, numbers: Iterable[int]) -> dict[int, Card]:
    """The database has the last word: a hit that may not be seen any more has no card here."""
    wanted = tuple(numbers)
    if not wanted:
        return {}
    found = rows(session.connection(), CARDS.format(",".join("?" * len(wanted))), wanted)
    return {number: card_of(text) for number, text in found}
