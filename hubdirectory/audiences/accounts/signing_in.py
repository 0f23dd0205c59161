"""Signing in by a link from an e-mail, and signing out."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import mailing
from hubdirectory.actions.accounts import links, sessions
from hubdirectory.actions.accounts.addresses import BadAddress
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.accounts.sessions import SessionState
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import EmailForm, LinkForm
from hubdirectory.audiences.accounts.helping import crumbs, device, signed_in, signed_out, this_session, wait_words, wanted
from hubdirectory.audiences.accounts.pages import LinkOverPage, LinkPage, SentPage, SignInPage
from hubdirectory.audiences.accounts.passkeys import sign_in_part
from hubdirectory.web.access import current_actor
from hubdirectory.web.doors import first_door
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.sources import source
from hubdirectory.web.world import the_world


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response:
    opened = this_session()
    if opened and opened.state is SessionState.OPEN and request.method == "GET":
        return redirect(wanted() or first_door(opened.actor), 303)
    if opened and opened.state is SessionState.WAITING and request.method == "GET":
        return redirect(url_for("accounts.second_step", next=wanted() or None), 303)
    form = EmailForm()
    if form.validate_on_submit() and _asked_for_link(form):
        return redirect(url_for("accounts.sent", next=wanted() or None), 303)
    page = SignInPage(
        title=gettext("Sign in"), crumbs=crumbs(), indexable=False, form=form, ended="ended" in request.args,
        by_password=url_for("accounts.password", next=wanted() or None), passkey=sign_in_part(),
    )  # fmt: skip
    return render(page)


def _asked_for_link(form: EmailForm) -> bool:
    try:
        links.ask(the_world(), form.email.data or "", source(), current_locale(), wanted())
    except BadAddress:
        form.email.errors = [gettext("Write an e-mail address like name@example.org")]
    except TooSoon as soon:
        form.email.errors = [wait_words(soon.seconds)]
    return not form.email.errors


@blueprint.get("/sign-in/sent")
def sent() -> str:
    mails = url_for("accounts.mails") if mailing.kept(the_world()) is not None else ""
    page = SentPage(
        title=gettext("Look at your e-mail"), crumbs=crumbs(), indexable=False, mails=mails,
        again=url_for("accounts.sign_in", next=wanted() or None),
    )  # fmt: skip
    return render(page)


@blueprint.route("/sign-in/link/<token>", methods=["GET", "POST"])
def link(token: str) -> str | Response | tuple[str, int]:
    """Opening it does nothing: programs that read mails open every link in them."""
    form = LinkForm()
    try:
        view = links.look(the_world(), token)
        if form.validate_on_submit():
            name, stays = form.name.data or "", bool(form.stays.data)
            return signed_in(links.use(the_world(), token, device(), stays, current_locale(), name))
    except (links.LinkUsed, links.LinkOver) as error:
        return _link_over(isinstance(error, links.LinkUsed))
    title = gettext("Sign in") if view.known else gettext("Make an account")
    return render(LinkPage(title=title, crumbs=crumbs(), indexable=False, form=form, email=view.email, known=view.known))


def _link_over(used: bool) -> tuple[str, int] | Response:
    if used and current_actor().account_id:
        return redirect(first_door(current_actor()), 303)
    title = gettext("This link was used already") if used else gettext("This link does not work any more")
    page = LinkOverPage(title=title, crumbs=crumbs(), indexable=False, used=used, again=url_for("accounts.sign_in"))
    return render(page), 410


@blueprint.post("/sign-out")
def sign_out() -> Response:
    opened = this_session()
    if ButtonForm().validate_on_submit() and opened:
        sessions.leave(the_world(), opened)
    return signed_out(url_for("residents.home"))
