"""One mail to an organisation about all that does not work in its records, no more often than once a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.actions import mailing
from hubdirectory.actions.freshness.people import Reader, readers
from hubdirectory.actions.freshness.reading import row_of
from hubdirectory.domain.reminders import is_working_hour
from hubdirectory.domain.watching import TOLD_EVERY
from hubdirectory.models import Location, Organisation, Watched

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MAIL = "does_not_work"
# What the mail calls each field; the template says it in the reader's language.
PARTS = {"service": "services", "organisation": "organisations", "location": "places"}


def tell_organisations(world: World) -> int:
    """Mails those whose turn it is, in working hours; how many."""
    if not is_working_hour(world.now()):
        return 0
    with world.database.reading() as session:
        broken = Watched.broken_since.is_not(None) & Watched.organisation_id.is_not(None)
        ids = session.scalars(select(Watched.organisation_id).where(broken).distinct()).all()
    return sum(_tell(world, organisation_id) for organisation_id in ids if organisation_id)


def _tell(world: World, organisation_id: str) -> bool:
    now = world.now()
    with world.database.writing() as session:
        organisation = session.get(Organisation, organisation_id, with_for_update=True)
        query = select(Watched).where(Watched.organisation_id == organisation_id, Watched.broken_since.is_not(None))
        rows = session.scalars(query.order_by(Watched.record_kind, Watched.record_id, Watched.field)).all()
        told = max((row.told_at for row in rows if row.told_at), default=None)
        reader = _reader(session, organisation) if organisation else None
        if not organisation or not reader or not rows or (told and now - told < TOLD_EVERY):
            return False
        for row in rows:
            row.told_at = now
        mailing.write(
            world, session, to=reader.person.address, name=MAIL, locale=reader.locale, account_id=reader.account_id,
            about=("organisation", organisation.id), organisation=organisation.name, broken=_said(session, rows),
        )  # fmt: skip
    return True


def _reader(session: Session, organisation: Organisation) -> Reader | None:
    """The first who can be written to: owners before others, those who asked not to be written to last."""
    people = [one for one in readers(session, [organisation])[organisation.id] if not one.person.refused]
    rank = sorted(people, key=lambda one: (one.person.opted_out, not one.person.member, not one.person.owner, one.person.since))
    return next(iter(rank), None)


def _said(session: Session, rows: Sequence[Watched]) -> list[dict[str, str]]:
    found = []
    for row in rows:
        record = row_of(session, row.record_kind, row.record_id)
        if record is not None:
            part = "hubs" if isinstance(record, Location) and record.kind == "hub" else PARTS[row.record_kind]
            found.append({"field": row.field, "value": row.value, "name": record.name, "page": f"/{part}/{record.slug}"})
    return found
