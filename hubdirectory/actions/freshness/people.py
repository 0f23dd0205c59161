"""Who may be asked about an organisation's records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hubdirectory.domain.reminders import Person
from hubdirectory.domain.states import MemberRole
from hubdirectory.models import Account, Membership, NotToAsk, Organisation, Reminder

# Stands for the address of somebody whose account is gone: that they were asked stays, and who they were does not.
FORGOTTEN = "-"


@dataclass(frozen=True)
class Reader:
    """Somebody who may be written to, with what a mail needs besides the address."""

    person: Person
    account_id: str | None = None
    name: str = ""
    locale: str = "en"


def readers(session: Session, organisations: Iterable[Organisation]) -> dict[str, list[Reader]]:
    """Members first, then the address that the organisation publishes; by organisation id.

    A sample organisation's address is invented, so nobody is written to there.
    """
    rows = list(organisations)
    ids = [row.id for row in rows]
    query = select(Membership, Account).join(Account, Membership.account_id == Account.id)
    members = session.execute(query.where(Membership.organisation_id.in_(ids))).all()
    out = {
        (one.organisation_id, one.address) for one in session.scalars(select(NotToAsk).where(NotToAsk.organisation_id.in_(ids)))
    }
    found: dict[str, list[Reader]] = {row.id: [] for row in rows}
    for membership, account in members:
        found[membership.organisation_id].append(_member(membership, account, out))
    for row in rows:
        known = {reader.person.address for reader in found[row.id]}
        address = row.email.strip().lower()
        if "@" in address and address not in known and not row.sample:
            person = Person(address, row.created_at, member=False, opted_out=(row.id, address) in out)
            found[row.id].append(Reader(person, name=row.name))
    return found


def reached(session: Session, organisation_ids: Iterable[str]) -> dict[str, list[Reader]]:
    """Whom a mail reaches, by organisation: its members, else the address that it publishes. Without anybody it is left out."""
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(list(dict.fromkeys(organisation_ids)))))
    found: dict[str, list[Reader]] = {}
    for organisation_id, people in readers(session, rows).items():
        arriving = sorted((one for one in people if not one.person.refused), key=lambda one: one.person.since)
        members = [one for one in arriving if one.person.member]
        if arriving:
            found[organisation_id] = members or arriving
    return found


def _member(membership: Membership, account: Account, out: set[tuple[str, str]]) -> Reader:
    person = Person(
        account.email, membership.since, owner=membership.role == MemberRole.OWNER,
        opted_out=(membership.organisation_id, account.email) in out, refused=account.mail_refused_at is not None,
    )  # fmt: skip
    return Reader(person, account.id, account.name, account.locale)


def may_answer(session: Session, reminder: Reminder) -> bool:
    """Whether whoever was asked still belongs to the organisation, or its published address is still theirs."""
    organisation = session.get(Organisation, reminder.organisation_id)
    member = select(Membership.id).where(
        Membership.account_id == reminder.account_id, Membership.organisation_id == reminder.organisation_id
    )
    if reminder.account_id and session.scalar(member):
        return True
    return organisation is not None and organisation.email.strip().lower() == reminder.to


def forget(session: Session, account: Account) -> None:
    """Takes an address out of what is kept about reminders, when its account goes."""
    session.execute(update(Reminder).where(Reminder.account_id == account.id).values(to=FORGOTTEN))
    session.execute(delete(NotToAsk).where(NotToAsk.address == account.email))
