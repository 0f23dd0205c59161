"""The signed-in parts of the site: who sees a link to which, and where somebody is led after signing in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request
from flask_babel import LazyString, lazy_gettext

from hubdirectory.actions.acting import VISITOR, Actor
from hubdirectory.domain.permissions import Permission
from hubdirectory.web.addresses import address


@dataclass(frozen=True)
class Door:
    """One part: the permission that opens it, the endpoint of its first page, the blueprint of all its pages."""

    permission: Permission
    endpoint: str
    name: LazyString

    @property
    def part(self) -> str:
        return self.endpoint.partition(".")[0]


@dataclass(frozen=True)
class DoorLink:
    name: str
    address: str
    current: bool


# In the order of importance: the first that opens is where a sign-in leads to.
DOORS = (
    Door(Permission.DESK, "manager.desk", lazy_gettext("The desk")),
    Door(Permission.DAY_PAGES, "board.today", lazy_gettext("Today’s board")),
    Door(Permission.NAVIGATE, "navigators.start", lazy_gettext("Signpost somebody")),
    Door(Permission.INSIGHT, "commissioners.insight", lazy_gettext("Insight")),
    Door(Permission.OUR_PAGES, "organisations.home", lazy_gettext("Our organisation")),
    Door(Permission.OWN_ACCOUNT, "lists.my_list", lazy_gettext("My list")),
    Door(Permission.OWN_ACCOUNT, "accounts.account", lazy_gettext("Your account")),
)

# Pages that stand in another part than their blueprint's.
PAGES_ELSEWHERE = {"accounts.people": "manager", "accounts.person": "manager", "accounts.invite": "manager"}


def doors_of(actor: Actor) -> tuple[Door, ...]:
    """The parts that this actor has something to do in; none for a visitor."""
    return tuple(door for door in DOORS if door.endpoint in current_app.view_functions and _opens(door, actor))


def door_links() -> tuple[DoorLink, ...]:
    """For the frame of this request's page; none for a visitor."""
    actor = g.get("actor", VISITOR)
    if actor is VISITOR:
        return ()
    here = PAGES_ELSEWHERE.get(request.endpoint or "", (request.endpoint or "").partition(".")[0])
    return tuple(DoorLink(str(door.name), address(door.endpoint), door.part == here) for door in doors_of(actor))


def first_door(actor: Actor) -> str:
    """Where to go after signing in without a wish."""
    doors = doors_of(actor)
    return address(doors[0].endpoint) if doors else address("residents.home")


def _opens(door: Door, actor: Actor) -> bool:
    if door.permission is Permission.DAY_PAGES:
        return actor.may(Permission.RUN_DAY) or actor.may(Permission.RUN_DAY, places=actor.places)
    if door.permission is Permission.OUR_PAGES:
        return bool(actor.memberships)
    return actor.may(door.permission)
