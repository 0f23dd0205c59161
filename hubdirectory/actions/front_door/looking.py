"""One rung of the ladder asked of the search engine, and the facts of what it found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.cards import Card, cards_of
from hubdirectory.domain.front_door import MOST, Wanted
from hubdirectory.domain.reasons import Offer, how_well
from hubdirectory.models import Service, ServiceCard
from hubdirectory.models.straight import rows
from search.port import SearchError
from search.query import Near, Query, Sort
from search.results import Hit

from .places import Here

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# Some of what is found may not be suggested to everybody.
ASKED_FOR = 4 * MOST
DOCUMENTS = "SELECT number, CAST(document AS TEXT) FROM service_card WHERE number IN ({})"


class Looking:
    """What is known of a service by its number: asked once, however often it is found. `away`: no engine answers."""

    def __init__(self, world: World, session: Session, place: Here, barred: frozenset[str]) -> None:
        self._world, self._session, self._place, self._barred = world, session, place, barred
        self.cards: dict[int, Card] = {}
        self.offers: dict[int, Offer] = {}
        self.away = False

    def named(self, slugs: Sequence[str], wanted: Wanted) -> list[int]:
        """The services that the manager named, in their order: those that are public and for people of this age."""
        query = select(Service.slug, ServiceCard.number).join(ServiceCard, ServiceCard.service_id == Service.id)
        known = {row.slug: row.number for row in self._session.execute(query.where(Service.slug.in_(slugs)))}
        numbers = self._known([known[slug] for slug in slugs if slug in known])
        fitting = [one for one in numbers if not wanted.ages or set(wanted.ages) & set(self.offers[one].ages)]
        self.offers |= {one: replace(self.offers[one], named=True) for one in fitting}
        return fitting[:MOST]

    def find(self, wanted: Wanted) -> list[int]:
        """The best first, each need in turn: near ones, and early among them one that needs no way. None without an engine."""
        needs: list[tuple[str, ...]] = [(need,) for need in wanted.needs] or [()]
        near_first = max(1, MOST // len(needs) - 1)
        found = [self._best_first(replace(wanted, needs=one), wanted, near_first) for one in needs]
        return list(dict.fromkeys(number for row in zip_longest(*found) for number in row if number is not None))

    def _best_first(self, part: Wanted, wanted: Wanted, near_first: int) -> list[int]:
        try:
            found = self._world.search.search(self._query(part))
        except SearchError:
            self.away = True
            return []
        near, anywhere = (self._ranked(hits, wanted) for hits in (found.hits, found.anywhere))
        return [*near[:near_first], *anywhere[:1], *near[near_first:], *anywhere[1:]]

    def _ranked(self, hits: Sequence[Hit], wanted: Wanted) -> list[int]:
        """Those that may be suggested; what is for this more than for anything else comes first, else as they were found."""
        numbers = self._known([hit.number for hit in hits])
        return sorted(numbers, key=lambda number: how_well(self.offers[number], wanted))

    def _query(self, wanted: Wanted) -> Query:
        groups = {"need": wanted.needs, "age": wanted.ages, "audience": wanted.audiences, "cost": wanted.costs,
                  "language": wanted.languages, "mode": wanted.modes}  # fmt: skip
        near = self._near(wanted.miles)
        sort = Sort.DISTANCE if near and not wanted.words else Sort.RELEVANCE
        chosen = {group: values for group, values in groups.items() if values}
        return Query(wanted.words, chosen, near=near, sort=sort, per_page=ASKED_FOR, facets=())

    def _near(self, miles: float | None) -> Near | None:
        point = self._place.point
        if point is None:
            return None
        reach = {place: away for place, away in self._place.miles.items() if miles is None or away <= miles}
        return Near(point.latitude, point.longitude, reach, everywhere=miles is None)

    def _known(self, numbers: Sequence[int]) -> list[int]:
        """Those that may be seen and suggested; their cards and facts are here from now on."""
        new = [number for number in numbers if number not in self.cards]
        if new:
            cards = {
                number: card for number, card in cards_of(self._session, new).items() if card.result.slug not in self._barred
            }
            documents = rows(self._session.connection(), DOCUMENTS.format(",".join("?" * len(new))), tuple(new))
            self.cards |= cards
            self.offers |= {number: self._offer(cards[number], text) for number, text in documents if number in cards}
        return [number for number in numbers if number in self.offers]

    def _offer(self, card: Card, document: str) -> Offer:
        facets = {group: tuple(values) for group, values in json.loads(document)["facets"].items()}
        return Offer(
            needs=facets.get("need", ()), audiences=facets.get("audience", ()), ages=facets.get("age", ()),
            costs=facets.get("cost", ()), languages=facets.get("language", ()), modes=facets.get("mode", ()),
            booking=card.result.booking, miles=self.miles(card),
        )  # fmt: skip

    def miles(self, card: Card) -> float | None:
        """To its nearest public place, where somebody said where they are."""
        away = (self._place.miles[place.id] for place in card.result.places if place.id in self._place.miles)
        return min(away, default=None)
