"""Whom the desk writes to: the members of an organisation, else the address on its own page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdirectory.models import Account, Membership, Organisation


@dataclass(frozen=True)
class Reader:
    """Somebody who gets a mail. `account_id` is None for the address that the organisation publishes."""

    email: str
    locale: str = "en"
    name: str = ""
    account_id: str | None = None


def readers(session: Session, organisation_ids: Iterable[str]) -> dict[str, tuple[Reader, ...]]:
    """By organisation; those whom no mail reaches are left out, and so is an organisation without anybody."""
    ids = list(dict.fromkeys(organisation_ids))
    found: dict[str, list[Reader]] = {}
    rows = session.execute(
        select(Membership.organisation_id, Account.email, Account.locale, Account.name, Account.id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.organisation_id.in_(ids), Account.mail_refused_at.is_(None)).order_by(Membership.since)
    )  # fmt: skip
    for organisation_id, email, locale, name, account_id in rows:
        found.setdefault(organisation_id, []).append(Reader(email, locale, name, account_id))
    missing = [id_ for id_ in ids if id_ not in found]
    for id_, email in session.execute(select(Organisation.id, Organisation.email).where(Organisation.id.in_(missing))):
        if email:
            found[id_] = [Reader(email)]
    return {id_: tuple(people) for id_, people in found.items()}
