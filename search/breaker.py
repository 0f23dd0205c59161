"""A circuit breaker: whether an engine may be asked just now. A dead server costs its time limit once, not at each request."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .port import EngineUnavailable, IndexMissing

PATIENCE_SECONDS = 0.6
# Shares of the patience. An answer outstanding for this long is a bad sign: newcomers do not wait behind it.
OVERDUE = 0.5
# Slow answers count as a fault when there are so many in a row.
LATE, MOST_LATE = 0.7, 3
# How long after a fault the engine is tried again; longer each time where it fails again soon after it came back.
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, STEADY_SECONDS = 0.5, 16.0, 4.0
log = logging.getLogger("search.breaker")


class Breaker:
    """Closed at first. `why` says in a sentence why it is open, "" while it is closed. Safe for threads.

    `patience`: seconds after which the engine itself gives up.
    """

    def __init__(self, name: str, patience: float = PATIENCE_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self.name, self.why = name, ""
        self.overdue, self.late = OVERDUE * patience, LATE * patience
        self.pause = PAUSE_SECONDS
        self._clock = clock
        self._lock = threading.Lock()
        self._outstanding: dict[object, float] = {}
        self._late = 0
        self._closed_at = -STEADY_SECONDS

    @property
    def is_open(self) -> bool:
        return bool(self.why)

    def may_ask(self) -> bool:
        """False while it is open, and while somebody has waited too long for an answer already."""
        if self.why:
            return False
        with self._lock:
            oldest = next(iter(self._outstanding.values()), None)
        return oldest is None or self._clock() - oldest < self.overdue

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Round each question that a visitor waits for: opens where the engine is away, or late again and again."""
        started, key = self._clock(), object()
        with self._lock:
            self._outstanding[key] = started
        try:
            yield
        except (EngineUnavailable, IndexMissing) as error:
            if started >= self._closed_at:  # or it has come back while this one waited
                self.open(str(error))
            raise
        else:
            self._note(self._clock() - started)
        finally:
            with self._lock:
                del self._outstanding[key]

    def _note(self, seconds: float) -> None:
        self._late = self._late + 1 if seconds > self.late else 0
        if self._late >= MOST_LATE:
            self.open(f"It took {seconds:.1f} seconds to answer, again and again.")

    def open(self, why: str) -> None:
        with self._lock:
            if self.why:
                return
            self.why, self._late = why, 0
            steady = self._clock() - self._closed_at >= STEADY_SECONDS
            self.pause = PAUSE_SECONDS if steady else min(2 * self.pause, LONGEST_PAUSE_SECONDS)
        log.warning("The %s engine is left alone for now: %s", self.name, why)

    def close(self) -> None:
        with self._lock:
            if not self.why:
                return
            self.why, self._closed_at = "", self._clock()
        log.warning("The %s engine answers again.", self.name)
