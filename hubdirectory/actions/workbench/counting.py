"""Counting what searches led to. A phrase is known in clear only once FEWEST different visitors typed it in one week.

Until then there is a keyed hash of it, and of each visitor a mark: a hash under the installation's key and a salt of the
week, different for every phrase, so that no two searches of one visitor can be brought together. Nobody waits for it:
searches are gathered in memory and written by a thread some seconds later, at the next one. What a process that dies has not
written is lost.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hubdirectory.actions.accounts.hiding import keyed_hash
from hubdirectory.actions.facets import names_of
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.figures import FEWEST
from hubdirectory.models import Searched, SearchedWeek

from .book import Search
from .phrasing import countable

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

NOTHING, PARTLY, FOUND = "nothing", "partly", "found"
MOST_MARKS = 50
KEPT_WEEKS = 13
# Fewer than one in so many opened a result: then it led nowhere.
ONE_IN = 5


def note(world: World, search: Search) -> None:
    """Somebody searched, or opened a result of a search. Takes no time to speak of."""
    if search.crisis is None and search.typed.strip() and world.searches.note(search):
        threading.Thread(target=write, args=(world,), name="searches", daemon=True).start()


def write(world: World) -> None:
    """Writes what waits. Where the database is away it is lost."""
    taken = world.searches.take()
    if not taken:
        return
    with suppress(SQLAlchemyError), world.database.writing() as session:
        week = monday(world)
        names = names_of(session, "en")
        places = [world.settings.town, *(name for _, name in (*names.named("ward"), *names.hubs))]
        salt = _salt(session, week)
        for search in taken:
            if phrase := countable(search.typed, places, search.crisis):
                _add(world, session, _Noted(week, salt, phrase, search))


def clear_old(world: World) -> None:
    """Of weeks that are over, marks and salt go, and so does all that fewer than FEWEST typed. The worker's job."""
    week = monday(world)
    with world.database.writing() as session:
        session.execute(delete(SearchedWeek).where(SearchedWeek.week < week))
        session.execute(delete(Searched).where(Searched.week < week, Searched.phrase == ""))
        session.execute(delete(Searched).where(Searched.week < week - timedelta(weeks=KEPT_WEEKS)))
        session.execute(update(Searched).where(Searched.week < week).values(visitors=[], opened=[]))


def monday(world: World) -> date:
    today = world.now().astimezone(LONDON).date()
    return today - timedelta(days=today.weekday())


def _salt(session: Session, week: date) -> str:
    row = session.get(SearchedWeek, week)
    if row is None:
        row = SearchedWeek(week=week, salt=secrets.token_hex(32))
        session.add(row)
        session.flush()
    return row.salt


@dataclass(frozen=True)
class _Noted:
    week: date
    salt: str
    phrase: str
    search: Search


def _add(world: World, session: Session, noted: _Noted) -> None:
    key = keyed_hash(world, "searched", f"{noted.week}/{noted.phrase}")[:32]
    mark = keyed_hash(world, "searcher", f"{noted.salt}/{key}/{noted.search.visitor}")[:16]
    row = session.scalar(select(Searched).where(Searched.week == noted.week, Searched.key == key).with_for_update())
    if row is None:
        row = Searched(week=noted.week, key=key, outcome="", visitors=[], opened=[], count=0, phrase="")
        session.add(row)
    if noted.search.outcome:
        row.visitors, row.outcome = _with(row.visitors, mark), noted.search.outcome
        row.count = len(row.visitors)
    else:
        row.opened = _with(row.opened, mark)
    if row.count >= FEWEST and led_nowhere(row.outcome, row.count, len(row.opened)):
        row.phrase = noted.phrase
    session.flush()


def _with(marks: Sequence[str], mark: str) -> list[str]:
    return list(marks) if mark in marks or len(marks) >= MOST_MARKS else [*marks, mark]


def led_nowhere(outcome: str, searched: int, opened: int) -> bool:
    """Whether a phrase found nothing, or not all of it, or hardly anybody opened what it found."""
    return outcome in (NOTHING, PARTLY) or opened * ONE_IN < searched


def of_results(total: int, anywhere: int, relaxed: Sequence[str]) -> str:
    """What a search came to."""
    if relaxed:
        return PARTLY
    return FOUND if total or anywhere else NOTHING
