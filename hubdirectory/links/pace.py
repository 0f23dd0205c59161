"""One request to a host every few seconds, however many of its pages are looked at."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 3.0


class Pace:
    def __init__(
        self, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.seconds, self.clock, self.sleep = seconds, clock, sleep
        self._free_at: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Until the host may be asked again."""
        pause = self._free_at.get(host, 0.0) - self.clock()
        if pause > 0:
            self.sleep(pause)
        self._free_at[host] = self.clock() + self.seconds
