"""Searches of this process that are not counted yet: in memory until the next one some seconds later, and nowhere else."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from hubdirectory.actions.crisis import Crisis

EVERY_SECONDS = 20.0
MOST_WAITING = 2_000


@dataclass(frozen=True)
class Search:
    """One search, or one result opened from it (`outcome` ""). `visitor`: from where, and with which browser."""

    typed: str
    visitor: str
    outcome: str = ""
    crisis: Crisis | None = None


class Book:
    """The searches of one process that are not written yet."""

    def __init__(self) -> None:
        self._waiting: list[Search] = []
        self._lock = threading.Lock()
        self._next = time.monotonic() + EVERY_SECONDS

    def note(self, search: Search) -> bool:
        """Whether it is time to write."""
        with self._lock:
            if len(self._waiting) < MOST_WAITING:
                self._waiting.append(search)
            due = time.monotonic() >= self._next
            if due:
                self._next = time.monotonic() + EVERY_SECONDS
            return due

    def take(self) -> list[Search]:
        with self._lock:
            taken, self._waiting = self._waiting, []
            return taken
