"""How an index on Meilisearch is set up, and what a document looks like there.

A service at several places has a document for each: the first is its `main` one. Without a place only main ones
are asked for; near a place each is, made distinct by number. So totals and facet counts stay exact either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..analysis import words_of
from ..document import FIELDS, Document
from ..phrases import synonym_table
from ..port import Words
from ..query import FACETS

MOST_HITS = 10_000_000
MOST_VALUES = 10_000
MOST_PLACES = 64


def settings(words: Words) -> dict[str, Any]:
    """Names only what is searched and filtered: that makes the server a third faster.

    Typos are off here because `search.spelling` reads them, the same for both engines.
    """
    return {
        "searchableAttributes": list(FIELDS),
        "filterableAttributes": [
            {
                "attributePatterns": [*FACETS, "main", "placed", "remote", "at", "within", "pattern", "number"],
                "features": {"facetSearch": False, "filter": {"equality": True, "comparison": False}},
            }
        ],
        "sortableAttributes": ["_geo", "sort_name", "confirmed", "number"],
        "displayedAttributes": ["number", "fingerprint", "sort_name", "confirmed", "within"],
        "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness", "confirmed:desc", "number:asc"],
        "typoTolerance": {"enabled": False},
        "pagination": {"maxTotalHits": MOST_HITS},
        "faceting": {"maxValuesPerFacet": MOST_VALUES},
        "synonyms": synonyms(words),
        "stopWords": [],
    }


def agree(kept: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether the settings that a server gives are those wanted; what it adds of its own does not count."""
    exact = ("searchableAttributes", "filterableAttributes", "displayedAttributes", "rankingRules", "synonyms", "stopWords")
    parts = ("typoTolerance", "pagination", "faceting")
    return (
        all(kept.get(name) == wanted[name] for name in exact)
        and all(wanted[name].items() <= (kept.get(name) or {}).items() for name in parts)
        and sorted(kept.get("sortableAttributes", ())) == sorted(wanted["sortableAttributes"])
    )


def synonyms(words: Words) -> dict[str, list[str]]:
    return {key: [" ".join(other) for other in others] for key, others in synonym_table(words.synonyms).items()}


def payloads(document: Document) -> Iterator[dict[str, Any]]:
    """The document as the server keeps it, once per place."""
    shared = _shared(document)
    if not document.places:
        yield {**shared, "id": str(document.number), "main": True}
    for index, place in enumerate(document.places[:MOST_PLACES]):
        payload = {**shared, "id": _id(document.number, index), "main": index == 0, "at": place.id}
        if place.latitude is not None and place.longitude is not None:
            payload["_geo"] = {"lat": place.latitude, "lng": place.longitude}
        yield payload


def _shared(document: Document) -> dict[str, Any]:
    text = {field: " ".join(words_of(document.text.get(field, ""))) for field in FIELDS}
    return {
        **{field: words for field, words in text.items() if words},
        **{group: list(document.facets[group]) for group in FACETS if document.facets.get(group)},
        "number": document.number,
        "fingerprint": document.fingerprint,
        "sort_name": document.sort_name,
        "confirmed": document.confirmed,
        "placed": bool(document.places),
        "remote": document.remote,
        "within": [place.id for place in document.places],
        "pattern": list(document.patterns),
    }


def ids_beyond(document: Document) -> list[str]:
    """The ids that an earlier version with more places may have left: taken out in the batch that puts this one in, so
    that no search meets a moment without the service."""
    return ids_of(document.number)[max(len(document.places), 1) :]


def ids_of(number: int) -> list[str]:
    return [_id(number, index) for index in range(MOST_PLACES)]


def _id(number: int, index: int) -> str:
    return f"{number}-{index}" if index else str(number)
