"""One organisation, as its page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hubdirectory.actions.showing import plain
from hubdirectory.actions.showing.facts import Gone, Moved
from hubdirectory.actions.showing.pictures import pictures
from hubdirectory.actions.showing.record import last_confirmed, moved
from hubdirectory.actions.showing.services import LINE, lines
from hubdirectory.actions.showing.views import OrganisationView, ServiceLine
from hubdirectory.domain.states import State
from hubdirectory.models import Organisation, Service

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def organisation(world: World, slug: str) -> OrganisationView | Moved | Gone | None:
    """The organisation at a slug: to be shown, moved, gone (410), or None (404)."""
    with world.database.reading() as session:
        row = session.scalar(
            select(Organisation).where(Organisation.slug == slug)
            .options(selectinload(Organisation.phones), selectinload(Organisation.contacts))
        )  # fmt: skip
        if row is None:
            return moved(session, "organisation", Organisation, slug)
        if row.state not in (State.PUBLISHED, State.PAUSED):
            return Gone(row.name) if row.state == State.CLOSED else None
        return _view(session, row, _services(world, session, row.id))


def as_it_would_be(world: World, session: Session, organisation_id: str) -> OrganisationView:
    """As its page would show it, whatever its state; for a unit of work that writes a draft and takes it back."""
    query = select(Organisation).where(Organisation.id == organisation_id)
    whole = query.options(selectinload(Organisation.phones), selectinload(Organisation.contacts))
    row = session.scalars(whole.execution_options(populate_existing=True)).one()
    return _view(session, row, _services(world, session, row.id))


def _services(world: World, session: Session, organisation_id: str) -> tuple[ServiceLine, ...]:
    rows = session.scalars(select(Service).where(Service.organisation_id == organisation_id).options(*LINE))
    return lines(rows, world.now(), world.calendar)


def _view(session: Session, row: Organisation, services: tuple[ServiceLine, ...]) -> OrganisationView:
    assured = last_confirmed(session, "organisation", row.id)
    return OrganisationView(
        id=row.id, slug=row.slug, name=row.name, alternate_name=row.alternate_name, summary=row.summary,
        description=row.description, website=row.website, email=row.email, charity_number=row.charity_number,
        phones=plain.phones(row.phones), people=plain.people(row.contacts), services=services,
        confirmed_at=assured.confirmed_at if assured else None, confirmed_by=assured.confirmed_by if assured else "",
        sample=row.sample, changed_at=row.updated_at, pictures=pictures(session, "organisation", row.id),
    )  # fmt: skip
