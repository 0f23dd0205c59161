"""The manager decides: approve, with small fixes or without; send back with a reason; several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.editing import Invalid, wrong_in
from hubdirectory.actions.records.reading import RecordMissing, record_row
from hubdirectory.domain.changes import ChangeState
from hubdirectory.domain.differences import differences
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.record_data import OF_VERBS, Data, normalised
from hubdirectory.domain.validity import Problems, lacking
from hubdirectory.models import Change

from .base import Ground, all_problems, ground_of, ground_to_look_at
from .listing import line_of
from .mails import tell_published, tell_sent_back
from .publishing import publish
from .views import Approved, NoChange, NotInReview, Outcome, ReasonMissing, Review

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

CHANGE, RECORD = "change", "record"
# The reviewer alone confirms terms.
FIXABLE_BESIDE = frozenset({"confirmed"})


def review(world: World, actor: Actor, change_id: str) -> Review:
    """One change, as its reviewer sees it. Needs Permission.DESK. Raises NoChange."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        change = session.get(Change, change_id)
        if change is None:
            raise NoChange(change_id)
        record = record_row(session, change.record_kind, change.record_id)
        here = ground_to_look_at(session, record, change.record_kind, change.base_revision, 0)
        proposed = {**here.stands, **change.fields}
        return Review(
            line=line_of(session, change), version=change.version, stands=here.stands, proposed=proposed,
            differences=differences(here.stands, proposed), conflicts=here.moved_on(change.fields),
            problems=all_problems(session, change.record_kind, change.fields, change.conflicts, here), note=change.note,
        )  # fmt: skip


def approve(
    world: World, actor: Actor, change_id: str, *, version: int | None = None,
    fixes: Mapping[str, Any] | None = None, picks: Mapping[str, str] | None = None,
) -> Approved:  # fmt: skip
    """Makes a change public. Needs Permission.DESK.

    version: that of the Review that was read; a change that is not that any more is not decided
    fixes: small corrections by the reviewer, by field; kept as the reviewer's own revision. Terms are confirmed here:
        the field `confirmed`
    picks: "change" or "record" for fields in conflict. One that is neither picked nor fixed is not applied: the change keeps it

    Its author is told by mail. Raises NoChange, NotInReview, Invalid, UnknownField.
    """
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        change, here = _in_review(world, session, change_id, version)
        corrected = _fixes(change.record_kind, fixes or {})
        fields, left = _applied(change, here, picks or {}, corrected)
        _must_be_right(session, change, here, fields, corrected)
        wrong = {key.partition(".")[0] for key in wrong_in(session, change.record_kind, fields, here.stands)}
        own = {field: value for field, value in fields.items() if field not in wrong}
        revision, numbers = publish(world, session, actor, change, here, own, corrected)
        change.fixes, change.left = corrected, list(left)
        applied = tuple(dict.fromkeys([*fields, *corrected]))
        details = ", ".join([*applied, *(f"not {field}" for field in left)])
        auditing.record(session, actor, "approve", change.record_kind, change.record_id, at=world.now(), details=details)
        tell_published(world, session, actor, change)
    world.index_now(numbers)
    return Approved(change_id, applied, left, revision)


def send_back(world: World, actor: Actor, change_id: str, reason: str, *, version: int | None = None) -> None:
    """Gives a change back to its author with a reason, which is mailed. Needs Permission.DESK.

    Raises ReasonMissing, NoChange, NotInReview.
    """
    actor.must(Permission.DESK)
    if not reason.strip():
        raise ReasonMissing("Say why, so that its author can mend it.")
    with world.database.writing() as session:
        change, _ = _in_review(world, session, change_id, version)
        change.state, change.reason = ChangeState.SENT_BACK.value, reason.strip()
        change.decided_at, change.decided_by = world.now(), actor.account_id
        auditing.record(session, actor, "send_back", change.record_kind, change.record_id, at=world.now())
        tell_sent_back(world, session, actor, change)


def approve_several(world: World, actor: Actor, change_ids: Sequence[str]) -> tuple[Outcome, ...]:
    """Approves each by itself, as it is. One with conflicts or problems waits for a proper look. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    return tuple(_try(world, actor, change_id) for change_id in dict.fromkeys(change_ids))


def _try(world: World, actor: Actor, change_id: str) -> Outcome:
    try:
        seen = review(world, actor, change_id)
        if seen.conflicts:
            return Outcome(change_id, why_not="conflicts")
        return Outcome(change_id, approve(world, actor, change_id, version=seen.version))
    except Invalid:
        return Outcome(change_id, why_not="problems")
    except NotInReview:
        return Outcome(change_id, why_not="decided")
    except (NoChange, RecordMissing):
        return Outcome(change_id, why_not="gone")


def _in_review(world: World, session: Session, change_id: str, version: int | None) -> tuple[Change, Ground]:
    """The change and what it stands on, both locked: the record first, as everywhere."""
    found = session.execute(select(Change.record_kind, Change.record_id).where(Change.id == change_id)).one_or_none()
    if found is None:
        raise NoChange(change_id)
    record = record_row(session, found[0], found[1], lock=True)
    change = session.scalars(
        select(Change).where(Change.id == change_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if change.state != ChangeState.IN_REVIEW or (version is not None and change.version != version):
        raise NotInReview("The change is not what it was when you looked.")
    return change, ground_of(session, record, change.record_kind, change.base_revision, world.now())


def _fixes(kind: str, fixes: Mapping[str, Any]) -> Data:
    corrected = normalised(kind, fixes)
    for field in OF_VERBS - FIXABLE_BESIDE:
        corrected.pop(field, None)
    return corrected


def _applied(change: Change, here: Ground, picks: Mapping[str, str], fixes: Data) -> tuple[Data, tuple[str, ...]]:
    """Which of the change's fields to apply, and which are in conflict and left."""
    disputed = {conflict.field for conflict in here.moved_on(change.fields) if picks.get(conflict.field) != CHANGE}
    fields = {field: value for field, value in change.fields.items() if field not in disputed}
    return fields, tuple(field for field in change.fields if field in disputed and field not in fixes)


def _must_be_right(session: Session, change: Change, here: Ground, fields: Data, fixes: Data) -> None:
    """With the fixes it must be whole and right. Raises Invalid."""
    kind, wanted = change.record_kind, {**fields, **fixes}
    problems: Problems = wrong_in(session, kind, wanted, here.stands)
    problems |= lacking(kind, {**here.stands, **wanted}, here.organisation)
    if problems:
        raise Invalid(problems)
