"""Somebody was referred to us: who reads it, what it says, yes or no. By the link of a mail, yes or no alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Response as FlaskResponse
from flask import abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from hubdirectory.actions import referring, signed_links
from hubdirectory.actions.organisations.membership import NoSuchMember
from hubdirectory.actions.referring.answering import LONGEST_WORDS
from hubdirectory.audiences.organisations import blueprint
from hubdirectory.audiences.organisations.claims import link_over
from hubdirectory.audiences.organisations.helping import crumbs, me, said, to
from hubdirectory.audiences.organisations.referral_pages import AnswerPage, ReceivedPage, ReceivedReferralPage
from hubdirectory.domain.referrals import Reason, ReferralState
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import Crumb, render
from hubdirectory.web.referral_words import REASON_NAMES
from hubdirectory.web.second_steps import with_second_step
from hubdirectory.web.world import the_world


class DeclineForm(FlaskForm):
    reason = RadioField(
        lazy_gettext("Why not?"), choices=[SelectChoice(key, name) for key, name in REASON_NAMES.items()],
        validators=[InputRequired(lazy_gettext("Choose why not"))],
    )  # fmt: skip
    words = TextAreaField(
        lazy_gettext("Tell them more, if you like"),
        validators=[Length(max=LONGEST_WORDS, message=lazy_gettext("Use at most %(max)d letters"))],
    )


@blueprint.get("/referrals")
def referrals() -> str:
    world, actor = the_world(), me()
    page = ReceivedPage(
        title=gettext("Referrals to us"), crumbs=crumbs(), indexable=False, lines=referring.received(world, actor),
        readers=referring.readers(world, actor),
    )  # fmt: skip
    return render(page)


@blueprint.get("/referrals/<slug:referral_id>")
@with_second_step
def referral(referral_id: str) -> str:
    return _received(referral_id, DeclineForm())


@blueprint.post("/referrals/<slug:referral_id>/accept")
def accept_referral(referral_id: str) -> Response:
    return _done(referral_id, referring.accept, gettext("Thank you. They are told. Now get in touch with the person."))


@blueprint.post("/referrals/<slug:referral_id>/finish")
def finish_referral(referral_id: str) -> Response:
    return _done(referral_id, referring.finish, gettext("Finished. It is deleted in 90 days."))


@blueprint.post("/referrals/<slug:referral_id>/decline")
@with_second_step
def decline_referral(referral_id: str) -> str | Response:
    form = DeclineForm()
    if not form.validate_on_submit():
        return _received(referral_id, form)
    reason, words = Reason(form.reason.data), form.words.data or ""
    no = partial(referring.decline, reason=reason, words=words)
    return _done(referral_id, no, gettext("They are told. It is deleted in 90 days."))


@blueprint.route("/referrals/answer/<token>", methods=["GET", "POST"])
def answer_referral(token: str) -> str | Response:
    """Behind the link of the mail. Nobody has to be signed in, and nothing about the person is shown."""
    form = DeclineForm()
    try:
        line = referring.look_by_link(the_world(), token)
        if line.state is ReferralState.WAITING and request.method == "POST" and _answered(form, token):
            return redirect(request.path, 303)
    except (signed_links.LinkWrong, referring.NoSuchReferral):
        abort(404)
    except (signed_links.LinkExpired, referring.AlreadyOver):
        return link_over(gettext("This link is too old, or the referral is over. Sign in to see what waits for you."))
    page = AnswerPage(
        title=gettext("Referral %(reference)s", reference=line.reference), indexable=False, line=line, form=form,
        here=request.path, read=url_for("organisations.referral", referral_id=line.id),
        problem=gettext("Problem: ") if form.errors else "",
    )  # fmt: skip
    return _not_kept(render(page))


@blueprint.post("/referrals/readers/<slug:record_id>/<slug:account_id>")
def change_reader(record_id: str, account_id: str) -> Response:
    if ButtonForm().validate_on_submit():
        change = referring.name_reader if said("read") == "yes" else referring.unname_reader
        try:
            change(the_world(), me(), record_id, account_id)
        except NoSuchMember:
            abort(404)
        flash(gettext("Changed."))
    return to("referrals")


def _received(referral_id: str, form: DeclineForm) -> str:
    try:
        opened = referring.open_received(the_world(), me(), referral_id)
    except referring.NoSuchReferral:
        abort(404)
    page = ReceivedReferralPage(
        title=gettext("Referral %(reference)s", reference=opened.line.reference), indexable=False, opened=opened, form=form,
        crumbs=(*crumbs(), Crumb(gettext("Referrals to us"), url_for("organisations.referrals"))),
        problem=gettext("Problem: ") if form.errors else "",
    )  # fmt: skip
    return render(page)


def _done(referral_id: str, what: Callable[..., None], then: str) -> Response:
    if ButtonForm().validate_on_submit():
        try:
            what(the_world(), me(), referral_id)
            flash(then)
        except referring.NoSuchReferral:
            abort(404)
        except referring.AlreadyOver:
            flash(gettext("It was answered, taken back or ended meanwhile."))
    return to("referrals")


def _answered(form: DeclineForm, token: str) -> bool:
    """Whether a yes or a no was taken in; else the form says what is missing."""
    if said("do") == "accept":
        if ButtonForm().validate_on_submit():
            referring.accept_by_link(the_world(), token)
            return True
        return False
    if form.validate_on_submit():
        referring.decline_by_link(the_world(), token, Reason(form.reason.data), form.words.data or "")
        return True
    return False


def _not_kept(page: str) -> FlaskResponse:
    """The link alone opens it: no computer that others use may keep it."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
