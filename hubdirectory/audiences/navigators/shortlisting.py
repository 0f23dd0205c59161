"""The shortlist for one person: in the address of the page alone, until something is handed over."""

from __future__ import annotations

import secrets
from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import showing
from hubdirectory.actions.navigating import signposts, templates
from hubdirectory.actions.navigating.favourites import favourites_of
from hubdirectory.actions.navigating.seeking import fits_of
from hubdirectory.actions.navigating.services import results_by_slug
from hubdirectory.audiences.navigators import blueprint
from hubdirectory.audiences.navigators.asked import Wish, pairs_of, slug_of, wish_from
from hubdirectory.audiences.navigators.finding import measured_from
from hubdirectory.audiences.navigators.helping import (
    address_of,
    crumbs,
    known_needs,
    known_ward,
    place_of,
    place_or_404,
    sheet_address,
    their_places,
    typed,
)
from hubdirectory.audiences.navigators.lines import lines_of
from hubdirectory.audiences.navigators.pages import Line, ShortlistPage, Wrong
from hubdirectory.domain.signposting import Way
from hubdirectory.web.access import current_actor
from hubdirectory.web.addresses import query_address, with_changes
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import Link, render
from hubdirectory.web.world import the_world


@blueprint.get("/shortlist")
def shortlist() -> str:
    return shortlist_page(wish_from(request.args))


@blueprint.post("/shortlist", endpoint="told")
def told() -> Response:
    """The person was told, and that was all."""
    wish = wish_from(request.form)
    place = place_or_404(wish.place)
    services = results_by_slug(the_world(), wish.picks)
    if not services:
        abort(400)
    try:
        made = signposts.record(
            the_world(), current_actor(), place_id=place.id, needs=known_needs(wish.asking.needs), age_band=wish.age_band,
            ward=known_ward(wish.ward), service_ids=[service.id for service in services], way=Way.TOLD, once=typed("once", 40),
        )  # fmt: skip
    except signposts.BadSignpost:
        abort(400)
    flash(gettext("Kept. Nothing about the person is in it."))
    return redirect(url_for("navigators.signpost", reference=made.reference), 303)


@blueprint.post("/templates", endpoint="save_template")
def save_template() -> str | Response:
    wish, name = wish_from(request.form), typed("name", 200)
    place = place_or_404(wish.place)
    try:
        made = templates.save(the_world(), current_actor(), place.id, name, pairs_of(wish), wish.picks)
    except templates.BadTemplate as problem:
        return shortlist_page(wish, name, (("name", _problem(problem.why)),))
    flash(gettext("Saved for everybody at %(place)s: %(name)s", place=place.name, name=made.name))
    return redirect(address_of("shortlist", wish), 303)


@blueprint.post("/templates/<uuid:template_id>", endpoint="change_template")
def change_template(template_id: object) -> Response:
    """Takes a template away, or puts it back."""
    back = typed("do") == "put_back"
    try:
        changed = templates.remove(the_world(), current_actor(), str(template_id), back)
    except templates.NoSuchTemplate:
        abort(404)
    place = next((place.slug for place in their_places() if place.id == changed.place_id), None)
    flash(gettext("Back again: %(name)s", name=changed.name) if back else gettext("Taken away: %(name)s", name=changed.name))
    return redirect(url_for("navigators.start", place=place, removed=None if back else changed.id), 303)


def _problem(why: str) -> str:
    return {
        "missing": gettext("Write a name, such as “Just bereaved”"), "long": gettext("Use a shorter name"),
        "taken": gettext("There is one with this name already. Choose another name."),
        "empty": gettext("Choose a need, a filter or a service first"),
    }[why]  # fmt: skip


def shortlist_page(wish: Wish, name: str = "", wrong: Wrong = ()) -> str:
    world = the_world()
    place = place_of(wish.place, their_places())
    wish = replace(wish, place=place.slug if place else "")
    found = results_by_slug(world, wish.picks, measured_from(wish, place))
    wish = replace(wish, picks=tuple(one.slug for one in found))
    lines = lines_of(
        found, fits_of(world, current_actor(), wish.asking, found), _term_names(), wish.picks,
        {one.slug for one in favourites_of(world, current_actor())},
    )  # fmt: skip
    page = ShortlistPage(
        title=gettext("Shortlist"), indexable=False, crumbs=crumbs((gettext("What fits"), address_of("find", wish))),
        wish=wish, carried=pairs_of(wish), once=secrets.token_urlsafe(16), place=place.id if place else "",
        lines=tuple(_placed(line, wish) for line in lines),
        back=address_of("find", wish), sheet=sheet_address(wish) if found else "", put_back=_put_back(wish), name=name,
        wrong=wrong,
    )  # fmt: skip
    return render(page)


def _placed(line: Line, wish: Wish) -> Line:
    """With the pages on which it is off the list, or one further up."""
    slug, at = line.service.slug, wish.picks.index(line.service.slug)
    gone = _with_picks(wish, tuple(one for one in wish.picks if one != slug), (("gone", slug),))
    higher = [one for one in wish.picks if one != slug]
    higher.insert(max(at - 1, 0), slug)
    return replace(line, gone=gone, up=_with_picks(wish, tuple(higher)) if at else "")


def _with_picks(wish: Wish, picks: tuple[str, ...], more: tuple[tuple[str, str], ...] = ()) -> str:
    pairs = with_changes(pairs_of(replace(wish, picks=picks)))
    return query_address(url_for("navigators.shortlist"), (*pairs, *more))


def _put_back(wish: Wish) -> Link | None:
    """The service that the address says was just taken off."""
    gone = slug_of(request.args, "gone")
    found = results_by_slug(the_world(), [gone]) if gone and gone not in wish.picks else ()
    return Link(found[0].name, _with_picks(wish, (*wish.picks, gone))) if found else None


def _term_names() -> dict[tuple[str, str], str]:
    world, locale = the_world(), current_locale()
    return {
        (taxonomy, term.slug): term.name
        for taxonomy in ("need", "audience") for term in showing.terms(world, taxonomy, locale)
    }  # fmt: skip
