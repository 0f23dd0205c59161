"""Taxonomies: terms added, renamed, put in order, retired and brought back. A slug, once given, stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.hearing import stamp_phrases
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.slugs import free_slug, slug_of
from hubdirectory.domain.states import AttributeState
from hubdirectory.indexing import services_with_term, touch
from hubdirectory.models import Attribute, Taxonomy, TaxonomyTerm, new_id

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

LONGEST_NAME, LONGEST_DESCRIPTION = 200, 2_000


class NoTerm(LookupError):
    """There is no such term or taxonomy."""


class BadTerm(ValueError):
    """`field` is wrong: missing, too long, or a name that another term of the taxonomy has (`why`: missing, long, taken)."""

    def __init__(self, field: str, why: str) -> None:
        self.field, self.why = field, why
        super().__init__(f"{field}: {why}")


@dataclass(frozen=True)
class TermLine:
    """A term. `translations`: by language code, its description under `pl.description`; `used`: confirmed on so many records."""

    id: str
    slug: str
    name: str
    description: str
    position: int
    retired: bool
    translations: Mapping[str, str] = field(default_factory=dict)
    used: int = 0
    suggested: int = 0


@dataclass(frozen=True)
class TaxonomyView:
    """A taxonomy and all its terms, retired ones last."""

    slug: str
    name: str
    terms: tuple[TermLine, ...]


def taxonomies(world: World, actor: Actor) -> tuple[tuple[str, str, int], ...]:
    """Slug, name and number of terms in use. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = (
        select(Taxonomy.slug, Taxonomy.name, func.count(TaxonomyTerm.id))
        .outerjoin(TaxonomyTerm, (TaxonomyTerm.taxonomy_id == Taxonomy.id) & TaxonomyTerm.retired_at.is_(None))
        .group_by(Taxonomy.slug, Taxonomy.name).order_by(Taxonomy.name)
    )  # fmt: skip
    with world.database.reading() as session:
        return tuple((slug, name, count) for slug, name, count in session.execute(query))


def taxonomy(world: World, actor: Actor, slug: str) -> TaxonomyView:
    """Needs Permission.DESK. Raises NoTerm."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        row = _taxonomy(session, slug)
        terms = session.scalars(_in_order(row.id)).all()
        used = _used(session)
    lines = [_line(term, used) for term in terms]
    return TaxonomyView(row.slug, row.name, tuple(sorted(lines, key=lambda line: line.retired)))


def term(world: World, actor: Actor, taxonomy_slug: str, slug: str) -> TermLine:
    """Needs Permission.DESK. Raises NoTerm."""
    found = next((one for one in taxonomy(world, actor, taxonomy_slug).terms if one.slug == slug), None)
    if found is None:
        raise NoTerm(slug)
    return found


def add(world: World, actor: Actor, taxonomy_slug: str, name: str, description: str = "") -> str:
    """A new term at the end; its slug. Needs Permission.DESK. Raises NoTerm, BadTerm."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        row = _taxonomy(session, taxonomy_slug)
        known = session.scalars(_in_order(row.id)).all()
        name = _good_name(name, known)
        slug = free_slug(name, {one.slug for one in known})
        position = max((one.position for one in known), default=-1) + 1
        id_ = new_id()
        session.add(
            TaxonomyTerm(
                id=id_, taxonomy_id=row.id, slug=slug, name=name, description=description.strip()[:LONGEST_DESCRIPTION],
                translations={}, position=position,
            )
        )  # fmt: skip
        stamp_phrases(session)
        auditing.record(session, actor, "term_added", "term", id_, at=world.now(), details=name)
        return slug


def change(
    world: World, actor: Actor, taxonomy_slug: str, slug: str, *, name: str, description: str, translations: Mapping[str, str]
) -> int:  # fmt: skip
    """Renames a term; its slug, and so its address, stays. How many services are made anew for it.

    translations: by language code, and `CODE.description`; empty ones are left out
    Needs Permission.DESK. Raises NoTerm, BadTerm.
    """
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        row = _term(session, taxonomy_slug, slug)
        others = [one for one in session.scalars(_in_order(row.taxonomy_id)) if one.id != row.id]
        row.name = _good_name(name, others)
        row.description = description.strip()[:LONGEST_DESCRIPTION]
        row.translations = {key: value.strip() for key, value in translations.items() if value.strip()}
        stamp_phrases(session)
        auditing.record(session, actor, "term_changed", "term", row.id, at=world.now(), details=row.name)
        numbers = touch(session, services_with_term(session, row.id), world.engine_names)
    world.index_now(numbers)
    return len(numbers)


def retire(world: World, actor: Actor, taxonomy_slug: str, slug: str, retired: bool = True) -> int:
    """Shown, offered and searched by no more; records keep it, so that it can come back. How many services it changes.

    Needs Permission.DESK. Raises NoTerm.
    """
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        row = _term(session, taxonomy_slug, slug)
        row.retired_at = world.now() if retired else None
        verb = "term_retired" if retired else "term_brought_back"
        stamp_phrases(session)
        auditing.record(session, actor, verb, "term", row.id, at=world.now(), details=row.name)
        numbers = touch(session, services_with_term(session, row.id), world.engine_names)
    world.index_now(numbers)
    return len(numbers)


def order(world: World, actor: Actor, taxonomy_slug: str, slugs: Sequence[str]) -> None:
    """The terms in this order; those that are not named follow as before. Needs Permission.DESK. Raises NoTerm."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        rows = {row.slug: row for row in session.scalars(_in_order(_taxonomy(session, taxonomy_slug).id))}
        wanted = [slug for slug in dict.fromkeys(slugs) if slug in rows]
        for position, slug in enumerate([*wanted, *(slug for slug in rows if slug not in wanted)]):
            rows[slug].position = position
        auditing.record(session, actor, "terms_ordered", "taxonomy", taxonomy_slug, at=world.now())


def move(world: World, actor: Actor, taxonomy_slug: str, slug: str, steps: int) -> None:
    """One term up (-1) or down (1). Needs Permission.DESK. Raises NoTerm."""
    slugs = [one.slug for one in taxonomy(world, actor, taxonomy_slug).terms]
    if slug not in slugs:
        raise NoTerm(slug)
    place = slugs.index(slug)
    slugs.insert(min(max(0, place + steps), len(slugs) - 1), slugs.pop(place))
    order(world, actor, taxonomy_slug, slugs)


def _taxonomy(session: Session, slug: str) -> Taxonomy:
    row = session.scalar(select(Taxonomy).where(Taxonomy.slug == slug))
    if row is None:
        raise NoTerm(slug)
    return row


def _term(session: Session, taxonomy_slug: str, slug: str) -> TaxonomyTerm:
    query = select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == taxonomy_slug, TaxonomyTerm.slug == slug)
    row = session.scalar(query.with_for_update())
    if row is None:
        raise NoTerm(slug)
    return row


def _in_order(taxonomy_id: str) -> Select[TaxonomyTerm]:
    return select(TaxonomyTerm).where(TaxonomyTerm.taxonomy_id == taxonomy_id).order_by(TaxonomyTerm.position, TaxonomyTerm.name)


def _good_name(name: str, others: Sequence[TaxonomyTerm]) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadTerm("name", "missing")
    if len(name) > LONGEST_NAME:
        raise BadTerm("name", "long")
    if slug_of(name) in {slug_of(one.name) for one in others}:
        raise BadTerm("name", "taken")
    return name


def _used(session: Session) -> dict[tuple[str, str], int]:
    query = select(Attribute.term_id, Attribute.state, func.count()).group_by(Attribute.term_id, Attribute.state)
    return {(term_id, state): count for term_id, state, count in session.execute(query)}


def _line(row: TaxonomyTerm, used: Mapping[tuple[str, str], int]) -> TermLine:
    return TermLine(
        row.id, row.slug, row.name, row.description, row.position, row.retired_at is not None, dict(row.translations or {}),
        used.get((row.id, AttributeState.CONFIRMED), 0), used.get((row.id, AttributeState.SUGGESTED), 0),
    )  # fmt: skip
