"""What somebody typed into a form when the session had ended: kept for its account, encrypted, for an hour."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.signing_in import KEPT_FORM
from hubdirectory.models import KeptForm

from .hiding import Unreadable, hide, show

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

Pairs = tuple[tuple[str, str], ...]
LARGEST, MOST = 300_000, 5
PURPOSE = "kept form"


class TooLarge(ValueError):
    """More than anybody types."""


@dataclass(frozen=True)
class KeptWords:
    """A form as it was sent: to which address of this site, and its fields in their order."""

    id: str
    address: str
    fields: Pairs


def keep(world: World, account_id: str, address: str, fields: Pairs) -> str:
    """Keeps a form for whoever signs in to this account; its id. Raises TooLarge."""
    said = json.dumps(fields)
    if len(said) > LARGEST:
        raise TooLarge
    with world.database.writing() as session:
        _make_room(world, session, account_id)
        row = KeptForm(account_id=account_id, address=address, fields=hide(world, PURPOSE, said), kept_at=world.now())
        session.add(row)
        session.flush()
        return row.id


def read(world: World, actor: Actor, form_id: str) -> KeptWords | None:
    """None where it is not the actor's, or its hour is over."""
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.reading() as session:
        row = session.get(KeptForm, form_id)
    if row is None or row.account_id != actor.account_id or world.now() - row.kept_at > KEPT_FORM:
        return None
    try:
        fields = json.loads(show(world, PURPOSE, row.fields))
    except Unreadable:
        return None
    return KeptWords(row.id, row.address, tuple((name, value) for name, value in fields))


def drop(world: World, actor: Actor, form_id: str) -> None:
    actor.must(Permission.OWN_ACCOUNT)
    with world.database.writing() as session:
        session.execute(delete(KeptForm).where(KeptForm.id == form_id, KeptForm.account_id == actor.account_id))


def _make_room(world: World, session: Session, account_id: str) -> None:
    newest = select(KeptForm.id).where(KeptForm.account_id == account_id).order_by(KeptForm.kept_at.desc()).limit(MOST - 1)
    stay = session.scalars(newest).all()
    session.execute(delete(KeptForm).where(KeptForm.account_id == account_id, KeptForm.id.not_in(stay)))
    session.execute(delete(KeptForm).where(KeptForm.kept_at < world.now() - KEPT_FORM))
