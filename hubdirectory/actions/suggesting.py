"""Suggestions as somebody types: needs and hubs first, since they lead farthest; then services and organisations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hubdirectory.models import Location, Organisation, ServiceCard, Taxonomy, TaxonomyTerm
from search.analysis import words_of
from search.port import SearchError
from search.query import Query

from .results import Suggestion
from .world import World

SHORTEST, LONGEST = 2, 100
NEEDS, HUBS, SERVICES, ORGANISATIONS = 3, 2, 5, 3


def suggest(world: World, text: str, locale: str = "en") -> list[Suggestion]:
    """A dozen at most; none for a single letter. An engine that is down leaves the services out and the rest in."""
    words = words_of(text)
    if not words or not SHORTEST <= len(text.strip()) <= LONGEST:
        return []
    with world.database.reading() as session:
        return [
            *_needs(session, words, locale), *_hubs(session, words),
            *_services(world, session, text), *_organisations(session, text),
        ]  # fmt: skip


def _needs(session: Session, words: list[str], locale: str) -> Iterable[Suggestion]:
    query = select(TaxonomyTerm.slug, TaxonomyTerm.name, TaxonomyTerm.translations).join(Taxonomy).where(Taxonomy.slug == "need")
    named = [(slug, (translations or {}).get(locale) or name) for slug, name, translations in session.execute(query)]
    return [Suggestion("need", name, slug) for slug, name in named if _begins(name, words)][:NEEDS]


def _hubs(session: Session, words: list[str]) -> Iterable[Suggestion]:
    query = select(Location.name, Location.slug, Location.address_1)
    hubs = session.execute(query.where(Location.kind == "hub", Location.confidential.is_(False)))
    return [Suggestion("hub", name, slug, street) for name, slug, street in hubs if _begins(name, words)][:HUBS]


def _begins(name: str, words: list[str]) -> bool:
    """Whether the name holds all the words, the last as a beginning."""
    held = words_of(name)
    return set(words[:-1]) <= set(held) and any(word.startswith(words[-1]) for word in held)


def _services(world: World, session: Session, text: str) -> Iterable[Suggestion]:
    try:
        found = world.search.search(Query(text, per_page=SERVICES, facets=()))
    except SearchError:
        return []
    numbers = [hit.number for hit in found.hits]
    query = select(ServiceCard.number, ServiceCard.card).where(ServiceCard.number.in_(numbers), ServiceCard.searchable)
    cards: dict[int, dict[str, Any]] = dict(session.execute(query).all())
    shown = [cards[number] for number in numbers if number in cards]
    return [Suggestion("service", card["name"], card["slug"], card["organisation"]) for card in shown]


def _organisations(session: Session, text: str) -> Iterable[Suggestion]:
    plain = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    name = Organisation.name
    query = select(Organisation.name, Organisation.slug).where(
        Organisation.state == "published",
        or_(name.ilike(f"{plain}%", escape="\\"), name.ilike(f"% {plain}%", escape="\\")),
    )
    rows = session.execute(query.order_by(name).limit(ORGANISATIONS))
    return [Suggestion("organisation", name, slug) for name, slug in rows]
