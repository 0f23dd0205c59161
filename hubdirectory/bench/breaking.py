"""What breaks besides the search server: the embedded index is lost or damaged, the database is held, gone or overwritten.

With real processes, under visitors who search and browse all the while. A page is shown, or it says plainly that it cannot
be shown just now, and whom to ring in a crisis. All else is a failure, and so is a page that is not shown though it needs
nothing of what broke.
"""

from __future__ import annotations

import http.client
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .clients import Client
from .faults import Say, town
from .servers import Hub
from .visiting import Visit, Visitors, middle, slowest

VISITORS, PAUSE_SECONDS, BROKEN_SECONDS, BACK_SECONDS = 8, 0.03, 4.0, 90.0
SEARCHES = ("/search?q=mental+health", "/search.json?q=mental+health", "/search?q=food")
BROWSING = ("/needs", "/needs/debt", "/a-to-z", "/hubs", "/today")
ALIVE, READY = "/health/live", "/health/ready"
CRISIS_LINE = b"116 123"
SHOWN, TOLD = "shown", "told"


@dataclass(frozen=True)
class Breakage:
    """`make` it, given the instance folder; `mend` it, where it does not heal by itself.

    spared: addresses that are shown all the same
    """

    name: str
    make: Callable[[Path], None]
    spared: tuple[str, ...]
    mend: Callable[[Path], None] | None = None


@dataclass(frozen=True)
class Outcome:
    """How many pages were shown and told, milliseconds of them, and seconds until everything was shown again."""

    breakage: str
    shown: int
    told: int
    failed: int
    problems: tuple[str, ...]
    usual: float
    slowest: float
    back_seconds: float | None


# the embedded index


def _live(folder: Path) -> Path:
    search = folder / "search"
    return search / (search / "live").read_text()


def _index_gone(folder: Path) -> None:
    shutil.rmtree(folder / "search")


def _index_cut(folder: Path) -> None:
    os.truncate(_live(folder), _live(folder).stat().st_size // 3)


def _index_foreign(folder: Path) -> None:
    _live(folder).write_bytes(b"%PDF-1.7 somebody's leaflet\n" * 500)


# the database


class _Held:
    """Somebody who writes and never ends: readers must not wait for them."""

    connection: sqlite3.Connection | None = None

    def make(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "directory.db", isolation_level=None, check_same_thread=False)
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("UPDATE wording SET key = key")

    def mend(self, _folder: Path) -> None:
        if self.connection:
            self.connection.rollback()
            self.connection.close()


def _database_moved(folder: Path) -> None:
    (folder / "directory.db").rename(folder / "directory.elsewhere")


def _database_put_back(folder: Path) -> None:
    (folder / "directory.elsewhere").replace(folder / "directory.db")


def _database_replaced(folder: Path) -> None:
    _database_moved(folder)
    (folder / "directory.db").write_bytes(b"Minutes of the parish council\n" * 2000)


def breakages() -> list[Breakage]:
    held = _Held()
    return [
        Breakage("index missing", _index_gone, BROWSING),
        Breakage("index truncated", _index_cut, BROWSING),
        Breakage("index foreign", _index_foreign, BROWSING),
        Breakage("database held by a writer", held.make, (*SEARCHES, *BROWSING), held.mend),
        Breakage("database gone", _database_moved, (), _database_put_back),
        Breakage("database overwritten", _database_replaced, (), _database_put_back),
    ]


class Browsers(Visitors):
    """Visitors who browse too. `spared`: addresses that have to be shown."""

    def __init__(self, port: int, addresses: Sequence[str], spared: Sequence[str]) -> None:
        super().__init__(port, dict.fromkeys(addresses, 0), VISITORS, PAUSE_SECONDS)
        self.spared = frozenset(spared)

    def judged(self, address: str, status: int, body: bytes) -> tuple[str, str]:
        how, problem = said(address, status, body, address in self.spared)
        return how, f"{address}: {problem}" if problem else ""


def said(address: str, status: int, body: bytes, spared: bool) -> tuple[str, str]:
    """Whether an answer shows the page or tells plainly that it cannot; and what is wrong with it."""
    if status == 200:
        return SHOWN, ""
    plain = status == 503 and b"Traceback" not in body and (address.startswith("/search.json") or CRISIS_LINE in body)
    if plain and not spared:
        return TOLD, ""
    return "", "told instead of shown" if plain else f"status {status}"


def measure(folder: Path, short: bool, say: Say) -> list[Outcome]:
    """Each breakage (with `short` the first of the index and of the database) on the sample town, with a worker."""
    wanted = [one for one in breakages() if not short or one.name in ("index missing", "database gone")]
    with town(folder / "town") as instance:
        return suffered_by(instance, wanted, say)


def suffered_by(instance: Path, wanted: Sequence[Breakage], say: Say) -> list[Outcome]:
    """One after the other."""
    with closing(Hub(instance)) as hub:
        hub.serve()
        hub.start("worker")
        _back(hub, time.monotonic())
        return [_suffered(hub, one, say) for one in wanted]


def _suffered(hub: Hub, breakage: Breakage, say: Say) -> Outcome:
    say(breakage.name)
    addresses = (*SEARCHES, *BROWSING, ALIVE)
    with Browsers(hub.port, addresses, (*breakage.spared, ALIVE)) as browsers:
        time.sleep(2)
        made = time.monotonic()
        breakage.make(hub.instance)
        if breakage.mend:
            time.sleep(BROKEN_SECONDS)
            breakage.mend(hub.instance)
        back = _back(hub, time.monotonic() if breakage.mend else made)
    before = [visit for visit in browsers.visits if visit.ended < made]
    since = [visit for visit in browsers.visits if visit.ended >= made]
    bad = [visit.problem for visit in browsers.visits if visit.problem]
    count = partial(_count, since)
    return Outcome(
        breakage.name, count(SHOWN), count(TOLD), len(bad), tuple(sorted(set(bad))), middle(before), slowest(since), back
    )


def _count(visits: Sequence[Visit], how: str) -> int:
    return sum(visit.engine == how for visit in visits)


def _back(hub: Hub, since: float) -> float | None:
    """Seconds until every page is shown and the site calls itself ready; None where that never came."""
    with closing(Client(hub.port)) as client:
        while time.monotonic() - since < BACK_SECONDS:
            if all(_shown(client, address) for address in (*SEARCHES, *BROWSING, READY)):
                return time.monotonic() - since
            time.sleep(0.1)
    return None


def _shown(client: Client, address: str) -> bool:
    try:
        return client.get(address)[0] == 200
    except (OSError, http.client.HTTPException):
        client.close()
        return False


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The lines that `hub bench faults` prints of them."""
    yield f"{'broken':<28}{'shown':>8}{'told':>7}{'failed':>8}{'usual':>7}{'slowest':>9}{'back':>8}"
    yield f"{'':<28}{'':>8}{'':>7}{'':>8}{'ms':>7}{'ms':>9}{'s':>8}"
    for one in outcomes:
        back = "never" if one.back_seconds is None else f"{one.back_seconds:.1f}"
        yield (
            f"{one.breakage:<28}{one.shown:>8,}{one.told:>7,}{one.failed:>8}{one.usual:>7.0f}{one.slowest:>9.0f}{back:>8}"
        )
        yield from (f"    {problem}" for problem in one.problems)
