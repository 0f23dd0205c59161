"""Two records made one: side by side, a pick for each field."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import records as acting
from hubdirectory.actions.desk import duplicates, overview
from hubdirectory.actions.records import Invalid, RecordMissing
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs, text
from hubdirectory.audiences.manager.names import FIELD_NAMES, agrees_words, named
from hubdirectory.audiences.manager.pages import MergePage
from hubdirectory.audiences.manager.problems import problem_lines
from hubdirectory.audiences.manager.values import lines_of
from hubdirectory.domain.record_data import blank
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

STAYS = frozenset({"state", "organisation", "trusted", "paused_until", "paused_reason"})


@blueprint.get("/desk/records/<any(service, organisation):kind>/<record_id>/merge/<other_id>")
def merge(kind: str, record_id: str, other_id: str) -> str:
    return _shown(kind, record_id, other_id)


@blueprint.post("/desk/records/<any(service, organisation):kind>/<record_id>/merge/<other_id>")
def do_merge(kind: str, record_id: str, other_id: str) -> str | Response:
    picks = {field: pick for field in blank(kind) if (pick := text(f"pick.{field}")) in ("gone", "both")}
    try:
        duplicates.merge(the_world(), current_actor(), kind, record_id, other_id, picks)
    except Invalid as wrong:
        return _shown(kind, record_id, other_id, "; ".join(words for _, words in problem_lines(wrong.problems)))
    except (RecordMissing, acting.NotMergeable):
        abort(404)
    flash(gettext("They are one record now. The other one's address leads here."))
    return redirect(url_for("manager.record", kind=kind, record_id=record_id), 303)


def _shown(kind: str, record_id: str, other_id: str, error: str = "") -> str:
    kept, gone = _found(kind, record_id), _found(kind, other_id)
    if record_id == other_id:
        abort(404)
    called = {**kept.names, **gone.names}
    back = url_for("manager.record", kind=kind, record_id=record_id)
    page = MergePage(
        title=gettext("Make one record of two"), indexable=False, kind=kind, error=error,
        crumbs=crumbs((gettext("Records"), url_for("manager.records")), (kept.name, back)),
        kept=(kept.id, kept.name), gone=(gone.id, gone.name), fields=tuple(_fields(kept.data, gone.data, called)),
        turned=url_for("manager.merge", kind=kind, record_id=other_id, other_id=record_id), why=_why(record_id, other_id),
    )  # fmt: skip
    return render(page)


def _found(kind: str, record_id: str) -> overview.Overview:
    try:
        return overview.overview(the_world(), current_actor(), kind, record_id)
    except RecordMissing:
        abort(404)


def _fields(kept: dict[str, Any], gone: dict[str, Any], called: dict[str, str]) -> Any:
    """Those that differ: the kept one's stays, unless it says nothing."""
    for field, value in kept.items():
        other = gone.get(field)
        if field in STAYS or value == other or other in ("", None, []):
            continue
        many = isinstance(value, list)
        pick = text(f"pick.{field}") or ("both" if many else "gone" if value in ("", None) else "kept")
        yield field, named(FIELD_NAMES, field), lines_of(field, value, called), lines_of(field, other, called), many, pick


def _why(record_id: str, other_id: str) -> tuple[str, ...]:
    pairs = duplicates.likely(the_world(), current_actor(), record_id)
    pair = next((one for one in pairs if other_id in one.ids), None)
    return tuple(agrees_words(reason.agrees, reason.value) for reason in pair.reasons) if pair else ()
