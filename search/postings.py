"""What the embedded engine remembers of one document: words with their best place, neighbours, facet values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .analysis import words_of
from .document import FIELDS, Document

# One and two letters begin thousands of words: their bitmaps are kept, those of longer beginnings are put together.
KEPT_PREFIXES = (1, 2)
# Pseudo-groups beside the facet groups.
PLACE, PATTERN, MONTH, FLAG = "@place", "@pattern", "@month", "@flag"
ALL, REMOTE, PLACED = "all", "remote", "placed"


@dataclass(frozen=True)
class Postings:
    """`words`: word -> (best field, earliest position bucket). `pairs`: neighbours as "one two". `values`: (group, value)."""

    words: dict[str, tuple[int, int]]
    pairs: frozenset[str]
    values: frozenset[tuple[str, str]]


def analysed(document: Document) -> tuple[str, ...]:
    """The text of each field as analysed words, space between: kept with the document, so that an edit can be undone."""
    return tuple(" ".join(words_of(document.text.get(field, ""))) for field in FIELDS)


def values_of(document: Document) -> frozenset[tuple[str, str]]:
    found = {(group, value) for group, values in document.facets.items() for value in values}
    found |= {(PLACE, place.id) for place in document.places}
    found |= {(PATTERN, pattern) for pattern in document.patterns}
    found |= {(MONTH, str(document.confirmed)), (FLAG, ALL)}
    found |= {(FLAG, REMOTE)} if document.remote else set()
    found |= {(FLAG, PLACED)} if document.places else set()
    return frozenset(found)


def postings_of(fields: tuple[str, ...], values: frozenset[tuple[str, str]]) -> Postings:
    words: dict[str, tuple[int, int]] = {}
    pairs: set[str] = set()
    for number, text in enumerate(fields):
        tokens = text.split()
        for position, word in enumerate(tokens):
            _note(words, word, number, position_bucket(position))
        pairs.update(windows(tokens))
    return Postings(words, frozenset(pairs), values)


def _note(words: dict[str, tuple[int, int]], word: str, field: int, bucket: int) -> None:
    for key in (word, *(f"{word[:length]}*" for length in KEPT_PREFIXES)):
        known = words.get(key)
        words[key] = (min(known[0], field), min(known[1], bucket)) if known else (field, bucket)


def position_bucket(position: int) -> int:
    """Early words weigh more, in steps that widen, as in Meilisearch's attribute rule."""
    for bucket, last in enumerate((0, 1, 4, 7, 11, 16, 24, 64, 256)):
        if position <= last:
            return bucket
    return 9


def kept_key(prefix: str) -> str | None:
    """The key under which the documents of a short beginning are kept, or None for a longer one."""
    return f"{prefix}*" if len(prefix) in KEPT_PREFIXES else None


def windows(words: tuple[str, ...] | list[str]) -> Iterator[str]:
    """Neighbours as pair keys."""
    return map(" ".join, pairwise(words))
