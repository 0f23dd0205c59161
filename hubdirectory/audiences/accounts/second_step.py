"""The second step at sign-in, and being led to set one up."""

from __future__ import annotations

from flask import redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import codes
from hubdirectory.actions.accounts.codes import WrongCode
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.accounts.sessions import Opened, SessionState
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import CodeForm
from hubdirectory.audiences.accounts.helping import account_crumbs, crumbs, signed_in, this_session, wait_words, wanted
from hubdirectory.audiences.accounts.pages import SecondStepNeededPage, SecondStepPage
from hubdirectory.audiences.accounts.passkeys import sign_in_part
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.route("/sign-in/second-step", methods=["GET", "POST"])
def second_step() -> str | Response:
    waiting = this_session()
    if waiting is None or waiting.state is not SessionState.WAITING:
        return redirect(url_for("accounts.sign_in", next=wanted() or None), 303)
    form = CodeForm()
    if form.validate_on_submit():
        answer = _tried(form, waiting)
        if answer:
            return answer
    has_codes, has_passkeys = codes.ways_of(the_world(), waiting)
    page = SecondStepPage(
        title=gettext("One more step"), crumbs=crumbs(), indexable=False, form=form, codes=has_codes,
        trial_code=codes.trial_code(the_world(), waiting),
        passkey=sign_in_part(waiting) if has_passkeys else None,
    )  # fmt: skip
    return render(page)


def _tried(form: CodeForm, waiting: Opened) -> Response | None:
    try:
        return signed_in(codes.try_code(the_world(), waiting, form.code.data or "", wanted()))
    except WrongCode:
        form.code.errors = [gettext("That code is not right, or is too old. Codes change every half minute.")]
    except TooSoon as soon:
        form.code.errors = [wait_words(soon.seconds)]
    return None


@blueprint.get("/account/second-step-needed")
def second_step_needed() -> str:
    page = SecondStepNeededPage(
        title=gettext("Set up a second step first"), crumbs=account_crumbs(), indexable=False,
        codes=url_for("accounts.codes", next=wanted() or None), passkeys=url_for("accounts.add_passkey", next=wanted() or None),
    )  # fmt: skip
    return render(page)
