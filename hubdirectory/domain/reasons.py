"""Why a service fits somebody's answers, and where it does not quite: facts to be put in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .front_door import AWAY, EVERYBODY, FREE, Hard, Wanted

MOST_REASONS = 3
OF_AN_AGE = frozenset({"children", "young-people", "older-people"})


class Why(StrEnum):
    """In the order in which they are said, after those that answer what somebody finds hard."""

    NAMED = "named"
    NEAR = "near"
    FREE = "free"
    GIFT = "gift"
    LANGUAGE = "language"
    PHONE = "phone"
    ONLINE = "online"
    HOME = "home"
    AUDIENCE = "audience"
    AGE = "age"
    DROP_IN = "drop_in"
    NEED = "need"
    COSTS = "costs"
    NOT_LANGUAGE = "not_language"
    FAR = "far"
    GO_THERE = "go_there"
    TALKING = "talking"
    ONLY_FOR = "only_for"
    NOT_AGE = "not_age"


@dataclass(frozen=True)
class Reason:
    """`value` is a slug or a code (a need, an age band, a language, an audience), `miles` a straight line.

    "writing" beside `Why.ONLINE`: for somebody who finds talking hard.
    """

    why: Why
    value: str = ""
    miles: float | None = None


@dataclass(frozen=True)
class Offer:
    """What a service is, as its facets say it. `miles` None: it has no place, or nobody asked how far it is."""

    needs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    booking: str = "unknown"
    miles: float | None = None
    named: bool = False


ANSWERS_TO = {
    Hard.COST: {Why.FREE, Why.GIFT}, Hard.TRAVEL: {Why.NEAR, Why.PHONE, Why.ONLINE, Why.HOME}, Hard.LANGUAGE: {Why.LANGUAGE},
    Hard.HOME: {Why.PHONE, Why.ONLINE, Why.HOME}, Hard.PEOPLE: {Why.ONLINE},
}  # fmt: skip


def why_it_fits(offer: Offer, asked: Wanted, hard: frozenset[Hard] = frozenset()) -> tuple[Reason, ...]:
    """Three reasons at most, what answers a hardship first; one at least where the service meets a need that was asked for.

    `asked` is what all the answers together ask for.
    """
    wished = {why for one in hard for why in ANSWERS_TO[one]}
    reasons = sorted(_reasons(offer, asked, hard), key=lambda one: (one.why is not Why.NAMED, one.why not in wished))
    return tuple(reasons[:MOST_REASONS])


def _reasons(offer: Offer, asked: Wanted, hard: frozenset[Hard]) -> Iterator[Reason]:
    """Those that hold, in the order of `Why`."""
    if offer.named:
        yield Reason(Why.NAMED)
    if offer.miles is not None and Hard.HOME not in hard:
        yield Reason(Why.NEAR, miles=offer.miles)
    if "free" in offer.costs:
        yield Reason(Why.FREE)
    elif "donation" in offer.costs:
        yield Reason(Why.GIFT)
    yield from (Reason(Why.LANGUAGE, code) for code in asked.languages if code in offer.languages)
    # By phone is no help to somebody who finds talking hard.
    ways = ("online",) if Hard.PEOPLE in hard else ("phone", "online", "home")
    if asked.modes or Hard.TRAVEL in hard or "place" not in offer.modes:
        yield from (Reason(Why(way), "writing" if Hard.PEOPLE in hard else "") for way in ways if way in offer.modes)
    yield from (Reason(Why.AUDIENCE, slug) for slug in asked.audiences[:-1] if slug in offer.audiences)
    yield from (Reason(Why.NEED, slug) for slug in asked.needs if slug in offer.needs)
    if offer.booking in ("drop-in", "either") and "place" in offer.modes:
        yield Reason(Why.DROP_IN)
    yield from (Reason(Why.AGE, slug) for slug in asked.ages if slug in offer.ages)


def why_not(offer: Offer, asked: Wanted) -> tuple[Reason, ...]:
    """The near misses: what was asked for and is not so here."""
    return tuple(_misses(offer, asked))


def _misses(offer: Offer, asked: Wanted) -> Iterator[Reason]:
    if asked.costs and not set(FREE) & set(offer.costs):
        yield Reason(Why.COSTS, "paid" if "paid" in offer.costs else "")
    yield from (Reason(Why.NOT_LANGUAGE, code) for code in asked.languages if code not in offer.languages)
    at_a_distance = bool(AWAY & set(offer.modes))
    if asked.miles is not None and offer.miles is not None and offer.miles > asked.miles and not at_a_distance:
        yield Reason(Why.FAR, miles=offer.miles)
    if asked.modes and not set(asked.modes) & set(offer.modes):
        yield Reason(Why.GO_THERE if not at_a_distance else Why.TALKING)
    if only_for_others(offer, asked):
        yield Reason(Why.ONLY_FOR, offer.audiences[0])
    yield from (Reason(Why.NOT_AGE, slug) for slug in asked.ages if offer.ages and slug not in offer.ages)


def only_for_others(offer: Offer, asked: Wanted) -> bool:
    """Made for people whom nobody spoke of. Where an age was said, age is what decides of the young and the old."""
    meant = [slug for slug in offer.audiences if not (asked.ages and slug in OF_AN_AGE)]
    return len(meant) == len(offer.audiences) > 0 and not {EVERYBODY, *asked.audiences} & set(meant)


def how_well(offer: Offer, asked: Wanted) -> tuple[bool, int, int]:
    """The smaller, the better it fits: not made for others, more of the needs, and little else besides them."""
    met = set(offer.needs) & set(asked.needs)
    return only_for_others(offer, asked), -len(met), len(offer.needs) - len(met)
