"""Our web server over a filled directory, clients that keep their connections, and how long they waited."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles

from hubdirectory.config import DOCUMENTED, REPOSITORY, Settings

READY_SECONDS = 60


@dataclass(frozen=True)
class Timing:
    """Milliseconds: the first (cold), and median and 95th percentile of the rest (warm)."""

    cold: float
    median: float
    p95: float


@contextmanager
def serving(settings: Settings, engine: str, vectors: bool = False) -> Iterator[int]:
    """`hub serve` over that directory, on one engine; gives its port and always stops it."""
    with served(settings, engine, vectors) as (port, _):
        yield port


@contextmanager
def served(settings: Settings, engine: str, vectors: bool = False) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The same; gives its port and process. `vectors`: what words may mean is told by sentence vectors, else by letters."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if name not in DOCUMENTED}
    environment |= {
        "HUB_INSTANCE": str(settings.instance), "DATABASE_URL": settings.database_url, "PORT": str(port),
        "MEILI_URL": settings.meili_url if engine == "meilisearch" else "", "MEILI_MASTER_KEY": settings.meili_master_key,
        "MEILI_INDEX": settings.meili_index, "SEARCH_ENGINE": "auto", "SEARCH_BUDGET_SECONDS": "10",
        "SENTENCE_VECTORS": "yes" if vectors else "no",
    }  # fmt: skip
    command = [sys.executable, "-m", "hubdirectory", "serve", "--workers", "2"]
    process = subprocess.Popen(command, env=environment, cwd=REPOSITORY)
    try:
        _wait(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(15)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if Client(port).get("/health/live")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The web server did not start.")


class Client:
    """One kept connection."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=60)

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path, None, {})

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        return self._ask("POST", path, body, headers)

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        try:
            return self._once(method, path, body, headers)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # A server closes a connection that was idle for some seconds; browsers ask again, and so do we.
            self._connection.close()
            return self._once(method, path, body, headers)

    def _once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self._connection.request(method, path, body, {"Accept-Encoding": "identity", **headers})
        answer = self._connection.getresponse()
        return answer.status, answer.read()


def timing(milliseconds: Sequence[float]) -> Timing:
    cold, *warm = milliseconds
    return Timing(cold, median(warm), quantiles(warm, n=20)[-1])


def milliseconds_of(ask: Callable[[], object]) -> float:
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1000


@dataclass(frozen=True)
class Throughput:
    clients: int
    per_second: float
    errors: int


def throughput(port: int, paths: Sequence[str], clients: int, seconds: float) -> Throughput:
    """So many clients, each with a connection of its own, asking one path after the other."""
    counts, errors = [0] * clients, [0] * clients
    stop = time.monotonic() + seconds

    def ask(which: int) -> None:
        client = Client(port)
        while time.monotonic() < stop:
            try:
                status, _ = client.get(paths[(which + counts[which]) % len(paths)])
                errors[which] += status != 200
            except (OSError, http.client.HTTPException):
                errors[which] += 1
                client = Client(port)
            counts[which] += 1

    threads = [threading.Thread(target=ask, args=(which,)) for which in range(clients)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Throughput(clients, sum(counts) / (time.monotonic() - started), sum(errors))
