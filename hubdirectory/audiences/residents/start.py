"""The front door: a few questions, each of which may be skipped. The answers are in the address, and nowhere else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, request
from flask_babel import LazyString, gettext, lazy_gettext

from hubdirectory.actions import finding, showing
from hubdirectory.actions.results import FacetValue
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.counting import need_groups, needs_with_counts
from hubdirectory.audiences.residents.helping import crumbs
from hubdirectory.audiences.residents.start_asked import answers_from, pairs_of, question_from
from hubdirectory.audiences.residents.start_pages import Choice, QuestionLink, QuestionPage
from hubdirectory.domain.front_door import EVERYBODY, Answers, Danger, Hard, Question
from hubdirectory.web.addresses import Pairs, address, query_address
from hubdirectory.web.locales import chosen_locale, current_locale
from hubdirectory.web.names import AGES, spoken_language
from hubdirectory.web.pages import Page, render
from hubdirectory.web.recurrences import and_list
from hubdirectory.web.world import the_world

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

TITLES: dict[Question, LazyString] = {
    Question.DANGER: lazy_gettext("Is anybody in danger right now?"),
    Question.WHAT: lazy_gettext("What is going on?"),
    Question.WHO: lazy_gettext("Who is it for?"),
    Question.WHERE: lazy_gettext("Where do you start from?"),
    Question.HARD: lazy_gettext("What would make it hard?"),
}
HARDS: dict[Hard, LazyString] = {
    Hard.COST: lazy_gettext("Paying for it"),
    Hard.TRAVEL: lazy_gettext("Getting there"),
    Hard.LANGUAGE: lazy_gettext("English"),
    Hard.HOME: lazy_gettext("Leaving the house"),
    Hard.PEOPLE: lazy_gettext("Talking to people"),
}


@blueprint.get("/start")
def start() -> AnyResponse:
    answers, after = answers_from(request.args), question_from(request.args, "after")
    if after:
        following = answers.next_question(after)
        return redirect(question_address(answers, following) if following else end_address(answers))
    return unkept(_page(answers, question_from(request.args, "ask") or Question.DANGER))


def unkept(page: Page) -> Response:
    """What somebody said is in the page: no cache keeps it, not even the browser's own."""
    answer = make_response(render(page))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def question_address(answers: Answers, question: Question) -> str:
    return query_address(address("residents.start", lang=None), (("ask", question.value), *pairs_of(answers), *_language()))


def end_address(answers: Answers) -> str:
    return query_address(address("residents.next_step", lang=None), (*pairs_of(answers), *_language()))


def question_links(answers: Answers, current: Question | None = None) -> tuple[QuestionLink, ...]:
    said = said_words(answers)
    return tuple(
        QuestionLink(str(name), question_address(answers, one), said[one], one is current) for one, name in TITLES.items()
    )


def said_words(answers: Answers) -> dict[Question, str]:
    """Each answer as a person would say it; "" for none."""
    world, locale = the_world(), current_locale()
    terms = {term.slug: term.name for kind in ("need", "audience") for term in showing.terms(world, kind, locale)}
    dangers = {Danger.YES: gettext("Yes"), Danger.NO: gettext("No"), Danger.NOT_SAID: ""}
    hards = [str(name) for one, name in HARDS.items() if one in answers.hard]
    return {
        Question.DANGER: dangers[answers.danger],
        Question.WHAT: ", ".join([*filter(None, [answers.words]), *(terms.get(slug, slug) for slug in answers.needs)]),
        Question.WHO: ", ".join([*_age(answers), *(terms.get(slug, slug) for slug in answers.audiences)]),
        Question.WHERE: answers.place,
        Question.HARD: and_list([*hards, *filter(None, [answers.language and spoken_language(answers.language)])]),
    }


def _age(answers: Answers) -> list[str]:
    return [str(AGES[answers.age])] if answers.age else []


def _language() -> Pairs:
    chosen = chosen_locale(request)
    return (("lang", chosen),) if chosen else ()


def _page(answers: Answers, question: Question) -> QuestionPage:
    title = str(TITLES[question])
    page = QuestionPage(
        title=title, question=question.value, crumbs=crumbs(), questions=question_links(answers, question),
        summary=gettext("A few questions, and what to do next. Skip any. Nothing that you answer is kept."),
        hidden=pairs_of(answers, without=question), end_address=end_address(answers), words=answers.words, near=answers.place,
        indexable=not answers.answered and question is Question.DANGER, skip_address=_skip(answers, question),
    )  # fmt: skip
    return _with_choices(page, answers, question)


def _skip(answers: Answers, question: Question) -> str:
    order = list(Question)
    later = order[order.index(question) + 1 :]
    return question_address(answers, later[0]) if later else end_address(answers)


def _with_choices(page: QuestionPage, answers: Answers, question: Question) -> QuestionPage:
    if question is Question.WHAT:
        needs = (replace(need, chosen=need.slug in answers.needs) for need in needs_with_counts(the_world(), current_locale()))
        return replace(page, groups=need_groups(tuple(needs)))
    if question is Question.WHO:
        ages = tuple(Choice(slug, str(name), slug == answers.age) for slug, name in AGES.items())
        return replace(page, ages=ages, audiences=_audiences(answers))
    if question is Question.HARD:
        hards = tuple(Choice(one.value, str(name), one in answers.hard) for one, name in HARDS.items())
        return replace(page, hards=hards, languages=_languages(answers))
    return page


def _audiences(answers: Answers) -> tuple[Choice, ...]:
    terms = showing.terms(the_world(), "audience", current_locale())
    return tuple(Choice(term.slug, term.name, term.slug in answers.audiences) for term in terms if term.slug != EVERYBODY)


def _languages(answers: Answers) -> tuple[Choice, ...]:
    """Those that any service speaks; with no engine to ask, none but the one that was chosen before."""
    values: tuple[FacetValue, ...] = ()
    with suppress(finding.SearchIsDown):
        values = finding.facet_counts(the_world(), ("language",), current_locale())["language"]
    codes = {value.slug for value in values if value.count} - {"en"} | {answers.language} - {""}
    choices = (Choice(code, spoken_language(code), code == answers.language) for code in codes)
    return tuple(sorted(choices, key=lambda choice: choice.name.casefold()))
