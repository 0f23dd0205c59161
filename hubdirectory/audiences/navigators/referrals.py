"""Referring somebody who agrees to it, and how that stands. What is personal is in forms and answers, never in an address."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import LazyString, gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField

from hubdirectory.actions import referring
from hubdirectory.actions.referring import Asked, Details, Receiver, WhyNot
from hubdirectory.audiences.navigators import blueprint
from hubdirectory.audiences.navigators.referral_pages import NoReferralPage, ReferPage, ReferralPage, ReferralsPage
from hubdirectory.domain.referrals import NEEDED, Question
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import Crumb, render
from hubdirectory.web.referral_words import mark_of, question_words
from hubdirectory.web.second_steps import with_second_step
from hubdirectory.web.world import the_world

YES_NO = (SelectChoice("yes", lazy_gettext("Yes")), SelectChoice("no", lazy_gettext("No")))
WHY: dict[WhyNot, LazyString] = {
    WhyNot.OFF: lazy_gettext("Referring is not switched on here. Ring them, or give the person a sheet."),
    WhyNot.NOT_ACCEPTED: lazy_gettext("They do not take referrals from here. Ring them, or give the person a sheet."),
    WhyNot.NOBODY_READS: lazy_gettext("Nobody there has been named to read referrals yet. Ring them instead."),
}
WRONG: dict[str, LazyString] = {
    "name": lazy_gettext("Write their name"),
    "contact": lazy_gettext("Write one telephone number, or one e-mail address, and nothing else"),
    "what_for": lazy_gettext("Write in 500 letters or fewer what they would like help with"),
}


class ReferForm(FlaskForm):
    pass_on = RadioField(choices=YES_NO, validate_choice=False)
    may_contact = RadioField(choices=YES_NO, validate_choice=False)
    message = RadioField(choices=YES_NO, validate_choice=False)
    tell_back = RadioField(choices=YES_NO, validate_choice=False)
    name = StringField(lazy_gettext("Their name"))
    contact = StringField(lazy_gettext("One way to reach them"))
    what_for = TextAreaField(lazy_gettext("What would they like help with?"))
    place = SelectField(lazy_gettext("Where are you?"), validate_choice=False)
    shown = HiddenField()

    @property
    def questions(self) -> dict[Question, RadioField]:
        return {
            Question.PASS_ON: self.pass_on, Question.CONTACT: self.may_contact, Question.MESSAGE: self.message,
            Question.TELL_BACK: self.tell_back,
        }  # fmt: skip

    def say(self, to: Receiver) -> str:
        """Puts the questions into words for this organisation; the mark of these words."""
        for question, field in self.questions.items():
            field.label.text = question_words(question, to.organisation)
        self.place.choices = [SelectChoice(key, name) for key, name in to.places]
        return mark_of(field.label.text for field in self.questions.values())

    def asked(self) -> list[Asked]:
        """Raises nothing: what was not answered is not in it."""
        return [
            Asked(question, field.label.text, field.data == "yes")
            for question, field in self.questions.items() if field.data in ("yes", "no")
        ]  # fmt: skip


@blueprint.get("/referrals")
def referrals() -> str:
    lines = referring.sent(the_world(), current_actor())
    return render(ReferralsPage(title=gettext("Your referrals"), indexable=False, lines=lines))


@blueprint.route("/referrals/new/<slug:slug>", methods=["GET", "POST"])
def refer(slug: str) -> str | Response:
    try:
        to = referring.receiver(the_world(), current_actor(), slug)
    except referring.NotReferable as error:
        return _not_there(slug, error.why)
    form = ReferForm()
    mark = form.say(to)
    changed = form.is_submitted() and form.shown.data != mark
    if form.validate_on_submit() and not changed and _sent(form, slug):
        return redirect(url_for("navigators.referrals"), 303)
    if changed:
        _ask_again(form)
    form.shown.data = mark
    page = ReferPage(
        title=gettext("Refer somebody to %(name)s", name=to.name), crumbs=_crumbs(), indexable=False, form=form, service=to.name,
        service_address=url_for("residents.service", slug=slug), organisation=to.organisation, changed=changed,
        problem=gettext("Problem: ") if form.errors or changed else "",
    )  # fmt: skip
    return render(page)


@blueprint.get("/referrals/<slug:referral_id>")
@with_second_step
def referral(referral_id: str) -> str:
    try:
        opened = referring.open_sent(the_world(), current_actor(), referral_id)
    except referring.NoSuchReferral:
        abort(404)
    page = ReferralPage(
        title=gettext("Referral %(reference)s", reference=opened.line.reference), crumbs=_crumbs(), indexable=False,
        opened=opened, open=opened.details is not None and opened.line.deleted_at is None,
    )  # fmt: skip
    return render(page)


@blueprint.post("/referrals/<slug:referral_id>/take-back")
def take_back_referral(referral_id: str) -> Response:
    if ButtonForm().validate_on_submit():
        try:
            referring.withdraw(the_world(), current_actor(), referral_id)
            flash(gettext("Taken back. Name, number and what for are deleted."))
        except referring.NoSuchReferral:
            abort(404)
        except referring.AlreadyOver:
            flash(gettext("It was answered meanwhile, or is over."))
    return redirect(url_for("navigators.referrals"), 303)


def _sent(form: ReferForm, slug: str) -> bool:
    """Whether it was taken in; else the form says what is missing, with everything that was typed."""
    asked = form.asked()
    _complain_of_answers(form, asked)
    details = Details(form.name.data or "", form.contact.data or "", form.what_for.data or "")
    try:
        referring.checked(details)
    except referring.WrongDetails as error:
        for field in error.fields:
            form[field].errors = [str(WRONG[field])]
    if form.errors:
        return False
    referring.refer(the_world(), current_actor(), slug, asked, details, place_id=form.place.data or "", locale=current_locale())
    flash(gettext("Sent. They are told that there is something to read. Give the person their number, in case."))
    return True


def _complain_of_answers(form: ReferForm, asked: list[Asked]) -> None:
    answers = {one.question: one.agreed for one in asked}
    for question, field in form.questions.items():
        if question not in answers:
            field.errors = [gettext("Choose yes or no: %(question)s", question=field.label.text)]
        elif question in NEEDED and not answers[question]:
            field.errors = [gettext("Without a yes to this, nothing may be sent, and nothing is kept")]


def _ask_again(form: ReferForm) -> None:
    """An answer to other words is no answer to these."""
    for field in form.questions.values():
        field.data = None


def _not_there(slug: str, why: WhyNot) -> str:
    page = NoReferralPage(
        title=gettext("Nobody can be referred there"), crumbs=_crumbs(), indexable=False, why=str(WHY[why]),
        service_address=url_for("residents.service", slug=slug),
    )  # fmt: skip
    return render(page)


def _crumbs() -> tuple[Crumb, ...]:
    return (Crumb(gettext("Your referrals"), url_for("navigators.referrals")),)
