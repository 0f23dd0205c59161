"""Whether visitors may be sent here, and what is wrong: in sentences that name no address and hold nobody's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from hubdirectory.indexing import backlog
from hubdirectory.models import ServiceCard
from search.port import SearchError
from search.query import Query

if TYPE_CHECKING:
    from .world import World

PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Readiness:
    """`ready`: pages can be shown, be it with less than everything. `why`: all that is not as it should be."""

    ready: bool
    why: tuple[str, ...] = ()


def readiness(world: World) -> Readiness:
    try:
        with world.database.reading() as session:
            session.execute(select(ServiceCard.number).limit(1)).all()
        late = [sentence for name in world.engines if (sentence := _late(world, name))]
    except SQLAlchemyError as error:
        return Readiness(False, (f"The database does not answer: {_named(error)}.",))
    return Readiness(True, (*_search(world), *late))


def _named(error: SQLAlchemyError) -> str:
    original = error.orig if isinstance(error, DBAPIError) else error
    return getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None) or type(original).__name__


def _search(world: World) -> list[str]:
    try:
        world.search.count_each([Query()])
    except SearchError as error:
        return [f"Search is away: {error}"]
    return [f"The fallback answers searches: {world.search.why}"] if world.search.why else []


def _late(world: World, name: str) -> str:
    behind = backlog(world.database, name)
    if behind.oldest is None or world.now() - behind.oldest < PATIENCE:
        return ""
    return f"The {name} index has waited for {behind.waiting} changes since {behind.oldest:%d %B %H:%M} UTC."
