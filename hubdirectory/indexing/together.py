"""Edits of one process that come at the same moment are indexed together.

Each alone would cost a transaction of the index, one of the database and, on a search server, a task: fifty a second
would wait for one another. So one goes, those that come meanwhile gather, and the next of them takes them all along.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence


class Together:
    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._gathering = threading.Lock()
        self._waiting: set[int] = set()

    def drain(self, numbers: Iterable[int], drain: Callable[[Sequence[int]], object], seconds: float) -> None:
        """Returns when the numbers were tried, by this thread or another, or after so many seconds; raises what `drain` raises.

        What was not done by then has its dirty rows still.
        """
        with self._gathering:
            self._waiting.update(numbers)
        if not self._turn.acquire(timeout=seconds):
            return
        try:
            with self._gathering:
                batch, self._waiting = sorted(self._waiting), set()
            if batch:
                drain(batch)
        finally:
            self._turn.release()
