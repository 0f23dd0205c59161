"""What facet values are called: needs and audiences by their terms, hubs and wards by their names."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.domain.ages import BANDS
from hubdirectory.domain.schedules import DAY_SLUGS
from hubdirectory.models import Area, Location, Taxonomy, TaxonomyTerm

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


def names_of(session: Session, locale: str) -> Names:
    terms = select(Taxonomy.slug, TaxonomyTerm.slug, TaxonomyTerm.name, TaxonomyTerm.translations).join(Taxonomy)
    names = {
        (group, slug): (translations or {}).get(locale, name)
        for group, slug, name, translations in session.execute(terms.where(Taxonomy.slug.in_(("need", "audience"))))
    }
    hubs = session.execute(select(Location.slug, Location.name).where(Location.kind == "hub"))
    wards = session.execute(select(Area.slug, Area.name))
    return Names(names | {("hub", slug): name for slug, name in hubs} | {("ward", slug): name for slug, name in wards})
