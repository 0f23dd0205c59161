"""Counting what searches led to. A phrase is known in clear only once FEWEST different visitors typed it in one week.

Until then there is a keyed hash of it, and of each visitor a mark: a hash under the installation's key and a salt of the
week, different for every phrase, so that no two searches of one visitor can be brought together. Nobody waits for it:
searches are gathered in memory and written by a thread some seconds later, at the next one. What a process that dies has not
written is lost. What speaks of a crisis is not even gathered.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions.accounts.hiding import keyed_hash
from hubdirectory.actions.meaning import phrases_that_stand
from hubdirectory.actions.naming import said_of_places
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.figures import FEWEST
from hubdirectory.indexing.dirty import insert_into
from hubdirectory.models import Searched, SearchedWeek
from hubdirectory.understanding.words import words_of

from .phrasing import by_first_word, countable

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

NOTHING, PARTLY, FOUND = "nothing", "partly", "found"
MOST_MARKS = 50
KEPT_WEEKS = 13
AT_ONCE = 50
# Fewer than one in so many opened a result: then it led nowhere.
ONE_IN = 5


@dataclass(frozen=True)
class Search:
    """One search, or one result opened from it (`outcome` ""). `visitor`: from where, and with which browser."""

    typed: str
    visitor: str
    outcome: str = ""


def note(world: World, search: Search) -> None:
    """Somebody searched, or opened a result of a search; nothing that speaks of a crisis. Takes no time to speak of."""
    if search.typed.strip() and world.searches.note([search]):
        threading.Thread(target=write, args=(world,), name="searches", daemon=True).start()


def write(world: World) -> None:
    """Writes what waits. Where the database is away it waits on."""
    world.searches.hand_to(partial(_write, world))


def _write(world: World, searches: Iterable[Search]) -> None:
    with world.database.reading() as session:
        names, of_places = said_of_places(session, world.settings.town)
        # "House" and "park" are part of names, and of what people say.
        of_places -= {word for said in phrases_that_stand(session).values() for one in said for word in words_of(one)}
    places = by_first_word(names)
    phrases = {search: phrase for search in searches if (phrase := countable(search.typed, places, of_places))}
    if not phrases:
        return
    week = monday(world)
    with world.database.writing() as session:
        salt = _salt(session, week)
    noted = (_Noted(week, salt, _key(world, week, phrase), phrase, search) for search, phrase in phrases.items())
    # In one order, so that two processes that write at once do not wait for each other in a circle; searches come first.
    ordered = sorted(noted, key=lambda one: (one.key, not one.search.outcome))
    # A few at once, so that who edits need not wait for all; a search that is written again counts as it did.
    for start in range(0, len(ordered), AT_ONCE):
        with world.database.writing() as session:
            for one in ordered[start : start + AT_ONCE]:
                _add(world, session, one)


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


def _key(world: World, week: date, phrase: str) -> str:
    return keyed_hash(world, "searched", f"{week}/{phrase}")[:32]


def _salt(session: Session, week: date) -> str:
    session.execute(insert_into(session, SearchedWeek).values(week=week, salt=secrets.token_hex(32)).on_conflict_do_nothing())
    return session.scalars(select(SearchedWeek.salt).where(SearchedWeek.week == week)).one()


@dataclass(frozen=True)
class _Noted:
    week: date
    salt: str
    key: str
    phrase: str
    search: Search


def _add(world: World, session: Session, noted: _Noted) -> None:
    mark = keyed_hash(world, "searcher", f"{noted.salt}/{noted.key}/{noted.search.visitor}")[:16]
    row = _row(session, noted)
    if row is None:
        return
    if noted.search.outcome:
        row.visitors = _with(row.visitors, mark)
        row.count = len(row.visitors)
    else:
        row.opened = _with(row.opened, mark)
    # "zumba on Sunday" found nothing: that says nothing of "zumba".
    if noted.search.outcome and noted.phrase == " ".join(words_of(noted.search.typed)):
        row.outcome = noted.search.outcome
    nowhere = row.count >= FEWEST and led_nowhere(row.outcome, row.count, len(row.opened))
    row.phrase = noted.phrase if nowhere else ""
    session.flush()


def _row(session: Session, noted: _Noted) -> Searched | None:
    """None for a result opened from a search that nobody made: of words that anybody sends, nothing is kept."""
    if noted.search.outcome:
        new = {"outcome": "", "visitors": [], "opened": [], "count": 0, "phrase": ""}
        session.execute(insert_into(session, Searched).values(week=noted.week, key=noted.key, **new).on_conflict_do_nothing())
    query = select(Searched).where(Searched.week == noted.week, Searched.key == noted.key).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def _with(marks: Sequence[str], mark: str) -> list[str]:
    return list(marks) if mark in marks or len(marks) >= MOST_MARKS else [*marks, mark]


def led_nowhere(outcome: str, searched: int, opened: int) -> bool:
    """Whether a phrase found nothing, or not all of it, or hardly anybody opened what it found. Not where it is unknown: ""."""
    return outcome in (NOTHING, PARTLY) or (outcome == FOUND and opened * ONE_IN < searched)


def of_results(total: int, anywhere: int, relaxed: Sequence[str]) -> str:
    """What a search came to."""
    if relaxed:
        return PARTLY
    return FOUND if total or anywhere else NOTHING
