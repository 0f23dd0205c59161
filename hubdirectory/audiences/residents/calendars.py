"""Calendars to follow: of a hub, an organisation, a service, a need, a search, choices of a day; and one date as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response, abort, request
from flask_babel import gettext

from hubdirectory.actions import finding, occurrences, showing
from hubdirectory.actions.occurrences import Whose
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.asked import asked_from, forgiving
from hubdirectory.audiences.residents.atom import atom_feed
from hubdirectory.audiences.residents.calendar_files import calendar_file, one_date_file
from hubdirectory.audiences.residents.day_asked import forgiven_day
from hubdirectory.web.addresses import absolute
from hubdirectory.web.errors import SearchAway
from hubdirectory.web.locales import current_locale
from hubdirectory.web.world import the_world

if TYPE_CHECKING:
    from hubdirectory.actions.world import World

MOST_PAGES = 10
FEED_DAYS = 7
# A calendar program asks again and again: a change is in its next answer.
KIND = "any(hubs,places,organisations,services,needs)"
FORM = "any(ics,atom)"


@blueprint.get(f"/<{KIND}:kind>/<slug:slug>.<{FORM}:form>")
def calendar(kind: str, slug: str, form: str) -> Response:
    whose = _whose(the_world(), kind, slug)
    if whose is None:
        abort(404)
    endpoint = {"hubs": "hub", "places": "place", "organisations": "organisation", "services": "service", "needs": "need"}[kind]
    return calendar_answer(whose, form, absolute(f"residents.{endpoint}", slug=slug, lang=None))


@blueprint.get(f"/search.<{FORM}:form>")
def search_calendar(form: str) -> Response:
    """What the first two hundred services that a search finds have on."""
    world, asked = the_world(), asked_from(forgiving(request.args))
    try:
        first = finding.find(world, asked, current_locale())
        pages = [
            first,
            *(finding.find(world, replace(asked, page=n), current_locale()) for n in range(2, min(first.pages, MOST_PAGES) + 1)),
        ]
    except finding.SearchIsDown as away:
        raise SearchAway from away
    slugs = [result.slug for page in pages for result in page.results]
    name = gettext("Search: %(words)s", words=asked.q) if asked.q else gettext("A search")
    return calendar_answer(occurrences.for_services(world, slugs, name), form, absolute("residents.search", lang=None))


@blueprint.get(f"/today.<{FORM}:form>")
def days_calendar(form: str) -> Response:
    """What fits the choices on any day. With no choice it would be the whole town."""
    chosen = forgiven_day(request.args).chosen
    if not {group for group, slugs in chosen.items() if slugs and group != "what"}:
        abort(404)
    whose = occurrences.for_choices(the_world(), chosen, gettext("What’s on"))
    return calendar_answer(whose, form, absolute("residents.today", lang=None))


@blueprint.get("/dates/<uuid:occurrence_id>.ics")
def one_date(occurrence_id: object) -> Response:
    world = the_world()
    line = occurrences.date_of(world, str(occurrence_id))
    if line is None:
        abort(404)
    return _file(one_date_file(line, world.now()), "text/calendar", "date.ics")


def _whose(world: World, kind: str, slug: str) -> Whose | None:
    match kind:
        case "hubs" | "places":
            return occurrences.for_place(world, slug)
        case "organisations":
            return occurrences.for_organisation(world, slug)
        case "services":
            return occurrences.for_service(world, slug)
    return _of_need(world, slug)


def _of_need(world: World, slug: str) -> Whose | None:
    name = next((term.name for term in showing.terms(world, "need", current_locale()) if term.slug == slug), None)
    return occurrences.for_choices(world, {"need": (slug,)}, name) if name else None


def calendar_answer(whose: Whose, form: str, page: str) -> Response:
    """`form`: ics or atom; `page`: where its reader reads on."""
    world = the_world()
    if form == "ics":
        return _file(calendar_file(whose.name, occurrences.follow(world, whose), world.now()), "text/calendar", "calendar.ics")
    lines = occurrences.coming(world, whose, FEED_DAYS)
    feed = atom_feed(whose.name, lines, world.now(), page, request.base_url)
    return _file(feed, "application/atom+xml", "")


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=f"{kind}; charset=utf-8")
    if name:
        response.headers["Content-Disposition"] = f"inline; filename={name}"
    return response
