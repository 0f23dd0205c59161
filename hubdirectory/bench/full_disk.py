"""A disk that is full: edits are refused honestly, those that were kept are there afterwards, and search goes on."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from hubdirectory.actions.world import World, open_world
from hubdirectory.config import load_settings
from search.port import SearchError
from search.query import Query

from .editing import edited
from .faults import Say, town
from .kills import Editing, settle
from .servers import Hub

ROOM_MEGABYTES = 30  # beside what the installation takes
KEPT_FIRST, REFUSED, PATIENCE_SECONDS = 20, 20, 60.0


class NoSmallDisk(Exception):
    """One can be mounted by root alone."""


@dataclass(frozen=True)
class FullDisk:
    """`refused`: edits that nobody was told were kept. `lost`: acknowledged edits that the database does not hold afterwards.

    before: what a search found; searched: it found as many while the disk was full
    """

    kept: int
    refused: int
    lost: int
    unclean: dict[str, int]
    before: int
    searched: bool

    @property
    def fine(self) -> bool:
        return self.kept >= KEPT_FIRST and self.refused > 0 and self.searched and not self.lost and not any(self.unclean.values())


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Raises NoSmallDisk."""
    folder.mkdir(parents=True)
    command: list[str | Path] = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        raise NoSmallDisk("A small disk cannot be mounted here: it takes root.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)


def measure(folder: Path, say: Say) -> FullDisk:
    """On the sample town. Raises NoSmallDisk."""
    with town(folder / "town") as instance:
        room = sum(file.stat().st_size for file in instance.rglob("*") if file.is_file()) // 2**20 + ROOM_MEGABYTES
        with small_disk(folder / "disk", room) as disk:
            say("a full disk")
            shutil.copytree(instance, disk / "town")
            return suffered(disk / "town", disk / "filler", folder, "mental health")


def suffered(instance: Path, filler: Path, logs: Path, words: str) -> FullDisk:
    """Edits until the disk is full and beyond, kills everybody, makes room, and looks what is there."""
    hub = Hub(instance)
    hub.logs = logs  # on that disk they would have no room
    try:
        with closing(open_world(load_settings(hub.environment))) as visitor:
            before = found(visitor, words)
            worker, editing = hub.start("worker"), Editing(hub, 100_000, 1)
            editing.wait_for(KEPT_FIRST)
            fill(filler)
            until(lambda: editing.refused > REFUSED)
            searched = 0 < before == found(visitor, words)
            for process in (worker, editing.process):
                process.kill()
            editing.end()
            hub.start("worker")
            searched = searched and found(visitor, words) == before
        filler.unlink()
        return _afterwards(hub, editing, before, searched)
    finally:
        hub.close()


def _afterwards(hub: Hub, editing: Editing, before: int, searched: bool) -> FullDisk:
    with closing(open_world(load_settings(hub.environment))) as world:
        unclean = settle(world)
        there = edited(world)
    lost = sum(there.get(slug, -1) < number for slug, number in editing.kept.items())
    return FullDisk(editing.said, editing.refused, lost, unclean, before, searched)


def found(world: World, words: str) -> int:
    """How many; 0 where search is away."""
    try:
        return world.search.search(Query(words)).total
    except SearchError:
        return 0


def fill(path: Path) -> None:
    """To the last byte."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while file.write(b"x" * size):
                    continue
            except OSError:
                continue


def until(holds: Callable[[], bool]) -> None:
    """Raises TimeoutError."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > give_up:
            raise TimeoutError("What was waited for did not come.")
        time.sleep(0.02)


def table(one: FullDisk) -> Iterator[str]:
    unclean = sum(one.unclean.values())
    yield (
        f"disk full: {one.kept:,} edits kept, {one.refused:,} refused, {one.lost} lost, {unclean} not in the index; "
        f"search {'went on' if one.searched else 'did not go on'}"
    )
