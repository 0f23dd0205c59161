"""From the commit of an edit to its being found by a visitor, while somebody edits all the time, and what a search takes
meanwhile. With real processes: the web server, the worker, and one that edits."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles

from hubdirectory.config import REPOSITORY

from .clients import Client
from .servers import Hub
from .town import Say

PER_SECOND, SECONDS, QUIET_SECONDS = 50.0, 60.0, 15.0
# One of so many edits is looked for: looking for each would be the load that is measured.
EACH, PAUSE_SECONDS, PATIENCE_SECONDS, LOOKERS = 10, 0.01, 20.0, 6
VISIT_PAUSE = 0.05


@dataclass(frozen=True)
class FoundAfter:
    """`waits`: milliseconds from commit to found, of the edits looked for; `lost`: those never found in time.

    `quiet` and `meanwhile`: the 95th percentile of a search's milliseconds before and during the edits.
    """

    engine: str
    per_second: float
    edits: int
    waits: list[float]
    lost: int
    quiet: float
    meanwhile: float

    @property
    def median(self) -> float:
        return median(self.waits)

    @property
    def p95(self) -> float:
        return quantiles(self.waits, n=20)[-1]

    @property
    def slower(self) -> float:
        return self.meanwhile / self.quiet


class Visitor(threading.Thread):
    """Searches one path after the other, with a short rest between."""

    def __init__(self, port: int, paths: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self.client, self.paths, self.stopping = Client(port), paths, threading.Event()
        self.milliseconds: list[float] = []

    def run(self) -> None:
        while not self.stopping.wait(VISIT_PAUSE):
            started = time.perf_counter()
            self.client.get(self.paths[len(self.milliseconds) % len(self.paths)])
            self.milliseconds.append(1000 * (time.perf_counter() - started))

    def p95(self) -> float:
        self.stopping.set()
        self.join()
        return quantiles(self.milliseconds, n=20)[-1]


def measure(hub: Hub, engine: str, paths: Sequence[str], seconds: float, say: Say) -> FoundAfter:
    """On an instance that is filled and indexed; starts what it needs and leaves it running."""
    hub.serve()
    hub.start("worker")
    quiet = Visitor(hub.port, paths)
    quiet.start()
    time.sleep(min(QUIET_SECONDS, seconds))
    usual = quiet.p95()
    say(f"editing for {seconds:.0f} seconds")
    visitor = Visitor(hub.port, paths)
    visitor.start()
    edits, waits = _edited(hub, seconds)
    found = [wait for wait in waits if wait is not None]
    return FoundAfter(engine, PER_SECOND, edits, found, len(waits) - len(found), usual, visitor.p95())


def _edited(hub: Hub, seconds: float) -> tuple[int, list[float | None]]:
    command = [sys.executable, "-m", "hubdirectory.bench.steady", str(PER_SECOND), str(seconds)]
    editor = subprocess.Popen(command, cwd=REPOSITORY, env=hub.environment, stdout=subprocess.PIPE, text=True)
    local = threading.local()
    with ThreadPoolExecutor(LOOKERS) as lookers:
        looked, count = [], 0
        for line in editor.stdout or ():
            count += 1
            if count % EACH == 0:
                word, moment = line.split()
                looked.append(lookers.submit(_wait_for, local, hub.port, word, float(moment)))
        editor.wait()
        return count, [one.result() for one in looked]


def _wait_for(local: threading.local, port: int, word: str, committed: float) -> float | None:
    """Milliseconds after its commit at which a search finds the word; None where it never does."""
    if not hasattr(local, "client"):
        local.client = Client(port)
    while time.time() - committed < PATIENCE_SECONDS:
        _, answer = local.client.get(f"/search.json?q={word}")
        if json.loads(answer)["total"]:
            return 1000 * (time.time() - committed)
        time.sleep(PAUSE_SECONDS)
    return None


def table(found: FoundAfter) -> Iterator[str]:
    """The line that `hub bench search` prints."""
    yield (
        f"commit to found, {found.engine}, {found.per_second:.0f} edits a second ({found.edits:,} edits, {len(found.waits)} "
        f"looked for, {found.lost} not found): median {found.median:.0f} ms, p95 {found.p95:.0f} ms; a search's p95 meanwhile "
        f"{found.meanwhile:.1f} ms, {found.slower:.2f} times the quiet {found.quiet:.1f} ms"
    )
