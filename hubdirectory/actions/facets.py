"""What facet values are called: needs and audiences by their terms, hubs and wards by their names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from hubdirectory.domain.ages import BANDS
from hubdirectory.domain.schedules import DAY_SLUGS
from hubdirectory.models.straight import rows, until_written

# Groups whose values have an order of their own; the names of these values are the page's to say.
ORDERED: dict[str, tuple[str, ...]] = {
    "day": DAY_SLUGS,
    "age": tuple(BANDS),
    "cost": ("free", "donation", "paid"),
    "mode": ("place", "phone", "online", "home"),
}


@dataclass(frozen=True, eq=False)
class Names:
    """What values are called. `hubs`: slug and name of every hub, the oldest first."""

    names: dict[tuple[str, str], str]
    hubs: tuple[tuple[str, str], ...]

    def name(self, group: str, slug: str) -> str:
        """The value's name, or its slug where the page has the words for it."""
        return self.names.get((group, slug), slug)

    def named(self, group: str) -> list[tuple[str, str]]:
        """Slug and name of each value of a group, in the order of its taxonomy."""
        return [(slug, name) for (of, slug), name in self.names.items() if of == group]

    def position(self, group: str, slug: str) -> int:
        order = ORDERED.get(group, ())
        return order.index(slug) if slug in order else len(order)


NAMES = """
SELECT taxonomy.slug, taxonomy_term.slug, taxonomy_term.name, CAST(taxonomy_term.translations AS TEXT), taxonomy_term.position
FROM taxonomy_term JOIN taxonomy ON taxonomy.id = taxonomy_term.taxonomy_id WHERE taxonomy.slug IN ('need', 'audience')
AND taxonomy_term.retired_at IS NULL
UNION ALL SELECT 'ward', slug, name, '', 0 FROM area
"""
HUBS = "SELECT slug, name FROM location WHERE kind = 'hub' AND NOT confidential ORDER BY created_at, slug"
Rows = tuple[tuple[Any, ...], ...]


def names_of(session: Session, locale: str) -> Names:
    """As the database has them at this moment: a term renamed is seen at the next request."""
    return until_written(session.connection(), ("names", locale), lambda connection: _read_names(connection, locale))


def _read_names(connection: Connection, locale: str) -> Names:
    terms, hubs = rows(connection, NAMES), rows(connection, HUBS)
    return _names(tuple(map(tuple, terms)), tuple((slug, name) for slug, name in hubs), locale)


def hubs_by_age(session: Session) -> tuple[tuple[str, str], ...]:
    """Slug and name of every public hub, the oldest first."""
    return names_of(session, "en").hubs


@lru_cache(maxsize=32)
def _names(terms: Rows, hubs: tuple[tuple[str, str], ...], locale: str) -> Names:
    ordered = sorted(terms, key=lambda row: (row[4], row[2]))
    names = {(group, slug): _translated(name, translations, locale) for group, slug, name, translations, _ in ordered}
    return Names(names | {("hub", slug): name for slug, name in hubs}, hubs)


def _translated(name: str, translations: str, locale: str) -> str:
    if locale == "en" or not translations:
        return name
    return str(json.loads(translations).get(locale) or name)
