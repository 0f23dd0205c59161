"""A new directory has its taxonomies and wordings; founding it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdirectory.actions.founding import found
from hubdirectory.models import Base, Taxonomy, TaxonomyTerm, Wording, database_of


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = database_of(f"sqlite:///{tmp_path / 'founding.db'}")
    Base.metadata.create_all(database.engine)
    with database.writing() as session:
        found(session)
        yield session
    database.close()


def slugs_of(session: Session, taxonomy: str) -> list[str]:
    terms = select(TaxonomyTerm.slug).join(Taxonomy).where(Taxonomy.slug == taxonomy)
    return list(session.scalars(terms.order_by(TaxonomyTerm.position)))


def synonyms(session: Session) -> dict[str, list[str]]:
    return {row.key: row.value for row in session.scalars(select(Wording).where(Wording.kind == "synonyms"))}


def test_there_are_45_needs_and_each_is_described(session: Session) -> None:
    needs = slugs_of(session, "need")
    assert len(needs) == len(set(needs)) == 45
    assert needs[0] == "crisis-suicide"
    assert not session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.description == "")).all()


def test_there_are_audiences_and_kinds_of_service(session: Session) -> None:
    assert {"everybody", "carers", "veterans", "refugees", "newcomers"} <= set(slugs_of(session, "audience"))
    assert {"group", "class", "drop-in", "helpline", "grant"} <= set(slugs_of(session, "service-type"))


def test_the_ids_of_terms_are_the_same_on_every_installation(session: Session) -> None:
    food = session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.slug == "food")).one()
    assert food.id == "bbf24af1-c046-5fd6-9edc-4d1db0c06283"


def test_founding_again_adds_nothing_and_keeps_what_the_manager_changed(session: Session) -> None:
    session.get_one(Wording, ("synonyms", "cbt")).value = ["cbt", "thinking therapy"]
    food = session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.slug == "food")).one()
    food.name = "Food and meals"
    session.flush()
    before = session.scalar(select(func.count()).select_from(TaxonomyTerm))
    found(session)
    assert session.scalar(select(func.count()).select_from(TaxonomyTerm)) == before
    session.expire_all()
    assert session.get_one(Wording, ("synonyms", "cbt")).value == ["cbt", "thinking therapy"]
    assert food.name == "Food and meals"


def test_synonyms_are_groups_of_equal_phrases_and_none_is_too_wide(session: Session) -> None:
    groups = synonyms(session)
    assert len(groups) >= 40
    for key, phrases in groups.items():
        assert len(phrases) == len(set(phrases)) >= 2, key
        assert not {"mental", "health"} & {word for phrase in phrases for word in phrase.split()}, key


def test_no_phrase_is_in_two_groups_of_synonyms(session: Session) -> None:
    phrases = [phrase for group in synonyms(session).values() for phrase in group]
    assert len(phrases) == len(set(phrases))


def test_no_stop_word_is_a_word_that_people_look_for(session: Session) -> None:
    words = set(session.get_one(Wording, ("stop_words", "en")).value)
    assert {"a", "the", "of", "near"} <= words
    assert not words & {"it", "who", "help", "not", "no", "aa", "ot", "men"}


def test_the_crisis_panel_has_the_real_lines(session: Session) -> None:
    panel = session.get_one(Wording, ("panel", "crisis")).value
    assert panel["heading"] and panel["advice"]
    assert {line["tel"]: line["kind"] for line in panel["lines"]} == {
        "999": "call", "111": "call", "116123": "call", "85258": "text",
    }  # fmt: skip
