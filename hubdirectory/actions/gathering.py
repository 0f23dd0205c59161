"""What a process has counted and not written yet: in memory for some seconds, and nowhere else. Nobody waits for it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

EVERY_SECONDS = 20.0
MOST_WAITING = 5_000
T = TypeVar("T", bound=Hashable)


class Gathered(Generic[T]):
    """Things that happened, each with how often, until they are written together."""

    def __init__(self) -> None:
        self._waiting: Counter[T] = Counter()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._next = time.monotonic() + EVERY_SECONDS

    def note(self, things: Iterable[T]) -> bool:
        """Whether it is time to write; beyond MOST_WAITING different things (the database is away) no new ones are taken."""
        with self._lock:
            for thing in things:
                if thing in self._waiting or len(self._waiting) < MOST_WAITING:
                    self._waiting[thing] += 1
            due = time.monotonic() >= self._next
            if due:
                self._next = time.monotonic() + EVERY_SECONDS
            return due

    def waiting(self) -> Counter[T]:
        with self._lock:
            return self._waiting.copy()

    def hand_to(self, write: Callable[[Counter[T]], None]) -> None:
        """Gives what waits to `write`, in the order in which it came. Where the database fails it waits on."""
        with self._writing:
            with self._lock:
                taken, self._waiting = self._waiting, Counter()
            try:
                if taken:
                    write(taken)
            except SQLAlchemyError:
                with self._lock:
                    self._waiting.update(taken)
