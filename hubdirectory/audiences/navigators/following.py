"""Signposts afterwards: the word to ask by, what became of it, and a mistake taken back."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import showing
from hubdirectory.actions.navigating import signposts
from hubdirectory.actions.navigating.signposts import NoSuchSignpost, SignpostView
from hubdirectory.actions.navigating.whence import ward_name
from hubdirectory.audiences.navigators import blueprint
from hubdirectory.audiences.navigators.helping import crumbs, place_of, their_places, typed
from hubdirectory.audiences.navigators.pages import SignpostPage, SignpostsPage
from hubdirectory.audiences.navigators.sheet_handing import WAYS
from hubdirectory.domain.signposting import Outcome, Way
from hubdirectory.web.access import current_actor
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import AGES
from hubdirectory.web.pages import Link, render
from hubdirectory.web.recurrences import and_list
from hubdirectory.web.times import short_date
from hubdirectory.web.world import the_world


@blueprint.get("/signposts", endpoint="signposts")
def signposts_page() -> str | Response:
    word = request.args.get("word", "")
    if word:
        return _looked_up(word)
    places = their_places()
    place = place_of(request.args.get("place", ""), places)
    waiting = signposts.not_heard_of(the_world(), current_actor(), place.id) if place else ()
    page = SignpostsPage(
        title=gettext("What became of it"), indexable=False, crumbs=crumbs(), signposts=waiting,
        places=tuple(Link(one.name, url_for("navigators.signposts", place=one.slug), one is place) for one in places),
    )  # fmt: skip
    return render(page)


@blueprint.get("/signposts/<slug:reference>", endpoint="signpost")
def signpost_page(reference: str) -> str:
    return _page(_named(reference))


@blueprint.post("/signposts/<slug:reference>", endpoint="follow_up")
def follow_up(reference: str) -> Response:
    """What became of each service, or of the whole."""
    found = _named(reference)
    parts = [(service.id, service.outcome, typed(f"of-{service.slug}", 20)) for service in found.services]
    parts.append((None, found.outcome, typed("whole", 20)))  # type: ignore[arg-type]
    try:
        for service_id, before, outcome in parts:
            if outcome != before:
                signposts.follow_up(the_world(), current_actor(), reference, outcome, service_id)
    except signposts.BadSignpost:
        abort(400)
    flash(gettext("Noted."))
    return redirect(url_for("navigators.signpost", reference=found.reference), 303)


@blueprint.post("/signposts/<slug:reference>/take-back", endpoint="take_back")
def take_back(reference: str) -> Response:
    back = typed("do") != "put_back"
    try:
        found = signposts.take_back(the_world(), current_actor(), reference, back)
    except NoSuchSignpost:
        abort(404)
    flash(gettext("Taken back: it counts no more.") if back else gettext("It counts again."))
    return redirect(url_for("navigators.signpost", reference=found.reference), 303)


def outcome_names() -> dict[str, str]:
    return {
        Outcome.WENT.value: gettext("Went"), Outcome.FULL.value: gettext("It was full"),
        Outcome.WAITING.value: gettext("On a waiting list"), Outcome.NOT_RIGHT.value: gettext("Not right for them"),
        Outcome.NO_CONTACT.value: gettext("Could not reach them"),
    }  # fmt: skip


def way_names() -> dict[str, str]:
    return {**{way.value: str(name) for way, name in WAYS.items()}, Way.TOLD.value: gettext("Told")}


def need_names() -> dict[str, str]:
    return {term.slug: term.name for term in showing.terms(the_world(), "need", current_locale())}


def _looked_up(word: str) -> Response:
    try:
        found = signposts.by_reference(the_world(), current_actor(), word)
    except NoSuchSignpost:
        return redirect(url_for("navigators.start", unknown=word[:60]) + "#word", 303)
    return redirect(url_for("navigators.signpost", reference=found.reference), 303)


def _named(reference: str) -> SignpostView:
    try:
        return signposts.by_reference(the_world(), current_actor(), reference)
    except NoSuchSignpost:
        abort(404)


def _page(found: SignpostView) -> str:
    needs = need_names()
    facts = (
        (gettext("Where"), found.place), (gettext("When"), short_date(found.day)),
        (gettext("For"), and_list([needs.get(slug, slug) for slug in found.needs])),
        (gettext("Age"), str(AGES[found.age_band]) if found.age_band else ""),
        (gettext("Part of town"), ward_name(the_world(), found.ward) if found.ward else ""),
        (gettext("Handed over"), way_names()[found.way]),
    )  # fmt: skip
    page = SignpostPage(
        title=found.reference, indexable=False, crumbs=crumbs(), signpost=found,
        facts=tuple((name, value) for name, value in facts if value), outcomes=tuple(outcome_names().items()),
        back=url_for("navigators.start"),
    )  # fmt: skip
    return render(page)
