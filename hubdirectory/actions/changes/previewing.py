"""A draft as the public will see it: written, read by the page's own reader, and taken back."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.records.places import settle_places
from hubdirectory.actions.records.reading import read, record_row
from hubdirectory.actions.records.writing import write
from hubdirectory.actions.showing import organisations, services
from hubdirectory.actions.showing.views import OrganisationView, ServiceView
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.record_data import Data
from hubdirectory.models import Change

from .base import must_have_account, own_open, record_for, typed_problems
from .views import NoChange

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


class _TakenBack(Exception):
    """Ends the unit of work of a preview."""


def preview(world: World, actor: Actor, kind: str, record_id: str, locale: str) -> ServiceView | OrganisationView:
    """The actor's draft as its page will show it; what is wrong in it is left as it is public. Changes nothing.

    Needs Permission.EDIT. Raises RecordMissing, NoAccount; kinds are service and organisation.
    """
    account_id = must_have_account(actor)
    with world.database.reading() as session:
        record_for(session, actor, kind, record_id)
        change = own_open(session, account_id, kind, record_id)
        fields = dict(change.fields) if change else {}
    return _seen(world, kind, record_id, fields, locale)


def preview_change(world: World, actor: Actor, change_id: str, locale: str) -> ServiceView | OrganisationView:
    """Somebody's change as its page would show it. Needs Permission.DESK. Raises NoChange, RecordMissing."""
    actor.must(Permission.DESK)
    with world.database.reading() as session:
        change = session.get(Change, change_id)
        if change is None:
            raise NoChange(change_id)
    return _seen(world, change.record_kind, change.record_id, dict(change.fields), locale)


def _seen(world: World, kind: str, record_id: str, fields: Data, locale: str) -> ServiceView | OrganisationView:
    seen: list[ServiceView | OrganisationView] = []
    with suppress(_TakenBack), world.database.writing() as session:
        seen.append(_written(world, session, kind, record_id, fields, locale))
        raise _TakenBack
    return seen[0]


def _written(
    world: World, session: Session, kind: str, record_id: str, fields: Data, locale: str
) -> ServiceView | OrganisationView:  # fmt: skip
    record_row(session, kind, record_id, lock=True)
    wrong = {key.partition(".")[0] for key in typed_problems(session, kind, fields, read(session, kind, record_id))}
    right = {field: value for field, value in fields.items() if field not in wrong}
    write(session, kind, record_id, settle_places(world, session, right), at=world.now())
    if kind == "service":
        return services.as_it_would_be(session, record_id, locale, world.now(), world.calendar)
    return organisations.as_it_would_be(world, session, record_id, locale)
