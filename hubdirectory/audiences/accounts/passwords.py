"""Signing in with a password, for who has one."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import passwords
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.accounts.passwords import WrongPassword
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import PasswordForm
from hubdirectory.audiences.accounts.helping import crumbs, device, signed_in, wait_words, wanted
from hubdirectory.audiences.accounts.pages import PasswordPage
from hubdirectory.web.pages import render
from hubdirectory.web.sources import source
from hubdirectory.web.world import the_world


@blueprint.route("/sign-in/password", methods=["GET", "POST"])
def password() -> str | Response:
    form = PasswordForm()
    if form.validate_on_submit():
        answer = _tried(form)
        if answer:
            return answer
    page = PasswordPage(
        title=gettext("Sign in with a password"), indexable=False, form=form,
        crumbs=crumbs((gettext("Sign in"), url_for("accounts.sign_in"))),
        by_link=url_for("accounts.sign_in", next=wanted() or None),
    )  # fmt: skip
    return render(page)


def _tried(form: PasswordForm) -> Response | None:
    address, word = form.email.data or "", form.password.data or ""
    try:
        opened = passwords.sign_in(the_world(), address, word, source(), device(), bool(form.stays.data), wanted())
    except WrongPassword:
        form.password.errors = [gettext("The e-mail address or the password is wrong. A link by e-mail always works.")]
    except TooSoon as soon:
        form.password.errors = [gettext("%(wait)s A link by e-mail works at once.", wait=wait_words(soon.seconds))]
    else:
        return signed_in(opened)
    return None
