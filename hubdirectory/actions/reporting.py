"""A visitor says that something is wrong with a record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from hubdirectory.actions.accounts import delays
from hubdirectory.models import Location, Organisation, Report, Service

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

REASONS = ("phone", "times", "place", "cost", "shut", "closed", "unsafe", "other")
MODELS: dict[str, type[Service | Organisation | Location]] = {
    "service": Service, "organisation": Organisation, "location": Location
}  # fmt: skip
LONGEST_WORDS = 1000
# A hub's computer is many people: so many reports a day are free, and more of them only have to wait a little.
FREE_REPORTS, LONGEST_PAUSE = 10, timedelta(minutes=10)


class UnknownReason(ValueError):
    """Not one of REASONS."""


def report(world: World, kind: str, record_id: str, reason: str, words: str = "", source: str = "") -> str | None:
    """Keep a report for the manager; its id, None where there is no such record.

    source: where the visitor is, such as a network address; many reports from one are slowed down. Only a keyed hash of it
        is kept, apart from the report and for a day; nothing else about the visitor is.
    Raises UnknownReason, TooSoon.
    """
    if reason not in REASONS:
        raise UnknownReason(reason)
    if source:
        delays.enter(world, (delays.of_today(world, f"report/{source}", FREE_REPORTS, LONGEST_PAUSE),))
    with world.database.writing() as session:
        if session.scalar(select(MODELS[kind].id).where(MODELS[kind].id == record_id)) is None:
            return None
        words = words.replace("\x00", "").strip()[:LONGEST_WORDS]
        row = Report(record_kind=kind, record_id=record_id, reason=reason, words=words, at=world.now())
        session.add(row)
        session.flush()
        return row.id
