"""What the pages of this front door do alike."""

from __future__ import annotations

from datetime import datetime

from flask import abort, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions.desk import deeds
from hubdirectory.actions.desk.deeds import Done
from hubdirectory.domain.record_data import KINDS
from hubdirectory.domain.signing_in import safe_next
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import Crumb
from hubdirectory.web.world import the_world


def crumbs(*steps: tuple[str, str]) -> tuple[Crumb, ...]:
    return (Crumb(gettext("The desk"), url_for("manager.desk")), *(Crumb(*step) for step in steps))


def known_kind(kind: str) -> str:
    if kind not in KINDS:
        abort(404)
    return kind


def text(name: str, longest: int = 20_000) -> str:
    """A field of the form, as typed."""
    return request.form.get(name, "").replace("\x00", "")[:longest]


def done_now() -> Done | None:
    """The deed that led to this page, to be told of and taken back."""
    deed_id = request.args.get("did", "")
    return deeds.done(the_world(), current_actor(), deed_id) if deed_id else None


def back_to(address: str) -> Response:
    """To a page of ours that the form named, else to the address."""
    return redirect(safe_next(text("next")) or address, 303)


def age_words(since: datetime | None, now: datetime) -> str:
    """`3 days`, `5 hours`; "" for nothing."""
    if since is None:
        return ""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", max(1, minutes))
    if minutes < 48 * 60:
        return ngettext("%(num)s hour", "%(num)s hours", minutes // 60)
    if minutes < 120 * 24 * 60:
        return ngettext("%(num)s day", "%(num)s days", minutes // (24 * 60))
    return ngettext("%(num)s month", "%(num)s months", minutes // (30 * 24 * 60))
