"""What all actions on changes share: finding a change, whose it is, and what its record is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.changing import organisation_of
from hubdirectory.actions.records.editing import wrong_in
from hubdirectory.actions.records.reading import read, record_row
from hubdirectory.actions.records.revising import RevisionMissing, data_of, ground
from hubdirectory.actions.records.tables import Record
from hubdirectory.domain.changes import OPEN, ChangeState, FieldConflict, conflicts
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.record_data import Data
from hubdirectory.domain.states import State
from hubdirectory.domain.validity import Problem, Problems, Wrong, lacking
from hubdirectory.models import Change, new_id

from .views import NoAccount


@dataclass
class Ground:
    """What a change stands on: the record's row, what it says now, and what it said when the change began.

    organisation: of a service, whole; its contact counts
    """

    record: Record
    stands: Data
    base: Data
    revision: int
    organisation: Data | None

    @property
    def new(self) -> bool:
        return self.record.state == State.DRAFT

    def moved_on(self, fields: Data) -> tuple[FieldConflict, ...]:
        """The fields that somebody else has published since."""
        return conflicts(self.base, self.stands, fields)


def must_have_account(actor: Actor) -> str:
    if not actor.account_id:
        raise NoAccount("A draft belongs to an account.")
    return actor.account_id


def record_for(session: Session, actor: Actor, kind: str, record_id: str, *, lock: bool = False) -> Record:
    """The record, for somebody who may edit it. Raises RecordMissing, NotAllowed."""
    record = record_row(session, kind, record_id, lock=lock)
    actor.must(Permission.EDIT, organisation_of(record))
    return record


def own_open(session: Session, account_id: str, kind: str, record_id: str) -> Change | None:
    """The account's one change of the record that is still somebody's work. Lock the record first."""
    query = select(Change).where(
        Change.account_id == account_id, Change.record_kind == kind, Change.record_id == record_id, Change.state.in_(OPEN)
    )
    return session.scalar(query.execution_options(populate_existing=True))


def new_change(session: Session, account_id: str, kind: str, here: Ground, at: datetime, base: int = 0) -> Change:
    """An empty draft, begun from revision `base` of the record where it has one of that number, else from what is now."""
    owner = here.record.id if kind == "organisation" else here.stands.get("organisation")
    change = Change(
        id=new_id(), account_id=account_id, record_kind=kind, record_id=here.record.id, organisation_id=owner,
        state=ChangeState.DRAFT.value, base_revision=base if 0 < base <= here.revision else here.revision,
        fields={}, problems={}, versions={}, conflicts={}, version=0, note="", reason="", started_at=at, saved_at=at,
    )  # fmt: skip
    session.add(change)
    return change


def ground_of(session: Session, record: Record, kind: str, base: int | None, at: datetime) -> Ground:
    """What the record is now and what it was at revision `base`; None is now. Writes the revision that says what is now."""
    revision = ground(session, kind, record.id, at)
    stands = read(session, kind, record.id)
    return Ground(record, stands, base_of(session, kind, record.id, base, stands), revision, organisation_data(session, stands))


def ground_to_look_at(session: Session, record: Record, kind: str, base: int | None, revision: int) -> Ground:
    """The same, without writing."""
    stands = read(session, kind, record.id)
    return Ground(record, stands, base_of(session, kind, record.id, base, stands), revision, organisation_data(session, stands))


def base_of(session: Session, kind: str, record_id: str, number: int | None, stands: Data) -> Data:
    """A number that the record has not is a tampered form's: then what stands is what was seen."""
    try:
        return data_of(session, kind, record_id, number) if number else stands
    except RevisionMissing:
        return stands


def organisation_data(session: Session, stands: Data) -> Data | None:
    return read(session, "organisation", stands["organisation"]) if stands.get("organisation") else None


def typed_problems(session: Session, kind: str, fields: Data, stands: Data) -> Problems:
    return wrong_in(session, kind, fields, stands)


def all_problems(session: Session, kind: str, change_fields: Data, conflicts: Data, here: Ground) -> Problems:
    """All that keeps a change from going out."""
    found = typed_problems(session, kind, change_fields, here.stands)
    found |= {field: Problem(Wrong.TWO_VERSIONS) for field in conflicts}
    for key, problem in lacking(kind, {**here.stands, **change_fields}, here.organisation).items():
        found.setdefault(key, problem)
    return found


def as_json(problems: Problems) -> dict[str, Any]:
    return {key: problem.as_json() for key, problem in problems.items()}


def from_json(kept: dict[str, Any]) -> Problems:
    return {key: Problem.from_json(problem) for key, problem in kept.items()}
