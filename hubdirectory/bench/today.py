"""How long the pages of a day take in a town with so many dated happenings a day, and how long rolling its schedules takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from datetime import time as clock
from itertools import cycle
from pathlib import Path

from sqlalchemy import func, select

from hubdirectory.actions import occurrences
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.actions.starting import prepare_database
from hubdirectory.actions.world import World, open_world
from hubdirectory.config import LONDON, Settings
from hubdirectory.indexing import rebuild, touch_all
from hubdirectory.models import Location, Occurrence, Schedule
from hubdirectory.sample_town.many import generate_many, load_many
from hubdirectory.sample_town.town import Record, SampleSchedule, SampleService

from .clients import Client, Timing, milliseconds_of, serving, timing

# Half of the services meet on these days, half on the others: of twice as many services so many meet on each day.
HALVES = (("MO", "WE", "FR", "SU"), ("TU", "TH", "SA"))
OTHER_HALVES = (("TU", "TH", "SA", "SU"), ("MO", "WE", "FR"))
FIRST_HOUR, HOURS = 9, 11
Say = Callable[[str], None]


@dataclass(frozen=True)
class Sized:
    """Milliseconds by page: as visitors ask for it, and right after a change by the manager. Seconds of a roll."""

    a_day: int
    today: int
    schedules: int
    pages: dict[str, Timing]
    after_a_change: Timing
    roll_seconds: float
    roll_again_seconds: float


def measure(settings: Settings, folder: Path, a_day: int, rounds: int, say: Say) -> Sized:
    mine = replace(
        settings, instance=folder, database_url=f"sqlite:///{folder / 'directory.db'}", meili_url="", search_engine="embedded"
    )
    folder.mkdir(parents=True, exist_ok=True)
    prepare_database(mine)
    world = open_world(mine)
    try:
        rolled, again = _fill(world, a_day, say)
        hub, today, schedules = _facts(world)
        with serving(mine, "embedded") as port:
            say("timing")
            pages = {path: _timed(port, path, rounds) for path in paths(hub)}
            after = _after_a_change(world, port, rounds)
    finally:
        world.close()
    return Sized(a_day, today, schedules, pages, after, rolled, again)


def paths(hub: str) -> list[str]:
    return [
        "/today", f"/today?hub={hub}", "/today?need=loneliness&cost=free", "/tomorrow", "/this-week", "/today.json",
        f"/hubs/{hub}",
    ]  # fmt: skip


def _fill(world: World, a_day: int, say: Say) -> tuple[float, float]:
    """Twice as many services as happenings a day; seconds of the first roll and of one that changes nothing."""
    records = _records(a_day, world.now().astimezone(LONDON).date())
    load_many(world.database.engine, records, lambda done: say(f"{done:,} services written"))
    started = time.perf_counter()
    occurrences.roll_all(world, lambda done, total: say(f"{done:,} of {total:,} rolled"))
    rolled = time.perf_counter() - started
    started = time.perf_counter()
    occurrences.roll_all(world)
    again = time.perf_counter() - started
    touch_all(world.database, world.engine_names, lambda done: say(f"{done:,} cards written"))
    for engine in world.engines.values():
        rebuild(world.database, engine)
    return rolled, again


def _records(a_day: int, today: date) -> Iterator[Record]:
    halves, hours = cycle((*HALVES, *OTHER_HALVES)), cycle(range(HOURS))
    hubs: list[str] = []
    for record in generate_many(2 * a_day, today=today):
        if not isinstance(record, SampleService):
            yield record
            if getattr(record, "kind", "") == "hub":
                hubs.append(record.slug)
            continue
        opens = clock(FIRST_HOUR + next(hours))
        schedule = SampleSchedule(opens, clock(opens.hour + 1), byday=next(halves))
        places = record.locations[:1] or (hubs[len(record.slug) % len(hubs)],)
        yield replace(record, schedules=(schedule,), locations=places, modes=("place",))


def _facts(world: World) -> tuple[str, int, int]:
    with world.database.reading() as session:
        hub = session.scalar(select(Location.slug).where(Location.kind == "hub").order_by(Location.slug)) or ""
        day = world.now().astimezone(LONDON).date()
        today = session.scalar(select(func.count()).where(Occurrence.day == day)) or 0
        return hub, today, session.scalar(select(func.count()).where(Schedule.service_id.is_not(None))) or 0


def _timed(port: int, path: str, rounds: int) -> Timing:
    client = Client(port)
    return timing([milliseconds_of(lambda: _get(client, path)) for _ in range(rounds + 1)])


def _after_a_change(world: World, port: int, rounds: int) -> Timing:
    """Each time somebody has just marked something late: nothing that was read before is as it was."""
    with world.database.reading() as session:
        day = world.now().astimezone(LONDON).date()
        ids = session.scalars(select(Occurrence.id).where(Occurrence.day == day).limit(rounds + 1)).all()
    client, taken = Client(port), []
    for number, id_ in enumerate(cycle(ids)):
        if number > rounds:
            break
        occurrences.mark_late(world, PRODUCT, id_, 5 + number % 50)
        taken.append(milliseconds_of(lambda: _get(client, "/today")))
    return timing(taken)


def _get(client: Client, path: str) -> None:
    status, _ = client.get(path)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}.")


def table(found: Sized) -> Iterator[str]:
    """The lines that `hub bench today` prints for one size."""
    yield f"{found.a_day:,} happenings a day ({found.today:,} today, {found.schedules:,} schedules)"
    yield f"  {'milliseconds':<36}{'median':>8}{'p95':>8}{'first':>8}"
    for name, timed in (*found.pages.items(), ("/today right after a change", found.after_a_change)):
        yield f"  {name:<36}{timed.median:>8.1f}{timed.p95:>8.1f}{timed.cold:>8.1f}"
    yield f"  rolling: {found.roll_seconds:.1f} seconds, again {found.roll_again_seconds:.1f}"
