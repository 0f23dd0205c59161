"""Something has changed: a link to sign in by, or words for whoever looks after the list."""

from __future__ import annotations

from contextlib import suppress

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.accounts import delays, links
from hubdirectory.actions.freshness import answering
from hubdirectory.actions.freshness.links import Asked
from hubdirectory.audiences.confirming import blueprint
from hubdirectory.audiences.confirming.helping import asked_by, see
from hubdirectory.audiences.confirming.pages import ChangePage, SaidPage
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.sources import source
from hubdirectory.web.world import the_world

# Where somebody who signs in by the link finds their own organisations.
OUR_PAGES = "/our"


@blueprint.route("/<token>/change", methods=["GET", "POST"])
def change(token: str) -> str | Response:
    if request.method == "GET":
        return _page(token)
    words = request.form.get("words", "")
    try:
        answering.tell(the_world(), token, words)
    except answering.NothingWritten:
        return _page(token, words, gettext("Write what has changed"))
    return see("told", token)


def _page(token: str, words: str = "", problem: str = "") -> str:
    title = gettext("Change something")
    return render(ChangePage(title=title, indexable=False, asked=asked_by(token), token=token, words=words, problem=problem))


@blueprint.get("/<token>/told")
def told(token: str) -> str:
    asked_by(token)
    sentence = gettext("Whoever looks after this list has what you wrote and will change it.")
    rest = gettext("Is everything else still right?")
    return render(SaidPage(title=gettext("Thank you"), indexable=False, sentence=sentence, next=rest, token=token))


@blueprint.post("/<token>/sign-in")
def sign_in(token: str) -> Response:
    asked = asked_by(token)
    if asked.account:
        with suppress(delays.TooSoon):  # many were sent already, and the last of them works
            links.ask(the_world(), asked.to, source(), current_locale(), _next(asked))
    return see("mailed", token)


def _next(asked: Asked) -> str:
    """Straight to the service where there is only one to choose."""
    services = [one.id for one in asked.records if one.kind == "service"]
    return f"{OUR_PAGES}/services/{services[0]}" if len(services) == 1 else OUR_PAGES


@blueprint.get("/<token>/mailed")
def mailed(token: str) -> str:
    asked = asked_by(token)
    sentence = gettext("We have sent a mail to %(address)s. Open the link in it and press the button there.", address=asked.to)
    return render(SaidPage(title=gettext("Look at your mails"), indexable=False, sentence=sentence, next="", token=""))
