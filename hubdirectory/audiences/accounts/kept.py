"""What was typed into a form when the session had ended: to be sent now, or thrown away."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import kept_forms
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.helping import crumbs
from hubdirectory.audiences.accounts.pages import KeptPage
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.interrupted import words_of
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.route("/account/kept/<key>", methods=["GET", "POST"], endpoint="kept")
def kept_form(key: str) -> str | Response:
    world, actor, form = the_world(), current_actor(), ButtonForm()
    found = kept_forms.read(world, actor, key)
    if found is None:
        abort(404)
    if form.validate_on_submit():
        kept_forms.drop(world, actor, key)
        flash(gettext("What you typed is thrown away."))
        return redirect(url_for("accounts.account"), 303)
    page = KeptPage(
        title=gettext("What you typed is still here"), crumbs=crumbs(), indexable=False, address=found.address,
        fields=found.fields, words=words_of(found.fields),
    )  # fmt: skip
    return render(page)
