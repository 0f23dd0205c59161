"""Where one is signed in."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import sessions as every_session
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.helping import account_crumbs, session_id, signed_out
from hubdirectory.audiences.accounts.pages import SessionRow, SessionsPage
from hubdirectory.audiences.accounts.words import WAYS, device_words
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

EVERYWHERE = "everywhere"


@blueprint.route("/account/sessions", methods=["GET", "POST"])
def sessions() -> str | Response:
    form, world, actor = ButtonForm(), the_world(), current_actor()
    if form.validate_on_submit():
        return _ended(request.form.get("end", "")[:36])
    lines = every_session.of_account(world, actor, session_id())
    rows = tuple(
        SessionRow(
            id=line.id, device=device_words(line.device), way=str(WAYS.get(line.way, line.way)), last_used=line.last_used_at,
            this_one=line.this_one,
        )
        for line in lines
    )  # fmt: skip
    page = SessionsPage(title=gettext("Where you are signed in"), crumbs=account_crumbs(), indexable=False, rows=rows)
    return render(page)


def _ended(which: str) -> Response:
    world, actor = the_world(), current_actor()
    if which == EVERYWHERE:
        every_session.end_all(world, actor)
        return signed_out(url_for("accounts.sign_in"))
    if every_session.end(world, actor, which):
        flash(gettext("That device is signed out."))
    return redirect(url_for("accounts.sessions"), 303)
