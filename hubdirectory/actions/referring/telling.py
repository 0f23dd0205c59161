"""Mails about referrals. None of them says who it is about, or what for: only that there is something to read, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hubdirectory.actions import mailing, signed_links
from hubdirectory.domain.referrals import UNANSWERED_AFTER
from hubdirectory.models import Account, Referral, Service

from .readers import named

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

PURPOSE = "referral"


def tell_readers(world: World, session: Session, row: Referral, days: int = 0) -> int:
    """Everybody who may read it; how many. `days`: for how long it has waited, 0 for one that has just come."""
    service = session.get_one(Service, row.service_id)
    accounts = session.scalars(named(row.organisation_id)).all()
    for account in accounts:
        said = {"referral": row.id, "reader": account.id}
        token = signed_links.sign(world, PURPOSE, said, UNANSWERED_AFTER.days)
        mailing.write(
            world, session, to=account.email, name="referral_waiting", locale=account.locale, account_id=account.id,
            about=("referral", row.id), service=service.name, days=days, reference=row.reference,
            link=f"{world.settings.public_url}/our/referrals/answer/{token}",
        )  # fmt: skip
    return len(accounts)


def tell_referrer(world: World, session: Session, row: Referral, what: str, days: int = 0) -> None:
    """what: answered, waiting, nobody (is left to read it) or unanswered. Nobody, where the account has gone."""
    account = session.get(Account, row.referrer_id) if row.referrer_id else None
    if account is None:
        return
    service = session.get_one(Service, row.service_id)
    mailing.write(
        world, session, to=account.email, name="referral_stands", locale=account.locale, account_id=account.id,
        about=("referral", row.id), service=service.name, what=what, days=days, reference=row.reference,
        link=f"{world.settings.public_url}/navigate/referrals",
    )  # fmt: skip
