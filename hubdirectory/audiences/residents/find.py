"""Search: a form read into a question, an answer shown as a page or as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response, jsonify, redirect, request
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from hubdirectory.actions import finding, meaning
from hubdirectory.actions.crisis import about_abuse
from hubdirectory.actions.results import Asked, FacetValue, SearchPage
from hubdirectory.audiences.residents import blueprint, outcome, paging
from hubdirectory.audiences.residents.asked import LONGEST_WORDS, Unreadable, asked_from, forgiving, pairs_of, read_words
from hubdirectory.audiences.residents.counting import needs_with_counts
from hubdirectory.audiences.residents.helping import crumbs
from hubdirectory.audiences.residents.needs import crisis_of_needs
from hubdirectory.audiences.residents.pages import ResultsPage
from hubdirectory.audiences.residents.search_json import as_json
from hubdirectory.audiences.residents.ways_out import ways_out
from hubdirectory.web import counting
from hubdirectory.web.addresses import query_address, with_changes
from hubdirectory.web.errors import SearchAway
from hubdirectory.web.locales import chosen_locale, current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.times import read_day_words
from hubdirectory.web.translating import gettext
from hubdirectory.web.world import the_world

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from hubdirectory.actions.world import World


@blueprint.get("/search")
def search() -> str | AnyResponse:
    asked = asked_from(forgiving(request.args))
    world = the_world()
    found = _find(world, asked)
    if found.pages and asked.page > found.pages:
        # An old link to a page that has gone: its last one, with the search kept.
        last = with_changes(pairs_of(asked), {"page": found.pages, "lang": chosen_locale(request)})
        return redirect(query_address(request.path, last))
    counting.searched(asked, found)
    counting.found((one.id for one in (*found.results, *found.anywhere)), asked.chosen.get("need", ()))
    return render(_page(world, asked, found))


@blueprint.post("/search/opened")
def opened() -> Response:
    """A result was opened. Answers the same whatever it is told, sets no cookie and keeps nothing of who asks."""
    counting.opened(read_words(MultiDict({"q": request.form.get("q", "")[:LONGEST_WORDS]}), "q"))
    return Response(status=204)


@blueprint.record_once
def _without_a_token(state: BlueprintSetupState) -> None:
    # It adds one to a number: there is nothing to forge, and a token would need a cookie.
    state.app.extensions["csrf"].exempt(opened)


@blueprint.get("/search.json")
def search_json() -> Response | tuple[Response, int]:
    try:
        asked = asked_from(request.args)
    except Unreadable as problem:
        return jsonify(error=str(problem), parameter=problem.key), 400
    return jsonify(as_json(_find(the_world(), asked)))


def _find(world: World, asked: Asked) -> SearchPage:
    """What was found, exactly, and beside it what the words may mean."""
    meant = meaning.meant(world, asked, current_locale())
    try:
        found = finding.find(world, asked, current_locale())
    except finding.SearchIsDown as away:
        raise SearchAway(crisis=meant.crisis) from away
    return replace(found, needs=meant.needs, crisis=meant.crisis)


def _page(world: World, asked: Asked, found: SearchPage) -> ResultsPage:
    now, pairs = world.now(), pairs_of(asked)
    lines = outcome.lines(found.results, found.hubs, now)
    count = outcome.count_words(asked, found)
    narrowing = dict.fromkeys([*asked.chosen, "open"])
    return ResultsPage(
        discreet=about_abuse(found.crisis) or about_abuse(crisis_of_needs(asked.chosen.get("need", ()))),
        title=count, count=count, summary=gettext("Search results"), indexable=False,
        crumbs=crumbs(), found=found, lines=lines,
        anywhere=outcome.lines(found.anywhere, found.hubs, now),
        anywhere_address=outcome.search_address(with_changes(pairs, {"where": "anywhere"})),
        near_address=outcome.search_address(with_changes(pairs, {"where": None})),
        boxes=outcome.boxes(found.facets), chips=outcome.chips(asked, found.facets),
        clear_address=outcome.search_address(with_changes(pairs, narrowing)),
        sorts=paging.sorts(asked), pager=paging.pager(asked, found), near=outcome.near_box(asked, found),
        hidden=_hidden(asked), open_now=asked.open_now,
        ways_out=() if found.total else ways_out(world, asked, found.facets),
        needs=_needs(found.needs), help_first=not found.total or bool(found.relaxed),
        needs_to_try=() if found.total else _needs_to_try(world),
        map_points=outcome.map_points(found.results) if world.settings.tile_url else Markup(""),
        only_anywhere=asked.anywhere and bool(found.where and found.where.found),
        day_words=read_day_words(found.day) if found.day else "",
        typed_address=outcome.search_address(with_changes(pairs, {"as": "typed"})),
    )  # fmt: skip


def _hidden(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What the form carries besides what can be seen in it."""
    carried = {"sort": asked.sort if asked.sort != "relevance" else "", "where": "anywhere" if asked.anywhere else ""}
    return tuple((key, value) for key, value in carried.items() if value)


def _needs(needs: tuple[FacetValue, ...]) -> tuple[outcome.WayOut, ...]:
    """Each leads to a search for the need alone, which finds as many as it says."""
    return tuple(outcome.WayOut(need.name, outcome.search_address((("need", need.slug),)), need.count) for need in needs)


def _needs_to_try(world: World) -> tuple[FacetValue, ...]:
    return needs_with_counts(world, current_locale())
