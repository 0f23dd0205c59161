"""One's own account."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import codes, own, sessions
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import NameForm
from hubdirectory.audiences.accounts.helping import account_crumbs, crumbs, session_id
from hubdirectory.audiences.accounts.pages import AccountPage, NamePage
from hubdirectory.audiences.accounts.words import ROLE_NAMES
from hubdirectory.domain.permissions import demands_second_step
from hubdirectory.domain.signing_in import STAFF
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.get("/account")
def account() -> str:
    world, actor = the_world(), current_actor()
    second_step = codes.how_it_stands(world, actor)
    page = AccountPage(
        title=gettext("Your account"), crumbs=crumbs(), indexable=False, own=own.look(world, actor), second_step=second_step,
        demanded=demands_second_step(actor.role) and not actor.second_step,
        role=str(ROLE_NAMES[actor.role]) if actor.role in STAFF else "", passkeys=second_step.passkeys,
        devices=len(sessions.of_account(world, actor, session_id())),
    )  # fmt: skip
    return render(page)


@blueprint.route("/account/name", methods=["GET", "POST"])
def change_name() -> str | Response:
    world, actor = the_world(), current_actor()
    form = NameForm(obj=own.look(world, actor))
    if form.validate_on_submit():
        own.rename(world, actor, form.name.data or "", form.locale.data)
        flash(gettext("Your name is saved."))
        return redirect(url_for("accounts.account"), 303)
    return render(NamePage(title=gettext("Your name"), crumbs=account_crumbs(), indexable=False, form=form))
