"""Two records that are one made one: the kept one gets what was chosen and everything that pointed at the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.record_data import Data, blank
from hubdirectory.indexing import forget
from hubdirectory.models import Merging, OldSlug, Revision, new_id

from .changing import follow, put
from .editing import raise_if_wrong
from .merged_rows import move_what_points, move_what_stands, put_rows_back
from .reading import read, record_row
from .references import without_missing
from .revising import data_of, ground, revise
from .slugs import free_or_new_slug, leave_behind
from .tables import MODELS
from .writing import create

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

KEPT, GONE, BOTH = "kept", "gone", "both"
MERGED, MERGED_AWAY, UNDONE = "merged", "merged_away", "merge_undone"
KINDS = ("service", "organisation")
_OF_DATES = ("schedules", "places")
# Where the kept record stands, and whose it is, is not a matter of words.
_STAYS = frozenset({"state", "organisation", "trusted", "paused_until", "paused_reason"})


class NotMergeable(ValueError):
    """Not two records of one kind, or not a kind that is merged."""


class NotUndoable(Exception):
    """The merging was undone already."""


@dataclass(frozen=True)
class Merged:
    """`revision`: of the kept record."""

    id: str
    kept_id: str
    revision: int


@dataclass(frozen=True)
class Undone:
    """`kept_restored`: whether the kept record is what it was before; edited since, it is left as it is."""

    record_id: str
    kept_restored: bool


@dataclass(frozen=True)
class MergingLine:
    """A merging that a record took part in. `by`: account id."""

    id: str
    kind: str
    kept_id: str
    gone_id: str
    gone_name: str
    at: datetime
    account_id: str | None
    undone_at: datetime | None


def merge(world: World, actor: Actor, kind: str, kept_id: str, gone_id: str, picks: Mapping[str, str]) -> Merged:
    """Makes two services, or two organisations, one. Needs Permission.DESK.

    picks: by field, "gone" for the other record's value, or "both" for lists; the kept record's stays where nothing is said

    Members, services, sources, reports, assurances, open changes and saved pointers move to the kept record, old addresses
    lead to it, and both histories stay readable. Raises NotMergeable, RecordMissing, Invalid.
    """
    actor.must(Permission.DESK)
    if kind not in KINDS or kept_id == gone_id:
        raise NotMergeable("Only two services, or two organisations, can be one.")
    with world.database.writing() as session:
        for record_id in sorted((kept_id, gone_id)):
            record_row(session, kind, record_id, lock=True)
        wanted = _chosen(kind, read(session, kind, kept_id), read(session, kind, gone_id), picks)
        raise_if_wrong(session, kind, wanted, read(session, kind, kept_id))
        row = _noted(world, session, actor, kind, kept_id, gone_id)
        numbers = _made_one(world, session, actor, row, wanted)
        auditing.record(session, actor, "merge", kind, kept_id, at=world.now(), details=gone_id)
    world.index_now(numbers)
    return Merged(row.id, kept_id, row.kept_revision)


def _noted(world: World, session: Session, actor: Actor, kind: str, kept_id: str, gone_id: str) -> Merging:
    gone = record_row(session, kind, gone_id)
    before = ground(session, kind, kept_id, world.now())
    ground(session, kind, gone_id, world.now())
    revise(session, actor, kind, gone_id, MERGED_AWAY, world.now(), note=kept_id)
    row = Merging(
        id=new_id(), record_kind=kind, kept_id=kept_id, gone_id=gone_id, gone_slug=gone.slug, gone_name=gone.name,
        kept_revision=before, at=world.now(), account_id=actor.account_id, moved={"before": before, "sample": gone.sample},
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _made_one(world: World, session: Session, actor: Actor, row: Merging, wanted: Data) -> list[int]:
    """Moves, writes and removes, in this order; gives the numbers to index."""
    kind, kept_id, gone_id, gone_slug = row.record_kind, row.kept_id, row.gone_id, row.gone_slug
    pointing = move_what_points(session, kind, gone_id, kept_id)
    done = put(world, session, actor, kind, kept_id, wanted, MERGED, note=gone_id, audited=False)
    revision = done.revision if done.changed else revise(session, actor, kind, kept_id, MERGED, world.now(), note=gone_id)
    standing, numbers = move_what_stands(world, session, actor, kind, gone_id, kept_id, revision)
    row.kept_revision, row.moved = revision, {**row.moved, **pointing, **standing}
    # Who confirmed the other one has come over too, and what was done to its dates.
    numbers += [*done.numbers, *follow(world, session, kind, kept_id, _OF_DATES)]
    return numbers + _remove(world, session, kind, gone_id, gone_slug, kept_id)


def undo_merge(world: World, actor: Actor, merging_id: str) -> Undone:
    """Makes two of the one again: the gone record as it was, with everything that came from it. Needs Permission.DESK.

    Raises RecordMissing, NotMergeable where there is no such merging, NotUndoable.
    """
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        row = session.scalar(select(Merging).where(Merging.id == merging_id).with_for_update())
        if row is None:
            raise NotMergeable(merging_id)
        if row.undone_at:
            raise NotUndoable(merging_id)
        record_row(session, row.record_kind, row.kept_id, lock=True)
        _bring_back(world, session, row)
        numbers = put_rows_back(world, session, actor, row.record_kind, row.gone_id, row.kept_id, row.moved)
        revise(session, actor, row.record_kind, row.gone_id, UNDONE, world.now(), note=row.kept_id)
        untouched = ground(session, row.record_kind, row.kept_id, world.now()) == row.kept_revision
        if untouched:
            was, _ = without_missing(session, data_of(session, row.record_kind, row.kept_id, row.moved["before"]))
            numbers += put(world, session, actor, row.record_kind, row.kept_id, was, UNDONE, note=row.gone_id).numbers
        for record_id in (row.gone_id, row.kept_id):
            numbers += follow(world, session, row.record_kind, record_id, _OF_DATES)
        row.undone_at = world.now()
        auditing.record(session, actor, UNDONE, row.record_kind, row.kept_id, at=world.now(), details=row.gone_id)
    world.index_now(numbers)
    return Undone(row.gone_id, untouched)


def mergings(world: World, actor: Actor, kind: str, record_id: str) -> tuple[MergingLine, ...]:
    """The mergings that a record took part in, newest first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    took_part = (Merging.kept_id == record_id) | (Merging.gone_id == record_id)
    query = select(Merging).where(Merging.record_kind == kind, took_part).order_by(Merging.at.desc(), Merging.id)
    with world.database.reading() as session:
        return tuple(
            MergingLine(row.id, kind, row.kept_id, row.gone_id, row.gone_name, row.at, row.account_id, row.undone_at)
            for row in session.scalars(query)
        )


def _chosen(kind: str, kept: Data, gone: Data, picks: Mapping[str, str]) -> Data:
    wanted: Data = {}
    for field, pick in picks.items():
        if field not in blank(kind) or field in _STAYS or pick == KEPT:
            continue
        wanted[field] = _both(field, kept[field], gone[field]) if pick == BOTH else gone[field]
    return wanted


def _both(field: str, kept: Any, gone: Any) -> Any:
    """The kept record's items, then those of the other that it has not. What is no list stays, unless it is empty."""
    if not isinstance(kept, list):
        return kept or gone
    key = {"places": "location", "languages": "code", "texts": "code"}.get(field)
    known = [item[key] for item in kept] if key else kept
    return [*kept, *(item for item in gone if (item[key] if key else item) not in known)]


def _remove(world: World, session: Session, kind: str, gone_id: str, slug: str, kept_id: str) -> list[int]:
    """The gone record's rows go, the indexes forget it, its addresses lead to the kept one."""
    numbers = forget(session, [gone_id], world.engine_names) if kind == "service" else []
    model: Any = MODELS[kind]
    session.expunge(record_row(session, kind, gone_id))
    session.execute(delete(model).where(model.id == gone_id))
    leave_behind(session, kind, slug, kept_id, world.now())
    session.flush()
    return numbers


def _bring_back(world: World, session: Session, row: Merging) -> None:
    session.execute(delete(OldSlug).where(OldSlug.record_kind == row.record_kind, OldSlug.slug == row.gone_slug))
    mine = select(func.max(Revision.number)).where(Revision.record_kind == row.record_kind, Revision.record_id == row.gone_id)
    last = data_of(session, row.record_kind, row.gone_id, session.scalar(mine) or 0)
    data, _ = without_missing(session, last)
    if row.record_kind == "service" and data["organisation"] is None:
        data["organisation"] = read(session, "service", row.kept_id)["organisation"]
    slug = free_or_new_slug(session, row.record_kind, row.gone_slug, data["name"], row.gone_id)
    create(session, row.record_kind, row.gone_id, slug, data, at=world.now())
    record_row(session, row.record_kind, row.gone_id).sample = bool(row.moved.get("sample"))
    session.flush()
