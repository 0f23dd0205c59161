"""What facet values are called: needs and audiences by their terms, hubs and wards by their names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from hubdirectory.domain.ages import BANDS
from hubdirectory.domain.schedules import DAY_SLUGS

# Groups whose values have an order of their own; the names of these values are the page's to say.
ORDERED: dict[str, tuple[str, ...]] = {
    "day": DAY_SLUGS,
    "age": tuple(BANDS),
    "cost": ("free", "donation", "paid"),
    "mode": ("place", "phone", "online", "home"),
}


@dataclass(frozen=True)
class Names:
    names: dict[tuple[str, str], str]

    def name(self, group: str, slug: str) -> str:
        """The value's name, or its slug where the page has the words for it."""
        return self.names.get((group, slug), slug)

    def position(self, group: str, slug: str) -> int:
        order = ORDERED.get(group, ())
        return order.index(slug) if slug in order else len(order)


TERMS = """
SELECT taxonomy.slug, taxonomy_term.slug, taxonomy_term.name, taxonomy_term.translations FROM taxonomy_term
JOIN taxonomy ON taxonomy.id = taxonomy_term.taxonomy_id WHERE taxonomy.slug IN ('need', 'audience')
"""
PLACES = "SELECT 'hub', slug, name FROM location WHERE kind = 'hub' UNION ALL SELECT 'ward', slug, name FROM area"


def names_of(session: Session, locale: str) -> Names:
    """Read anew for each page, and so with plain SQL: a term renamed is seen at the next request."""
    connection = session.connection()
    names = {
        (group, slug): _translated(name, translations, locale)
        for group, slug, name, translations in connection.exec_driver_sql(TERMS)
    }
    places = {(group, slug): name for group, slug, name in connection.exec_driver_sql(PLACES)}
    return Names(names | places)


def _translated(name: str, translations: Any, locale: str) -> str:
    """`translations` comes as text from SQLite and as a dictionary from PostgreSQL."""
    if locale == "en" or not translations or translations == "{}":
        return name
    known = json.loads(translations) if isinstance(translations, str) else translations
    return str(known.get(locale) or name)
