"""Is the site up, and may visitors be sent to it?"""

from __future__ import annotations

from flask import Response, current_app, jsonify

from hubdirectory.actions import showing
from hubdirectory.audiences.machines import blueprint


@blueprint.get("/health/live")
def live() -> Response:
    """The process answers. It asks nothing else, so that a slow database never has it killed."""
    return jsonify(status="live")


@blueprint.get("/health/ready")
def ready() -> Response:
    """The database answers; without it, the 503 of every page."""
    showing.answers(current_app.extensions["world"])
    return jsonify(status="ready")
