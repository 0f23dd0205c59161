"""Another e-mail address: asked for here, confirmed and undone from links in two mails."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import emails
from hubdirectory.actions.accounts.addresses import BadAddress
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.accounts.emails import ChangeOver, ChangeView
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import NewEmailForm
from hubdirectory.audiences.accounts.helping import account_crumbs, crumbs, wait_words
from hubdirectory.audiences.accounts.pages import EmailButtonPage, EmailPage
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.sources import source
from hubdirectory.web.world import the_world

NOTHING = ChangeView("", "")


@blueprint.route("/account/email", methods=["GET", "POST"])
def change_email() -> str | Response:
    form = NewEmailForm()
    if form.validate_on_submit() and _asked(form):
        return redirect(url_for("accounts.change_email", asked=1), 303)
    page = EmailPage(
        title=gettext("Your e-mail address"), crumbs=account_crumbs(), indexable=False, form=form, email=current_actor().email,
        asked="asked" in request.args,
    )  # fmt: skip
    return render(page)


def _asked(form: NewEmailForm) -> bool:
    try:
        emails.ask(the_world(), current_actor(), form.email.data or "", source())
    except BadAddress:
        form.email.errors = [gettext("Write an e-mail address like name@example.org")]
    except TooSoon as soon:
        form.email.errors = [wait_words(soon.seconds)]
    return not form.email.errors


@blueprint.route("/account/email/confirm/<token>", methods=["GET", "POST"])
def confirm_email(token: str) -> str | tuple[str, int]:
    return _button(token, undo=False)


@blueprint.route("/account/email/undo/<token>", methods=["GET", "POST"])
def undo_email(token: str) -> str | tuple[str, int]:
    return _button(token, undo=True)


def _button(token: str, undo: bool) -> str | tuple[str, int]:
    """Opening the link does nothing; the button does."""
    form, world = ButtonForm(), the_world()
    try:
        view = emails.look(world, token, undo)
        if form.validate_on_submit():
            (emails.undo if undo else emails.confirm)(world, token)
            return _button_page(form, view, undo, "done")
    except ChangeOver:
        return _button_page(form, NOTHING, undo, "over"), 410
    return _button_page(form, view, undo, "ask")


def _button_page(form: ButtonForm, view: ChangeView, undo: bool, state: str) -> str:
    titles = {
        "ask": gettext("Bring the old address back") if undo else gettext("Confirm your new e-mail address"),
        "done": gettext("The old address is back") if undo else gettext("Your new e-mail address is confirmed"),
        "over": gettext("This link does not work any more"),
    }
    page = EmailButtonPage(
        title=titles[state], crumbs=crumbs(), indexable=False, form=form, old_email=view.old_email, new_email=view.new_email,
        undo=undo, state=state,
    )  # fmt: skip
    return render(page)
