"""Is the site up, and may visitors be sent to it?"""

from __future__ import annotations

from flask import Response, current_app, jsonify

from hubdirectory.actions.readiness import readiness
from hubdirectory.audiences.machines import blueprint


@blueprint.get("/health/live")
def live() -> Response:
    """The process answers. It asks nothing else, so that a slow database never has it killed."""
    return jsonify(status="live")


@blueprint.get("/health/ready")
def ready() -> Response | tuple[Response, int]:
    """Pages can be shown; with `why`, sentences about what is not as it should be all the same."""
    found = readiness(current_app.extensions["world"])
    why = {"why": list(found.why)} if found.why else {}
    return jsonify(status="ready", **why) if found.ready else (jsonify(status=503, **why), 503)
