"""The other records and terms that a record's data names: they must be there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from hubdirectory.domain.record_data import PLACE
from hubdirectory.models import Area, Location, Organisation, Taxonomy, TaxonomyTerm


class UnknownReference(ValueError):
    """The data names a record or term that is not there. `field` and `values` say which."""

    def __init__(self, field: str, values: Iterable[str]) -> None:
        self.field, self.values = field, tuple(values)
        super().__init__(f"{field} names what is not there: {', '.join(map(str, self.values))}.")


def check_references(session: Session, data: Mapping[str, Any]) -> None:
    """Raises UnknownReference."""
    for field, model, ids in _named(data):
        found = set(session.scalars(select(model.id).where(model.id.in_(ids))))
        missing = [id_ for id_ in ids if id_ not in found]
        if missing:
            raise UnknownReference(field, missing)
    for field in ("confirmed", "suggested"):
        term_ids(session, data.get(field, []), field)


def term_ids(session: Session, terms: Iterable[str], field: str = "terms") -> dict[str, str]:
    """The id of each "taxonomy/slug". Raises UnknownReference."""
    wanted = {term: tuple(term.split("/", 1)) for term in terms}
    if not wanted:
        return {}
    query = select(Taxonomy.slug, TaxonomyTerm.slug, TaxonomyTerm.id).join(Taxonomy, Taxonomy.id == TaxonomyTerm.taxonomy_id)
    rows = session.execute(query.where(tuple_(Taxonomy.slug, TaxonomyTerm.slug).in_([*wanted.values()])))
    found = {f"{taxonomy}/{slug}": id_ for taxonomy, slug, id_ in rows}
    missing = [term for term in wanted if term not in found]
    if missing:
        raise UnknownReference(field, missing)
    return found


def _named(data: Mapping[str, Any]) -> list[tuple[str, Any, list[str]]]:
    """Field, table and ids, where there are any."""
    named: list[tuple[str, Any, list[Any]]] = [
        ("organisation", Organisation, [data.get("organisation")] if "organisation" in data else []),
        ("area", Area, [data.get("area")]),
        ("places", Location, [place["location"] for place in data.get("places", [])]),
        ("schedules", Location, [schedule["location"] for schedule in data.get("schedules", [])]),
        ("service_areas", Area, [served["area"] for served in data.get("service_areas", [])]),
    ]
    needed = ("organisation", "places")
    return [(field, model, [id_ for id_ in ids if id_ or field in needed]) for field, model, ids in named]


def without_missing(session: Session, data: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The data without items that name what is not there any more; and what was left out."""
    left, missing = dict(data), []
    for field in data:
        try:
            check_references(session, {field: data[field]})
        except UnknownReference as unknown:
            missing += list(unknown.values)
            left[field] = _without(data[field], unknown.values)
    return left, missing


def _without(value: Any, missing: tuple[str, ...]) -> Any:
    """A place or term goes; a time or an area that names one stays, without the name."""
    if not isinstance(value, list):
        return None
    kept = [item for item in value if item not in missing] if all(isinstance(item, str) for item in value) else value
    return [_loosened(item, missing) for item in kept if not (_is_place(item) and item["location"] in missing)]


def _is_place(item: Any) -> bool:
    return isinstance(item, Mapping) and set(item) == set(PLACE)


def _loosened(item: Any, missing: tuple[str, ...]) -> Any:
    if not isinstance(item, Mapping):
        return item
    return {key: None if key in ("location", "area") and value in missing else value for key, value in item.items()}
