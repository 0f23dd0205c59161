"""Where no worker runs, a web process sees to it that a lost embedded index is built again: by a process of its own."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from pathlib import Path

from search.port import Engine, IndexMissing, SearchError

from .healing import sole

LOOK_SECONDS, STRIKES = 2.0, 2
# As `hub` itself: with the settings of this process. One that is at it already makes the other end at once.
COMMAND = (sys.executable, "-m", "hubdirectory", "index", "rebuild", "--if-missing")
log = logging.getLogger("hubdirectory.standby")


class Standby:
    """Looks now and then. A worker, where there is one, is quicker."""

    def __init__(self, engine: Engine, folder: Path, command: tuple[str, ...] = COMMAND) -> None:
        self.engine, self.folder, self.command = engine, folder, command
        self.stopping = threading.Event()
        self.strikes = 0

    def start(self) -> None:
        threading.Thread(target=self._loop, daemon=True).start()

    def stop(self) -> None:
        self.stopping.set()

    def _loop(self) -> None:
        while not self.stopping.wait(LOOK_SECONDS):
            try:
                self.look()
            except (SearchError, OSError) as error:
                log.warning("The %s index cannot be looked after: %s", self.engine.name, error)

    def look(self) -> None:
        """Starts the building when the index has been missing for some looks, and nobody is at it."""
        try:
            self.engine.examine()
            self.strikes = 0
        except IndexMissing:
            self.strikes += 1
        if self.strikes >= STRIKES and self._nobody_is_at_it():
            log.warning("The %s index is missing, and no worker builds it: it is built now.", self.engine.name)
            subprocess.run(self.command, stdin=subprocess.DEVNULL, check=False)
            self.strikes = 0

    def _nobody_is_at_it(self) -> bool:
        with sole(self.folder, f"healing-{self.engine.name}") as free:
            return free
