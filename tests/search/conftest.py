"""One town of a dozen services, and each engine filled with it."""

from __future__ import annotations

import os
import uuid
from dataclasses import replace

import pytest

from search.analysis import folded
from search.document import Document, Place
from search.engines.embedded import EmbeddedEngine
from search.engines.meilisearch import MeilisearchEngine
from search.port import Words

CENTRAL, NORTH, SOUTH = Place("central", 54.686, -1.2125), Place("north", 54.71, -1.235), Place("south", 54.659, -1.227)
GREENWICH = Place("greenwich", 51.478, 0.0)
WORDS = Words(
    synonyms=(("ot", "occupational therapy"), ("cbt", "cognitive behavioural therapy"), ("nan", "grandmother", "gran")),
    stop_words=frozenset({"the", "for", "and", "with", "a", "of"}),
)


def document(number, name, summary="", *, needs=(), places=(), remote=None, description="", **more):
    text = {"name": name, "summary": summary, "description": description, "organisation": more.pop("organisation", "")}
    facets = {"need": tuple(needs), "hub": tuple(place.id for place in places), **more.pop("facets", {})}
    return Document(
        number, text, facets, places=tuple(places), remote=not places if remote is None else remote,
        sort_name=folded(name), fingerprint="1", **more,
    )  # fmt: skip


TOWN = (
    document(1, "Mental health drop-in", "Come and talk", needs=["talking-therapy"], places=[CENTRAL], confirmed=202610),
    document(2, "Men’s Shed", "Good for your mental health", needs=["mens-groups"], places=[NORTH, SOUTH], confirmed=202611),
    document(3, "Food Bank", "Parcels on Tuesdays", needs=["food"], places=[CENTRAL, NORTH, SOUTH], patterns=("tuesday",)),
    document(4, "Foodbank van", "Brings a parcel to you", needs=["food", "home-help"], remote=True),
    document(5, "Carers’ café", "For unpaid carers", needs=["carers"], places=[SOUTH]),
    document(6, "Careers advice", "Find a job", needs=["employment"], places=[CENTRAL]),
    document(7, "Occupational therapy", "Help at home after illness", needs=["disability-aids"], remote=True),
    document(8, "Polska grupa Łódź", "Spotkania", needs=["migrants"], places=[NORTH]),
    document(9, "National debt line", "Ring about debts", needs=["debt"], remote=True, patterns=("always",)),
    document(10, "Debt advice", "Face to face, or by phone", needs=["debt"], places=[SOUTH], remote=True, patterns=("tuesday",)),
    document(11, "Greenwich grandmother group", "On the meridian", needs=["befriending"], places=[GREENWICH]),
    document(12, "AA meeting", "Stop drinking", needs=["alcohol"], description="Health in mind, mental strength", places=[NORTH]),
)


def fresh(number):
    return replace(TOWN[number - 1])


@pytest.fixture
def embedded(tmp_path):
    return EmbeddedEngine(tmp_path / "search")


@pytest.fixture
def meilisearch(embedded, request):
    url, key = os.environ.get("TEST_MEILI_URL"), os.environ.get("TEST_MEILI_KEY", "")
    if not url:
        server = request.getfixturevalue("meilisearch_server")
        url, key = server.url, server.key
    index = f"test-{uuid.uuid4().hex[:8]}"
    engine = MeilisearchEngine(url, key, index, reader=embedded.read, seconds=20)
    yield engine
    engine._drop(index)


@pytest.fixture(params=["embedded", "meilisearch"])
def engine(request, embedded):
    """An engine that holds the town. Meilisearch takes its spelling from the embedded index, so both are filled."""
    chosen = request.getfixturevalue(request.param)
    return Filled(chosen, embedded)


class Filled:
    def __init__(self, engine, embedded):
        self.engine = engine
        self.all = {id(engine): engine, id(embedded): embedded}.values()
        for each in self.all:
            each.rebuild(TOWN, WORDS)

    def update(self, documents, gone=()):
        for each in self.all:
            each.update(documents, gone)

    def set_words(self, words):
        for each in self.all:
            each.set_words(words)

    def __getattr__(self, name):
        return getattr(self.engine, name)


@pytest.fixture
def make():
    return document


@pytest.fixture
def documents_by_the_thousand():
    return [document(number, f"Wool club {number}", needs=["youth"]) for number in range(100, 1305)]
