"""Where the front door leads: five suggestions at most, the nearest hub, somebody who answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext

from hubdirectory.actions import front_door, showing
from hubdirectory.actions.front_door import Group, HubStep, NextStep, Suggestion
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.helping import crumbs
from hubdirectory.audiences.residents.outcome import result_line, search_address
from hubdirectory.audiences.residents.start import question_links, unkept
from hubdirectory.audiences.residents.start_asked import answers_from
from hubdirectory.audiences.residents.start_pages import NextStepPage, SuggestionGroup, SuggestionLine
from hubdirectory.domain.front_door import Answers
from hubdirectory.domain.permissions import Permission
from hubdirectory.domain.reasons import Why
from hubdirectory.domain.routing import Route
from hubdirectory.web.access import current_actor
from hubdirectory.web.addresses import address, query_address
from hubdirectory.web.crisis import CrisisLine
from hubdirectory.web.locales import current_locale
from hubdirectory.web.reason_words import TermNames, away_words, loosened_words, reason_words
from hubdirectory.web.recurrences import and_list
from hubdirectory.web.site import current_site
from hubdirectory.web.times import span_words
from hubdirectory.web.world import the_world

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

# Not to be rung for a talk; 111 asks to choose first.
EMERGENCY = ("999", "112", "111")


@blueprint.get("/start/next")
def next_step() -> Response:
    world, answers = the_world(), answers_from(request.args)
    step = front_door.next_step(world, answers, current_locale())
    return unkept(_page(answers, step, world.now()))


def _page(answers: Answers, step: NextStep, now: datetime) -> NextStepPage:
    urgent = step.route is Route.CRISIS or step.in_danger or step.crisis is not None
    terms = _terms()
    groups = tuple(_group(group, number == 0, terms, now) for number, group in enumerate(step.groups))
    way_back = crumbs((gettext("Find the next step"), address("residents.start")))
    return NextStepPage(
        title=gettext("Get help now") if urgent else gettext("What to do next"), indexable=False,
        summary=gettext("What could help, why, and who to ask."), crumbs=way_back,
        route=step.route.value, in_danger=step.in_danger, crisis=step.crisis, understood=step.understood, where=step.where,
        groups=groups, step=step.hub, hub_away=_away(step.hub), hours=_hours(step.hub), answered=_answered(step.hub),
        search_away=step.search_away,
        questions=question_links(answers), search_address=_search(answers, step), again_address=address("residents.start"),
        sheet_address=_sheet(step),
    )  # fmt: skip


def _terms() -> TermNames:
    world, locale = the_world(), current_locale()
    return {term.slug: term.name for kind in ("audience", "need") for term in showing.terms(world, kind, locale)}


def _group(group: Group, first: bool, terms: TermNames, now: datetime) -> SuggestionGroup:
    only = group.suggestions[0].result.cost_words if len(group.suggestions) == 1 else ""
    lines = tuple(_line(one, terms, now) for one in group.suggestions)
    return SuggestionGroup(loosened_words(group.loosened, first, only), lines)


def _line(one: Suggestion, terms: TermNames, now: datetime) -> SuggestionLine:
    cost = one.result.cost_words
    return SuggestionLine(
        result_line(one.result, now),
        tuple(reason_words(reason, terms) for reason in one.reasons),
        tuple(reason_words(miss, terms, cost if miss.why is Why.COSTS else "") for miss in one.misses),
    )


def _away(step: HubStep | None) -> str:
    return away_words(step.miles) if step and step.miles is not None else ""


def _hours(step: HubStep | None) -> str:
    """Today's hours: `Open today 9am to 5pm`; "" where none are known."""
    if step is None or not step.hub.week:
        return ""
    spans = step.hub.week[0][1]
    if not spans:
        return gettext("Closed today")
    return gettext("Open today %(times)s", times=and_list([span_words(span.starts, span.ends) for span in spans]))


def _answered(step: HubStep | None) -> CrisisLine | None:
    """Of the crisis lines one to talk to, rather than the emergency services."""
    if step and step.hub.is_open and step.phone:
        return None
    lines = [line for line in current_site().crisis.lines if line.kind == "call"]
    talking = [line for line in lines if line.tel not in EMERGENCY]
    return next(iter(talking or lines), None)


def _sheet(step: NextStep) -> str:
    """Staff beside somebody go on from here to a sheet: with needs and services, and nothing else of what was said."""
    picks = [("pick", one.result.slug) for group in step.groups for one in group.suggestions]
    if not picks or not current_actor().may(Permission.NAVIGATE):
        return ""
    return query_address(address("navigators.shortlist"), (*(("need", need.slug) for need in step.needs), *picks))


def _search(answers: Answers, step: NextStep) -> str:
    pairs = [("need", need.slug) for need in step.needs] or [("q", answers.words)]
    return search_address((*pairs, ("near", answers.place)))
