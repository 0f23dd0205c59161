"""Deleting one's own account."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import own
from hubdirectory.actions.accounts.own import LastOwner
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import DeleteForm
from hubdirectory.audiences.accounts.helping import account_crumbs, signed_out
from hubdirectory.audiences.accounts.pages import DeletePage
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.route("/account/delete", methods=["GET", "POST"])
def delete() -> str | Response:
    form, world, actor = DeleteForm(), the_world(), current_actor()
    if form.validate_on_submit():
        try:
            own.delete(world, actor)
        except LastOwner as last:
            form.sure.errors = [gettext("Hand over first: %(names)s", names=", ".join(last.names))]
        else:
            return signed_out(url_for("residents.home"))
    page = DeletePage(
        title=gettext("Delete your account"), crumbs=account_crumbs(), indexable=False, form=form, own=own.look(world, actor)
    )
    return render(page)
