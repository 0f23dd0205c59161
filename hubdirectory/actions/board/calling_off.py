"""What a notice calls off: each date that it names is cancelled as if by hand, and put back as it was when it ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import PRODUCT
from hubdirectory.actions.occurrences.before import as_it_was, put_back
from hubdirectory.domain.states import AttributeState
from hubdirectory.models import (
    Attribute,
    Notice,
    NoticeCancelling,
    Occurrence,
    OccurrenceDeed,
    Taxonomy,
    TaxonomyTerm,
)

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

VERB = "notice_cancelled"


def cancel(world: World, session: Session, notice: Notice) -> list[Occurrence]:
    """Each date once: one that somebody put on again by hand is not cancelled again."""
    known = select(NoticeCancelling.occurrence_id).where(NoticeCancelling.notice_id == notice.id)
    rows = session.scalars(
        select(Occurrence).where(
            Occurrence.planned, Occurrence.cancelled.is_(False), Occurrence.starts < notice.ends_at,
            Occurrence.ends > notice.starts_at, _named(notice), Occurrence.id.not_in(known),
        ).with_for_update()
    ).all()  # fmt: skip
    numbers = _last_numbers(session, [row.id for row in rows])
    for row in rows:
        before = as_it_was(row)
        row.cancelled, row.reason, row.touched_at, row.touched_by = True, notice.reason, world.now(), notice.by
        number = numbers.get(row.id, 0) + 1
        session.add(
            OccurrenceDeed(
                occurrence_id=row.id, number=number, at=world.now(), verb=VERB, account_id=notice.account_id,
                by=notice.by, before=before,
            )
        )  # fmt: skip
        session.add(NoticeCancelling(notice_id=notice.id, occurrence_id=row.id, deed=number))
        auditing.record(session, PRODUCT, VERB, "occurrence", row.id, at=world.now(), details=notice.reason)
    session.flush()
    return list(rows)


def _named(notice: Notice) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = []
    if notice.places:
        conditions.append(Occurrence.location_id.in_(notice.places))
    if notice.services:
        conditions.append(Occurrence.service_id.in_(notice.services))
    if notice.needs:
        having = (
            select(Attribute.service_id).join(TaxonomyTerm, TaxonomyTerm.id == Attribute.term_id)
            .join(Taxonomy, Taxonomy.id == TaxonomyTerm.taxonomy_id)
            .where(Taxonomy.slug == "need", TaxonomyTerm.slug.in_(notice.needs), Attribute.service_id.is_not(None),
                   Attribute.state == AttributeState.CONFIRMED)
        )  # fmt: skip
        conditions.append(Occurrence.service_id.in_(having))
    return or_(*conditions) if conditions else false()


def put_on_again(world: World, session: Session, notice: Notice) -> list[Occurrence]:
    """Puts back what the notice had cancelled and nobody put on again meanwhile."""
    notice.done_at = world.now()
    pairs = session.execute(
        select(Occurrence, OccurrenceDeed)
        .join(NoticeCancelling, NoticeCancelling.occurrence_id == Occurrence.id)
        .join(
            OccurrenceDeed,
            and_(OccurrenceDeed.occurrence_id == Occurrence.id, OccurrenceDeed.number == NoticeCancelling.deed),
        )
        .where(NoticeCancelling.notice_id == notice.id, OccurrenceDeed.undone_at.is_(None))
    ).all()
    later = _later_deeds(session, [row.id for row, _ in pairs])
    changed = []
    for row, deed in pairs:
        after = [one for one in later.get(row.id, ()) if one.number > deed.number]
        if _take_back(row, deed, after, notice.reason):
            changed.append(row)
        deed.undone_at = world.now()
        auditing.record(session, PRODUCT, f"undo_{VERB}", "occurrence", row.id, at=world.now())
    session.flush()
    return changed


def _take_back(row: Occurrence, deed: OccurrenceDeed, after: Sequence[OccurrenceDeed], reason: str) -> bool:
    """As it was, but for what was done to it since: that stands, and what it would go back to is no longer cancelled."""
    if not after:
        put_back(row, deed.before)
        return True
    for one in after:
        if one.before.get("reason") == reason:
            one.before = {**one.before, "cancelled": False, "reason": ""}
    ours = row.cancelled and row.reason == reason
    if ours:
        row.cancelled, row.reason = False, ""
    return ours


def _later_deeds(session: Session, ids: Iterable[str]) -> dict[str, list[OccurrenceDeed]]:
    found: dict[str, list[OccurrenceDeed]] = {}
    deeds = select(OccurrenceDeed).where(OccurrenceDeed.occurrence_id.in_(list(ids)), OccurrenceDeed.undone_at.is_(None))
    for deed in session.scalars(deeds.order_by(OccurrenceDeed.number)):
        found.setdefault(deed.occurrence_id, []).append(deed)
    return found


def _last_numbers(session: Session, ids: Iterable[str]) -> dict[str, int]:
    numbers = select(OccurrenceDeed.occurrence_id, func.max(OccurrenceDeed.number)).where(
        OccurrenceDeed.occurrence_id.in_(list(ids))
    )
    return {row[0]: row[1] for row in session.execute(numbers.group_by(OccurrenceDeed.occurrence_id))}
