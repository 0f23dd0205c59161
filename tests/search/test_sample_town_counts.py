""""Mental health" finds exactly 175 services: on both engines, and by a scan of the database that shares no code with them."""

from __future__ import annotations

import json
import re
import unicodedata
import uuid

import pytest
from sqlalchemy import text

from hubdirectory.actions.finding import find
from hubdirectory.actions.results import Asked
from hubdirectory.actions.starting import load_sample_town, prepare_database
from hubdirectory.actions.world import open_world
from hubdirectory.config import load_settings
from search.query import Query
from search.stop_words import STOP_WORDS

QUERIES = [
    "mental health", "debt", "carers", "carer", "food bank", "food banks", "zumba", "archery", "bereavement", "men's shed",
    "toddler group", "walking football", "alzheimer's", "universal credit", "drop in", "library", "OT", "cafe", "café",
    "young people", "domestic abuse", "hearing loop", "learn english", "armed forces", "chair exercise", "stop smoking",
]  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory, meilisearch_server):
    environment = {
        "HUB_INSTANCE": str(tmp_path_factory.mktemp("town")), "HUB_NOW": "2026-11-22T10:30",
        "MEILI_URL": meilisearch_server.url, "MEILI_MASTER_KEY": meilisearch_server.key,
        "MEILI_INDEX": f"test_{uuid.uuid4().hex[:12]}", "SEARCH_BUDGET_SECONDS": "20",
    }  # fmt: skip
    settings = load_settings(environment)
    prepare_database(settings)
    opened = open_world(settings)
    load_sample_town(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def texts(world):
    """What is searched of each service that may be seen, read with plain SQL."""
    with world.database.reading() as session:
        rows = session.execute(text(SERVICES)).all()
        groups = session.execute(text("SELECT value FROM wording WHERE kind = 'synonyms'")).scalars().all()
    synonyms = [[tuple(words(phrase)) for phrase in (json.loads(value) if isinstance(value, str) else value)] for value in groups]
    return [[words(field or "") for field in row] for row in rows], synonyms


SERVICES = """
SELECT s.name || ' ' || s.alternate_name, s.summary, o.name, s.description || ' ' || coalesce(e.conditions, ''),
  (SELECT group_concat(t.name, ' ') FROM attribute a JOIN taxonomy_term t ON t.id = a.term_id
   WHERE a.service_id = s.id AND a.state = 'confirmed'),
  (SELECT group_concat(l.name, ' ') FROM service_at_location p JOIN location l ON l.id = p.location_id
   WHERE p.service_id = s.id AND NOT l.confidential)
FROM service s JOIN organisation o ON o.id = s.organisation_id LEFT JOIN eligibility e ON e.service_id = s.id
WHERE s.state = 'published' AND o.state = 'published'
"""
STOP = "SELECT value FROM wording WHERE kind = 'stop_words'"


def words(written: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", re.sub("['’‘`]", "", written).lower().replace("ł", "l"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [singular(word) for word in re.findall(r"[^\W_]+", plain)]


def singular(word: str) -> str:
    """Plural and singular the same, in the plainest way that these queries need."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")):
        word = re.sub("(ch|sh|ss|x|zz)es$", r"\1", word) if re.search("(ch|sh|ss|x|zz)es$", word) else word[:-1]
    return re.sub("(ch|sh|ss|x)e$", r"\1", word) if len(word) > 3 else word


def holds(fields: list[list[str]], phrase: tuple[str, ...]) -> bool:
    joined = " ".join(phrase)
    return any(f" {joined} " in f" {' '.join(field)} " for field in fields)


def matches(fields: list[list[str]], wanted: list[str], synonyms) -> bool:
    """All the words, the last as a beginning; a word may be written joined with the next, or apart; or as a synonym."""
    if not wanted:
        return True
    return any(
        meets(fields, wanted[:length], synonyms, last=length == len(wanted)) and matches(fields, wanted[length:], synonyms)
        for length in range(1, min(3, len(wanted)) + 1)
    )


def meets(fields, some: list[str], synonyms, last: bool) -> bool:
    every = {word for field in fields for word in field}
    joined = "".join(some)
    if joined in every or (last and any(word.startswith(joined) for word in every)):
        return True
    if len(some) == 1 and any(holds(fields, (joined[:cut], joined[cut:])) for cut in range(1, len(joined))):
        return True
    return any(
        holds(fields, other) for group in synonyms if tuple(some) in group for other in group if other != tuple(some)
    )


def counted(texts, query: str, stop: set[str]) -> int:
    services, synonyms = texts
    wanted = [word for word in words(query) if word not in stop] or words(query)
    return sum(matches(fields, wanted, synonyms) for fields in services)


@pytest.fixture(scope="module")
def stop(world):
    with world.database.reading() as session:
        value = session.execute(text(STOP)).scalars().all()
    return {word for one in value for word in (json.loads(one) if isinstance(one, str) else one)}


@pytest.mark.parametrize("engine", ["embedded", "meilisearch"])
def test_mental_health_finds_exactly_175_services(world, texts, stop, engine):
    assert counted(texts, "mental health", stop) == 175
    assert world.engines[engine].search(Query("mental health")).total == 175


@pytest.mark.parametrize("engine", ["embedded", "meilisearch"])
@pytest.mark.parametrize("query", QUERIES)
def test_each_total_is_what_a_scan_of_the_database_counts(world, texts, stop, engine, query):
    expected = counted(texts, query, stop)
    assert expected > 0
    assert world.engines[engine].search(Query(query)).total == expected


@pytest.mark.parametrize("engine", ["embedded", "meilisearch"])
def test_each_need_counts_what_a_scan_of_the_database_counts(world, engine):
    with world.database.reading() as session:
        rows = session.execute(text(NEEDS)).all()
    expected = {slug: count for slug, count in rows if count}
    assert len(expected) == 45
    assert dict(world.engines[engine].search(Query()).facets["need"]) == expected


NEEDS = """
SELECT t.slug, count(DISTINCT s.id) FROM taxonomy_term t JOIN taxonomy x ON x.id = t.taxonomy_id AND x.slug = 'need'
JOIN attribute a ON a.term_id = t.id AND a.state = 'confirmed'
JOIN service s ON s.id = a.service_id AND s.state = 'published'
JOIN organisation o ON o.id = s.organisation_id AND o.state = 'published' GROUP BY t.slug
"""


@pytest.mark.parametrize(
    ("locale", "typed"),
    [
        ("pl", "pomoc w długach"), ("pl", "pomoc z długami"), ("ro", "ajutor cu datorii"), ("uk", "допомога з боргами"),
        ("cy", "dyled"), ("ar", "مساعدة في الديون"), ("ur", "قرض کے بارے میں"),
    ],
)  # fmt: skip
def test_help_with_debt_is_found_in_other_languages(world, locale, typed):
    found = find(world, Asked(q=typed), locale)
    with world.database.reading() as session:
        expected = dict(session.execute(text(NEEDS)).all())["debt"]
    assert found.total == expected and "Budgeting in Three Evenings" in [result.name for result in found.results]


def test_a_word_for_help_that_is_left_out_is_told_and_a_preposition_is_not(world):
    assert find(world, Asked(q="Pomoc w długach"), "pl").relaxed == ("Pomoc",)
    assert find(world, Asked(q="w długach"), "pl").relaxed == find(world, Asked(q="zumba przy"), "pl").relaxed == ()


def test_a_small_word_of_the_language_is_never_all_that_is_left(world):
    assert find(world, Asked(q="pomóżcie w xyzzy"), "pl").total == 0
    assert find(world, Asked(q="zumba przy"), "pl").total == find(world, Asked(q="zumba")).total > 0


@pytest.mark.parametrize("locale", sorted(STOP_WORDS))
def test_english_on_a_page_in_another_language_counts_as_it_does_in_english(world, locale):
    asked = "help with debt", "things to do at home", "somebody to talk to", "urgent care", "social care", "home care", "tai chi"
    for query in (*QUERIES, *asked):
        assert find(world, Asked(q=query), locale).total == find(world, Asked(q=query)).total, query
