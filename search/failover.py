"""Never dark: the fallback answers within the same request when the first engine does not, or holds too little.

No visitor tries a server that is known to be away: a watcher does, in a thread of its own, one in each process. It
also holds the first engine's total against the fallback's, since an index that was emptied behind our back answers
as promptly as ever.

Counting how many services each choice has is what costs a search server most (18 of 21 ms for one query of 20,000
services), and the fallback's bitmaps hold the same services: so the server is asked for the results, and the counts
come from the bitmaps, as long as both find equally many.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from .breaker import PATIENCE_SECONDS, Breaker
from .port import Engine, SearchError
from .query import Query
from .results import Found

WATCH_SECONDS = 2.0
# A server that learns of edits a little later holds a few documents fewer for a moment.
FEW, SHARE = 5, 0.01
# What an engine's own code raises where something that is no engine of ours answers in its place.
NONSENSE = (LookupError, TypeError, ValueError)
T = TypeVar("T")


class Failover:
    """Searches on `first`, or else on `fallback`. Without a fallback it is `first` alone."""

    def __init__(
        self, first: Engine, fallback: Engine | None = None, *,
        patience: float = PATIENCE_SECONDS, clock: Callable[[], float] = time.monotonic, watched: bool = True,
    ) -> None:  # fmt: skip
        self.first, self.fallback, self._clock, self._watched = first, fallback, clock, watched
        self.breaker = Breaker(first.name, patience, clock)
        self._look_now = threading.Event()
        self._closed = False
        self._watcher: threading.Thread | None = None
        self._starting = threading.Lock()

    @property
    def why(self) -> str:
        """Why the fallback answers, as a sentence; "" while the first engine does."""
        return self.breaker.why

    def search(self, query: Query) -> Found:
        counted = self._counted(query)
        if counted is None:
            return self._ask(lambda engine: engine.search(query), _nothing)
        shorter = replace(query, facets=())
        found = self._ask(lambda engine: engine.search(shorter if engine is self.first else query), _nothing)
        if found.engine != self.first.name:
            return found
        if (found.total, found.anywhere_total) == (counted.total, counted.anywhere_total):
            return replace(found, facets=counted.facets)
        # One of them has yet to learn of an edit: then results and counts have to be of one index.
        return self._ask(lambda engine: engine.search(query), _nothing)

    def at_hand(self, query: Query) -> Found:
        """From the index in our own files where there is one: for help at each letter, when an answer a moment later is
        none. The first engine answers in its place."""
        try:
            return (self.fallback or self.first).search(query)
        except SearchError:
            if self.fallback is None:
                raise
        return self._ask(lambda engine: engine.search(query), _nothing)

    def _counted(self, query: Query) -> Found | None:
        """The fallback's counts for a query, where there is one to ask and the first engine is there for the rest."""
        if self.fallback is None or not query.facets or not self.breaker.may_ask():
            return None
        try:
            return self.fallback.search(replace(query, per_page=0, page=1))
        except SearchError:
            return None

    def count_each(self, queries: Sequence[Query]) -> list[int]:
        return self._ask(lambda engine: engine.count_each(queries), lambda counts: not any(counts))

    def first_answers(self) -> bool:
        """Whether the first engine may be asked just now: who writes to it need not wait in vain either."""
        if self.fallback is not None:
            self._keep_watching()
        return self.breaker.may_ask()

    def look_again(self) -> None:
        """Somebody who wrote to the first engine had no answer: the watcher looks at once."""
        self._look_now.set()

    def close(self) -> None:
        """Ends the watcher."""
        self._closed = True
        self._look_now.set()

    # asking

    def _ask(self, ask: Callable[[Engine], T], is_empty: Callable[[T], bool]) -> T:
        if self.fallback is None:
            return ask(self.first)
        self._keep_watching()
        if not self.breaker.may_ask():
            try:
                return ask(self.fallback)
            except SearchError:
                if self.breaker.is_open:
                    raise  # both are away
        try:
            with self.breaker.asking():
                answer = ask(self.first)
        except (SearchError, *NONSENSE):
            self._look_now.set()
            return ask(self.fallback)
        return self._second_opinion(ask, answer, is_empty) if is_empty(answer) else answer

    def _second_opinion(self, ask: Callable[[Engine], T], answer: T, is_empty: Callable[[T], bool]) -> T:
        """Nothing found is what an emptied index says to everything: rarely said, so worth asking twice."""
        try:
            other = ask(self.fallback)  # type: ignore[arg-type]
        except SearchError:
            return answer
        if is_empty(other):
            return answer
        self._look_now.set()
        return other

    # watching

    def check(self) -> None:
        """Asks the first engine what every search asks of it, and opens or closes the circuit by what it says."""
        started = self._clock()
        try:
            problem = self._lacking(self.first.search(Query(per_page=0)).total)
        except (SearchError, *NONSENSE) as error:
            problem = str(error) or type(error).__name__
        seconds = self._clock() - started
        if not problem and self.breaker.is_open and seconds > self.breaker.late:
            problem = f"It still takes {seconds:.1f} seconds to answer."
        if problem:
            self.breaker.open(problem)
        else:
            self.breaker.close()

    def _lacking(self, total: int) -> str:
        try:
            held = self.fallback.count_each([Query()])[0] if self.fallback else 0
        except SearchError:
            return ""  # nothing to compare with
        enough = total >= held - max(FEW, held * SHARE) and (total or not held)
        return "" if enough else f"It holds {total:,} of {held:,} services."

    def _keep_watching(self) -> None:
        # Started by the first search, so after a server has forked; and again where a fork left it behind.
        if self._watched and (self._watcher is None or not self._watcher.is_alive()) and not self._closed:
            with self._starting:
                if self._watcher is None or not self._watcher.is_alive():
                    self._watcher = threading.Thread(target=_watch, args=(weakref.ref(self), self._look_now), daemon=True)
                    self._watcher.start()


def _nothing(found: Found) -> bool:
    return not (found.total or found.anywhere_total)


def _watch(watched: weakref.ref[Failover], look_now: threading.Event) -> None:
    """Until the failover is closed or nobody holds it any more."""
    just_opened = False
    while (failover := watched()) is not None and not failover._closed:
        if not just_opened:
            failover.check()
        breaker, failover = failover.breaker, None
        woken = look_now.wait(breaker.pause if breaker.is_open else WATCH_SECONDS)
        look_now.clear()
        # Somebody has just found it away: it gets its pause, or one that fails at every other question would be asked on.
        just_opened = woken and breaker.is_open
