"""What moves with a merged record besides its data: services, members, open changes, addresses and all that points at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.changes import OPEN, ChangeState
from hubdirectory.domain.states import MemberRole
from hubdirectory.indexing import services_of_organisation
from hubdirectory.models import Account, Change, Membership, OldSlug, ReferralReader

from .changing import put
from .pointing import move_back, move_pointers
from .revising import data_of, ground

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# By name of what moved; JSON, for `Merging.moved`.
Rows = dict[str, Any]


def move_what_points(session: Session, kind: str, gone_id: str, kept_id: str) -> Rows:
    """Members, sources, reports, dates, addresses: before the kept record is written, so that its dates find theirs."""
    rows: Rows = {"members": [], "raised": [], "readers": []}
    if kind == "organisation":
        rows["readers"] = _keep_readers(session, gone_id, kept_id)
        rows["members"], rows["raised"] = _move_members(session, gone_id, kept_id)
    rows["pointers"] = move_pointers(session, kind, gone_id, kept_id)
    rows["old_slugs"] = _move_old_slugs(session, kind, gone_id, kept_id)
    session.expire_all()
    return rows


def move_what_stands(
    world: World, session: Session, actor: Actor, kind: str, gone_id: str, kept_id: str, revision: int
) -> tuple[Rows, list[int]]:  # fmt: skip
    """Open changes, which stand on this revision of the kept record from now on, and services; the numbers to index."""
    numbers: list[int] = []
    rows: Rows = {"changes": _move_changes(world, session, kind, gone_id, kept_id, revision)}
    if kind == "organisation":
        rows["services"] = services_of_organisation(session, gone_id)
        numbers = _give_services(world, session, actor, rows["services"], kept_id)
        rows["owned_changes"] = _give_changes(session, gone_id, kept_id)
    session.expire_all()
    return rows, numbers


def put_rows_back(
    world: World, session: Session, actor: Actor, kind: str, gone_id: str, kept_id: str, rows: Mapping[str, Any]
) -> list[int]:  # fmt: skip
    """Everything that came from the gone record and is still with the kept one goes back."""
    numbers: list[int] = []
    move_back(session, rows["pointers"], gone_id)
    for slug in rows["old_slugs"]:
        session.execute(_old_slug(kind, slug).values(record_id=gone_id))
    if kind == "organisation":
        here = set(services_of_organisation(session, kept_id))
        numbers = _give_services(world, session, actor, [id_ for id_ in rows["services"] if id_ in here], gone_id)
        _restore_members(session, rows["members"], gone_id)
        _put_readers_back(session, rows.get("readers", []), gone_id, kept_id)
        _lower_again(session, rows.get("raised", []), kept_id)  # a merging from before roles were kept has none
        session.execute(update(Change).where(Change.id.in_(rows["owned_changes"])).values(organisation_id=gone_id))
    revision = ground(session, kind, gone_id, world.now())
    back = update(Change).where(Change.id.in_(rows["changes"]), Change.record_id == kept_id, Change.state.in_(OPEN))
    session.execute(back.values(record_id=gone_id, base_revision=revision))
    session.expire_all()
    return numbers


def _give_services(world: World, session: Session, actor: Actor, ids: list[str], organisation_id: str) -> list[int]:
    numbers: list[int] = []
    for service_id in ids:
        numbers += put(world, session, actor, "service", service_id, {"organisation": organisation_id}, "moved").numbers
    return numbers


def _move_members(session: Session, gone_id: str, kept_id: str) -> tuple[list[list[str]], list[list[str]]]:
    """Account and role of each member of the gone one, and account and role before of each whom it raised.

    Who is in both keeps the greater role of the two.
    """
    kept = {row.account_id: row for row in session.scalars(select(Membership).where(Membership.organisation_id == kept_id))}
    members = session.scalars(select(Membership).where(Membership.organisation_id == gone_id)).all()
    owners = {row.account_id for row in members if row.role == MemberRole.OWNER}
    rising = [row for row in kept.values() if row.account_id in owners and row.role != MemberRole.OWNER]
    raised = [[row.account_id, row.role] for row in rising]
    for row in rising:
        row.role = MemberRole.OWNER.value
    session.flush()
    return [[row.account_id, row.role] for row in members], raised


def _keep_readers(session: Session, gone_id: str, kept_id: str) -> list[Rows]:
    """Who is in both, and was named to read referrals in the gone one: they are named in the kept one from now on."""
    kept = {row.account_id: row.id for row in session.scalars(select(Membership).where(Membership.organisation_id == kept_id))}
    query = select(ReferralReader, Membership.account_id).join(Membership).where(Membership.organisation_id == gone_id)
    readers: list[Rows] = []
    for row, account_id in session.execute(query.where(Membership.account_id.in_(kept))).all():
        added = session.get(ReferralReader, kept[account_id]) is None
        if added:
            session.add(ReferralReader(membership_id=kept[account_id], named_at=row.named_at, named_by=row.named_by))
        readers.append({"account": account_id, "at": row.named_at.isoformat(), "by": row.named_by, "added": added})
    session.flush()
    return readers


def _put_readers_back(session: Session, readers: list[Rows], gone_id: str, kept_id: str) -> None:
    for one in readers:
        both = Membership.organisation_id.in_((gone_id, kept_id))
        query = select(Membership.organisation_id, Membership.id).where(both, Membership.account_id == one["account"])
        here = dict(session.execute(query).all())
        if one["added"] and kept_id in here:
            session.execute(delete(ReferralReader).where(ReferralReader.membership_id == here[kept_id]))
        if gone_id in here:
            by = session.get(Account, one["by"]) if one["by"] else None
            row = ReferralReader(membership_id=here[gone_id], named_at=datetime.fromisoformat(one["at"]), named_by=by and by.id)
            session.merge(row)
    session.flush()


def _restore_members(session: Session, members: list[list[str]], gone_id: str) -> None:
    """Those that could not move, for they were in both, had gone with the record."""
    there = set(session.scalars(select(Membership.account_id).where(Membership.organisation_id == gone_id)))
    accounts = set(session.scalars(select(Account.id).where(Account.id.in_([id_ for id_, _ in members]))))
    for account_id, role in members:
        if account_id in accounts - there:
            session.add(Membership(account_id=account_id, organisation_id=gone_id, role=role))
    session.flush()


def _lower_again(session: Session, raised: list[list[str]], kept_id: str) -> None:
    """Those whom the merging made owners of the kept one, where they are still."""
    before = dict(raised)
    query = select(Membership).where(Membership.organisation_id == kept_id, Membership.role == MemberRole.OWNER)
    for row in session.scalars(query.where(Membership.account_id.in_(before))):
        row.role = before[row.account_id]
    session.flush()


def _move_changes(world: World, session: Session, kind: str, gone_id: str, kept_id: str, revision: int) -> list[str]:
    """Open changes stand on the kept record from now on. An account that has one there already gets both in one."""
    ground(session, kind, gone_id, world.now())
    query = select(Change).where(Change.record_kind == kind, Change.state.in_(OPEN)).with_for_update().order_by(Change.id)
    fresh = query.execution_options(populate_existing=True)
    kept = {change.account_id: change for change in session.scalars(fresh.where(Change.record_id == kept_id))}
    kept.pop(None, None)
    moved = []
    for change in session.scalars(fresh.where(Change.record_id == gone_id)).all():
        other = kept.get(change.account_id or "")
        if other:
            other.fields = {**change.fields, **other.fields}
            other.version += 1
            change.state = ChangeState.MERGED.value
        else:
            change.fields = _against(session, kind, kept_id, revision, change.fields)
            change.record_id, change.base_revision, change.versions = kept_id, revision, {}
            change.version += 1
            moved.append(change.id)
    session.flush()
    return moved


def _against(session: Session, kind: str, record_id: str, revision: int, fields: Mapping[str, Any]) -> Rows:
    """The fields that differ from the kept record."""
    stands = data_of(session, kind, record_id, revision)
    return {field: value for field, value in fields.items() if stands.get(field) != value}


def _give_changes(session: Session, gone_id: str, kept_id: str) -> list[str]:
    """Changes of the organisation's services, and its own, are in the kept organisation's list."""
    ids = list(session.scalars(select(Change.id).where(Change.organisation_id == gone_id)))
    session.execute(update(Change).where(Change.id.in_(ids)).values(organisation_id=kept_id))
    return ids


def _move_old_slugs(session: Session, kind: str, gone_id: str, kept_id: str) -> list[str]:
    slugs = list(session.scalars(select(OldSlug.slug).where(OldSlug.record_kind == kind, OldSlug.record_id == gone_id)))
    for slug in slugs:
        session.execute(_old_slug(kind, slug).values(record_id=kept_id))
    return slugs


def _old_slug(kind: str, slug: str) -> Any:
    return update(OldSlug).where(OldSlug.record_kind == kind, OldSlug.slug == slug)
