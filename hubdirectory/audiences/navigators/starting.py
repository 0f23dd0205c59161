"""Where a navigator begins: who is in front of them, templates of the place, favourites, and asking after somebody."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from flask_babel import gettext

from hubdirectory.actions import showing
from hubdirectory.actions.navigating import signposts, templates
from hubdirectory.actions.navigating.favourites import favourites_of
from hubdirectory.actions.navigating.places import Workplace
from hubdirectory.actions.navigating.templates import TemplateView
from hubdirectory.audiences.navigators import blueprint
from hubdirectory.audiences.navigators.asked import Wish, slug_of, wish_from
from hubdirectory.audiences.navigators.form import ask_form
from hubdirectory.audiences.navigators.helping import place_of, their_places
from hubdirectory.audiences.navigators.pages import StartPage, TemplateLink, Wrong
from hubdirectory.web.access import current_actor
from hubdirectory.web.addresses import address, query_address
from hubdirectory.web.locales import current_locale
from hubdirectory.web.need_groups import grouped
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.get("")
def start() -> str:
    return start_page(wish_from(request.args))


def start_page(wish: Wish, postcode: str = "", wrong: Wrong = ()) -> str:
    world, actor = the_world(), current_actor()
    place = place_of(wish.place, their_places())
    wish = replace(wish, place=place.slug if place else "")
    needs = grouped(showing.terms(world, "need", current_locale()))
    page = StartPage(
        title=gettext("Signpost somebody"), indexable=False, asked=ask_form(wish, postcode), wrong=wrong,
        groups=tuple((name, tuple((term.slug, term.name) for term in terms)) for name, terms in needs),
        templates=_templates(place) if place else (), removed=_removed(place) if place else None,
        favourites=favourites_of(world, actor),
        waiting=signposts.number_not_heard_of(world, actor, place.id) if place else 0,
        word=request.args.get("unknown", "")[:60],
    )  # fmt: skip
    return render(page)


def _templates(place: Workplace) -> tuple[TemplateLink, ...]:
    found = templates.templates_of(the_world(), current_actor(), place.id)
    return tuple(TemplateLink(one.id, one.name, template_address(one, place)) for one in found)


def _removed(place: Workplace) -> tuple[str, str] | None:
    """The start that the address says was just taken away."""
    gone = templates.removed(the_world(), current_actor(), slug_of(request.args, "removed"))
    return (gone.id, gone.name) if gone and gone.place_id == place.id else None


def template_address(template: TemplateView, place: Workplace) -> str:
    """The page that it begins with: what fits, and its services picked already."""
    picks = (("pick", slug) for slug in template.services)
    return query_address(address("navigators.find"), (("place", place.slug), *template.filters, *picks))
