"""What people mean: their words understood as needs, by phrases that came along and those that the manager wrote.

Nothing that was typed is kept, not even in memory: understanding a query again costs less than it would be worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.models import Taxonomy, TaxonomyTerm, Wording
from hubdirectory.understanding import Phrases, Understanding, Understood
from hubdirectory.understanding.by_letters import UnderstandingByLetters
from hubdirectory.understanding.chosen import chosen, prepare, vectors_installed
from hubdirectory.understanding.phrases import everything_said

from . import finding
from .crisis import Crisis, crisis_in
from .hearing import stamp_of_phrases
from .results import Asked, FacetValue

if TYPE_CHECKING:
    from pathlib import Path

    from .world import World

NEED, PHRASES = "need", "phrases"


@dataclass(frozen=True)
class Meant:
    """`needs`: up to three that the words may mean, best first, each with its own exact count. Suggestions, nothing more."""

    needs: tuple[FacetValue, ...] = ()
    crisis: Crisis | None = None


def meant(world: World, asked: Asked, locale: str) -> Meant:
    """What a search may mean besides what it found. With no engine to count, no needs; the crisis is told all the same."""
    with world.database.reading() as session:
        understood = understand(world, session, asked.q)
    return Meant(_counted(world, asked, understood, locale), crisis_in(asked.q, understood))


def crisis_of(world: World, text: str) -> Crisis | None:
    """What a search for this text would be told of a crisis."""
    with world.database.reading() as session:
        return crisis_in(text, understand(world, session, text))


def understand(world: World, session: Session, text: str) -> list[Understood]:
    """The needs that a text may mean, best first."""
    return understanding_of(world, session).understand(text) if text.strip() else []


def understanding_of(world: World, session: Session) -> Understanding:
    """That of this process, which has learnt what stands at this moment."""
    learnt, serving = world.learnt, _serving(world.settings.instance, world.settings.sentence_vectors)
    stamp = stamp_of_phrases(session)
    with learnt.learning:
        if stamp != learnt.stamp:
            learnt.phrases = phrases_that_stand(session)
            learnt.stamp = stamp
        serving.learn(learnt.phrases)
    return serving


def phrases_that_stand(session: Session) -> Phrases:
    """Every need in use with its name, its description and what people say: the manager's list where there is one."""
    edited = session.execute(select(Wording.key, Wording.value).where(Wording.kind == PHRASES))
    instead: dict[str, dict[str, tuple[str, ...]]] = {}
    for need, lists in edited:
        for language, said in (lists or {}).items():
            instead.setdefault(language, {})[need] = tuple(said)
    return everything_said(named_terms(session, NEED), instead)


def named_terms(session: Session, taxonomy: str) -> dict[str, tuple[str, ...]]:
    """Slug -> name and description of each term in use."""
    query = (
        select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == taxonomy, TaxonomyTerm.retired_at.is_(None))
        .order_by(TaxonomyTerm.position, TaxonomyTerm.slug)
    )  # fmt: skip
    return {row.slug: tuple(filter(None, (row.name, row.description))) for row in session.scalars(query)}


def vectors_wanted(world: World) -> bool:
    """Whether vectors are installed, and the phrases have changed since this process looked last."""
    if not (world.settings.sentence_vectors and vectors_installed()):
        return False
    with world.database.reading() as session:
        return stamp_of_phrases(session) != world.learnt.prepared


def prepare_vectors(world: World) -> int:
    """Works out the vectors that are missing, where they are installed: how many. A minute or two for a new installation."""
    with world.database.reading() as session:
        stamp, phrases = stamp_of_phrases(session), phrases_that_stand(session)
    count = prepare(world.settings.instance, phrases)
    world.learnt.prepared = stamp
    return count


@lru_cache(maxsize=4)
def _serving(instance: Path, vectors: bool) -> Understanding:
    """One for a process and its installation. It takes no room until it is used, so a server may fork before."""
    return chosen(instance) if vectors else UnderstandingByLetters()


def _counted(world: World, asked: Asked, understood: Sequence[Understood], locale: str) -> tuple[FacetValue, ...]:
    chosen_already = asked.chosen.get(NEED, ())
    slugs = [one.need for one in understood if one.need not in chosen_already]
    if not slugs:
        return ()
    try:
        counted = {value.slug: value for value in finding.facet_counts(world, (NEED,), locale)[NEED]}
    except finding.SearchIsDown:
        return ()
    return tuple(counted[slug] for slug in slugs if slug in counted and counted[slug].count)
