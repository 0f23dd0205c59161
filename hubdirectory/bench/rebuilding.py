"""A rebuild of a big index while visitors search: no error, no empty or half result, and how much slower it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hubdirectory.config import load_settings

from .faults import Say, totals_of
from .servers import Hub
from .town import make
from .visiting import Visitors, p95

VISITORS, PAUSE_SECONDS, QUIET_SECONDS = 8, 0.03, 10.0


@dataclass(frozen=True)
class Rebuilt:
    """Milliseconds are 95th percentiles: of a quiet time before, and while the rebuild ran."""

    services: int
    seconds: float
    answered: int
    failed: int
    problems: tuple[str, ...]
    quiet: float
    meanwhile: float

    @property
    def ratio(self) -> float:
        return self.meanwhile / self.quiet


def measure(folder: Path, services: int, say: Say) -> Rebuilt:
    settings = make(load_settings({"HUB_INSTANCE": str(folder)}), folder / str(services), services, say).settings
    with closing(Hub(settings.instance)) as hub:
        totals = totals_of(hub)
        hub.serve()
        say("searching")
        with Visitors(hub.port, totals, VISITORS, PAUSE_SECONDS) as visitors:
            time.sleep(3)
            quiet = time.monotonic()
            time.sleep(QUIET_SECONDS)
            began = time.monotonic()
            hub.run("index", "rebuild")
            ended = time.monotonic()
    meanwhile = visitors.between(began, ended)
    bad = [visit.problem for visit in meanwhile if visit.problem]
    return Rebuilt(
        services, ended - began, len(meanwhile) - len(bad), len(bad), tuple(sorted(set(bad))),
        p95(visitors.between(quiet, began)), p95(meanwhile),
    )  # fmt: skip


def table(one: Rebuilt) -> Iterator[str]:
    yield (
        f"rebuild of {one.services:,} services in {one.seconds:.0f} s under {VISITORS} visitors: answered {one.answered:,}, "
        f"failed {one.failed}; p95 {one.quiet:.0f} ms before, {one.meanwhile:.0f} ms meanwhile ({one.ratio:.1f} times)"
    )
    yield from (f"    {problem}" for problem in one.problems)
