"""Who acts: what every action that changes something is told first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hubdirectory.domain.permissions import Permission, demands_second_step, member_may, role_may
from hubdirectory.domain.states import MemberRole, Role


class NotAllowed(Exception):
    """The actor may not do this. A page answers 403."""


@dataclass(frozen=True)
class Actor:
    """Somebody signed in, a visitor, or the product itself.

    memberships: role by organisation id
    second_step: whether this session passed one
    """

    account_id: str | None = None
    name: str = ""
    email: str = ""
    role: Role = Role.VISITOR
    memberships: Mapping[str, MemberRole] = field(default_factory=dict)
    second_step: bool = False

    @property
    def acting_role(self) -> Role:
        """Without the second step that a role demands, somebody is a resident."""
        return Role.RESIDENT if demands_second_step(self.role) and not self.second_step else self.role

    def may(self, permission: Permission, organisation_id: str | None = None) -> bool:
        """By role, or as a member of the organisation that the record belongs to."""
        member = self.memberships.get(organisation_id) if organisation_id else None
        return role_may(self.acting_role, permission) or member_may(member, permission)

    def must(self, permission: Permission, organisation_id: str | None = None) -> None:
        """Raises NotAllowed."""
        if not self.may(permission, organisation_id):
            raise NotAllowed(f"{self.acting_role} may not {permission} here.")


VISITOR = Actor()
# The worker, commands and imports: they act for the manager who set them up.
PRODUCT = Actor(name="Hub Directory", role=Role.MANAGER, second_step=True)
