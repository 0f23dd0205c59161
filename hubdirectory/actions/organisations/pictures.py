"""Pictures of records: added with words for who cannot see them, looked at by the manager, removed with their files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.changing import organisation_of
from hubdirectory.actions.records.reading import record_row
from hubdirectory.actions.records.tables import MODELS
from hubdirectory.actions.records.trust import may_publish
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.picturing import LONGEST_ALT, MOST_PICTURES, PictureState
from hubdirectory.models import Account, Organisation, Picture, new_id

from . import picture_files
from .membership import tell
from .picture_records import has_public_page, there

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

YOUNG = timedelta(days=1)


class NoSuchPicture(LookupError):
    """A page answers 404."""


class AltMissing(ValueError):
    """What it shows has to be said, or that it shows nothing."""


class TooManyPictures(Exception):
    """The record has as many as it may have."""


@dataclass(frozen=True)
class PictureLine:
    """A picture as its people and the manager see it. `alt` "": it shows nothing that somebody would miss."""

    id: str
    kind: str
    record_id: str
    record: str
    organisation: str
    state: PictureState
    alt: str
    small_file: str
    small_width: int
    small_height: int
    added_at: datetime


def of_record(world: World, actor: Actor, kind: str, record_id: str) -> tuple[PictureLine, ...]:
    """All of them, also those that wait. Needs Permission.EDIT for whose the record is."""
    with world.database.reading() as session:
        record = record_row(session, kind, record_id)
        actor.must(Permission.EDIT, organisation_of(record))
        return _lines(session, session.scalars(_of(kind, record_id)).all())


def add(world: World, actor: Actor, kind: str, record_id: str, content: bytes, alt: str, *, decorative: bool = False) -> str:
    """Checks, re-encodes and keeps a picture; its id. Public at once for the trusted, else after the manager's look.

    decorative: it shows nothing that somebody would miss; then it has no words
    Needs Permission.EDIT for whose the record is. Raises BadPicture, AltMissing, TooManyPictures, RecordMissing.
    """
    words = _words(alt, decorative)
    with world.database.reading() as session:
        actor.must(Permission.EDIT, organisation_of(record_row(session, kind, record_id)))
    large, small = picture_files.made_of(content)
    with world.database.writing() as session:
        record = record_row(session, kind, record_id, lock=True)
        owner = organisation_of(record)
        actor.must(Permission.EDIT, owner)
        here = session.scalars(_of(kind, record_id)).all()
        if len(here) >= MOST_PICTURES:
            raise TooManyPictures(record_id)
        for file in (large, small):
            picture_files.keep(world.settings.instance, file)
        state = PictureState.PUBLISHED if may_publish(session, actor, record) else PictureState.WAITING
        picture = Picture(
            id=new_id(), record_kind=kind, record_id=record_id, organisation_id=owner, state=state.value, alt=words,
            file=large.name, width=large.width, height=large.height, small_file=small.name, small_width=small.width,
            small_height=small.height, position=max((one.position for one in here), default=-1) + 1,
            added_at=world.now(), added_by=actor.account_id,
        )  # fmt: skip
        session.add(picture)
        auditing.record(session, actor, "picture_added", kind, record_id, at=world.now())
        return picture.id


def describe(world: World, actor: Actor, picture_id: str, alt: str, *, decorative: bool = False) -> None:
    """Other words for what it shows. Raises AltMissing, NoSuchPicture."""
    words = _words(alt, decorative)
    with world.database.writing() as session:
        picture = _theirs(session, actor, picture_id)
        picture.alt = words
        auditing.record(session, actor, "picture_described", picture.record_kind, picture.record_id, at=world.now())


def remove(world: World, actor: Actor, picture_id: str) -> None:
    """Takes it off its record at once; the files go with the last record that has them. Raises NoSuchPicture."""
    with world.database.writing() as session:
        picture = _theirs(session, actor, picture_id)
        auditing.record(session, actor, "picture_removed", picture.record_kind, picture.record_id, at=world.now())
        _take_away(world, session, picture)


def waiting(world: World, actor: Actor) -> tuple[PictureLine, ...]:
    """Those that wait for the manager's look, the longest first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = select(Picture).where(Picture.state == PictureState.WAITING).order_by(Picture.added_at, Picture.id)
    with world.database.reading() as session:
        return _lines(session, session.scalars(query).all())


def approve(world: World, actor: Actor, picture_id: str) -> None:
    """Public from now on. Needs Permission.DESK. Raises NoSuchPicture."""
    actor.must(Permission.DESK)
    with world.database.writing() as session:
        picture = _the_picture(session, picture_id)
        picture.state = PictureState.PUBLISHED.value
        auditing.record(session, actor, "picture_approved", picture.record_kind, picture.record_id, at=world.now())


def refuse(world: World, actor: Actor, picture_id: str, reason: str) -> None:
    """Takes it away and tells whoever added it why. Needs Permission.DESK. Raises NoSuchPicture, ValueError for no reason."""
    actor.must(Permission.DESK)
    if not reason.strip():
        raise ValueError("Say why.")
    with world.database.writing() as session:
        picture = _the_picture(session, picture_id)
        account = session.get(Account, picture.added_by) if picture.added_by else None
        owner = session.get(Organisation, picture.organisation_id) if picture.organisation_id else None
        if account and owner:
            name = record_row(session, picture.record_kind, picture.record_id).name
            tell(world, session, account, owner, "picture_refused", service=name, reason=reason.strip())
        auditing.record(session, actor, "picture_refused", picture.record_kind, picture.record_id, at=world.now())
        _take_away(world, session, picture)


def file_to_serve(world: World, actor: Actor, name: str) -> tuple[Path, bool] | None:
    """Where the file lies, and whether everybody may see it.

    One that waits, or whose record everybody may not see, is for its own people and the manager.
    """
    with world.database.reading() as session:
        rows = session.scalars(select(Picture).where(or_(Picture.file == name, Picture.small_file == name))).all()
        public = any(
            row.state == PictureState.PUBLISHED and has_public_page(session, row.record_kind, row.record_id) for row in rows
        )
    path = picture_files.path_of(world.settings.instance, name)
    if not (public or any(actor.may(Permission.EDIT, row.organisation_id) for row in rows)) or not path.is_file():
        return None
    return path, public


def sweep(world: World) -> int:
    """Takes away pictures whose record is gone, and files that nothing names any more; how many. The worker's job."""
    with world.database.writing() as session:
        rows = session.scalars(select(Picture)).all()
        known = there(session, rows)
        gone = [row for row in rows if (row.record_kind, row.record_id) not in known]
        named = {name for row in rows if (row.record_kind, row.record_id) in known for name in (row.file, row.small_file)}
        for row in gone:
            session.delete(row)
    old = datetime.now(world.now().tzinfo).timestamp() - YOUNG.total_seconds()
    files = [path for path in picture_files.all_files(world.settings.instance) if path.name not in named]
    left = [path for path in files if path.stat().st_mtime < old]
    for path in left:
        path.unlink(missing_ok=True)
    return len(gone) + len(left)


def _words(alt: str, decorative: bool) -> str:
    words = "" if decorative else " ".join(alt.split())[:LONGEST_ALT]
    if not words and not decorative:
        raise AltMissing("Say what it shows.")
    return words


def _of(kind: str, record_id: str) -> Any:
    return (
        select(Picture).where(Picture.record_kind == kind, Picture.record_id == record_id)
        .order_by(Picture.position, Picture.id)
    )  # fmt: skip


def _the_picture(session: Session, picture_id: str) -> Picture:
    picture = session.scalar(select(Picture).where(Picture.id == picture_id).with_for_update())
    if picture is None:
        raise NoSuchPicture(picture_id)
    return picture


def _theirs(session: Session, actor: Actor, picture_id: str) -> Picture:
    picture = _the_picture(session, picture_id)
    actor.must(Permission.EDIT, organisation_of(record_row(session, picture.record_kind, picture.record_id)))
    return picture


def _take_away(world: World, session: Session, picture: Picture) -> None:
    session.delete(picture)
    session.flush()
    for name in (picture.file, picture.small_file):
        others = select(func.count()).select_from(Picture).where(or_(Picture.file == name, Picture.small_file == name))
        if not session.scalar(others):
            picture_files.forget(world.settings.instance, name)


def _lines(session: Session, rows: Iterable[Picture]) -> tuple[PictureLine, ...]:
    rows = list(rows)
    names: dict[tuple[str, str], str] = {}
    for kind in {row.record_kind for row in rows}:
        model: Any = MODELS[kind]
        ids = [row.record_id for row in rows if row.record_kind == kind]
        names |= {(kind, id_): name for id_, name in session.execute(select(model.id, model.name).where(model.id.in_(ids)))}
    owners = {row.organisation_id for row in rows if row.organisation_id}
    of = dict(session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(owners))).all())
    return tuple(
        PictureLine(
            row.id, row.record_kind, row.record_id, names.get((row.record_kind, row.record_id), ""),
            of.get(row.organisation_id or "", ""), PictureState(row.state), row.alt, row.small_file, row.small_width,
            row.small_height, row.added_at,
        )
        for row in rows
    )  # fmt: skip
