"""Needs, audiences and kinds of service in other languages: shipped whole, and the manager's once they are there."""

from __future__ import annotations

import csv

import pytest
from sqlalchemy import select

from hubdirectory.actions.founding import DATA, TAXONOMIES, TRANSLATIONS, found
from hubdirectory.models import Taxonomy, TaxonomyTerm
from hubdirectory.web.locales import DEFAULT, LANGUAGES, NAMES


def rows(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def shipped():
    return {(slug, row["slug"]): row for slug, (_, file, _) in TAXONOMIES.items() for row in rows(DATA / file)}


def term(session, slug, taxonomy="need"):
    query = select(TaxonomyTerm).join(Taxonomy, TaxonomyTerm.taxonomy_id == Taxonomy.id)
    return session.scalars(query.where(Taxonomy.slug == taxonomy, TaxonomyTerm.slug == slug)).one()


def test_every_language_has_its_file_of_terms():
    there = {file.stem for file in TRANSLATIONS.glob("*.tsv")} | {DEFAULT}
    assert set(LANGUAGES) <= there <= set(NAMES)


@pytest.mark.parametrize("file", sorted(TRANSLATIONS.glob("*.tsv")), ids=lambda file: file.stem)
def test_every_term_is_translated_once(file):
    there = [(row["taxonomy"], row["slug"]) for row in rows(file)]
    assert sorted(there) == sorted(shipped())


@pytest.mark.parametrize("file", sorted(TRANSLATIONS.glob("*.tsv")), ids=lambda file: file.stem)
def test_no_term_is_left_empty_or_in_english(file):
    for row in rows(file):
        english = shipped()[row["taxonomy"], row["slug"]]
        for field in ("name", "description"):
            assert row[field].strip() not in ("", english[field]), (row["slug"], field)


@pytest.mark.parametrize("file", sorted(TRANSLATIONS.glob("*.tsv")), ids=lambda file: file.stem)
def test_no_two_terms_of_a_taxonomy_go_by_one_name(file):
    for taxonomy in TAXONOMIES:
        names = [row["name"] for row in rows(file) if row["taxonomy"] == taxonomy]
        assert len(names) == len(set(names))


def test_a_new_directory_has_its_terms_in_polish(empty_world):
    with empty_world.database.reading() as session:
        food = term(session, "food")
        assert food.translations["pl"] == "Banki żywności i jedzenie w nagłej potrzebie"
        assert food.translations["pl.description"].startswith("Banki żywności, paczki")
        assert all("pl" in one.translations for one in session.scalars(select(TaxonomyTerm)))


def test_an_older_directory_gets_what_it_lacks(empty_world):
    with empty_world.database.writing() as session:
        term(session, "food").translations = {"ro": "Mâncare"}
    with empty_world.database.writing() as session:
        found(session)
    with empty_world.database.reading() as session:
        there = term(session, "food").translations
        assert there["ro"] == "Mâncare" and there["pl"].startswith("Banki")


def test_what_the_manager_translated_stays(empty_world):
    with empty_world.database.writing() as session:
        term(session, "food").translations = {"pl": "Jedzenie", "pl.description": ""}
    with empty_world.database.writing() as session:
        found(session)
    with empty_world.database.reading() as session:
        there = term(session, "food").translations
        assert (there["pl"], there["pl.description"]) == ("Jedzenie", "")


def test_a_term_that_the_manager_renamed_does_not_get_the_old_name_in_polish(empty_world):
    with empty_world.database.writing() as session:
        food = term(session, "food")
        food.name, food.translations = "Meals together", {}
    with empty_world.database.writing() as session:
        found(session)
    with empty_world.database.reading() as session:
        assert all(key.endswith(".description") for key in term(session, "food").translations)


def test_the_pages_call_needs_and_audiences_by_their_polish_names(town_app):
    client = town_app.test_client()
    assert "Długi i porady o pieniądzach" in client.get("/needs?lang=pl").get_data(as_text=True)
    assert "<h1>Długi i porady o pieniądzach</h1>" in client.get("/needs/debt?lang=pl").get_data(as_text=True)
    results = client.get("/search?need=debt&audience=carers&lang=pl").get_data(as_text=True)
    assert "Długi i porady o pieniądzach" in results and "Opiekunowie" in results
    suggested = client.get("/suggest?q=długi&lang=pl").get_json()
    needs = next(group for group in suggested["groups"] if group["kind"] == "need")
    assert needs["items"][0]["name"] == "Długi i porady o pieniądzach"
