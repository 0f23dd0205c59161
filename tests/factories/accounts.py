"""Accounts for tests, and sessions of theirs, as a sign-in leaves them."""

from __future__ import annotations

import itertools

from sqlalchemy import select

from hubdirectory.actions.accounts import sessions
from hubdirectory.models import Account, AccountLocation, Location, Membership, Organisation

NUMBERS = itertools.count(1)


def make_account(world, role="resident", *, email="", name="", member_of="", member="editor", works_at="", **more):
    """An account's id. `member_of`: an organisation's slug or id; `works_at`: a place's."""
    with world.database.writing() as session:
        account = Account(email=email or f"{role}{next(NUMBERS)}@example.org", name=name, role=role, **more)
        session.add(account)
        session.flush()
        if member_of:
            session.add(Membership(account_id=account.id, organisation_id=_id(session, Organisation, member_of), role=member))
        if works_at:
            session.add(AccountLocation(account_id=account.id, location_id=_id(session, Location, works_at)))
        return account.id


def actor_for(world, account_id, second_step=True):
    """The account as an actor, as `current_actor()` gives it in a request."""
    with world.database.reading() as session:
        return sessions.actor_of(session, session.get_one(Account, account_id), second_step)


def session_for(world, account_id, second_step=True, stays=False):
    """A session that was just begun. With `second_step` it has passed one."""
    with world.database.writing() as session:
        account = session.get_one(Account, account_id)
        return sessions.begin(world, session, account, "link", "Chrome/Windows", stays, second_step=second_step)


def _id(session, model, key):
    return session.scalars(select(model.id).where((model.slug == key) | (model.id == key))).one()
