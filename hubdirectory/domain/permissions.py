"""Who may do what: the one table. Actions enforce it, pages reflect it.

A permission is held by an account's role, by membership of the organisation that a record belongs to, or by working at
the place that it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from .states import MemberRole, Role


class Permission(StrEnum):
    """What somebody does."""

    FIND = "find"  # search and read what is published
    REPORT = "report"  # say that something is wrong
    WATCH = "watch"  # ask, as a machine, whether the site is well
    ANSWER = "answer"  # answer a reminder: the link that was mailed says for what
    SIGN_IN = "sign_in"
    OWN_ACCOUNT = "own_account"  # see and change the account one is signed in to
    CLAIM = "claim"  # claim or propose an organisation
    OUR_PAGES = "our_pages"  # open the organisations' part; which organisation is then asked with one of the next four
    EDIT = "edit"  # change an organisation's records, or send changes to review
    CONFIRM = "confirm"  # say that a record is still right
    WITHDRAW = "withdraw"  # pause, close or hide a record at once
    MEMBERS = "members"  # invite, remove and hand over
    DESK = "desk"  # the manager's pages, reviews, every record
    AUDIT = "audit"  # read the audit trail
    ACCOUNTS = "accounts"  # give roles, end other people's sessions
    DAY_PAGES = "day_pages"  # open the board; whose day it may be is then asked with the next
    RUN_DAY = "run_day"  # change what is on today: everywhere, or at the hubs where somebody works
    FOLLOW = "follow"  # ask, by e-mail, to be told of changes
    NAVIGATE = "navigate"
    NAME_READERS = "name_readers"  # say who of an organisation reads referrals
    READ_REFERRALS = "read_referrals"  # as one of those who were named, and with a second step: asked beside this
    INSIGHT = "insight"


ANYBODY = frozenset(Role)
SIGNED_IN = ANYBODY - {Role.VISITOR}
MANAGER = frozenset({Role.MANAGER})
NOBODY: frozenset[Role] = frozenset()
MEMBER = frozenset(MemberRole)
OWNER = frozenset({MemberRole.OWNER})

BY_ROLE: Mapping[Permission, frozenset[Role]] = {
    Permission.FIND: ANYBODY,
    Permission.REPORT: ANYBODY,
    Permission.WATCH: ANYBODY,
    Permission.ANSWER: ANYBODY,
    Permission.SIGN_IN: ANYBODY,
    Permission.OWN_ACCOUNT: SIGNED_IN,
    Permission.CLAIM: SIGNED_IN,
    Permission.OUR_PAGES: SIGNED_IN,
    Permission.EDIT: MANAGER,
    Permission.CONFIRM: MANAGER,
    Permission.WITHDRAW: MANAGER,
    Permission.MEMBERS: MANAGER,
    Permission.DESK: MANAGER,
    Permission.AUDIT: MANAGER,
    Permission.ACCOUNTS: MANAGER,
    Permission.DAY_PAGES: frozenset({Role.MANAGER, Role.NAVIGATOR, Role.ORGANISATION}),
    Permission.RUN_DAY: MANAGER,
    Permission.FOLLOW: ANYBODY,
    Permission.NAVIGATE: frozenset({Role.NAVIGATOR, Role.MANAGER}),
    # Not even a manager: what a person agreed to is that these people read it.
    Permission.NAME_READERS: NOBODY,
    Permission.READ_REFERRALS: NOBODY,
    Permission.INSIGHT: frozenset({Role.COMMISSIONER, Role.MANAGER}),
}

BY_MEMBERSHIP: Mapping[Permission, frozenset[MemberRole]] = {
    Permission.EDIT: MEMBER,
    Permission.CONFIRM: MEMBER,
    Permission.WITHDRAW: MEMBER,
    Permission.MEMBERS: OWNER,
    Permission.NAME_READERS: OWNER,
    Permission.READ_REFERRALS: MEMBER,
}

# At the places where somebody works: a hub's own staff.
BY_PLACE: Mapping[Permission, frozenset[Role]] = {
    Permission.RUN_DAY: frozenset({Role.NAVIGATOR, Role.ORGANISATION}),
}

# What these roles may do beyond a resident needs a second step at sign-in.
SECOND_STEP = frozenset({Role.MANAGER, Role.COMMISSIONER})


def role_may(role: Role, permission: Permission) -> bool:
    """By role alone."""
    return role in BY_ROLE[permission]


def member_may(member: MemberRole | None, permission: Permission) -> bool:
    """By membership of the record's organisation; None is no member."""
    return member is not None and member in BY_MEMBERSHIP.get(permission, frozenset())


def staff_may(role: Role, permission: Permission) -> bool:
    """At a place where somebody of this role works."""
    return role in BY_PLACE.get(permission, frozenset())


def demands_second_step(role: Role) -> bool:
    return role in SECOND_STEP
