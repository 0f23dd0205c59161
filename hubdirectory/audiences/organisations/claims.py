"""Saying that an organisation is yours: find it, prove it, or tell us about one that is not listed."""

from __future__ import annotations

from flask import abort, flash, request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from hubdirectory.actions import changes, signed_links
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.organisations import claiming
from hubdirectory.actions.organisations.claiming import Claimable
from hubdirectory.audiences.organisations import blueprint
from hubdirectory.audiences.organisations.helping import crumbs, me, or_404, to
from hubdirectory.audiences.organisations.pages import ClaimPage, FindPage, LinkOverPage, ProposePage, ProvePage
from hubdirectory.domain.belonging import masked
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.waits import wait_words
from hubdirectory.web.world import the_world

LONG = Length(max=claiming.LONGEST_WORDS, message=lazy_gettext("Use at most %(max)d letters"))
MOST_CLAIMS = lazy_gettext("You have asked for several organisations already. Wait for our answer, or take one back.")


class ClaimForm(FlaskForm):
    """Two ways to prove it; the page offers the first only where there is an address that would do."""

    way = RadioField(
        lazy_gettext("How can we know that it is yours?"), validators=[InputRequired(lazy_gettext("Choose one of these"))],
        choices=[
            SelectChoice("mail", lazy_gettext("Write to an e-mail address of the organisation")),
            SelectChoice("word", lazy_gettext("Somebody from here looks into it")),
        ],
    )  # fmt: skip
    address = StringField(lazy_gettext("E-mail address of the organisation"), validators=[Length(max=254)])
    words = TextAreaField(lazy_gettext("Who are you, and how can we check it?"), validators=[LONG])


class ProposeForm(FlaskForm):
    name = StringField(
        lazy_gettext("What is it called?"),
        validators=[
            InputRequired(lazy_gettext("Write its name")), Length(max=200, message=lazy_gettext("Use at most %(max)d letters"))
        ],
    )  # fmt: skip
    words = TextAreaField(lazy_gettext("Who are you, and how can we check it?"), validators=[LONG])


@blueprint.get("/find")
def find() -> str:
    """Is it listed already?"""
    words = request.args.get("q", "").strip()[:200]
    found = claiming.found_by_name(the_world(), me(), words)
    page = FindPage(
        title=gettext("Find your organisation"), crumbs=crumbs(), indexable=False, words=words, found=found,
    )  # fmt: skip
    return render(page)


@blueprint.route("/claim/<slug:slug>", methods=["GET", "POST"])
def claim(slug: str) -> str | Response:
    try:
        with or_404():
            found = claiming.claimable(the_world(), me(), slug)
    except claiming.AlreadyYours:
        return to("home")
    form = ClaimForm()
    by_mail = bool(found.domains or found.listed)
    if not by_mail and request.method == "GET":
        form.way.data = "word"
    if form.validate_on_submit() and _claimed(form, found):
        return to("home")
    page = ClaimPage(
        title=gettext("Is this yours?"), crumbs=crumbs(), indexable=False, form=form, found=found, by_mail=by_mail,
        problem=gettext("Problem: ") if form.errors else "",
    )  # fmt: skip
    return render(page)


def _claimed(form: ClaimForm, found: Claimable) -> bool:
    world, actor = the_world(), me()
    try:
        if form.way.data == "mail":
            claiming.claim_by_mail(world, actor, found.id, form.address.data or "")
            flash(
                gettext("We wrote to %(address)s. Open the link in that mail.", address=masked((form.address.data or "").strip()))
            )
        else:
            claiming.claim_by_word(world, actor, found.id, form.words.data or "")
            flash(gettext("Thank you. We look into it, and write to you."))
    except claiming.NotItsAddress as wrong:
        form.address.errors = [_what_would_do(wrong)]
    except TooSoon as error:
        form.address.errors = [wait_words(error.seconds)]
    except claiming.TooManyClaims:
        form.way.errors = [str(MOST_CLAIMS)]
    except ValueError:
        if form.way.data == "mail":
            form.address.errors = [gettext("Write an e-mail address, like name@example.org")]
        else:
            form.words.errors = [gettext("Tell us who you are")]
    return not form.errors


def _what_would_do(wrong: claiming.NotItsAddress) -> str:
    if wrong.own:
        return gettext("That address proves nothing to us. Use one that ends in @%(domain)s.", domain=wrong.own[0])
    return gettext("That address proves nothing to us. Use the one that is listed.")


@blueprint.route("/new", methods=["GET", "POST"])
def propose() -> str | Response:
    """One that is not listed yet: a draft at once, public when the manager has looked."""
    form = ProposeForm(name=request.args.get("name", "")[:200])
    if form.validate_on_submit():
        try:
            made = claiming.propose(the_world(), me(), form.name.data or "", form.words.data or "")
        except claiming.TooManyClaims:
            form.name.errors = [str(MOST_CLAIMS)]
        except changes.Invalid:
            form.name.errors = [gettext("Write its name")]
        else:
            flash(gettext("Go on and tell us about it. We look into it meanwhile, and write to you."))
            return to("record", part="organisations", record_id=made)
    page = ProposePage(
        title=gettext("Tell us about a new organisation"), crumbs=crumbs(), indexable=False, form=form,
        problem=gettext("Problem: ") if form.errors else "",
    )  # fmt: skip
    return render(page)


@blueprint.route("/prove/<token>", methods=["GET", "POST"])
def prove(token: str) -> str | Response:
    """Behind the link of the mail: a button, because programs that read mails open every link."""
    form = ButtonForm()
    try:
        name = claiming.look_at_proof(the_world(), me(), token)
        if form.validate_on_submit():
            organisation = claiming.prove(the_world(), me(), token)
            flash(gettext("%(name)s is yours to keep right.", name=name))
            return to("record", part="organisations", record_id=organisation)
    except signed_links.LinkWrong:
        abort(404)
    except claiming.OthersClaim:
        return link_over(gettext("This link is for the person who asked for it. Sign in as them, or ask for a link yourself."))
    except (signed_links.LinkExpired, claiming.ClaimOver):
        return link_over(gettext("This link was used already, or is too old. Ask for another one."))
    page = ProvePage(title=gettext("Is %(name)s yours?", name=name), crumbs=crumbs(), indexable=False, form=form, name=name)
    return render(page)


def link_over(explanation: str) -> str:
    title = gettext("This link does not work any more")
    return render(LinkOverPage(title=title, crumbs=crumbs(), indexable=False, explanation=explanation))


@blueprint.post("/claims/<slug:claim_id>/withdraw")
def withdraw_claim(claim_id: str) -> Response:
    if ButtonForm().validate_on_submit():
        try:
            claiming.withdraw(the_world(), me(), claim_id)
        except claiming.ClaimOver:
            flash(gettext("It was decided meanwhile."))
        else:
            flash(gettext("Taken back."))
    return to("home")
