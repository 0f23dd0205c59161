"""What the pages of this front door do alike."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from hubdirectory.actions.showing import Gone, Moved
from hubdirectory.web.pages import Crumb
from hubdirectory.web.translating import gettext

Record = TypeVar("Record")


def shown(found: Record | Moved | Gone | None, endpoint: str, **values: Any) -> Record | Response:
    """The record; or a redirect for good where it moved; or 410 and 404, raised."""
    if found is None:
        abort(404)
    if isinstance(found, Gone):
        abort(410)
    if isinstance(found, Moved):
        return redirect(url_for(endpoint, slug=found.slug, **values), 301)
    return found


def crumbs(*steps: tuple[str, str]) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Home"), url_for("residents.home")), *(Crumb(*step) for step in steps))
