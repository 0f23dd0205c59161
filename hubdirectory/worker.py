"""The background loop. One is enough; two do no harm."""

from __future__ import annotations

import logging
import signal
import threading
from collections import Counter
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from hubdirectory.actions.world import World
from hubdirectory.indexing import drain, mark_differences, rebuild
from search.port import Engine, EngineUnavailable, IndexMissing

BUSY_SECONDS, IDLE_SECONDS, AWAY_SECONDS = 0.2, 0.5, 5.0
COMPARE_EVERY = 120  # idle steps: a minute
log = logging.getLogger("hubdirectory.worker")


class Worker:
    """Drains each engine in a thread of its own, so that one that is away never holds up the other."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stopping = threading.Event()
        self.idle: Counter[str] = Counter()

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: self.stopping.set())
        threads = [self._thread(engine) for engine in self.world.engines.values()]
        for thread in threads:
            thread.start()
        self.stopping.wait()
        for thread in threads:
            thread.join(timeout=10)

    def _thread(self, engine: Engine) -> threading.Thread:
        return threading.Thread(target=self._loop, args=(lambda: self.step(engine), engine.name), daemon=True)

    def _loop(self, step: Callable[[], float], name: str) -> None:
        away = False
        while not self.stopping.is_set():
            try:
                pause = step()
                if away:
                    log.warning("%s is back.", name)
                away = False
            except (EngineUnavailable, SQLAlchemyError) as error:
                if not away:
                    log.warning("%s is away: %s", name, error)
                away, pause = True, AWAY_SECONDS
            self.stopping.wait(pause)

    def step(self, engine: Engine) -> float:
        """One batch. Gives how long to pause; an index that is missing is built."""
        try:
            drained = drain(self.world.database, engine)
            if not drained.done:
                self._heal_if_emptied(engine)
        except IndexMissing:
            log.warning("The %s index is missing; building it.", engine.name)
            rebuild(self.world.database, engine)
            return BUSY_SECONDS
        return BUSY_SECONDS if drained.done else IDLE_SECONDS

    def _heal_if_emptied(self, engine: Engine) -> None:
        """An index rebuilt empty behind our back has nothing dirty to say so: compare now and then."""
        self.idle[engine.name] += 1
        if self.idle[engine.name] % COMPARE_EVERY == 0:
            mark_differences(self.world.database, engine)
