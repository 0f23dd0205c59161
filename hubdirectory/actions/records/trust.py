"""Whose change is public at once, and whose waits for the manager."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor, NotAllowed
from hubdirectory.domain.permissions import Permission
from hubdirectory.models import Organisation

from .changing import organisation_of
from .tables import Record


def may_publish(session: Session, actor: Actor, record: Record) -> bool:
    """The manager, and members of a trusted organisation for its own records."""
    if actor.may(Permission.DESK):
        return True
    owner = organisation_of(record)
    return actor.may(Permission.EDIT, owner) and bool(
        session.scalar(select(Organisation.trusted).where(Organisation.id == owner))
    )


def must_publish(session: Session, actor: Actor, record: Record) -> None:
    """Raises NotAllowed."""
    if not may_publish(session, actor, record):
        raise NotAllowed("A change by this account goes to review first.")
