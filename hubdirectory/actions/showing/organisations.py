"""One organisation, as its page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hubdirectory.actions.showing import plain, tongues
from hubdirectory.actions.showing.facts import Gone, Moved
from hubdirectory.actions.showing.pictures import pictures
from hubdirectory.actions.showing.record import last_confirmed, moved
from hubdirectory.actions.showing.services import LINE, lines
from hubdirectory.actions.showing.views import OrganisationView, ServiceLine
from hubdirectory.domain.states import State
from hubdirectory.models import Organisation, Service

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

WHOLE = (selectinload(Organisation.phones), selectinload(Organisation.contacts), selectinload(Organisation.texts))


def organisation(world: World, slug: str, locale: str = "en") -> OrganisationView | Moved | Gone | None:
    """The organisation at a slug: to be shown, moved, gone (410), or None (404)."""
    with world.database.reading() as session:
        row = session.scalar(
            select(Organisation).where(Organisation.slug == slug)
            .options(*WHOLE)
        )  # fmt: skip
        if row is None:
            return moved(session, "organisation", Organisation, slug)
        if row.state not in (State.PUBLISHED, State.PAUSED):
            return Gone(row.name) if row.state == State.CLOSED else None
        return _view(session, row, _services(world, session, row.id, locale), locale)


def as_it_would_be(world: World, session: Session, organisation_id: str, locale: str) -> OrganisationView:
    """As its page would show it, whatever its state; for a unit of work that writes a draft and takes it back."""
    query = select(Organisation).where(Organisation.id == organisation_id).options(*WHOLE)
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    return _view(session, row, _services(world, session, row.id, locale), locale)


def _services(world: World, session: Session, organisation_id: str, locale: str) -> tuple[ServiceLine, ...]:
    rows = session.scalars(select(Service).where(Service.organisation_id == organisation_id).options(*LINE))
    return lines(rows, world.now(), world.calendar, locale)


def _view(session: Session, row: Organisation, services: tuple[ServiceLine, ...], locale: str) -> OrganisationView:
    said = tongues.said(row, row.texts, locale)
    assured = last_confirmed(session, "organisation", row.id)
    return OrganisationView(
        id=row.id, slug=row.slug, name=row.name, alternate_name=row.alternate_name, summary=said.words["summary"],
        description=said.words["description"], website=row.website, email=row.email, charity_number=row.charity_number,
        phones=plain.phones(row.phones), people=plain.people(row.contacts), services=services,
        confirmed_at=assured.confirmed_at if assured else None, confirmed_by=assured.confirmed_by if assured else "",
        sample=row.sample, changed_at=row.updated_at, pictures=pictures(session, "organisation", row.id),
        tongues=said.tongues, left_in_english=said.left,
    )  # fmt: skip
