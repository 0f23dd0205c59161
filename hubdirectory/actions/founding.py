"""What every directory begins with: its three taxonomies, and the words that are data.

Nothing here overwrites: a term or a wording that is there already is the manager's, whatever it says now.
"""

from __future__ import annotations

import csv
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.models import Taxonomy, TaxonomyTerm, Wording

DATA = Path(__file__).parent / "data"
# A file for each language, by its code; a term's English name and description stand in the files of the taxonomies.
TRANSLATIONS = DATA / "translations"
WORDINGS = ("wording.toml", "routes.toml")

# The ids of our own taxonomies and terms follow from their slugs, so that two installations agree on them.
NAMESPACE = uuid.UUID("6f1f9a52-6b0e-5e0c-9c0b-2b7d54a1c3e9")

# slug -> name, file, description
TAXONOMIES = {
    "need": ("Needs", "needs.tsv", "What people come for"),
    "audience": ("Who it is for", "audiences.tsv", "The people whom a service is made for"),
    "service-type": ("Kind of service", "service_types.tsv", "How a service is given"),
}


def found(session: Session) -> None:
    """Add the taxonomies, terms, translations and wordings that are missing. Again is harmless; what is there stays as it is."""
    for slug in TAXONOMIES:
        _found_terms(session, _found_taxonomy(session, slug))
    session.flush()
    _found_translations(session)
    _found_wordings(session)
    session.flush()


def taxonomy_id(slug: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"taxonomy/{slug}"))


def term_id(taxonomy: str, slug: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"taxonomy/{taxonomy}/{slug}"))


def _found_taxonomy(session: Session, slug: str) -> Taxonomy:
    taxonomy = session.scalar(select(Taxonomy).where(Taxonomy.slug == slug))
    if taxonomy is None:
        name, _, description = TAXONOMIES[slug]
        taxonomy = Taxonomy(id=taxonomy_id(slug), slug=slug, name=name, description=description)
        session.add(taxonomy)
        session.flush()
    return taxonomy


def _found_terms(session: Session, taxonomy: Taxonomy) -> None:
    known = set(session.scalars(select(TaxonomyTerm.slug).where(TaxonomyTerm.taxonomy_id == taxonomy.id)))
    for position, row in enumerate(_rows(DATA / TAXONOMIES[taxonomy.slug][1])):
        if row["slug"] not in known:
            values = {"id": term_id(taxonomy.slug, row["slug"]), "taxonomy_id": taxonomy.id, "position": position}
            session.add(TaxonomyTerm(**row, **values))


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def _found_translations(session: Session) -> None:
    """Each term's name under the language's code (`pl`), its description under `pl.description`."""
    english = {(slug, row["slug"]): row for slug, (_, file, _) in TAXONOMIES.items() for row in _rows(DATA / file)}
    pairs = session.execute(select(Taxonomy.slug, TaxonomyTerm).join(Taxonomy, TaxonomyTerm.taxonomy_id == Taxonomy.id))
    terms = {(taxonomy, term.slug): term for taxonomy, term in pairs}
    for file in sorted(TRANSLATIONS.glob("*.tsv")):
        for row in _rows(file):
            which = (row["taxonomy"], row["slug"])
            if which in terms and which in english:
                _translate(terms[which], file.stem, row, english[which])


def _translate(term: TaxonomyTerm, locale: str, row: dict[str, str], english: dict[str, str]) -> None:
    """What the manager translated stays, and what the manager renamed is not called by its old name."""
    ours = {}
    if term.name == english["name"]:
        ours[locale] = row["name"]
    if term.description == english["description"]:
        ours[f"{locale}.description"] = row["description"]
    kept = {**ours, **(term.translations or {})}
    if kept != term.translations:
        term.translations = kept


def _found_wordings(session: Session) -> None:
    known = {(kind, key) for kind, key in session.execute(select(Wording.kind, Wording.key))}
    for kind, entries in _wordings().items():
        for key, value in entries.items():
            if (kind, key) not in known:
                session.add(Wording(kind=kind, key=key, value=value))


def _wordings() -> dict[str, dict[str, Any]]:
    return {
        kind: entries for file in WORDINGS for kind, entries in tomllib.loads((DATA / file).read_text(encoding="utf-8")).items()
    }
