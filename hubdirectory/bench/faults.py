"""Each fault of a search server made with real processes, under visitors who search all the while.

Some are done to the server itself, the others by a proxy before it. The site is `hub serve` with its worker beside it.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from hubdirectory.actions.meaning import prepare_vectors
from hubdirectory.actions.starting import load_sample_town, prepare_database
from hubdirectory.actions.world import open_world
from hubdirectory.config import load_settings
from hubdirectory.indexing import rebuild
from search.engines.meilisearch_transport import pooled_client
from search.query import Query

from .servers import Hub, Meilisearch, Proxy
from .visiting import Visitors, middle, slowest

WORDS = ("mental health", "food", "debt", "dementia", "carer", "walking", "alcohol", "benefits", "choir", "")
VISITORS, PAUSE_SECONDS = 8, 0.03
# Whoever was waiting when the fault began, or came within this time, may have paid for noticing it.
FIRST_SECONDS = 1.0
QUIET_SECONDS, BACK_SECONDS = 1.5, 40.0
Say = Callable[[str], None]


@dataclass(frozen=True)
class Fault:
    """`make` and `mend` it; where there is nothing to mend, it has to heal by itself."""

    name: str
    make: Callable[[], object]
    mend: Callable[[], object] | None = None


@dataclass(frozen=True)
class Outcome:
    """Milliseconds of the usual search (median and slowest before), of the slowest first ones, and of those after."""

    fault: str
    answered: int
    failed: int
    problems: tuple[str, ...]
    usual: float
    usual_slowest: float
    first: float
    next: float
    next_slowest: float
    back_seconds: float | None


class Index:
    """The index on the server, and what somebody else might do to it."""

    def __init__(self, server: Meilisearch, name: str = "services") -> None:
        self.http = pooled_client(server.url, server.key, 20).http
        self.address = f"indexes/{name}"
        self.name = name

    def _done(self, task: dict[str, int]) -> None:
        while self.http.get(f"tasks/{task['taskUid']}")["status"] in ("enqueued", "processing"):
            time.sleep(0.01)

    def empty(self) -> None:
        self._done(self.http.delete(f"{self.address}/documents"))

    def recreate(self) -> None:
        self._done(self.http.delete(self.address))
        self._done(self.http.post("indexes", {"uid": self.name, "primaryKey": "id"}))

    def reset_settings(self) -> None:
        self._done(self.http.delete(f"{self.address}/settings"))


def faults_of_the_server(server: Meilisearch) -> list[Fault]:
    index = Index(server)
    return [
        Fault("killed", server.kill, server.start),
        Fault("hung", lambda: server.send(signal.SIGSTOP), lambda: server.send(signal.SIGCONT)),
        Fault("index recreated empty", index.recreate),
        Fault("stopped", server.stop, server.start),
        Fault("index emptied", index.empty),
        Fault("settings lost", index.reset_settings),
    ]


def faults_of_the_proxy(proxy: Proxy) -> list[Fault]:
    modes = {
        "2 seconds an answer": "slow 2", "answers 500": "error", "wrong key": "key", "accepts, never answers": "hang",
        "a byte at a time": "drip", "another service": "nonsense", "answers cut short": "cut",
    }  # fmt: skip
    return [Fault(name, partial(proxy.mode, mode), partial(proxy.mode, "pass")) for name, mode in modes.items()]


@contextmanager
def town(folder: Path) -> Iterator[Path]:
    """An instance folder with the sample town, made where it is not there yet."""
    settings = load_settings({"HUB_INSTANCE": str(folder)})
    if not (folder / "search").exists():
        folder.mkdir(parents=True, exist_ok=True)
        prepare_database(settings)
        with closing(open_world(settings)) as world:
            load_sample_town(world)
            prepare_vectors(world)
    yield folder


def indexed(hub: Hub) -> None:
    """Fills every index that the hub keeps."""
    with closing(open_world(load_settings(hub.environment))) as world:
        for engine in world.engines.values():
            rebuild(world.database, engine)


def totals_of(hub: Hub) -> dict[str, int]:
    """The addresses that are searched, and what each finds by the embedded engine."""
    with closing(open_world(load_settings(hub.environment))) as world:
        counts = world.engines["embedded"].count_each([Query(words) for words in WORDS])
    return {f"/search.json?{urlencode({'q': words})}": count for words, count in zip(WORDS, counts, strict=True)}


def measure(folder: Path, short: bool, say: Say) -> list[Outcome]:
    """All faults (with `short` three of each kind), one after the other."""
    few = 3 if short else None
    with ExitStack() as stack:
        instance = stack.enter_context(town(folder / "town"))
        server = Meilisearch(folder / "meilisearch")
        server.start()
        stack.callback(server.stop)
        stack.callback(server.send, signal.SIGCONT)
        outcomes = _at(server.url, server.key, instance, faults_of_the_server(server)[:few], short, say)
        proxy = stack.enter_context(closing(Proxy(server.port)))
        return outcomes + _at(proxy.url, server.key, instance, faults_of_the_proxy(proxy)[:few], short, say)


def _at(url: str, key: str, instance: Path, faults: Sequence[Fault], short: bool, say: Say) -> list[Outcome]:
    with closing(Hub(instance, MEILI_URL=url, MEILI_MASTER_KEY=key)) as hub:
        indexed(hub)
        totals = totals_of(hub)
        hub.serve()
        hub.start("worker")
        with Visitors(hub.port, totals, VISITORS, PAUSE_SECONDS) as visitors:
            time.sleep(3)
            return [suffered(visitors, fault, short, say) for fault in faults]


def suffered(visitors: Visitors, fault: Fault, short: bool, say: Say) -> Outcome:
    say(fault.name)
    began = time.monotonic()
    time.sleep(1.5 if short else 3)
    made = time.monotonic()
    fault.make()
    if fault.mend:
        time.sleep(3 if short else 6)
    mended = time.monotonic()
    if fault.mend:
        fault.mend()
        mended = time.monotonic()
    back = _back(visitors, mended if fault.mend else made)
    usual = [visit for visit in visitors.between(began, made) if visit.ended < made]
    first = [visit for visit in visitors.between(began, made + FIRST_SECONDS) if visit.ended >= made]
    after = visitors.between(made + FIRST_SECONDS, mended if fault.mend else made + (back or BACK_SECONDS))
    ended = visitors.between(began, time.monotonic())
    bad = [visit.problem for visit in ended if visit.problem]
    return Outcome(
        fault.name, len(ended) - len(bad), len(bad), tuple(sorted(set(bad))), middle(usual), slowest(usual),
        slowest(first), middle(after), slowest(after), back,
    )  # fmt: skip


def _back(visitors: Visitors, since: float) -> float | None:
    """Seconds until the last answer of the fallback; None where it still answers at the end."""
    until = time.monotonic() + BACK_SECONDS
    while time.monotonic() < until:
        time.sleep(0.1)
        now = time.monotonic()
        lately = visitors.between(max(since, now - QUIET_SECONDS), now)
        if now - since > QUIET_SECONDS and lately and all(visit.engine == "meilisearch" for visit in lately):
            fallen = [visit.ended for visit in visitors.between(since, now) if visit.engine != "meilisearch"]
            return max(fallen, default=since) - since
    return None


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The lines that `hub bench faults` prints."""
    yield f"{'fault':<24}{'answered':>9}{'failed':>7}{'usual':>7}{'slowest':>9}{'first':>8}{'next':>7}{'slowest':>9}{'back':>8}"
    yield f"{'':<24}{'':>9}{'':>7}{'ms':>7}{'ms':>9}{'ms':>8}{'ms':>7}{'ms':>9}{'s':>8}"
    for one in outcomes:
        back = "never" if one.back_seconds is None else f"{one.back_seconds:.1f}"
        yield (
            f"{one.fault:<24}{one.answered:>9,}{one.failed:>7}{one.usual:>7.0f}{one.usual_slowest:>9.0f}"
            f"{one.first:>8.0f}{one.next:>7.0f}{one.next_slowest:>9.0f}{back:>8}"
        )
        yield from (f"    {problem}" for problem in one.problems)
