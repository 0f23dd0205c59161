"""What the embedded engine remembers of one document: words with their best place, neighbours, facet values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise, repeat

from .analysis import words_of
from .document import FIELDS, Document

# One and two letters begin thousands of words: their bitmaps are kept, those of longer beginnings are put together.
KEPT_PREFIXES = (1, 2)
# What many services say in the same words is read once.
REPEATED = frozenset({"terms", "organisation", "places"})
# A word's place in a document as one number: best field times POSITIONS plus the bucket of its earliest position.
POSITIONS = 10
LAST_CODE = POSITIONS * len(FIELDS)
# Pseudo-groups beside the facet groups.
PLACE, PATTERN, MONTH, FLAG, NAME_LENGTH = "@place", "@pattern", "@month", "@flag", "@name-length"
ALL, REMOTE, PLACED = "all", "remote", "placed"
# A name of more words is never asked for whole.
LONGEST_NAME = 10


@dataclass(frozen=True)
class Postings:
    """`words`: word -> place code (see `POSITIONS`). `pairs`: neighbours as "one two". `values`: (group, value)."""

    words: dict[str, int]
    pairs: frozenset[str]
    values: frozenset[tuple[str, str]]


def analysed(document: Document) -> tuple[str, ...]:
    """The text of each field as analysed words, space between: kept with the document, so that an edit can be undone."""
    return tuple(
        (_analysed_before if field in REPEATED else _analysed)(document.text.get(field, "")) for field in FIELDS
    )  # fmt: skip


def _analysed(text: str) -> str:
    return " ".join(words_of(text))


_analysed_before = lru_cache(maxsize=4_000)(_analysed)


def values_of(document: Document) -> frozenset[tuple[str, str]]:
    found = {(group, value) for group, values in document.facets.items() for value in values}
    found |= {(PLACE, place.id) for place in document.places}
    found |= {(PATTERN, pattern) for pattern in document.patterns}
    found |= {(MONTH, str(document.confirmed)), (FLAG, ALL)}
    length = len(words_of(document.text.get("name", "")))
    found |= {(NAME_LENGTH, str(length))} if 0 < length <= LONGEST_NAME else set()
    found |= {(FLAG, REMOTE)} if document.remote else set()
    found |= {(FLAG, PLACED)} if document.places else set()
    return frozenset(found)


def postings_of(fields: tuple[str, ...], values: frozenset[tuple[str, str]]) -> Postings:
    """The words and their short beginnings."""
    postings = postings_of_words(fields, values)
    postings.words.update(_beginnings(postings.words))
    return postings


def postings_of_words(fields: tuple[str, ...], values: frozenset[tuple[str, str]]) -> Postings:
    """Without beginnings: whoever has the bitmaps of all words puts those together at once."""
    words: dict[str, int] = {}
    pairs: set[str] = set()
    for number, text in enumerate(fields):
        read = (_read_before if FIELDS[number] in REPEATED else _read)(text)
        best = number * POSITIONS
        for word, bucket in read.earliest.items():
            known = words.get(word)
            if known is None:
                words[word] = best + bucket
            elif bucket < known % POSITIONS:
                words[word] = known - known % POSITIONS + bucket  # fields come best first: only the position can get better
        pairs |= read.pairs
    return Postings(words, frozenset(pairs), values)


@dataclass(frozen=True)
class _Field:
    """Each word with the bucket of its earliest position, and the neighbours."""

    earliest: dict[str, int]
    pairs: frozenset[str]


def _read(text: str) -> _Field:
    tokens = text.split()
    # A word past the last bucket's end finds a place only where it stands nowhere before.
    placed = list(zip(tokens, chain(_BUCKETS, repeat(POSITIONS - 1)), strict=False))
    return _Field(dict(reversed(placed)), frozenset(windows(tokens)))


_read_before = lru_cache(maxsize=4_000)(_read)


def _beginnings(words: dict[str, int]) -> dict[str, int]:
    begun: dict[str, int] = {}
    for word, code in words.items():
        for length in KEPT_PREFIXES:
            key = word[:length] + "*"
            if begun.get(key, LAST_CODE) > code:
                begun[key] = code
    return begun


# Bucket 0 to 8 by position: early words weigh more, in steps that widen, as in Meilisearch's attribute rule; then 9.
_BUCKETS = [bucket for bucket, width in enumerate((1, 1, 3, 3, 4, 5, 8, 40, 192)) for _ in range(width)]


def kept_key(prefix: str) -> str | None:
    """The key under which the documents of a short beginning are kept, or None for a longer one."""
    return f"{prefix}*" if len(prefix) in KEPT_PREFIXES else None


def windows(words: tuple[str, ...] | list[str]) -> Iterator[str]:
    """Neighbours as pair keys."""
    return map(" ".join, pairwise(words))
