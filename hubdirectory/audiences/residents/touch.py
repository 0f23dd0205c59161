"""Where a visit at a hub's shared screen begins, and where a device is made one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import abort, flash, make_response, redirect, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import showing
from hubdirectory.actions.accounts import sessions
from hubdirectory.actions.showing import PlaceView
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.helping import crumbs, shown
from hubdirectory.web import signing_in
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import Page, render
from hubdirectory.web.shared_screens import begin_visit, end_screen, this_screen
from hubdirectory.web.world import the_world


@dataclass(frozen=True, kw_only=True)
class TouchPage(Page):
    """The first page of a visit at a hub's shared screen; on any other device it asks whether to make that one.

    slug: the hub's
    on: this device is the hub's shared screen
    staff: whoever is signed in may make it an ordinary device again
    """

    template: ClassVar[str] = "residents/touch.html"
    slug: str
    on: bool
    staff: bool


@blueprint.route("/hubs/<slug:slug>/touch", methods=["GET", "POST"])
def touch(slug: str) -> str | Response:
    view = shown(showing.place(the_world(), slug), "residents.touch")
    if not isinstance(view, PlaceView):
        return view
    if view.place.kind != "hub":
        abort(404)
    if ButtonForm().validate_on_submit():
        return begin_visit(redirect(url_for("residents.touch", slug=slug), 303), slug)  # type: ignore[arg-type]
    screen = this_screen()
    on = screen is not None and screen.hub == slug
    page = TouchPage(
        title=_title(view.place.name, on),
        crumbs=() if on else crumbs((view.place.name, url_for("residents.hub", slug=slug))), indexable=False,
        slug=slug, on=on, staff=False, sample=view.sample,
    )  # fmt: skip
    return _next_visit(page, slug) if on else render(page)


@blueprint.route("/hubs/<slug:slug>/touch/stop", methods=["GET", "POST"])
def stop_touch(slug: str) -> str | Response:
    """For staff: visitors would leave the next one a device that forgets nothing."""
    if ButtonForm().validate_on_submit():
        flash(gettext("This is not a shared screen any more."))
        return end_screen(redirect(url_for("residents.touch", slug=slug), 303))  # type: ignore[arg-type]
    page = TouchPage(
        title=gettext("Stop the shared screen?"), indexable=False, crumbs=crumbs(), slug=slug, on=True, staff=True,
    )  # fmt: skip
    return render(page)


def _title(hub: str, on: bool) -> str:
    return gettext("Welcome to %(hub)s", hub=hub) if on else gettext("A shared screen for %(hub)s", hub=hub)


def _next_visit(page: TouchPage, slug: str) -> Response:
    """Whoever was signed in is signed out, and what the browser kept is cleared away."""
    opened = signing_in.opened()
    if opened and current_actor().account_id:
        sessions.leave(the_world(), opened)
    response = make_response()
    begin_visit(response, slug)
    session.clear()
    if opened:
        signing_in.take_cookie(response)
    response.set_data(render(page))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
