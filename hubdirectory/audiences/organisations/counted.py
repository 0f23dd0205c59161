"""What the browser reports by itself when a number, an address or directions are pressed: what of which record, and no more."""

from __future__ import annotations

from flask import request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from hubdirectory.actions.organisations import counting
from hubdirectory.audiences.organisations import public
from hubdirectory.domain.figures import PRESSED, What
from hubdirectory.web.world import the_world

KINDS = ("service", "organisation")
ID_LENGTH = 36


@public.post("/pressed")
def pressed() -> Response:
    """Answers the same whatever it is told, sets no cookie and keeps nothing of who asks."""
    kind, record_id, what = (request.form.get(key, "") for key in ("kind", "id", "what"))
    if kind in KINDS and what in PRESSED and len(record_id) == ID_LENGTH:
        counting.count(the_world(), kind, [record_id], What(what))
    return Response(status=204)


@public.record_once
def _without_a_token(state: BlueprintSetupState) -> None:
    # It adds one to a number: there is nothing to forge, and a token would need a cookie.
    state.app.extensions["csrf"].exempt(pressed)
