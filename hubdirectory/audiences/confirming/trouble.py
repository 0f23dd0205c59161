"""A link that is too old, cut off, or about something that is no longer there: what to do now."""

from __future__ import annotations

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.freshness import answering, links
from hubdirectory.audiences.confirming import blueprint
from hubdirectory.audiences.confirming.helping import see
from hubdirectory.audiences.confirming.pages import OldLinkPage, SaidPage, WrongLinkPage
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.post("/<token>/again")
def again(token: str) -> Response:
    answering.send_again(the_world(), token)
    return see("sent", token)


@blueprint.get("/<token>/sent")
def sent(token: str) -> str:
    address = links.expired(the_world(), token)
    sentence = gettext("We have sent a fresh mail to %(address)s. Its links work.", address=address)
    rest = gettext("It may take some minutes. Look among unwanted mails too.")
    return render(SaidPage(title=gettext("Look at your mails"), indexable=False, sentence=sentence, next=rest, token=""))


@blueprint.errorhandler(links.LinkExpired)
def _old(_error: Exception) -> tuple[str, int]:
    token = (request.view_args or {})["token"]
    address = links.expired(the_world(), token)
    return render(OldLinkPage(title=gettext("This link is too old"), indexable=False, to=address, token=token)), 410


@blueprint.errorhandler(links.LinkWrong)
@blueprint.errorhandler(links.LinkGone)
def _wrong(_error: Exception) -> tuple[str, int]:
    return render(WrongLinkPage(title=gettext("This link does not work"), indexable=False)), 404
