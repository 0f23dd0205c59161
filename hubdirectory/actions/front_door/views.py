"""What the front door ends in: plain values for pages, and for whoever sits beside somebody."""

from __future__ import annotations

from dataclasses import dataclass

from hubdirectory.actions.crisis import Crisis
from hubdirectory.actions.results import FacetValue, Result, WhereFrom
from hubdirectory.actions.showing import PhoneLine, PlaceView
from hubdirectory.domain.front_door import Loose
from hubdirectory.domain.reasons import Reason
from hubdirectory.domain.routing import Route


@dataclass(frozen=True)
class Suggestion:
    """A service, why it fits, and what of the answers is not so there."""

    result: Result
    reasons: tuple[Reason, ...]
    misses: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Group:
    """Suggestions that leave the same answers out: none of them for the first group, as a rule."""

    loosened: tuple[Loose, ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class HubStep:
    """The hub to go to. `miles` is a straight line, None where no place was given. `phone` is its own, if it has one."""

    hub: PlaceView
    miles: float | None
    phone: PhoneLine | None


@dataclass(frozen=True)
class NextStep:
    """`needs`: what was picked and what the words were understood as (`understood` alone). `hub` None: there is no hub here.

    `crisis`: what the words speak of. `search_away`: no engine answers, so there are no suggestions.
    """

    route: Route
    in_danger: bool
    crisis: Crisis | None
    needs: tuple[FacetValue, ...]
    understood: tuple[FacetValue, ...]
    where: WhereFrom | None
    groups: tuple[Group, ...]
    hub: HubStep | None
    search_away: bool = False
