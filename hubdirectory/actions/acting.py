"""Who acts: what every action that changes something is told first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from hubdirectory.domain.permissions import Permission, demands_second_step, member_may, role_may, staff_may
from hubdirectory.domain.states import MemberRole, Role


class NotAllowed(Exception):
    """The actor may not do this. A page answers 403."""


@dataclass(frozen=True)
class Actor:
    """Somebody signed in, a visitor, or the product itself.

    memberships: role by organisation id
    second_step: whether this session passed one
    places: the hubs where they work, by id
    """

    account_id: str | None = None
    name: str = ""
    email: str = ""
    role: Role = Role.VISITOR
    memberships: Mapping[str, MemberRole] = field(default_factory=dict)
    second_step: bool = False
    places: frozenset[str] = frozenset()

    @property
    def acting_role(self) -> Role:
        """Without the second step that a role demands, somebody is a resident."""
        return Role.RESIDENT if demands_second_step(self.role) and not self.second_step else self.role

    def may(self, permission: Permission, organisation_id: str | None = None, places: Collection[str | None] = ()) -> bool:
        """By role, as a member of the organisation that the record belongs to, or as staff of every one of the places."""
        member = self.memberships.get(organisation_id) if organisation_id else None
        if role_may(self.acting_role, permission) or member_may(member, permission):
            return True
        return bool(places) and staff_may(self.acting_role, permission) and self.places.issuperset(places)

    def must(self, permission: Permission, organisation_id: str | None = None, places: Collection[str | None] = ()) -> None:
        """Raises NotAllowed."""
        if not self.may(permission, organisation_id, places):
            raise NotAllowed(f"{self.acting_role} may not {permission} here.")


VISITOR = Actor()
# The worker, commands and imports: they act for the manager who set them up.
PRODUCT = Actor(name="Hub Directory", role=Role.MANAGER, second_step=True)
