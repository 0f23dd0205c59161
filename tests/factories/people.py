"""People for tests: accounts with what they may do, as actors."""

from __future__ import annotations

from hubdirectory.actions.acting import Actor
from hubdirectory.domain.states import MemberRole, Role
from hubdirectory.models import Account, Membership


def person(world, name, role=Role.RESIDENT, member_of=None, member_role=MemberRole.EDITOR, *, second_step=True):
    """An account, signed in; a member of that organisation (an id) where one is given."""
    email = f"{name.casefold()}@example.org"
    with world.database.writing() as session:
        account = Account(email=email, name=name, role=role.value)
        session.add(account)
        session.flush()
        if member_of:
            session.add(Membership(account_id=account.id, organisation_id=member_of, role=member_role.value))
    memberships = {member_of: member_role} if member_of else {}
    return Actor(account.id, name, email, role, memberships, second_step)
