"""What the ids and terms in records' data are called, for whoever shows differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from hubdirectory.models import Area, Location, Organisation, Taxonomy, TaxonomyTerm

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def labels(world: World, *data: Mapping[str, Any], locale: str = "en") -> dict[str, str]:
    """Name by id (places, organisations, areas) and by "taxonomy/slug"; what is not there any more is left out.

    A confidential place is called by its name: only for those who may edit the record.
    """
    ids = {value for one in data for value in _ids(one)}
    terms = {term for one in data for field in ("confirmed", "suggested") for term in one.get(field) or [] if "/" in str(term)}
    with world.database.reading() as session:
        found: dict[str, str] = {}
        models: tuple[Any, ...] = (Location, Organisation, Area)
        for model in models:
            found |= dict(session.execute(select(model.id, model.name).where(model.id.in_(ids))).all())
        return found | _terms(session, terms, locale)


def _ids(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (value for value in (data.get("organisation"), data.get("area")) if value)
    for field in ("places", "schedules", "service_areas"):
        for item in data.get(field) or []:
            yield from (value for value in (item.get("location"), item.get("area")) if isinstance(value, str))


def _terms(session: Session, terms: Iterable[str], locale: str) -> dict[str, str]:
    wanted = [tuple(term.split("/", 1)) for term in terms]
    columns = (Taxonomy.slug, TaxonomyTerm.slug, TaxonomyTerm.name, TaxonomyTerm.translations)
    query = select(*columns).join(Taxonomy, Taxonomy.id == TaxonomyTerm.taxonomy_id)
    rows = session.execute(query.where(tuple_(Taxonomy.slug, TaxonomyTerm.slug).in_(wanted)))
    return {f"{taxonomy}/{slug}": (translations or {}).get(locale) or name for taxonomy, slug, name, translations in rows}
