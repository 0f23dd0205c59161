"""Mails to the owner about what changed in the account: whoever did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hubdirectory.actions import mailing
from hubdirectory.models import Account

if TYPE_CHECKING:
    from hubdirectory.actions.world import World


def tell(world: World, session: Session, account: Account, what: str) -> None:
    """`what`: password_set, password_removed, passkey_added, passkey_removed, codes_on, codes_off, role, as in the template."""
    mailing.write(
        world, session, to=account.email, name="account_changed", locale=account.locale, account_id=account.id, what=what
    )
