"""Why a service fits somebody, and what it misses by a little: "from 55, you said 52". Facts in, facts out; a page says them.

A near miss is one thing only, and one that could be got over by asking. A need is never missed by a little, and neither is
an audience: a group for widows is not nearly one for anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from .ages import OLDEST

NEAR_YEARS = 5
"""As far as a limit is often stretched for somebody who asks."""
FARTHER = 2.0
"""Twice as far as was wished; and from half a mile up to two."""
LEAST_FARTHER_MILES = 1.5
LONGER_WAIT = 2
"""Twice as long as was wished, and two weeks."""
MOST_NEAR_MISSES = 5


class Criterion(StrEnum):
    """What may be asked for, in the order in which it is said."""

    NEED = "need"
    AGE = "age"
    AUDIENCE = "audience"
    DISTANCE = "distance"
    DAY = "day"
    COST = "cost"
    LANGUAGE = "language"
    ACCESS = "access"
    WAIT = "wait"
    REFERRALS = "referrals"


MISSED_BY_LITTLE = tuple(one for one in Criterion if one not in (Criterion.NEED, Criterion.AUDIENCE))
# What is one of several, any of which will do; by the field that holds it.
GROUPS = {
    Criterion.NEED: "needs", Criterion.AUDIENCE: "audiences", Criterion.DAY: "days", Criterion.COST: "costs",
    Criterion.LANGUAGE: "languages", Criterion.ACCESS: "access",
}  # fmt: skip
_FIELDS: dict[Criterion, tuple[str, Any]] = {
    **{group: (field, ()) for group, field in GROUPS.items()},
    Criterion.AGE: ("age", None), Criterion.DISTANCE: ("miles", None), Criterion.WAIT: ("weeks", None),
    Criterion.REFERRALS: ("referrals", False),
}  # fmt: skip


@dataclass(frozen=True)
class Groups:
    """What is chosen by slug; days and costs too."""

    needs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access: tuple[str, ...] = ()

    def group(self, criterion: Criterion) -> tuple[str, ...]:
        chosen: tuple[str, ...] = getattr(self, GROUPS[criterion])
        return chosen


@dataclass(frozen=True)
class Asking(Groups):
    """What is asked for somebody. Everything may be left open. `age` in years, `miles` and `weeks` at most."""

    age: int | None = None
    miles: float | None = None
    weeks: int | None = None
    referrals: bool = False


@dataclass(frozen=True)
class Offer(Groups):
    """What a service is. `miles` to its nearest place, None where it has none; `remote`: it also comes, rings or is online.

    `weeks` is the wait that navigators noted, None where nobody did; `walk_in`: one may just come.
    """

    minimum_age: int | None = None
    maximum_age: int | None = None
    miles: float | None = None
    remote: bool = False
    weeks: int | None = None
    walk_in: bool = False
    referrals: bool = False


@dataclass(frozen=True)
class Point:
    """Something that fits, or misses. `values`: what the service has of a group; `number`: years, miles or weeks of its own.

    A number of None: nobody has said. `low` and `high` are a service's ages.
    """

    criterion: Criterion
    values: tuple[str, ...] = ()
    number: float | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Fit:
    """`near`: it misses one thing, by a little."""

    reasons: tuple[Point, ...] = ()
    misses: tuple[Point, ...] = ()
    near: bool = False


def fit(asking: Asking, offer: Offer) -> Fit:
    """Only what was asked for counts."""
    judged = [point for criterion in Criterion if (point := _JUDGES[criterion](criterion, asking, offer))]
    reasons = tuple(point for good, _, point in judged if good)
    misses = tuple(point for good, _, point in judged if not good)
    near = len(misses) == 1 and all(good or little for good, little, _ in judged)
    return Fit(reasons, misses, near)


def without(asking: Asking, criterion: Criterion) -> Asking | None:
    """The same without this one thing, for a distance with a longer one; None where it was not asked for."""
    field, nothing = _FIELDS[criterion]
    given: Any = getattr(asking, field)
    if given == nothing:
        return None
    changed: Any = {field: farther(given) if criterion is Criterion.DISTANCE else nothing}
    return replace(asking, **changed)


def age_limits(minimum: int | None, maximum: int | None) -> tuple[int, int]:
    """Limits the wrong way round are a slip of the pen."""
    limits = (minimum or 0, OLDEST if maximum is None else maximum)
    return min(limits), max(limits)


def years_away(point: Point) -> float:
    """How many years somebody is too young or too old; 0 for neither."""
    age, high = point.number or 0, OLDEST if point.high is None else point.high
    return max((point.low or 0) - age, age - high, 0)


def wait_suits(weeks: int | None, walk_in: bool, most: int) -> bool:
    """A wait that is known, or none because one may just come."""
    return walk_in if weeks is None else weeks <= most


def farther(miles: float) -> float:
    return max(miles * FARTHER, miles + LEAST_FARTHER_MILES)


# Whether it fits, whether it misses by little, and what to say. None where it was not asked for.
Judged = tuple[bool, bool, Point] | None


def _of_a_group(criterion: Criterion, asking: Asking, offer: Offer) -> Judged:
    wanted, has = asking.group(criterion), offer.group(criterion)
    if not wanted:
        return None
    common = tuple(slug for slug in wanted if slug in has)
    return bool(common), criterion in MISSED_BY_LITTLE, Point(criterion, common or has)


def _age(criterion: Criterion, asking: Asking, offer: Offer) -> Judged:
    if asking.age is None:
        return None
    low, high = age_limits(offer.minimum_age, offer.maximum_age)
    said = Point(criterion, number=asking.age, low=low or None, high=high if high < OLDEST else None)
    away = years_away(said)
    return away == 0, away <= NEAR_YEARS, said


def _distance(criterion: Criterion, asking: Asking, offer: Offer) -> Judged:
    if offer.miles is None:
        # Without a place to go to there is no way to be too long.
        return (True, True, Point(criterion)) if asking.miles is not None and offer.remote else None
    if asking.miles is None:
        return True, True, Point(criterion, number=offer.miles)
    return offer.miles <= asking.miles or offer.remote, offer.miles <= farther(asking.miles), Point(criterion, number=offer.miles)


def _wait(criterion: Criterion, asking: Asking, offer: Offer) -> Judged:
    if asking.weeks is None:
        return None
    said = Point(criterion, number=0 if offer.weeks is None and offer.walk_in else offer.weeks)
    little = offer.weeks is None or offer.weeks <= asking.weeks * LONGER_WAIT + 2
    return wait_suits(offer.weeks, offer.walk_in, asking.weeks), little, said


def _referrals(criterion: Criterion, asking: Asking, offer: Offer) -> Judged:
    return (offer.referrals, True, Point(criterion)) if asking.referrals else None


_JUDGES: dict[Criterion, Callable[[Criterion, Asking, Offer], Judged]] = {
    **dict.fromkeys(GROUPS, _of_a_group),
    Criterion.AGE: _age, Criterion.DISTANCE: _distance, Criterion.WAIT: _wait, Criterion.REFERRALS: _referrals,
}  # fmt: skip
