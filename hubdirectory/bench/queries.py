"""Queries as residents make them, drawn from the records themselves: the same each time for the same records."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.finding import places_within
from hubdirectory.domain.distance import Point
from hubdirectory.models import Area, ServiceCard
from search.analysis import folded
from search.query import Near, Query

SEED = 175
KINDS = ("exact", "prefix", "typo", "several words", "filtered", "near")
_LONG = re.compile(r"[^\W\d_]{5,}")


@dataclass(frozen=True)
class Asked:
    """A query and which kind it is."""

    kind: str
    query: Query


class QueryMaker:
    """Draws words, choices and places from what can be found."""

    def __init__(self, session: Session, seed: int = SEED) -> None:
        self.session = session
        self.random = random.Random(seed)  # noqa: S311 (a draw of queries, no secret)
        cards = session.scalars(select(ServiceCard.card).where(ServiceCard.searchable).order_by(ServiceCard.number)).all()
        self.names = [card["name"] for card in cards]
        self.sentences = [card["summary"] for card in cards if card["summary"]]
        rows = session.execute(select(Area.latitude, Area.longitude).where(Area.latitude.is_not(None)).order_by(Area.slug))
        self.points = [Point(latitude or 0.0, longitude or 0.0) for latitude, longitude in rows]

    def make(self, count: int, facets: Mapping[str, Sequence[str]]) -> Iterator[Asked]:
        """`count` queries, each kind in its turn. `facets`: the values that exist per group."""
        for number in range(count):
            kind = KINDS[number % len(KINDS)]
            yield Asked(kind, self._query(kind, facets))

    def _query(self, kind: str, facets: Mapping[str, Sequence[str]]) -> Query:
        match kind:
            case "prefix":
                word = self._word()
                return Query(word[: self.random.randint(2, len(word) - 1)])
            case "typo":
                return Query(self._mistyped(self._word()))
            case "several words":
                return Query(" ".join(self._neighbours()))
            case "filtered":
                return Query(self.random.choice(["", self._word()]), self._choices(facets))
            case "near":
                return Query(self.random.choice(["", self._word()]), near=self._near())
        return Query(self._word())

    def _word(self) -> str:
        words: list[str] = []
        while not words:
            words = _LONG.findall(folded(self.random.choice([*self.names, *self.sentences])))
        return self.random.choice(words)

    def _neighbours(self) -> list[str]:
        words: list[str] = []
        while len(words) < 3:
            words = _LONG.findall(folded(self.random.choice(self.sentences)))
        first = self.random.randrange(len(words) - 1)
        return words[first : first + self.random.choice((2, 3))]

    def _mistyped(self, word: str) -> str:
        """One letter left out, doubled, swapped with the next, or another one."""
        at = self.random.randrange(1, len(word) - 1)
        return self.random.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + self.random.choice("aeiourstln") + word[at + 1 :],
            )
        )

    def _choices(self, facets: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
        groups = self.random.sample([group for group, values in facets.items() if values], k=self.random.choice((1, 1, 2)))
        return {
            group: tuple(self.random.sample(list(facets[group]), k=min(len(facets[group]), self.random.choice((1, 2)))))
            for group in groups
        }

    def _near(self) -> Near:
        point = self.random.choice(self.points)
        miles = self.random.choice((0.5, 1.0, 3.0, None))
        return Near(point.latitude, point.longitude, places_within(self.session, point, miles), everywhere=miles is None)
