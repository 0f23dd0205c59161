"""From answers to the next step: the way, five suggestions at most, a hub. Whoever asks, it never ends in nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hubdirectory.actions.facets import Names, names_of
from hubdirectory.actions.results import FacetValue
from hubdirectory.actions.results_of_cards import Moment, result_of
from hubdirectory.domain.front_door import CRISIS_NEED, MOST_NEEDS, Answers, Danger, Wanted, climb, ladder, wanted
from hubdirectory.domain.reasons import why_it_fits, why_not
from hubdirectory.domain.routing import Person, Route, Routing, routing

from .hearing import heard
from .hubs import hub_for
from .looking import Looking
from .places import Here, areas_of, here
from .rules import rules_of
from .views import Group, NextStep, Suggestion

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

# Words of another crisis (somebody hurts them, no food, no roof) raise the panel; the way is that of their needs.
WITHIN_HOURS = frozenset({"danger-to-life", "suicide"})


def next_step(world: World, answers: Answers, locale: str = "en") -> NextStep:
    """What to do now, for visitors and staff alike. A place that is not known is said in it, never raised."""
    with world.database.reading() as session:
        world.hear_words(session)
        meant, crisis = heard(world, session, answers)
        names = names_of(session, locale)
        known = {slug for slug, _ in names.named("need")}
        meant = tuple(slug for slug in meant if slug in known)
        needs = tuple(slug for slug in answers.needs if slug in known) or meant
        place = here(world, session, answers.place)
        in_danger = answers.danger is Danger.YES or (crisis is not None and crisis.kind in WITHIN_HOURS)
        way = _way(world, session, replace(answers, needs=needs), place, in_danger)
        needs = tuple(slug for slug in needs if slug in way.needs[:MOST_NEEDS])
        if way.route is Route.CRISIS and CRISIS_NEED in known and not needs:
            needs = (CRISIS_NEED,)
        looking = Looking(world, session, place, way.barred)
        return NextStep(
            route=way.route, in_danger=answers.danger is Danger.YES, crisis=crisis,
            needs=_named(needs, names), understood=_named(meant, names) if not answers.needs else (),
            where=place.said, groups=_groups(world, looking, way, answers, needs, place, locale),
            hub=hub_for(world, session, way, place.miles), search_away=looking.away,
        )  # fmt: skip


def _way(world: World, session: Session, answers: Answers, place: Here, in_danger: bool) -> Routing:
    rules = rules_of(session)
    # Boundaries are unpacked only where a rule asks for them.
    areas = areas_of(world, session, place) if any(rule.areas for rule in rules) else frozenset()
    return routing(rules, Person(answers.needs, answers.age, areas, in_danger))


def _groups(
    world: World, looking: Looking, way: Routing, answers: Answers, needs: tuple[str, ...], place: Here, locale: str
) -> tuple[Group, ...]:
    located = place.point is not None
    asked = wanted(answers, needs, located)
    named = looking.named(way.services, asked)
    steps = climb(ladder(answers, needs, located), looking.find, named)
    moment = Moment(world.now(), world.calendar, (), place.miles, locale)
    groups = [Group(step.wanted.loosened, tuple(_suggestion(one, looking, moment, asked, answers, step.wanted)
                                                for one in step.found)) for step in steps]  # fmt: skip
    if named:
        first = tuple(_suggestion(one, looking, moment, asked, answers, asked) for one in named)
        groups.insert(0, Group((), first))
    return _joined(groups)


def _joined(groups: list[Group]) -> tuple[Group, ...]:
    """What the manager named and what fits everything are one group."""
    if len(groups) > 1 and not groups[1].loosened:
        groups[:2] = [Group((), groups[0].suggestions + groups[1].suggestions)]
    return tuple(groups)


def _suggestion(number: int, looking: Looking, moment: Moment, asked: Wanted, answers: Answers, found_by: Wanted) -> Suggestion:
    """`asked` is what all the answers ask for, `found_by` the rung that found it: with the need let go, it is another one."""
    card, offer = looking.cards[number], looking.offers[number]
    misses = why_not(offer, asked)
    reasons = why_it_fits(offer, replace(asked, needs=found_by.needs), answers.hard)
    # What is too far is no reason to go there.
    far = {one.miles for one in misses if one.miles is not None}
    return Suggestion(
        result_of(card, moment, offer.miles), tuple(one for one in reasons if one.miles is None or one.miles not in far), misses
    )


def _named(slugs: tuple[str, ...], names: Names) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(slug, names.name("need", slug), -1) for slug in slugs)
