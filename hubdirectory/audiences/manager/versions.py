"""Earlier texts of a wording, and bringing one back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.desk import wordings
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import back_to
from hubdirectory.audiences.manager.pages import VersionLine
from hubdirectory.web.access import current_actor
from hubdirectory.web.text import shortened
from hubdirectory.web.world import the_world


def version_lines(kind: str, key: str, language: str = "") -> tuple[VersionLine, ...]:
    """What it said before, newest first; the first is what stands."""
    found = wordings.versions(the_world(), current_actor(), kind, key)
    return tuple(VersionLine(one.id, one.at, one.by, shortened(_words(one.value, language), 120)) for one in found)


def _words(value: Any, language: str) -> str:
    if isinstance(value, dict):
        inner = value.get(language) if language in value else value
        value = inner if inner is not value else [part for part in value.values() if part]
    if isinstance(value, dict):
        value = [part for part in value.values() if isinstance(part, str)]
    if isinstance(value, list):
        return ", ".join(_words(part, "") if not isinstance(part, str) else part for part in value)
    return str(value)


@blueprint.post("/desk/words/restore/<version_id>")
def restore_wording(version_id: str) -> Response:
    try:
        wordings.restore(the_world(), current_actor(), version_id)
    except wordings.NoWording:
        abort(404)
    flash(gettext("The earlier text stands again."))
    return back_to(url_for("manager.words"))
