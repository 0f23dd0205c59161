"""Browse by need."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort, url_for
from flask_babel import gettext
from markupsafe import Markup

from hubdirectory.actions import finding, showing
from hubdirectory.actions.crisis import Crisis, about_abuse
from hubdirectory.actions.results import Asked, FacetValue
from hubdirectory.actions.showing import Term
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.counting import need_groups, needs_with_counts
from hubdirectory.audiences.residents.helping import crumbs
from hubdirectory.audiences.residents.outcome import lines, search_address
from hubdirectory.audiences.residents.pages import NeedPage, NeedsPage
from hubdirectory.web import counting
from hubdirectory.web.crisis_words import GENERAL
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

# Needs whose page, and whose services' pages, begin with a crisis panel: which one.
CRISIS_NEEDS = {
    "crisis-suicide": Crisis("suicide"), "domestic-abuse": Crisis("abuse"), "sexual-violence": Crisis("abuse"),
    "cyp-mental-health": Crisis(GENERAL), "talking-therapy": Crisis(GENERAL),
}  # fmt: skip


@blueprint.get("/needs")
def needs() -> str:
    world, locale = the_world(), current_locale()
    page = NeedsPage(
        title=gettext("What people need"),
        summary=gettext("Everything that people look for, and how many services help with each."),
        crumbs=crumbs(), groups=need_groups(needs_with_counts(world, locale)),
        descriptions={term.slug: term.description for term in showing.terms(world, "need", locale)},
    )  # fmt: skip
    return render(page)


@blueprint.get("/needs/<slug:slug>")
def need(slug: str) -> str:
    term = _term(slug)
    total, first = _first_services(slug)
    crisis = CRISIS_NEEDS.get(slug)
    page = NeedPage(
        title=term.name, summary=term.description, need=term, total=total, lines=first,
        crumbs=crumbs((gettext("What people need"), url_for("residents.needs"))),
        all_address=search_address((("need", slug),)), near_here=_near_here(slug), crisis=crisis, discreet=about_abuse(crisis),
    )  # fmt: skip
    return render(page)


def crisis_of_needs(slugs: Iterable[str]) -> Crisis | None:
    """The panel for something that meets these needs: about abuse before all, since its page is discreet too."""
    found = [CRISIS_NEEDS[slug] for slug in slugs if slug in CRISIS_NEEDS]
    return min(found, key=lambda one: not about_abuse(one), default=None)


def _term(slug: str) -> Term:
    terms = {term.slug: term for term in showing.terms(the_world(), "need", current_locale())}
    return terms.get(slug) or abort(404)


def _first_services(slug: str) -> tuple[int, tuple[Markup, ...]]:
    """How many services meet the need, and the first page of them. No engine: none, and the page says so."""
    world = the_world()
    try:
        found = finding.find(world, Asked(chosen={"need": (slug,)}), current_locale())
    except finding.SearchIsDown:
        return -1, ()
    counting.found((one.id for one in found.results), (slug,))
    return found.total, lines(found.results, found.hubs, world.now())


def _near_here(slug: str) -> tuple[FacetValue, ...]:
    """The other needs of the same group."""
    groups = need_groups(needs_with_counts(the_world(), current_locale()))
    same = next((group.needs for group in groups if any(one.slug == slug for one in group.needs)), ())
    return tuple(one for one in same if one.slug != slug)
