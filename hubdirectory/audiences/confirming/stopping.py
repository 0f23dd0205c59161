"""We have stopped, for now or for good; and: please write to a colleague instead."""

from __future__ import annotations

from contextlib import suppress

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.freshness import answering
from hubdirectory.audiences.confirming import blueprint
from hubdirectory.audiences.confirming.helping import asked_by, chosen, see
from hubdirectory.audiences.confirming.pages import NotMePage, StoppedPage
from hubdirectory.domain.states import State
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.route("/<token>/stopped", methods=["GET", "POST"])
def stopped(token: str) -> str | Response:
    world = the_world()
    if request.method == "POST":
        done = answering.stopped(world, token, chosen() or [], for_now=request.form.get("how") != "good")
        return see("thanks" if done else "stopped", token)
    asked = asked_by(token)
    running = tuple(one for one in asked.records if one.state in (State.PUBLISHED, State.PAUSED))
    page = StoppedPage(title=gettext("We have stopped"), indexable=False, asked=asked, open=running, token=token, now=world.now())
    return render(page)


@blueprint.route("/<token>/not-me", methods=["GET", "POST"])
def not_me(token: str) -> str | Response:
    if request.method == "POST":
        return _change_mind(token)
    asked = asked_by(token)
    return render(NotMePage(title=gettext("These mails to a colleague"), indexable=False, asked=asked, token=token))


def _change_mind(token: str) -> Response:
    with suppress(answering.LastPerson):  # the page says that there is nobody else
        if request.form.get("again"):
            answering.me_again(the_world(), token)
        else:
            answering.not_me(the_world(), token)
    return see("not_me", token)
