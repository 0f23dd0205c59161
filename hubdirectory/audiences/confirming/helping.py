"""What the pages of this front door do alike."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from hubdirectory.actions.freshness import links
from hubdirectory.actions.freshness.links import Asked
from hubdirectory.web.world import the_world


def asked_by(token: str) -> Asked:
    """What the link asks; a link that is old or wrong is answered by `trouble`."""
    return links.look(the_world(), token)


def chosen() -> list[str] | None:
    """The records that a form names; None where it names none, which is all of them."""
    return request.form.getlist("record") or None


def see(endpoint: str, token: str) -> Response:
    """The page to see after a form was sent."""
    return redirect(url_for(f"confirming.{endpoint}", token=token), 303)
