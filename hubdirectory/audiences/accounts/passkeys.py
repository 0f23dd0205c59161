"""Signing in with a passkey. The script fills in a form of the page, so that the form is sent like any other."""

from __future__ import annotations

import json

from flask import flash, redirect, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import passkeys
from hubdirectory.actions.accounts.passkeys import PasskeyRefused
from hubdirectory.actions.accounts.sessions import Opened, SessionState
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import PasskeyForm
from hubdirectory.audiences.accounts.helping import device, party, passkeys_work_here, signed_in, this_session, wanted
from hubdirectory.audiences.accounts.pages import PasskeyPart
from hubdirectory.web.text import script_json
from hubdirectory.web.world import the_world


def sign_in_part(waiting: Opened | None = None) -> PasskeyPart | None:
    """For the first step, or for the second of a session that waits."""
    if not passkeys_work_here():
        return None
    options = passkeys.options_to_sign_in(the_world(), party(), waiting)
    address = url_for("accounts.passkey", next=wanted() or None)
    return PasskeyPart(form=PasskeyForm(prefix=""), address=address, options=as_script(options))


def as_script(options: str) -> Markup:
    return script_json(json.loads(options))


@blueprint.post("/sign-in/passkey")
def passkey() -> Response:
    form, opened = PasskeyForm(), this_session()
    waiting = opened if opened and opened.state is SessionState.WAITING else None
    back = "accounts.second_step" if waiting else "accounts.sign_in"
    if form.validate_on_submit():
        try:
            answer, stays = form.credential.data or "", bool(form.stays.data)
            found = passkeys.sign_in(the_world(), party(), answer, device(), stays, waiting, wanted())
        except PasskeyRefused:
            flash(gettext("That passkey did not work here. Try again, or sign in another way."))
        else:
            return signed_in(found)
    return redirect(url_for(back, next=wanted() or None), 303)
