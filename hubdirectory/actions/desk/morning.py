"""What waits for the manager this morning: how many of each, and since when the oldest waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.belonging import ClaimState
from hubdirectory.domain.changes import ChangeState
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.picturing import PictureState
from hubdirectory.models import Change, Claim, DirtyRow, ForTheManager, LikelyDuplicate, Picture, Report, Watched

from .going_stale import stale_counts
from .worklists import imports, lost_mails_query, suggested_query

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


@dataclass(frozen=True)
class Heap:
    """One pile of work. `oldest`: since when, None where there is nothing."""

    name: str
    count: int
    oldest: datetime | None


def morning(world: World, actor: Actor) -> tuple[Heap, ...]:
    """Every pile, in the order in which they are worked. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    waiting_numbers: Any = select(DirtyRow.number, func.min(DirtyRow.since).label("since")).group_by(DirtyRow.number)
    with world.database.reading() as session:
        heaps = [
            _heap(session, "review", Change.submitted_at, Change.state == ChangeState.IN_REVIEW),
            _heap(session, "claims", Claim.asked_at, Claim.state == ClaimState.WAITING),
            _heap(session, "reports", Report.at, Report.settled_at.is_(None)),
            _heap(session, "waiting", ForTheManager.at, ForTheManager.settled_at.is_(None)),
            _of(session, "suggested", suggested_query(), "since"),
            _heap(session, "pictures", Picture.added_at, Picture.state == PictureState.WAITING),
            _heap(session, "links", Watched.broken_since, Watched.broken_since.is_not(None), Watched.field == "website"),
            _heap(session, "numbers", Watched.broken_since, Watched.broken_since.is_not(None), Watched.field == "phone"),
            _heap(session, "duplicates", LikelyDuplicate.found_at, LikelyDuplicate.verdict == ""),
            _of(session, "mails", lost_mails_query(), "queued_at"),
            _of(session, "unindexed", waiting_numbers, "since"),
        ]  # fmt: skip
    count, oldest = stale_counts(world)
    runs = imports(world, actor, refusals_only=True)
    more = [Heap("stale", count, oldest), Heap("imports", len(runs), runs[0].started_at if runs else None)]
    return tuple(sorted([*heaps, *more], key=lambda heap: ORDER.index(heap.name)))


ORDER = (
    "review", "claims", "reports", "waiting", "stale", "suggested", "pictures", "links", "numbers", "duplicates", "imports",
    "mails", "unindexed",
)  # fmt: skip


def _heap(session: Session, name: str, column: Any, *conditions: Any) -> Heap:
    count, oldest = session.execute(select(func.count(), func.min(column)).where(*conditions)).one()
    return Heap(name, count, oldest)


def _of(session: Session, name: str, query: Select[Any], column: str) -> Heap:
    found = query.subquery()
    count, oldest = session.execute(select(func.count(), func.min(found.c[column])).select_from(found)).one()
    return Heap(name, count, oldest)
