"""What a reminder's link opens: without an account, to look at as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hubdirectory.actions import signed_links
from hubdirectory.actions.acting import Actor
from hubdirectory.actions.showing import plain
from hubdirectory.actions.showing.views import PhoneLine, Rule
from hubdirectory.actions.signed_links import LinkExpired, LinkWrong
from hubdirectory.domain.reminders import FIRST_BEFORE
from hubdirectory.domain.states import MemberRole, Role, State
from hubdirectory.models import Account, Answer, Organisation, Reminder, Service, ServiceAtLocation

from .due import DueRecord, duties
from .people import Reader, may_answer, readers
from .reminding import LINK_DAYS, PURPOSE

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

UNDO = timedelta(days=30)
_PLACES = selectinload(Service.places).joinedload(ServiceAtLocation.location)
SHOWN = (selectinload(Service.phones), selectinload(Service.schedules), _PLACES)


class LinkGone(LookupError):
    """The link was ours, but what it asked about is no longer there."""


@dataclass(frozen=True)
class AskedRecord:
    """A record that a reminder asks about.

    answer: what came back by this link and was not undone: right, closed, paused; "" for nothing yet
    undo_until: until when that can be undone
    asked_again_at: about when the next reminder comes
    """

    kind: str
    id: str
    slug: str
    name: str
    summary: str
    state: str
    phones: tuple[PhoneLine, ...]
    email: str
    website: str
    places: tuple[str, ...]
    rules: tuple[Rule, ...]
    confirmed_at: datetime | None
    answer: str = ""
    answered_at: datetime | None = None
    undo_until: datetime | None = None
    asked_again_at: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """A reminder as its link shows it. `account`: the address signs in. `colleague`: somebody else can be asked."""

    reminder_id: str
    organisation_id: str
    organisation: str
    organisation_slug: str
    to: str
    account: bool
    colleague: bool
    opted_out: bool
    records: tuple[AskedRecord, ...]

    @property
    def open(self) -> tuple[AskedRecord, ...]:
        """What is still to be answered."""
        return tuple(one for one in self.records if not one.answer and one.state in (State.PUBLISHED, State.PAUSED))

    @property
    def answered(self) -> tuple[AskedRecord, ...]:
        return tuple(one for one in self.records if one.answer)


def reminder_of(world: World, session: Session, token: str, lock: bool = False) -> Reminder:
    """Raises LinkWrong, LinkExpired, LinkGone."""
    data = signed_links.read(world, PURPOSE, token)
    row = session.get(Reminder, str(data.get("reminder", "")), with_for_update=lock)
    return _theirs(session, row)


def look(world: World, token: str) -> Asked:
    """What the link asks. Changes nothing. Raises LinkWrong, LinkExpired, LinkGone."""
    with world.database.reading() as session:
        return _asked(world, session, reminder_of(world, session, token))


def expired(world: World, token: str) -> str:
    """The address that an expired link went to, with the middle hidden: whoever has an old link learns no address."""
    with world.database.reading() as session:
        name, _, host = _old(world, session, token).to.partition("@")
        return f"{name[:1]}…@{host}"


def fresh_token(world: World, session: Session, token: str) -> tuple[Reminder, str]:
    """The reminder of an expired link, and a token that works."""
    reminder = _old(world, session, token)
    return reminder, signed_links.sign(world, PURPOSE, {"reminder": reminder.id}, LINK_DAYS)


def holder(session: Session, reminder: Reminder) -> Actor:
    """Whoever holds the link: may do for that organisation what its editors may, and nothing else."""
    account = session.get(Account, reminder.account_id) if reminder.account_id else None
    return Actor(
        account_id=account.id if account else None, name=(account.name if account else "") or "by a link from a mail",
        email=reminder.to, role=Role.VISITOR, memberships={reminder.organisation_id: MemberRole.EDITOR},
    )  # fmt: skip


def live_answers(session: Session, reminder: Reminder) -> dict[tuple[str, str], Answer]:
    """The last answer for each record that was not undone."""
    query = select(Answer).where(Answer.reminder_id == reminder.id, Answer.undone_at.is_(None)).order_by(Answer.at, Answer.id)
    return {(row.record_kind, row.record_id): row for row in session.scalars(query) if row.answer != "words"}


def _old(world: World, session: Session, token: str) -> Reminder:
    try:
        return reminder_of(world, session, token)
    except LinkExpired as error:
        return _theirs(session, session.get(Reminder, str(error.data.get("reminder", ""))))


def _theirs(session: Session, reminder: Reminder | None) -> Reminder:
    """Somebody who has left an organisation answers for it no longer, whatever mails they keep."""
    if reminder is None or not may_answer(session, reminder):
        raise LinkGone("The reminder is no longer there, or no longer theirs.")
    return reminder


def _asked(world: World, session: Session, reminder: Reminder) -> Asked:
    organisation = session.scalar(
        select(Organisation).where(Organisation.id == reminder.organisation_id).options(selectinload(Organisation.phones))
    )
    if organisation is None:
        raise LinkGone("The organisation is no longer there.")
    people = readers(session, [organisation])[organisation.id]
    me = next((one for one in people if one.person.address == reminder.to), None)
    return Asked(
        reminder.id, organisation.id, organisation.name, organisation.slug, reminder.to,
        account=reminder.account_id is not None, colleague=_others(people, reminder.to),
        opted_out=me is not None and me.person.opted_out, records=_records(world, session, reminder, organisation),
    )  # fmt: skip


def _others(people: list[Reader], address: str) -> bool:
    others = (one.person for one in people if one.person.address != address)
    return any(not person.opted_out and not person.refused for person in others)


def _records(world: World, session: Session, reminder: Reminder, organisation: Organisation) -> tuple[AskedRecord, ...]:
    answers = live_answers(session, reminder)
    owed = {(one.kind, one.id): one for duty in duties(world, session, [organisation.id]) for one in duty.records}
    ids = [record_id for kind, record_id in reminder.records if kind == "service"]
    services = session.scalars(select(Service).where(Service.id.in_(ids)).options(*SHOWN)).all()
    rows: dict[tuple[str, str], Organisation | Service] = {("service", row.id): row for row in services}
    rows["organisation", organisation.id] = organisation
    found = []
    for kind, record_id in reminder.records:
        key = (kind, record_id)
        if key in rows:
            found.append(_record(kind, rows[key], answers.get(key), owed.get(key)))
    return tuple(found)


def _record(kind: str, row: Organisation | Service, answer: Answer | None, owed: DueRecord | None) -> AskedRecord:
    return AskedRecord(
        kind, row.id, row.slug, row.name, row.summary, row.state, plain.phones(row.phones), row.email,
        row.url if isinstance(row, Service) else row.website,
        places=_places(row) if isinstance(row, Service) else (),
        rules=plain.rules(row.schedules, {}) if isinstance(row, Service) else (),
        confirmed_at=owed.confirmed_at if owed else None,
        answer=answer.answer if answer else "", answered_at=answer.at if answer else None,
        undo_until=answer.at + UNDO if answer else None, asked_again_at=owed.stale_at - FIRST_BEFORE if owed else None,
    )  # fmt: skip


def _places(row: Service) -> tuple[str, ...]:
    """Nobody is told by a page where a refuge is, not even by one for those who run it."""
    return tuple(at.location.name for at in row.places if not at.location.confidential)


__all__ = ["Asked", "AskedRecord", "LinkExpired", "LinkGone", "LinkWrong", "expired", "fresh_token", "holder", "look"]
