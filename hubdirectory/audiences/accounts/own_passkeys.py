"""One's own passkeys."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import passkeys
from hubdirectory.actions.accounts.passkeys import PasskeyRefused
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import NewPasskeyForm
from hubdirectory.audiences.accounts.helping import account_crumbs, party, passkeys_work_here, session_id, wanted
from hubdirectory.audiences.accounts.pages import OwnPasskeysPage, PasskeyPart
from hubdirectory.audiences.accounts.passkeys import as_script
from hubdirectory.web import signing_in
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.route("/account/passkeys", methods=["GET", "POST"])
def add_passkey() -> str | Response:
    form, world, actor = NewPasskeyForm(), the_world(), current_actor()
    if form.validate_on_submit():
        try:
            opened = passkeys.add(world, actor, party(), form.credential.data or "", form.name.data or "", session_id())
        except PasskeyRefused:
            flash(gettext("That passkey could not be added. Try again."))
        else:
            flash(gettext("Your passkey is added. Use it the next time you sign in."))
            answer = redirect(wanted() or url_for("accounts.add_passkey"), 303)
            return signing_in.give_cookie(answer, opened)  # type: ignore[arg-type]
        return redirect(url_for("accounts.add_passkey", next=wanted() or None), 303)
    page = OwnPasskeysPage(
        title=gettext("Your passkeys"), crumbs=account_crumbs(), indexable=False, passkeys=passkeys.of_account(world, actor),
        adding=_adding(),
    )  # fmt: skip
    return render(page)


def _adding() -> PasskeyPart | None:
    if not passkeys_work_here():
        return None
    options = as_script(passkeys.options_to_add(the_world(), current_actor(), party()))
    return PasskeyPart(form=NewPasskeyForm(), address=url_for("accounts.add_passkey", next=wanted() or None), options=options)


@blueprint.post("/account/passkeys/<key>/remove")
def remove_passkey(key: str) -> Response:
    if ButtonForm().validate_on_submit():
        passkeys.remove(the_world(), current_actor(), key)
        flash(gettext("The passkey is taken away."))
    return redirect(url_for("accounts.add_passkey"), 303)
