"""Still right: one button, then what was confirmed, with a way back."""

from __future__ import annotations

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.freshness import answering
from hubdirectory.audiences.confirming import blueprint
from hubdirectory.audiences.confirming.helping import asked_by, chosen, see
from hubdirectory.audiences.confirming.pages import AskPage, ThanksPage
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.route("/<token>", methods=["GET", "POST"])
def ask(token: str) -> str | Response:
    world = the_world()
    if request.method == "POST":
        answering.still_right(world, token, chosen())
        return see("thanks", token)
    asked = asked_by(token)
    if not asked.open and asked.answered:
        return see("thanks", token)
    page = AskPage(
        title=gettext("Is this still right?"), indexable=False, asked=asked, open=asked.open, token=token, now=world.now()
    )
    return render(page)


@blueprint.get("/<token>/thanks")
def thanks(token: str) -> str | Response:
    asked = asked_by(token)
    if not asked.answered:
        return see("ask", token)
    page = ThanksPage(
        title=gettext("Thank you"), indexable=False, asked=asked, open=asked.open, token=token, now=the_world().now(),
        right=tuple(one for one in asked.answered if one.answer == "right"),
        stopped=tuple(one for one in asked.answered if one.answer != "right"),
    )  # fmt: skip
    return render(page)


@blueprint.post("/<token>/undo")
def undo(token: str) -> Response:
    answering.undo(the_world(), token, chosen())
    return see("ask", token)
