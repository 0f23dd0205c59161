"""Codes of an app as one's own second step."""

from __future__ import annotations

import segno
from flask import flash, make_response, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import codes
from hubdirectory.actions.accounts.codes import SecondStep, Setup, WrongCode
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import CodeForm
from hubdirectory.audiences.accounts.helping import account_crumbs, session_id, wait_words, wanted
from hubdirectory.audiences.accounts.pages import CodesPage, RecoveryCodesPage
from hubdirectory.domain.permissions import demands_second_step
from hubdirectory.web import signing_in
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.route("/account/second-step", methods=["GET", "POST"], endpoint="codes")
def codes_page() -> str | Response:
    form, world, actor = CodeForm(), the_world(), current_actor()
    stands = codes.how_it_stands(world, actor)
    if form.validate_on_submit() and not stands.codes:
        answer = _confirmed(form)
        if answer:
            return answer
    return _page(form, stands, None if stands.codes else codes.begin_setup(world, actor))


def _confirmed(form: CodeForm) -> Response | None:
    try:
        opened, recovery = codes.confirm_setup(the_world(), current_actor(), form.code.data or "", session_id())
    except WrongCode:
        form.code.errors = [gettext("That code is not right. Write the one that your app shows now.")]
    except TooSoon as soon:
        form.code.errors = [wait_words(soon.seconds)]
    else:
        return signing_in.give_cookie(make_response(_recovery_page(recovery)), opened)
    return None


def _page(form: CodeForm, stands: SecondStep, setup: Setup | None) -> str:
    page = CodesPage(
        title=gettext("A second step when you sign in"), crumbs=account_crumbs(), indexable=False, form=form, setup=setup,
        picture=_picture(setup.address) if setup else "", second_step=stands,
        demanded=demands_second_step(current_actor().role),
    )  # fmt: skip
    return render(page)


def _picture(address: str) -> str:
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"))


def _recovery_page(recovery: tuple[str, ...]) -> str:
    return render(
        RecoveryCodesPage(
            title=gettext("Your recovery codes"),
            crumbs=account_crumbs(),
            indexable=False,
            codes=recovery,
            onward=wanted() or url_for("accounts.account"),
        )
    )


@blueprint.post("/account/second-step/off")
def codes_off() -> Response:
    if ButtonForm().validate_on_submit():
        codes.turn_off(the_world(), current_actor())
        flash(gettext("No code is asked for any more when you sign in."))
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/second-step/recovery-codes")
def recovery_codes() -> str | Response:
    if not ButtonForm().validate_on_submit() or not codes.how_it_stands(the_world(), current_actor()).codes:
        return redirect(url_for("accounts.codes"), 303)
    return _recovery_page(codes.new_recovery_codes(the_world(), current_actor()))
