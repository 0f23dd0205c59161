"""Reports from visitors: read, told to the organisation, settled with a note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing, mailing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.freshness.people import reached
from hubdirectory.actions.records.changing import organisation_of
from hubdirectory.actions.records.reading import RecordMissing, record_row
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Account, Report, Settlement

from . import deeds
from .recordlines import RecordName, names_of

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

SETTLED, TOLD = "report_settled", "report_told"


class NobodyToTell(LookupError):
    """The record belongs to no organisation, or nobody there has an address."""


@dataclass(frozen=True)
class ReportLine:
    """What a visitor said about a record. `record` is None where the record is gone; `note` and `by` of who settled it."""

    id: str
    kind: str
    record_id: str
    record: RecordName | None
    reason: str
    words: str
    at: datetime
    settled_at: datetime | None
    note: str
    by: str


def reports(
    world: World, actor: Actor, *, settled: bool = False, record_id: str = "", limit: int = 200
) -> tuple[ReportLine, ...]:  # fmt: skip
    """Those that wait, the oldest first; or those that were settled, the newest first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    order = Report.settled_at.desc() if settled else Report.at
    query = select(Report).where(Report.settled_at.is_not(None) if settled else Report.settled_at.is_(None))
    if record_id:
        query = query.where(Report.record_id == record_id)
    with world.database.reading() as session:
        rows = session.scalars(query.order_by(order, Report.id).limit(limit)).all()
        names = names_of(session, ((row.record_kind, row.record_id) for row in rows))
        notes = _notes(session, [row.id for row in rows])
    return tuple(
        ReportLine(
            row.id, row.record_kind, row.record_id, names.get((row.record_kind, row.record_id)), row.reason, row.words, row.at,
            row.settled_at, *notes.get(row.id, ("", "")),
        )
        for row in rows
    )  # fmt: skip


def _notes(session: Session, ids: list[str]) -> dict[str, tuple[str, str]]:
    query = select(Settlement.item_id, Settlement.note, Account.name, Account.email).outerjoin(
        Account, Account.id == Settlement.account_id
    )
    rows = session.execute(query.where(Settlement.kind == deeds.REPORT, Settlement.item_id.in_(ids)))
    return {id_: (note, name or email or "") for id_, note, name, email in rows}


def settle(world: World, actor: Actor, ids: Iterable[str], note: str = "") -> deeds.Done:
    """These are dealt with. Can be undone. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    at = world.now()
    with world.database.writing() as session:
        waiting = update(Report).where(Report.id.in_(list(ids)), Report.settled_at.is_(None)).values(settled_at=at)
        settled = session.scalars(waiting.returning(Report.id)).all()
        for id_ in settled:
            session.merge(Settlement(kind=deeds.REPORT, item_id=id_, at=at, account_id=actor.account_id, note=note.strip()))
            auditing.record(session, actor, SETTLED, "report", id_, at=at)
        return deeds.keep(session, actor, SETTLED, [{"how": deeds.REPORT, "id": id_} for id_ in settled], at=at)


def tell_organisation(world: World, actor: Actor, report_id: str, words: str = "") -> int:
    """Writes to the people of the record's organisation what a visitor said; to how many.

    Needs Permission.DESK. Raises RecordMissing, NobodyToTell.
    """
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        row = session.get(Report, report_id)
        if row is None:
            raise RecordMissing(report_id)
        record = record_row(session, row.record_kind, row.record_id)
        owner = organisation_of(record)
        people = reached(session, [owner]).get(owner, []) if owner else []
        if not people:
            raise NobodyToTell(report_id)
        for person in people:
            mailing.write(
                world, session, to=person.person.address, name="visitor_report", locale=person.locale,
                about=(row.record_kind, row.record_id), account_id=person.account_id, record=record.name, greeted=person.name,
                reason=row.reason, said=row.words, words=words.strip(),
            )  # fmt: skip
        auditing.record(session, actor, TOLD, "report", report_id, at=world.now(), details=f"{len(people)}")
        return len(people)
