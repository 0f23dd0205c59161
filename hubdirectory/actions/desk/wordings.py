"""The manager's words that are data: synonyms, stop words, the crisis panel, texts of pages, sentences of mails, routes.

Each change keeps what stood before, so that any earlier text can be brought back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from hubdirectory.actions import auditing
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.hearing import stamp_phrases, stamp_words
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Account, Wording, WordingVersion, new_id
from hubdirectory.models.straight import until_written

from .good_words import good_value

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

SYNONYMS, STOP_WORDS, PANEL, PAGE, MAIL, ROUTES = "synonyms", "stop_words", "panel", "page", "mail", "routes"
PHRASES = "phrases"
OF_SEARCH = (SYNONYMS, STOP_WORDS)
KINDS = (SYNONYMS, STOP_WORDS, PANEL, PAGE, MAIL, ROUTES, PHRASES)
# Pages whose text the manager may write; the front page has a notice of its own.
PAGES = ("home", "about", "accessibility", "privacy", "cookies", "exit-page")
VERSIONS_SHOWN = 50


class NoWording(LookupError):
    """There is no such wording, or no such version of one."""


@dataclass(frozen=True)
class Version:
    """What a wording said from `at` on, and who made it so: "" for what the site came with."""

    id: str
    at: datetime
    by: str
    value: Any


def wordings(world: World, actor: Actor, kind: str) -> dict[str, Any]:
    """Every wording of a kind by its key; those that were taken away are left out. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        return every_standing(session, kind)


def wording(world: World, actor: Actor, kind: str, key: str) -> Any:
    """Its value, None where there is none. Needs Permission.DESK."""
    return wordings(world, actor, kind).get(key)


def standing(session: Session, kind: str, key: str) -> Any:
    """Its value within a transaction, None where there is none."""
    return every_standing(session, kind).get(key)


def every_standing(session: Session, kind: str) -> dict[str, Any]:
    rows = session.execute(select(Wording.key, Wording.value).where(Wording.kind == kind).order_by(Wording.key))
    return {key: value for key, value in rows if value}


def put(world: World, actor: Actor, kind: str, key: str, value: Any) -> None:
    """Writes a wording; it is public at once, a synonym at the next search in every process. Nothing empty takes it away.

    Needs Permission.DESK. Raises NoWording for a kind that is not the manager's, BadWording for a value that would not do.
    """
    actor.must(Permission.DESK)
    if kind not in KINDS or not key:
        raise NoWording(f"{kind}/{key}")
    good = good_value(kind, key, value)
    with world.database.writing() as session:
        put_good(session, actor, kind, key, good, world.now())
    if kind in OF_SEARCH:
        world.words_changed()


def put_good(session: Session, actor: Actor, kind: str, key: str, good: Any, at: datetime) -> None:
    """Writes a value that `good_value` gave, within a transaction. Every process hears of it at its next search."""
    _keep_first(session, kind, key, at)
    # What the site came with would come back at the next upgrade if its row went.
    session.merge(Wording(kind=kind, key=key, value=good, updated_at=at))
    session.add(_version(session, kind, key, good, at, actor.account_id))
    auditing.record(session, actor, "wording_changed", kind, key[:36], at=at)
    if kind in OF_SEARCH:
        stamp_words(session)
    if kind == PHRASES:
        stamp_phrases(session)


def versions(world: World, actor: Actor, kind: str, key: str) -> tuple[Version, ...]:
    """What it said and says, newest first. Needs Permission.DESK."""
    actor.must(Permission.DESK)
    query = (
        select(WordingVersion, Account.name, Account.email).outerjoin(Account, Account.id == WordingVersion.account_id)
        .where(WordingVersion.kind == kind, WordingVersion.key == key)
        .order_by(WordingVersion.number.desc()).limit(VERSIONS_SHOWN)
    )  # fmt: skip
    with world.database.reading() as session:
        return tuple(Version(row.id, row.at, name or email or "", row.value) for row, name, email in session.execute(query))


def restore(world: World, actor: Actor, version_id: str) -> tuple[str, str]:
    """Makes an earlier version the one that stands; its kind and key. Needs Permission.DESK. Raises NoWording."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        row = session.get(WordingVersion, version_id)
    if row is None:
        raise NoWording(version_id)
    put(world, actor, row.kind, row.key, row.value)
    return row.kind, row.key


def page_texts(world: World, key: str) -> Mapping[str, str]:
    """The manager's own text of a page by language code; none where they wrote none. For everybody."""
    with world.database.reading() as session:
        return until_written(session.connection(), PAGE, _page_texts).get(key) or {}


def _page_texts(connection: Connection) -> dict[str, Mapping[str, str]]:
    return dict(connection.execute(select(Wording.key, Wording.value).where(Wording.kind == PAGE)).all())


def _keep_first(session: Session, kind: str, key: str, at: datetime) -> None:
    """Before the first change: what the site came with, or nothing."""
    known = select(WordingVersion.id).where(WordingVersion.kind == kind, WordingVersion.key == key).limit(1)
    if session.scalar(known) is None:
        row = session.get(Wording, (kind, key))
        since = min(row.updated_at, at) if row else at
        session.add(_version(session, kind, key, row.value if row else {}, since, None))
        session.flush()


def _version(session: Session, kind: str, key: str, value: Any, at: datetime, account_id: str | None) -> WordingVersion:
    known = select(func.max(WordingVersion.number)).where(WordingVersion.kind == kind, WordingVersion.key == key)
    number = (session.scalar(known) or 0) + 1
    return WordingVersion(id=new_id(), kind=kind, key=key, number=number, value=value, at=at, account_id=account_id)
