"""Visitors who search without a pause, and what each of their searches came to."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from types import TracebackType
from typing import Self

from .clients import Client

PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Visit:
    """`started` on the monotonic clock; `engine` that answered; `problem` in a few words, "" for none."""

    started: float
    seconds: float
    engine: str
    problem: str

    @property
    def ended(self) -> float:
        return self.started + self.seconds


class Visitors:
    """`totals`: the address of each search, and what it must find."""

    def __init__(self, port: int, totals: Mapping[str, int], count: int = 8, pause: float = 0.0) -> None:
        self.port, self.totals, self.pause = port, totals, pause
        self.visits: list[Visit] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._visit, args=(number,)) for number in range(count)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)

    def _visit(self, number: int) -> None:
        client, addresses = Client(self.port), list(self.totals)
        while not self._stop.wait(self.pause):
            number += 1
            address = addresses[number % len(addresses)]
            started = time.monotonic()
            engine, problem = self._asked(client, address)
            self.visits.append(Visit(started, time.monotonic() - started, engine, problem))
            if problem:
                client.close()
        client.close()

    def _asked(self, client: Client, address: str) -> tuple[str, str]:
        try:
            status, body = client.get(address)
        except (OSError, http.client.HTTPException) as error:
            return "", type(error).__name__
        return self.judged(address, status, body)

    def judged(self, address: str, status: int, body: bytes) -> tuple[str, str]:
        """Who answered, and what is wrong with the answer."""
        if status != 200:
            return "", f"status {status}"
        answer = json.loads(body)
        wrong = answer["total"] != self.totals[address]
        return answer["engine"], f"{answer['total']} of {self.totals[address]} found" if wrong else ""

    def between(self, start: float, end: float) -> list[Visit]:
        """Those that started then."""
        return [visit for visit in list(self.visits) if start <= visit.started < end]


def slowest(visits: Sequence[Visit]) -> float:
    """Milliseconds; 0 for no visits."""
    return 1000 * max((visit.seconds for visit in visits), default=0.0)


def middle(visits: Sequence[Visit]) -> float:
    return 1000 * median(visit.seconds for visit in visits) if visits else 0.0


def p95(visits: Sequence[Visit]) -> float:
    return 1000 * quantiles([visit.seconds for visit in visits], n=20)[-1] if len(visits) > 1 else slowest(visits)
