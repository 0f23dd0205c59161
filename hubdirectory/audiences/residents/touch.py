"""Where a visit at a hub's shared screen begins, and where a device is made one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response as FlaskResponse
from flask import abort, after_this_request, flash, g, redirect, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import showing
from hubdirectory.actions.accounts import sessions
from hubdirectory.actions.acting import VISITOR
from hubdirectory.actions.showing import Moved, PlaceView
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
    pressed = ButtonForm().validate_on_submit()
    if not pressed:
        _next_visit()
    view = shown(showing.place(the_world(), slug), "residents.touch")
    if not isinstance(view, PlaceView):
        return view
    if view.place.kind != "hub":
        abort(404)
    if pressed:
        begin_visit(slug)
        return redirect(url_for("residents.touch", slug=slug), 303)
    screen = this_screen()
    on = screen is not None and screen.hub == slug
    page = TouchPage(
        title=_title(view.place.name, on),
        crumbs=() if on else crumbs((view.place.name, url_for("residents.hub", slug=slug))), indexable=False,
        slug=slug, on=on, staff=False, sample=view.sample,
    )  # fmt: skip
    return render(page)


@blueprint.get("/touched")
def touched() -> tuple[str, int]:
    """Somebody touches a shared screen and reads: the visit goes on."""
    return "", 204


@blueprint.route("/hubs/<slug:slug>/touch/stop", methods=["GET", "POST"])
def stop_touch(slug: str) -> str | Response:
    """For staff: visitors would leave the next one a device that forgets nothing."""
    if ButtonForm().validate_on_submit():
        flash(gettext("This is not a shared screen any more."))
        end_screen()
        return redirect(url_for("residents.touch", slug=slug), 303)
    page = TouchPage(
        title=gettext("Stop the shared screen?"), indexable=False, crumbs=crumbs(), slug=slug, on=True, staff=True,
    )  # fmt: skip
    return render(page)


def _title(hub: str, on: bool) -> str:
    return gettext("Welcome to %(hub)s", hub=hub) if on else gettext("A shared screen for %(hub)s", hub=hub)


def _next_visit() -> None:
    """On a shared screen whoever was signed in is signed out, and what the browser kept is cleared away.

    Whatever became of the hub: one that was renamed goes by its new address, and where one has closed nothing is kept either.
    """
    screen, opened = this_screen(), signing_in.opened()
    if screen is None:
        return
    if opened:
        if current_actor().account_id:
            sessions.leave(the_world(), opened)
        after_this_request(signing_in.take_cookie)
    g.actor = VISITOR
    session.clear()
    there = showing.place(the_world(), screen.hub)
    begin_visit(there.slug if isinstance(there, Moved) else screen.hub)
    after_this_request(_clear)


def _clear(response: FlaskResponse) -> FlaskResponse:
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
