"""Which way somebody is led: help within hours, a professional, or help from the community. The rules are the manager's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Route(StrEnum):
    """The most urgent first: where several rules fit, the most urgent of their routes is taken."""

    CRISIS = "crisis"
    PROFESSIONAL = "professional"
    COMMUNITY = "community"


@dataclass(frozen=True)
class RouteRule:
    """Whoever has one of `needs`, is of one of `ages` and lives in one of `areas` goes this way; empty means any.

    `areas` are slugs of wards and codes of districts. `services` and `hubs` (slugs) are suggested first on this way. A
    service or hub that is named in rules is for those alone whom one of these rules lets in by age and area.
    """

    name: str
    route: Route
    needs: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """What is known of somebody. `age` "" and `areas` empty: not said."""

    needs: tuple[str, ...] = ()
    age: str = ""
    areas: frozenset[str] = frozenset()
    in_danger: bool = False


@dataclass(frozen=True)
class Routing:
    """The way, what to suggest first on it, and what (slugs) not to suggest to this person at all.

    `needs`: the person's, first those that a rule names, the most urgent rule's before all.
    """

    route: Route
    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    barred: frozenset[str] = frozenset()


def routing(rules: Sequence[RouteRule], person: Person) -> Routing:
    """The way for this person. Danger is always the crisis route; where no rule fits it is the community's."""
    fitting = [rule for rule in rules if _fits(rule, person)]
    urgency = list(Route)
    route = min((rule.route for rule in fitting), key=urgency.index, default=Route.COMMUNITY)
    route = Route.CRISIS if person.in_danger else route
    ordered = sorted(fitting, key=lambda rule: urgency.index(rule.route))
    barred = _barred(rules, person)
    hubs = [hub for rule in ordered if rule.route == route for hub in rule.hubs]
    services = [service for rule in ordered for service in rule.services]
    named = [need for rule in ordered for need in rule.needs if need in person.needs]
    needs = tuple(dict.fromkeys((*named, *person.needs)))
    return Routing(route, needs, _allowed(services, barred), _allowed(hubs, barred), barred)


def _allowed(slugs: Iterable[str], barred: frozenset[str]) -> tuple[str, ...]:
    return tuple(slug for slug in dict.fromkeys(slugs) if slug not in barred)


def _fits(rule: RouteRule, person: Person) -> bool:
    """What is not known fits no rule that asks for it: nobody is sent to a team for children on a guess."""
    needed = not rule.needs or bool(set(rule.needs) & set(person.needs)) or (person.in_danger and rule.route is Route.CRISIS)
    return needed and (not rule.ages or person.age in rule.ages) and (not rule.areas or bool(person.areas & set(rule.areas)))


def _barred(rules: Sequence[RouteRule], person: Person) -> frozenset[str]:
    """What is named in rules, in none of which this person's age and area are: as far as they are known."""
    named = {slug for rule in rules for slug in (*rule.services, *rule.hubs)}
    let_in = {slug for rule in rules if _lets_in(rule, person) for slug in (*rule.services, *rule.hubs)}
    return frozenset(named - let_in)


def _lets_in(rule: RouteRule, person: Person) -> bool:
    by_age = not rule.ages or not person.age or person.age in rule.ages
    by_area = not rule.areas or not person.areas or bool(person.areas & set(rule.areas))
    return by_age and by_area
