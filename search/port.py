"""What an engine must do, and the errors that it may raise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .document import Document
from .query import Query
from .results import Found


class SearchError(Exception):
    """An engine could not do what was asked."""


class EngineUnavailable(SearchError):
    """It did not answer, or not in time, or refused us: another engine may."""


class IndexMissing(SearchError):
    """There is no index yet, or it is not one of ours: rebuild it."""


@dataclass(frozen=True)
class Words:
    """The words that are data: groups of equal phrases, and words that carry no meaning in a query."""

    synonyms: tuple[tuple[str, ...], ...] = ()
    stop_words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class IndexState:
    """What an index holds: the fingerprint of each document by its number."""

    fingerprints: Mapping[int, str] = field(default_factory=dict)


Progress = Callable[[int], None]


class Engine(Protocol):
    """Both engines keep these promises; tests/search holds them to it.

    Every method may raise EngineUnavailable or IndexMissing.
    """

    name: str

    def search(self, query: Query) -> Found:
        """One page of results with exact total and facet counts, in one round trip."""
        ...

    def count_each(self, queries: Sequence[Query]) -> list[int]:
        """The exact total of each query, in one round trip."""
        ...

    def update(self, documents: Iterable[Document], gone: Iterable[int] = (), seconds: float | None = None) -> None:
        """Puts documents in and takes numbers out; returns when a search sees it.

        Raises EngineUnavailable where that is not so within `seconds`; it may still come to be so.
        """
        ...

    def rebuild(self, documents: Iterable[Document], words: Words, progress: Progress | None = None) -> None:
        """A fresh index beside the live one, then swapped in. The live one answers until then."""
        ...

    def set_words(self, words: Words) -> None:
        """Synonyms and stop words, in force at the next search."""
        ...

    def hear_words(self, words: Words) -> None:
        """Another process has set these words: searches of this one go by them too. Never waits for a server."""
        ...

    def state(self) -> IndexState:
        """What the index holds, for the check."""
        ...

    def examine(self) -> None:
        """Raises IndexMissing where the index should be built anew, though it may still answer: damaged, or set up otherwise."""
        ...
