"""Facts that pages show, some kept for a moment; the last good ones stand when the database is away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Fact = TypeVar("Fact")


class Memory(Generic[Fact]):
    """Loads at each `get`, or at most once in so many seconds.

    `last` is the last good value, however old, None before the first.
    """

    def __init__(self, load: Callable[[], Fact], seconds: float = 0) -> None:
        self._load, self._seconds = load, seconds
        self._until = 0.0
        self._lock = threading.Lock()
        self.last: Fact | None = None

    def get(self) -> Fact:
        """The fact, loaded again where it is too old. Raises whatever loading raises."""
        if not self._seconds:
            self.last = self._load()
        elif self.last is None or time.monotonic() >= self._until:
            with self._lock:
                if self.last is None or time.monotonic() >= self._until:
                    self.last = self._load()
                    self._until = time.monotonic() + self._seconds
        return self.last

    def forget(self) -> None:
        """The next `get` loads again."""
        self._until = 0.0
