"""A visitor asks to be told by e-mail when something changes at a hub or with an activity; on pages of their own."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from hubdirectory.actions import board as boards
from hubdirectory.actions import showing
from hubdirectory.actions.accounts.addresses import BadAddress
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.board import Asked, NoSuchListener
from hubdirectory.actions.showing import PlaceView, ServiceView
from hubdirectory.actions.signed_links import LinkExpired, LinkWrong
from hubdirectory.audiences.board import blueprint
from hubdirectory.audiences.board.pages import FollowPage, FollowSaidPage
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import Crumb, render
from hubdirectory.web.sources import source
from hubdirectory.web.waits import wait_words
from hubdirectory.web.world import the_world

KINDS = {"services": "service", "hubs": "hub", "places": "place"}


class FollowForm(FlaskForm):
    email = StringField(validators=[InputRequired()])


@blueprint.route("/<any(services, hubs, places):kind>/<slug:slug>/follow", methods=["GET", "POST"])
def follow(kind: str, slug: str) -> str | Response:
    record_id, table, name = _record(kind, slug)
    form, wrong = FollowForm(), ""
    if form.is_submitted():
        wrong = _ask(form.email.data or "", table, record_id)
        if not wrong:
            return redirect(url_for("board.follow_sent", kind=kind, slug=slug), 303)
    back = url_for(f"residents.{KINDS[kind]}", slug=slug)
    page = FollowPage(
        title=gettext("Tell me when something changes"), indexable=False, crumbs=_crumbs((name, back)), name=name, back=back,
        typed=form.email.data or "", wrong=(("email", wrong),) if wrong else (),
    )  # fmt: skip
    return render(page)


def _ask(email: str, table: str, record_id: str) -> str:
    """What is wrong, "" for nothing."""
    try:
        boards.ask_to_be_told(the_world(), email, table, record_id, locale=current_locale(), source=source())
    except BadAddress:
        return gettext("Write an e-mail address, such as name@example.org")
    except TooSoon as error:
        return wait_words(error.seconds)
    except NoSuchListener:
        abort(404)
    return ""


@blueprint.get("/<any(services, hubs, places):kind>/<slug:slug>/follow/sent")
def follow_sent(kind: str, slug: str) -> str:
    words = (
        gettext("We have sent you an e-mail. Open it and press the link in it: only then do we write to you."),
        gettext("Nothing there after some minutes? Look among the unwanted mails."),
    )
    return _said(gettext("Look into your e-mails"), *words, back=url_for(f"residents.{KINDS[kind]}", slug=slug))


@blueprint.route("/follow/<token>", methods=["GET", "POST"])
def confirm_follow(token: str) -> str:
    """Opening it does nothing: mail programs open links by themselves."""
    asked = _asked(token)
    if asked is None:
        return _old_link()
    back = _page_of(asked)
    if _pressed():
        boards.confirm_listening(the_world(), token)
        words = gettext("We write to you when something at %(name)s is cancelled, moved or full.", name=asked.name)
        return _said(gettext("Thank you"), words, gettext("Each mail has a link to stop it."), back=back)
    question = gettext("Shall we write to you when something at %(name)s is cancelled, moved or full?", name=asked.name)
    return _said(gettext("Tell me when something changes"), question, button=gettext("Yes, write to me"), back=back)


@blueprint.route("/stop-following/<token>", methods=["GET", "POST"])
def stop_following(token: str) -> str:
    asked = _asked(token, stop=True)
    if asked is None:
        return _said(gettext("These mails have stopped"), gettext("We do not have your address any more."))
    if _pressed():
        boards.stop_listening(the_world(), token)
        return _said(gettext("These mails have stopped"), gettext("We have forgotten your address."), back=_page_of(asked))
    words = gettext("No more mails about changes at %(name)s?", name=asked.name)
    return _said(gettext("Stop these mails"), words, button=gettext("Stop, and forget my address"), back=_page_of(asked))


def _pressed() -> bool:
    return bool(ButtonForm().is_submitted())


def _asked(token: str, stop: bool = False) -> Asked | None:
    try:
        return boards.listening_to(the_world(), token, stop=stop)
    except (LinkWrong, LinkExpired, NoSuchListener):
        return None


def _old_link() -> str:
    words = gettext("This link is too old, or not whole. Ask once more on the page of the hub or the activity.")
    return _said(gettext("This link does not work"), words, back=url_for("residents.hubs"))


def _page_of(asked: Asked) -> str:
    if asked.kind == "service":
        return url_for("residents.service", slug=asked.slug)
    return url_for("residents.hub", slug=asked.slug)


def _said(title: str, *words: str, button: str = "", back: str = "") -> str:
    page = FollowSaidPage(title=title, indexable=False, crumbs=_crumbs(), words=words, button=button, back=back)
    return render(page)


def _crumbs(*steps: tuple[str, str]) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Home"), url_for("residents.home")), *(Crumb(*step) for step in steps))


def _record(kind: str, slug: str) -> tuple[str, str, str]:
    """Id, kind of record and name; 404 where there is none."""
    found = showing.service(the_world(), slug, current_locale()) if kind == "services" else showing.place(the_world(), slug)
    if isinstance(found, ServiceView):
        return found.id, "service", found.name
    if not isinstance(found, PlaceView):
        abort(404)
    return found.id, "location", found.place.name
