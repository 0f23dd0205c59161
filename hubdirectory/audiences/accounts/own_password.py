"""A password for one's own account, for who wants one."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import own, passwords
from hubdirectory.actions.accounts.passwords import BadPassword
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import NewPasswordForm
from hubdirectory.audiences.accounts.helping import account_crumbs, session_id
from hubdirectory.audiences.accounts.pages import OwnPasswordPage
from hubdirectory.audiences.accounts.words import flaw_words
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.route("/account/password", methods=["GET", "POST"])
def change_password() -> str | Response:
    form, world, actor = NewPasswordForm(), the_world(), current_actor()
    if form.validate_on_submit():
        try:
            passwords.set_password(world, actor, form.password.data or "", session_id())
        except BadPassword as bad:
            form.password.errors = [flaw_words(bad.flaw)]
        else:
            flash(gettext("Your password is saved. Everybody else who was signed in to your account was signed out."))
            return redirect(url_for("accounts.account"), 303)
    has_one = own.look(world, actor).has_password
    page = OwnPasswordPage(
        title=gettext("Your password"), crumbs=account_crumbs(), indexable=False, form=form, has_one=has_one,
    )  # fmt: skip
    return render(page)


@blueprint.post("/account/password/remove")
def remove_password() -> Response:
    if ButtonForm().validate_on_submit():
        passwords.remove_password(the_world(), current_actor())
        flash(gettext("Your password is gone. Sign in with a link from an e-mail, or with a passkey."))
    return redirect(url_for("accounts.account"), 303)
