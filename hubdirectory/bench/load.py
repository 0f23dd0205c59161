"""Many visitors over all public pages for minutes, with somebody editing: errors, and the memory of our processes."""

from __future__ import annotations

import http.client
import re
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from hubdirectory.actions import occurrences
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.actions.world import World, open_world
from hubdirectory.config import load_settings
from hubdirectory.indexing import touch
from hubdirectory.models import Occurrence, Service

from .clients import Client
from .editing import edit, slugs_of
from .servers import Child, Hub

VISITORS, PAUSE_SECONDS, EDIT_SECONDS, SAMPLE_SECONDS = 32, 0.1, 0.2, 5.0
FIRST_MINUTE = 60.0
# A service that is paused or an occurrence that is cancelled meanwhile is told by these, and rightly.
FINE = (200, 301, 302, 404, 410)
WORDS = ("mental health", "food", "mental helth", "supp", "debt advice", "carer", "choir", "")
NARROWED = (
    "need=food&need=debt&cost=free", "open=now", "q=group&near=TS24+7PW&within=3", "sort=name", "page=3", "day=tuesday&lang=pl",
)  # fmt: skip
PLAIN = (
    "/", "/needs", "/hubs", "/a-to-z", "/about", "/accessibility", "/privacy", "/cookies", "/health/live", "/health/ready",
    "/today", "/today?hub=community-hub-central", "/today.json", "/tomorrow", "/this-week", "/hubs/community-hub-central.ics",
)  # fmt: skip


@dataclass
class Kind:
    """One kind of page: milliseconds of each answer, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Memory:
    """Megabytes of a process's own at that many seconds, mapped files apart."""

    seconds: float
    megabytes: dict[str, float]


@dataclass(frozen=True)
class Loaded:
    """`refused`: edits that waited in vain for others to write."""

    minutes: float
    visitors: int
    edits: int
    refused: int
    kinds: dict[str, Kind]
    memory: list[Memory]

    @property
    def failed(self) -> int:
        return sum(len(kind.problems) for kind in self.kinds.values())

    @property
    def growth(self) -> dict[str, float]:
        """How much each process grew after the first minute, as a share."""
        settled = [sample for sample in self.memory if sample.seconds >= min(FIRST_MINUTE, self.minutes * 30)]
        if len(settled) < 2:
            return {}
        first, last = settled[0].megabytes, settled[-1].megabytes
        return {name: last[name] / first[name] - 1 for name in last if name in first}


class Load:
    """Visitors and an editor on a running site."""

    def __init__(self, hub: Hub, served: Child, worker: Child, visitors: int = VISITORS) -> None:
        self.hub, self.processes, self.count = hub, {"worker": worker, "web": served}, visitors
        self.kinds: dict[str, Kind] = {}
        self.memory: list[Memory] = []
        self.edits = self.refused = 0
        self._stop = threading.Event()
        self._lock = threading.Lock()

    def run(self, minutes: float, say: Callable[[str], None]) -> Loaded:
        addresses = addresses_of(self.hub)
        threads = [threading.Thread(target=self._visit, args=(addresses, Random(number))) for number in range(self.count)]  # noqa: S311
        threads.append(threading.Thread(target=self._edit))
        for thread in threads:
            thread.start()
        began = time.monotonic()
        while (seconds := time.monotonic() - began) < 60 * minutes:
            self.memory.append(Memory(seconds, {name: own for name, own in self._owned() if own}))
            say(f"{seconds:.0f} seconds, {sum(len(kind.milliseconds) for kind in self.kinds.values()):,} pages")
            time.sleep(min(SAMPLE_SECONDS, 60 * minutes - seconds + 0.01))
        self._stop.set()
        for thread in threads:
            thread.join(30)
        return Loaded(minutes, self.count, self.edits, self.refused, self.kinds, self.memory)

    def _owned(self) -> Iterator[tuple[str, float]]:
        yield "worker", own_megabytes(self.processes["worker"].pid)
        for number, pid in enumerate(children_of(self.processes["web"].pid), start=1):
            yield f"web {number}", own_megabytes(pid)

    def _visit(self, addresses: Sequence[str], dice: Random) -> None:
        client = Client(self.hub.port)
        while not self._stop.wait(dice.uniform(0, 2 * PAUSE_SECONDS)):
            address = dice.choice(addresses)
            started = time.perf_counter()
            try:
                status, _ = client.get(address)
                problem = "" if status in FINE else f"status {status}"
            except (OSError, http.client.HTTPException) as error:
                problem = type(error).__name__
                client.close()
            self._note(address, 1000 * (time.perf_counter() - started), problem)
        client.close()

    def _note(self, address: str, milliseconds: float, problem: str) -> None:
        name = re.split(r"[/?.]", address)[1] or "home"
        with self._lock:
            kind = self.kinds.setdefault(f"{name}.json" if ".json" in address else name, Kind())
            kind.milliseconds.append(milliseconds)
            if problem:
                kind.problems.append(f"{problem}: {address}")

    def _edit(self) -> None:
        with closing(open_world(load_settings(self.hub.environment))) as world:
            slugs, dates = slugs_of(world), dates_of(world)
            while not self._stop.wait(EDIT_SECONDS):
                slug = slugs[self.edits % len(slugs)]
                try:
                    if self.edits % 3 == 0:
                        world.index_now(pause_or_publish(world, slug))
                    elif self.edits % 3 == 1 and dates:
                        cancel_or_restore(world, dates[self.edits // 6 % len(dates)])
                    else:
                        world.index_now(edit(world, slug, self.edits))
                except OperationalError:
                    self.refused += 1
                self.edits += 1


def dates_of(world: World) -> list[str]:
    """What is on in the coming week, by id."""
    today = world.now().date()
    week = Occurrence.day.between(today, today + timedelta(days=6))
    with world.database.reading() as session:
        return list(session.scalars(select(Occurrence.id).where(Occurrence.planned, week).order_by(Occurrence.id)))


def cancel_or_restore(world: World, occurrence: str) -> None:
    """In turn, by the actions that the manager's board uses."""
    with world.database.reading() as session:
        cancelled = session.scalar(select(Occurrence.cancelled).where(Occurrence.id == occurrence))
    if cancelled:
        occurrences.undo(world, PRODUCT, occurrence)
    else:
        occurrences.cancel_occurrence(world, PRODUCT, occurrence, "Nobody is there to open up.")


def pause_or_publish(world: World, slug: str) -> list[int]:
    with world.database.writing() as session:
        service = session.scalars(select(Service).where(Service.slug == slug)).one()
        service.state = "published" if service.state == "paused" else "paused"
        return touch(session, [service.id], world.engine_names)


def addresses_of(hub: Hub) -> list[str]:
    """Every kind of public page, about as often as somebody opens it: half are searches, most others records."""
    with urllib.request.urlopen(f"{hub.url}/sitemap.xml", timeout=20) as answer:  # noqa: S310
        listed = re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", answer.read().decode())
    records = sorted(set(listed))
    words = [word.replace(" ", "+") for word in WORDS]
    searches = [f"/search?q={word}" for word in words] + [f"/search?{query}" for query in NARROWED]
    machines = [f"/search.json?q={word}" for word in words] + [f"/suggest?q={word}" for word in words if word]
    letters = [f"/a-to-z/{letter}" for letter in "ABCDM"]
    others = [*machines, *PLAIN, *letters]
    return [*records, *_as_many(searches, 2 * len(records)), *_as_many(others, len(records))]


def _as_many(addresses: Sequence[str], count: int) -> list[str]:
    return [addresses[number % len(addresses)] for number in range(max(count, len(addresses)))]


def own_megabytes(pid: int) -> float:
    """Memory that nobody else has, 0 for a process that is gone. Linux only."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(size) for size in re.findall(r"^Private_(?:Dirty|Hugetlb): +(\d+) kB", lines, re.MULTILINE)) / 1024


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def measure(hub: Hub, minutes: float, visitors: int, say: Callable[[str], None]) -> Loaded:
    """On an instance that is filled and indexed."""
    served, worker = hub.serve(), hub.start("worker")
    return Load(hub, served, worker, visitors).run(minutes, say)


def summary(loaded: Loaded) -> dict[str, object]:
    """The same for machines: the samples of memory whole, the pages by kind."""
    kinds = {
        name: {"opened": len(kind.milliseconds), "failed": len(kind.problems), "median": median(kind.milliseconds)}
        for name, kind in loaded.kinds.items()
    }
    memory = [{"seconds": sample.seconds, **sample.megabytes} for sample in loaded.memory]
    return {
        "minutes": loaded.minutes, "visitors": loaded.visitors, "edits": loaded.edits, "refused": loaded.refused,
        "failed": loaded.failed, "kinds": kinds, "memory": memory, "growth": loaded.growth,
    }  # fmt: skip


def table(loaded: Loaded) -> Iterator[str]:
    """The lines that `hub bench load` prints."""
    pages = sum(len(kind.milliseconds) for kind in loaded.kinds.values())
    yield (
        f"{loaded.visitors} visitors for {loaded.minutes:g} minutes, {loaded.edits:,} edits meanwhile, {loaded.refused} of them "
        f"refused: {pages:,} pages, {pages / loaded.minutes / 60:.0f} a second, {loaded.failed} failed"
    )
    yield f"{'page':<16}{'opened':>8}{'failed':>8}{'median ms':>11}{'p95 ms':>9}"
    for name, kind in sorted(loaded.kinds.items()):
        times = kind.milliseconds
        late = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        yield f"{name:<16}{len(times):>8,}{len(kind.problems):>8}{median(times):>11.0f}{late:>9.0f}"
        yield from (f"    {problem}" for problem in sorted(set(kind.problems))[:5])
    for name, growth in loaded.growth.items():
        samples = [sample.megabytes[name] for sample in loaded.memory if name in sample.megabytes]
        yield f"memory of {name}: {samples[0]:.0f} MB at first, {samples[-1]:.0f} at last, {growth:+.1%} after the first minute"
