"""What might be meant, as somebody types."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Response, jsonify, render_template, request

from hubdirectory.actions import finding
from hubdirectory.actions.crisis import crisis_in
from hubdirectory.actions.results import Suggestion
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.asked import LONGEST_WORDS
from hubdirectory.web.addresses import address
from hubdirectory.web.crisis import CrisisPanel
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import SUGGESTION_KINDS
from hubdirectory.web.site import current_site
from hubdirectory.web.translating import gettext, ngettext
from hubdirectory.web.world import the_world

ENDPOINTS = {
    "service": "residents.service",
    "organisation": "residents.organisation",
    "need": "residents.need",
    "hub": "residents.hub",
}


@blueprint.get("/suggest")
def suggest() -> Response:
    """Suggestions in groups, the sentence that a screen reader says, and the crisis panel where the words call for one."""
    text = request.args.get("q", "").replace("\x00", "").strip()[:LONGEST_WORDS]
    try:
        found = finding.suggest(the_world(), text, current_locale()) if text else []
    except finding.SearchIsDown:
        # Typing goes on without help: the form works as it is.
        found = []
    panel = _panel(text)
    return jsonify(groups=_groups(found), say=panel.heading if panel else _say(len(found)), crisis=_shown(panel))


def _panel(text: str) -> CrisisPanel | None:
    crisis = crisis_in(text)
    return current_site().crisis_of(crisis) if crisis else None


def _shown(panel: CrisisPanel | None) -> str:
    return render_template("parts/crisis.html", panel=panel, at="crisis-typed-title") if panel else ""


def _groups(found: list[Suggestion]) -> list[dict[str, Any]]:
    order = list(ENDPOINTS)
    known = sorted((one for one in found if one.kind in ENDPOINTS), key=lambda one: order.index(one.kind))
    return [
        {"kind": kind, "name": str(SUGGESTION_KINDS[kind]), "items": [_item(one) for one in members]}
        for kind, members in groupby(known, key=lambda one: one.kind)
    ]


def _item(one: Suggestion) -> dict[str, str]:
    return {"name": one.name, "detail": one.detail, "url": address(ENDPOINTS[one.kind], slug=one.slug)}


def _say(number: int) -> str:
    if not number:
        return gettext("No suggestions. Press Enter to search.")
    return ngettext(
        "%(num)s suggestion. Use the arrow keys to choose.", "%(num)s suggestions. Use the arrow keys to choose.", number
    )
