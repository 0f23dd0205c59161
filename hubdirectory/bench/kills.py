"""Kill -9 at any moment loses no update: the worker, whoever edits, and the search server, each in the middle of edits."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hubdirectory.actions.world import World, open_world
from hubdirectory.config import REPOSITORY, load_settings
from hubdirectory.indexing import backlog, check
from hubdirectory.setup.children import dies_with_parent
from search.port import SearchError

from .editing import edited
from .faults import town
from .servers import Child, Hub, Meilisearch

SETTLED_SECONDS = 120


@dataclass
class Kills:
    """What one round came to. `lost`: acknowledged edits that the database no longer holds."""

    acknowledged: int
    refused: int
    lost: int
    unclean: dict[str, int]
    settled_seconds: float
    killed: list[str] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        return self.acknowledged > 0 and not self.lost and not any(self.unclean.values())


class Editing:
    """An editing process, and what it said that it kept."""

    def __init__(self, hub: Hub, count: int, first: int) -> None:
        self.kept: dict[str, int] = {}
        self.said, self.refused = 0, 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hubdirectory.bench.editing", str(count), str(first)], cwd=REPOSITORY, text=True,
            env=hub.environment, stdout=subprocess.PIPE, preexec_fn=dies_with_parent(),
        )  # fmt: skip
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            words = line.split()
            if words[0] == "lost":
                self.refused += 1
            elif line.endswith("\n"):
                self.kept[words[0]] = max(int(words[1]), self.kept.get(words[0], 0))
                self.said += 1

    def wait_for(self, count: int) -> None:
        """Until it has said so many, or has ended."""
        while self.said + self.refused < count and self.process.poll() is None:
            time.sleep(0.005)

    def end(self) -> None:
        self.process.wait()
        self.reader.join()
        if self.process.stdout:
            self.process.stdout.close()


class Round:
    """So many edits, with each of the three killed once, at moments that the dice choose, and started again."""

    def __init__(self, hub: Hub, server: Meilisearch | None, workers: list[Child], edits: int, first: int, dice: Random) -> None:
        self.hub, self.server, self.workers, self.edits, self.first, self.dice = hub, server, workers, edits, first, dice
        self.kept: dict[str, int] = {}
        self.acknowledged, self.refused = 0, 0

    def run(self) -> Kills:
        victims = ["worker", "editor", *(["meilisearch"] if self.server else [])]
        self.dice.shuffle(victims)
        share = self.edits // len(victims)
        first, editing = self.first, Editing(self.hub, self.edits, self.first)
        for victim in victims:
            editing.wait_for(editing.said + self.dice.randrange(1, share))
            time.sleep(self.dice.uniform(0, 0.05))
            if victim == "editor":
                first += editing.said
                editing.process.kill()
                self._note(editing)
                editing = Editing(self.hub, self.edits - self.acknowledged, self.first + self.edits)
            else:
                self._kill(victim)
        self._note(editing)
        return self._settled(victims)

    def _kill(self, victim: str) -> None:
        if victim == "worker":
            worker = self.workers.pop()
            worker.kill()
            worker.wait()
            self.workers.append(self.hub.start("worker"))
        elif self.server:
            self.server.kill()
            time.sleep(self.dice.uniform(0, 0.5))
            self.server.start()

    def _note(self, editing: Editing) -> None:
        editing.end()
        for slug, number in editing.kept.items():
            self.kept[slug] = max(number, self.kept.get(slug, 0))
        self.acknowledged += editing.said
        self.refused += editing.refused

    def _settled(self, victims: list[str]) -> Kills:
        started = time.monotonic()
        with closing(open_world(load_settings(self.hub.environment))) as world:
            there = edited(world)
            lost = sum(there.get(slug, -1) < number for slug, number in self.kept.items())
            unclean = settle(world)
        return Kills(self.acknowledged, self.refused, lost, unclean, time.monotonic() - started, victims)


def settle(world: World, seconds: float = SETTLED_SECONDS) -> dict[str, int]:
    """Waits for the workers; how many documents of each engine are not as the database has them."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        unclean = {name: _unclean(world, name) for name in world.engines}
        if not any(unclean.values()):
            break
        time.sleep(0.1)
    return unclean


def _unclean(world: World, name: str) -> int:
    """Waiting edits count too; an index that does not answer counts as one."""
    waiting = backlog(world.database, name).waiting
    try:
        found = check(world.database, world.engines[name])
    except SearchError:
        return waiting + 1
    return waiting + len(found.missing) + len(found.stale) + len(found.orphaned)


def rounds(instance: Path, server: Meilisearch | None, count: int, edits: int, seed: int = 0, workers: int = 1) -> list[Kills]:
    """So many rounds over a filled instance folder."""
    settings = {"MEILI_URL": server.url, "MEILI_MASTER_KEY": server.key} if server else {}
    hub = Hub(instance, **settings)
    running = [hub.start("worker") for _ in range(workers)]
    try:
        return [
            Round(hub, server, running, edits, number * 10 * edits + 1, Random(seed + number)).run()  # noqa: S311
            for number in range(count)
        ]
    finally:
        hub.close()


def measure(folder: Path, count: int, edits: int, say: Callable[[str], None]) -> list[Kills]:
    """So many rounds with a search server, and as many with two workers and none, on the sample town."""
    server = Meilisearch(folder / "meilisearch-to-kill")
    with town(folder / "town") as instance:
        server.start()
        try:
            say("worker, editor and search server killed in turn")
            done = rounds(instance, server, count, edits)
        finally:
            server.stop()
        say("one of two workers killed, and the editor")
        return done + rounds(instance, None, count, edits, seed=count, workers=2)


def table(done: Sequence[Kills]) -> Iterator[str]:
    """The lines that `hub bench faults` prints of the kills."""
    yield f"{'killed':<30}{'kept':>8}{'refused':>9}{'lost':>6}{'unclean':>9}{'settled after':>15}"
    for one in done:
        unclean = sum(one.unclean.values())
        yield (
            f"{', '.join(one.killed):<30}{one.acknowledged:>8,}{one.refused:>9}{one.lost:>6}{unclean:>9}"
            f"{one.settled_seconds:>13.1f} s"
        )
