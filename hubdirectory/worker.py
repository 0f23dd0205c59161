"""The background loop. One is enough; two do no harm."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from hubdirectory.actions.world import World
from hubdirectory.indexing import drain, heal, look, mark_differences
from hubdirectory.jobs import JOBS, Jobs
from search.port import Engine, EngineUnavailable, IndexMissing

# Whoever stops it gives it ten before it is killed. What a long job has not written by then, it does again another time.
LAST_SECONDS = 5.0
BUSY_SECONDS, IDLE_SECONDS, AWAY_SECONDS = 0.2, 0.5, 2.0
LOOK_SECONDS, COMPARE_SECONDS = 2.0, 600.0
# Whoever edits indexes at once: to do it beside them would cost a busy search server everything twice.
GRACE_SECONDS = 1.0
# An index that is built anew again and again is built ever more rarely, until a build has held for a while.
FIRST_REST_SECONDS, LONGEST_REST_SECONDS, HELD_SECONDS = 2.0, 600.0, 30.0
log = logging.getLogger("hubdirectory.worker")


@dataclass
class Care:
    """When an engine's index is looked at next, compared with the database, and at the earliest built anew."""

    look_at: float = 0.0
    compare_at: float = 0.0
    heal_at: float = 0.0
    rest: float = FIRST_REST_SECONDS
    differed: bool = False


class Worker:
    """Drains each engine in a thread of its own, so that one that is away never holds up the other; and runs the jobs."""

    def __init__(self, world: World, clock: Callable[[], float] = time.monotonic) -> None:
        self.world, self.clock = world, clock
        self.stopping = threading.Event()
        self.cares = {name: Care() for name in world.engines}

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: self.stopping.set())
        threads = self.start()
        self.stopping.wait()
        until = self.clock() + LAST_SECONDS
        for thread in threads:
            thread.join(timeout=max(0.0, until - self.clock()))

    def start(self) -> list[threading.Thread]:
        """The threads, under way; they end when `stopping` is set."""
        threads = [self._thread(engine) for engine in self.world.engines.values()]
        threads += [self._thread_of_jobs(slow) for slow in (False, True)]
        for thread in threads:
            thread.start()
        return threads

    def _thread(self, engine: Engine) -> threading.Thread:
        return threading.Thread(target=self._loop, args=(lambda: self.step(engine), engine.name), daemon=True)

    def _thread_of_jobs(self, slow: bool) -> threading.Thread:
        jobs = Jobs(self.world, [job for job in JOBS if job.slow == slow])

        def step() -> float:
            return BUSY_SECONDS if jobs.step() else IDLE_SECONDS

        return threading.Thread(target=self._loop, args=(step, "slow jobs" if slow else "jobs"), daemon=True)

    def _loop(self, step: Callable[[], float], name: str) -> None:
        away = False
        while not self.stopping.is_set():
            try:
                pause = step()
                if away:
                    log.warning("%s is back.", name)
                away = False
            except (EngineUnavailable, SQLAlchemyError, OSError) as error:
                if not away:
                    log.warning("%s is away: %s", name, error)
                away, pause = True, AWAY_SECONDS
            except Exception:
                # Whatever it is, the next batch must have its turn: a loop that has ended indexes nothing more.
                log.exception("%s: a step failed.", name)
                pause = AWAY_SECONDS
            self.stopping.wait(pause)

    def step(self, engine: Engine) -> float:
        """One batch, and a look at the index now and then. Gives how long to pause."""
        try:
            drained = drain(self.world.database, engine, grace=GRACE_SECONDS)
            if self.clock() >= self.cares[engine.name].look_at:
                self._look(engine)
        except IndexMissing as error:
            self._heal(engine, str(error))
            return BUSY_SECONDS
        return BUSY_SECONDS if drained.done else IDLE_SECONDS

    def _look(self, engine: Engine) -> None:
        """What was lost behind our back leaves nothing dirty to say so: counted often, and compared when it differs."""
        care = self.cares[engine.name]
        care.look_at = self.clock() + LOOK_SECONDS
        found = look(self.world.database, engine)
        if found.lacks_many:
            self._heal(engine, f"It holds {found.held:,} of {found.wanted:,} services.")
        elif (found.differs and care.differed) or self.clock() >= care.compare_at:
            mark_differences(self.world.database, engine)
            care.compare_at = self.clock() + COMPARE_SECONDS
        care.differed = found.differs and not care.differed

    def _heal(self, engine: Engine, why: str) -> None:
        care = self.cares[engine.name]
        if self.clock() < care.heal_at:
            return
        log.warning("The %s index has to be built anew: %s", engine.name, why)
        care.rest = FIRST_REST_SECONDS if self.clock() > care.heal_at + HELD_SECONDS else care.rest * 2
        if heal(self.world.database, engine, self.world.settings.instance / "search"):
            log.warning("The %s index was built anew.", engine.name)
        care.heal_at = self.clock() + min(care.rest, LONGEST_REST_SECONDS)
