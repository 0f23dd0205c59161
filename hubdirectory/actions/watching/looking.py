"""The nightly round: each address and number that is due is looked at, and what came of it is kept."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import select

from hubdirectory.domain.days import LONDON
from hubdirectory.domain.watching import PERHAPS_OURS, Look, Problem, Record, after, our_line_is_down, web_address
from hubdirectory.links import HttpLooker, Looker
from hubdirectory.models import Watched

from .gathering import PHONE, WEBSITE, gather
from .numbers import look_at_number

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# People look at websites by day; so do we by night.
NIGHT_HOURS = range(6)
ROUND_SECONDS = 600.0
CHUNK = 100
Found = list[tuple[str, Look]]


@dataclass(frozen=True)
class Round:
    """How many were looked at, how many of them do not work, and whether our own line was down."""

    looked: int = 0
    failing: int = 0
    line_down: bool = False


def watch_by_night(world: World) -> Round:
    """For the worker: nothing by day."""
    return watch(world) if world.now().astimezone(LONDON).hour in NIGHT_HOURS else Round()


def watch(
    world: World, looker: Looker | None = None, seconds: float = ROUND_SECONDS, clock: Callable[[], float] = time.monotonic
) -> Round:
    """One round over what is due; what is not reached within the seconds is first in the next."""
    gather(world)
    found = [(key, look_at_number(number)) for key, number in _due(world, PHONE)]
    _keep(world, found)
    if not world.settings.link_check:
        return _summed(found)
    links = _look(looker or HttpLooker(world.settings.site_name, world.settings.public_url), _due(world, WEBSITE), seconds, clock)
    if down := our_line_is_down([look for _, look in links]):
        links = [(key, look) for key, look in links if look.problem not in PERHAPS_OURS]
    _keep(world, links)
    return _summed([*found, *links], down)


def _due(world: World, field: str) -> list[tuple[str, str]]:
    with world.database.reading() as session:
        query = select(Watched.id, Watched.value).where(Watched.field == field, Watched.next_at <= world.now())
        return [(key, value) for key, value in session.execute(query.order_by(Watched.next_at, Watched.value))]


def _look(looker: Looker, due: Sequence[tuple[str, str]], seconds: float, clock: Callable[[], float]) -> Found:
    """A host that is busy is not asked again in this round, and the same address only once."""
    until, found, known, busy = clock() + seconds, [], dict[str, Look](), set[str]()
    for key, value in by_turns(due):
        if clock() >= until:
            break
        address = web_address(value)
        host = _host(address)
        if not address:
            found.append((key, Look(Problem.NOT_AN_ADDRESS)))
        elif address in known or host in busy:
            found.append((key, known.get(address, Look(Problem.BUSY))))
        else:
            look = known[address] = looker.look(address)
            found.append((key, look))
            if look.problem == Problem.BUSY:
                busy.add(host)
    return found


def by_turns(due: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """One of each host, then the second of each: so that no host is waited for while another could be asked."""
    hosts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, value in due:
        hosts[_host(web_address(value))].append((key, value))
    while hosts:
        for host in list(hosts):
            yield hosts[host].pop(0)
            if not hosts[host]:
                del hosts[host]


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _keep(world: World, found: Found) -> None:
    now = world.now()
    for start in range(0, len(found), CHUNK):
        looks = dict(found[start : start + CHUNK])
        with world.database.writing() as session:
            for row in session.scalars(select(Watched).where(Watched.id.in_(looks))):
                _note(row, looks[row.id], now)


def _note(row: Watched, look: Look, now: datetime) -> None:
    known, row.next_at = after(Record(row.failed_on, row.failed_days, row.broken_since), look, now, now.astimezone(LONDON).date())
    row.failed_on, row.failed_days, row.broken_since = known.failed_on, known.failed_days, known.broken_since
    row.checked_at, row.status = now, look.status
    if look.problem == Problem.BUSY:
        return
    row.problem = look.problem or ""
    if look.problem is None:
        row.worked_at, row.told_at = now, None
    elif row.field == PHONE:
        # Its form is as it is: it will not come right by itself.
        row.broken_since = row.broken_since or now


def _summed(found: Found, line_down: bool = False) -> Round:
    return Round(len(found), sum(look.problem is not None for _, look in found), line_down)
