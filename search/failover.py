"""Never dark: the fallback answers within the same request when the first engine does not.

A circuit breaker: a dead server costs its time limit once, not at each request. While the circuit is open one
request in a while tries the first engine again, and the first success closes it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from .port import Engine, SearchError
from .query import Query
from .results import Found

RETRY_SECONDS = 2.0
T = TypeVar("T")


class Failover:
    """Searches on `first`, or else on `fallback`. `degraded` tells whether the last answer came from the fallback."""

    def __init__(self, first: Engine, fallback: Engine | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.first, self.fallback, self._clock = first, fallback, clock
        self._closed_again_at = 0.0
        self._lock = threading.Lock()

    def search(self, query: Query) -> Found:
        return self._ask(lambda engine: engine.search(query))

    def count_each(self, queries: Sequence[Query]) -> list[int]:
        return self._ask(lambda engine: engine.count_each(queries))

    def _ask(self, ask: Callable[[Engine], T]) -> T:
        if self.fallback is None:
            return ask(self.first)
        if self._may_try():
            try:
                answer = ask(self.first)
            except SearchError:
                self._trip()
            else:
                self._closed_again_at = 0.0
                return answer
        return ask(self.fallback)

    def _may_try(self) -> bool:
        """True while the circuit is closed, and for one caller in RETRY_SECONDS while it is open."""
        if not self._closed_again_at:
            return True
        with self._lock:
            if self._clock() < self._closed_again_at:
                return False
            self._closed_again_at = self._clock() + RETRY_SECONDS
            return True

    def _trip(self) -> None:
        with self._lock:
            self._closed_again_at = self._clock() + RETRY_SECONDS
