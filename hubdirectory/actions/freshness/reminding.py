"""The daily round: who is to be asked whether their records are still right is asked, by one mail for an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from babel.dates import format_date
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hubdirectory.actions import mailing, signed_links
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.reminders import Plan, Sent, asked_together, is_working_hour, next_reminder
from hubdirectory.models import Answer, ForTheManager, Mail, Reminder, new_id

from .bounces import MAIL, note_refused
from .due import DueRecord, Duty, duties
from .people import Reader, readers

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PURPOSE = "still-right"
# Longer than the longest gap between two reminders, so that the last mail always works.
LINK_DAYS = 100
# A mail server is not given everything at once; the next hour goes on.
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Case:
    """All that the plan for one organisation is made from, and the plan; None where nothing need ever be asked."""

    duty: Duty
    readers: tuple[Reader, ...]
    sent: tuple[Sent, ...]
    plan: Plan | None

    @property
    def to(self) -> Reader | None:
        return next((one for one in self.readers if self.plan and one.person.address == self.plan.to), None)


def remind(world: World) -> int:
    """Asks everybody whose turn it is; how many organisations. At night and on Sundays nobody."""
    now = world.now()
    if not is_working_hour(now):
        return 0
    note_refused(world)
    with world.database.reading() as session:
        waiting = [(case, case.plan) for case in cases(world, session) if case.plan and case.plan.at <= now]
    return sum(_ask(world, case, plan) for case, plan in waiting[:MOST_AT_ONCE])


def cases(world: World, session: Session, organisation_ids: Sequence[str] | None = None) -> list[Case]:
    """The plan of each public organisation, what goes stale first at the front."""
    owed = duties(world, session, organisation_ids)
    people = readers(session, [duty.organisation for duty in owed])
    history, answers = _history(session), _answers(session)
    found = []
    for duty in owed:
        mine, here = tuple(people[duty.organisation.id]), history.get(duty.organisation.id, ())
        answered_at, by = answers.get(duty.organisation.id, (None, ""))
        heard = max((one for one in (duty.heard_at, answered_at) if one), default=None)
        plan = next_reminder(duty.stale_at, [one.person for one in mine], here, heard, by)
        # Nobody looks after a sample record but whoever tries the sample town with an account.
        found.append(Case(duty, mine, here, None if duty.organisation.sample and not mine else plan))
    return found


def _history(session: Session) -> dict[str, tuple[Sent, ...]]:
    """The reminders of each organisation. One that no mail server took for days was never sent, and does not count."""
    lost = select(Mail.id).where(Mail.given_up_at.is_not(None), Mail.kind == MAIL)
    found: dict[str, tuple[Sent, ...]] = {}
    for row in session.scalars(select(Reminder).where(Reminder.mail_id.not_in(lost)).order_by(Reminder.at)):
        sent = Sent(row.at, row.to, row.bounced_at is not None)
        found[row.organisation_id] = (*found.get(row.organisation_id, ()), sent)
    return found


def _answers(session: Session) -> dict[str, tuple[datetime, str]]:
    """When each organisation last answered a reminder, and from which address."""
    query = select(Reminder.organisation_id, func.max(Answer.at), Reminder.to).join(Answer, Answer.reminder_id == Reminder.id)
    rows = session.execute(query.group_by(Reminder.organisation_id, Reminder.to)).all()
    return {organisation: (at, to) for organisation, at, to in sorted(rows, key=lambda row: row[1])}


def _ask(world: World, case: Case, plan: Plan) -> bool:
    """Whether this process asked: another may have been quicker, and asks once a day."""
    try:
        with world.database.writing() as session:
            _keep(world, session, case, plan)
    except IntegrityError:
        return False
    return True


def _keep(world: World, session: Session, case: Case, plan: Plan) -> None:
    reader, now = case.to, world.now()
    wanted = asked_together([(f"{one.kind}/{one.id}", one.stale_at) for one in case.duty.records], now)
    reminder = Reminder(
        id=new_id(), organisation_id=case.duty.organisation.id, day=now.astimezone(LONDON).date(), at=now, to=plan.to,
        account_id=reader.account_id if reader else None, number=plan.number, records=[name.split("/", 1) for name in wanted],
    )  # fmt: skip
    session.add(reminder)
    session.flush()
    if reader:
        reminder.mail_id = send(world, session, reminder, case, reader)
    if plan.manager:
        for_the_manager(session, case.duty.organisation.id, plan.manager, now)


def send(world: World, session: Session, reminder: Reminder, case: Case, reader: Reader) -> str:
    """Queues the mail of a reminder, with fresh links; its id."""
    organisation = case.duty.organisation
    asked = {record_id for _, record_id in reminder.records}
    colleagues = [one for one in case.readers if one.person.address != reminder.to]
    token = signed_links.sign(world, PURPOSE, {"reminder": reminder.id}, LINK_DAYS)
    row = mailing.write(
        world, session, to=reminder.to, name=MAIL, locale=reader.locale, about=("organisation", organisation.id),
        account_id=reader.account_id, organisation=organisation.name, number=reminder.number, token=token,
        records=[_said(one, reader.locale) for one in case.duty.records if one.id in asked],
        colleagues=bool(colleagues), greeted=reader.name if reader.person.member else "",
    )  # fmt: skip
    return row.id


def _said(record: DueRecord, locale: str) -> dict[str, str]:
    """A record for the mail: its name, and the day on which it was last confirmed."""
    day = record.confirmed_at
    confirmed = format_date(day.astimezone(LONDON).date(), "d MMMM y", locale=locale) if day else ""
    return {"name": record.name, "kind": record.kind, "confirmed": confirmed}


def for_the_manager(
    session: Session, organisation_id: str, reason: str, at: datetime, *, record: tuple[str, str] | None = None, words: str = ""
) -> None:
    """Puts something on the manager's list; what is there already, for the same reason, is not put there twice."""
    kind, record_id = record or ("organisation", organisation_id)
    known = session.scalar(
        select(ForTheManager.id).where(
            ForTheManager.organisation_id == organisation_id, ForTheManager.reason == reason,
            ForTheManager.record_id == record_id, ForTheManager.words == words, ForTheManager.settled_at.is_(None),
        )
    )  # fmt: skip
    if known is None:
        session.add(
            ForTheManager(
                id=new_id(), organisation_id=organisation_id, record_kind=kind, record_id=record_id, reason=reason, words=words,
                at=at,
            )
        )  # fmt: skip
