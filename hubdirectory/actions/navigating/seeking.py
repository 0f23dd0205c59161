"""What fits the person in front of a navigator: the search that everybody has, narrowed by what the directory knows besides.

Ages, waits and whether referrals are taken are asked of the database at each search, so that a wait noted a minute ago
counts, and what only professionals know is in no index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from hubdirectory.actions.acting import Actor
from hubdirectory.actions.finding import find
from hubdirectory.actions.results import Asked, Beyond, Result, SearchPage
from hubdirectory.domain.ages import OLDEST
from hubdirectory.domain.distance import Point
from hubdirectory.domain.fitting import (
    GROUPS,
    MISSED_BY_LITTLE,
    MOST_NEAR_MISSES,
    NEAR_YEARS,
    Asking,
    Criterion,
    Fit,
    Offer,
    fit,
    wait_suits,
    without,
    years_away,
)
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.states import Booking
from hubdirectory.models import Eligibility, Service, ServiceCard

from .notes import waits

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

WALK_IN = (Booking.DROP_IN, Booking.EITHER)
FEW = 20
"""With more than these nobody looks for what nearly fits."""


@dataclass(frozen=True)
class Sought:
    """`page` counts exactly what everything asked for leaves. `fits` by service id; `nearly`: what misses one thing."""

    page: SearchPage
    fits: Mapping[str, Fit]
    nearly: tuple[Result, ...] = ()


def seek(
    world: World, actor: Actor, asking: Asking, *, words: str = "", point: Point | None = None, sort: str = "relevance",
    page: int = 1, anywhere: bool = False, locale: str = "en",
) -> Sought:  # fmt: skip
    """One page of services. `point` to measure from; without one `asking.miles` counts for nothing. Raises SearchIsDown."""
    actor.must(Permission.NAVIGATE)
    asking = asking if point else replace(asking, miles=None)
    ground = Asked(q=words, sort=sort, page=page, anywhere=anywhere, as_typed=True)
    found = find(world, _asked(ground, asking), locale, Beyond(point, _numbers(world, asking)))
    shown = (*found.results, *found.anywhere)
    fits = _fits(world, asking, shown)
    few = found.total + found.anywhere_total <= FEW and page == 1
    near = dict(_nearly(world, ground, asking, point, shown, locale)) if few else {}
    nearly = sorted(near.values(), key=lambda pair: _order(pair[1]))[:MOST_NEAR_MISSES]
    return Sought(found, fits | {one.id: its for one, its in nearly}, tuple(one for one, _ in nearly))


def fits_of(world: World, actor: Actor, asking: Asking, results: Iterable[Result]) -> dict[str, Fit]:
    """How each of these fits, by its id."""
    actor.must(Permission.NAVIGATE)
    return _fits(world, asking, tuple(results))


def _asked(ground: Asked, asking: Asking) -> Asked:
    chosen = {group.value: asking.group(group) for group in GROUPS if asking.group(group)}
    return replace(ground, chosen=chosen, within=asking.miles)


def _numbers(world: World, asking: Asking, spare_years: int = 0) -> frozenset[int] | None:
    """The services whose age limits, waits and ways in suit; None where none of these was asked for."""
    conditions: list[Any] = []
    if asking.age is not None:
        conditions.append(_takes(asking.age - spare_years, asking.age + spare_years))
    if asking.referrals:
        conditions.append(Service.accepts_referrals)
    if not conditions and asking.weeks is None:
        return None
    query = select(ServiceCard.number, Service.id, Service.booking).join(Service, Service.id == ServiceCard.service_id)
    query = query.outerjoin(Eligibility, Eligibility.service_id == Service.id).where(ServiceCard.searchable, *conditions)
    with world.database.reading() as session:
        rows, known = session.execute(query).all(), waits(session) if asking.weeks is not None else {}
    most = asking.weeks
    return frozenset(
        number for number, id_, booking in rows if most is None or wait_suits(known.get(id_), booking in WALK_IN, most)
    )


def _takes(youngest: int, oldest: int) -> Any:
    """Somebody of an age in between may come. Limits the wrong way round are read the right way."""
    low, high = func.coalesce(Eligibility.minimum_age, 0), func.coalesce(Eligibility.maximum_age, OLDEST)
    right, wrong = and_(low <= oldest, high >= youngest), and_(low > high, high <= oldest, low >= youngest)
    return or_(Eligibility.id.is_(None), right, wrong)


def _nearly(
    world: World, ground: Asked, asking: Asking, point: Point | None, shown: tuple[Result, ...], locale: str
) -> Iterator[tuple[str, tuple[Result, Fit]]]:
    """What misses one thing by a little: found by asking for everything but that."""
    besides = _numbers_of(world, shown)
    for criterion in MISSED_BY_LITTLE:
        looser = without(asking, criterion)
        if looser is None:
            continue
        spare = NEAR_YEARS if criterion is Criterion.AGE else 0
        among = _numbers(world, asking if spare else looser, spare)
        page = find(world, _asked(ground, looser), locale, Beyond(point, among, besides))
        found = (*page.results, *page.anywhere)
        fits = _fits(world, asking, found)
        yield from ((one.id, (one, fits[one.id])) for one in found if fits[one.id].near)


def _numbers_of(world: World, results: tuple[Result, ...]) -> frozenset[int]:
    ids = [result.id for result in results]
    with world.database.reading() as session:
        return frozenset(session.scalars(select(ServiceCard.number).where(ServiceCard.service_id.in_(ids))))


def _order(found: Fit) -> tuple[int, float]:
    """By what is missed, in the order of the criteria, and then by how far."""
    miss = found.misses[0]
    away = years_away(miss) if miss.criterion is Criterion.AGE else miss.number or 0.0
    return list(Criterion).index(miss.criterion), away


def _fits(world: World, asking: Asking, results: tuple[Result, ...]) -> dict[str, Fit]:
    with world.database.reading() as session:
        offers = dict(_offers(session, results))
    return {result.id: fit(asking, offers[result.id]) for result in results if result.id in offers}


def _offers(session: Session, results: tuple[Result, ...]) -> Iterator[tuple[str, Offer]]:
    miles = {result.id: result.miles for result in results}
    columns = (Service.id, Service.booking, Service.accepts_referrals, Eligibility.minimum_age, Eligibility.maximum_age)
    query = select(*columns, ServiceCard.document).join(ServiceCard, ServiceCard.service_id == Service.id)
    query = query.outerjoin(Eligibility, Eligibility.service_id == Service.id).where(Service.id.in_(miles))
    known = waits(session, list(miles))
    for id_, booking, referrals, low, high, document in session.execute(query):
        facets = document["facets"]
        groups = {name: tuple(facets.get(group.value, ())) for group, name in GROUPS.items()}
        yield id_, Offer(
            **groups, minimum_age=low, maximum_age=high, miles=miles[id_], remote=document["remote"], weeks=known.get(id_),
            walk_in=booking in WALK_IN, referrals=referrals,
        )  # fmt: skip
