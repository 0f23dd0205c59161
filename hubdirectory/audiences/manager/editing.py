"""One field of a record, changed at once."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import records as acting
from hubdirectory.actions.desk import deciding, overview
from hubdirectory.actions.records import Invalid, Overtaken, RecordMissing
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs, known_kind
from hubdirectory.audiences.manager.names import FIELD_NAMES, TAXONOMY_NAMES, named
from hubdirectory.audiences.manager.pages import EditFieldPage
from hubdirectory.audiences.manager.problems import problem_lines
from hubdirectory.audiences.manager.values import inputs_of, lines_of, value_from
from hubdirectory.domain.record_data import OF_VERBS, fields_of
from hubdirectory.web.access import current_actor
from hubdirectory.web.names import MODES
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

TERMS = ("confirmed", "suggested")


@blueprint.get("/desk/records/<kind>/<record_id>/edit/<field>")
def edit_field(kind: str, record_id: str, field: str) -> str:
    return _shown(_known(kind, field), record_id, field, _found(kind, record_id).data[field])


@blueprint.post("/desk/records/<kind>/<record_id>/edit/<field>")
def save_field(kind: str, record_id: str, field: str) -> str | Response:
    _known(kind, field)
    value = request.form.getlist(field) if field in ("confirmed", "modes") else value_from(kind, field, request.form)
    base = request.form.get("base", 0, int) or None
    try:
        done = acting.edit(the_world(), current_actor(), kind, record_id, {field: value}, base=base)
    except Invalid as wrong:
        return _shown(kind, record_id, field, value, problem_lines(wrong.problems), base=base or 0)
    except Overtaken as overtaken:
        return _shown(kind, record_id, field, value, theirs=overtaken.conflicts[0].theirs)
    except RecordMissing:
        abort(404)
    flash(gettext("Changed. It is public now.") if done.changed else gettext("It says that already."))
    return redirect(url_for("manager.record", kind=kind, record_id=record_id, _anchor=f"field-{field}"), 303)


def _known(kind: str, field: str) -> str:
    if known_kind(kind) and (field not in fields_of(kind) or field in OF_VERBS - {"confirmed"}):
        abort(404)
    return kind


def _found(kind: str, record_id: str) -> overview.Overview:
    try:
        return overview.overview(the_world(), current_actor(), kind, record_id)
    except RecordMissing:
        abort(404)


NOBODY = object()


def _shown(
    kind: str, record_id: str, field: str, value: object, errors: tuple[tuple[str, str], ...] = (), *,
    base: int | None = None, theirs: object = NOBODY,
) -> str:  # fmt: skip
    world, actor = the_world(), current_actor()
    found = _found(kind, record_id)
    newest = next((line.number for line in acting.history(world, actor, kind, record_id, limit=1)), 0)
    back = url_for("manager.record", kind=kind, record_id=record_id)
    ticks = _ticks(field, value)
    page = EditFieldPage(
        title=gettext("%(field)s of %(name)s", field=named(FIELD_NAMES, field), name=found.name), indexable=False,
        crumbs=crumbs((gettext("Records"), url_for("manager.records")), (found.name, back)), errors=errors, back=back,
        inputs=None if ticks else inputs_of(kind, field, value, deciding.places(world, actor)), terms=ticks,
        theirs=() if theirs is NOBODY else lines_of(field, theirs, found.names) or (gettext("Nothing"),),
        base=newest if base is None else base,
    )  # fmt: skip
    return render(page)


def _ticks(field: str, value: object) -> tuple[tuple[str, tuple[tuple[str, str, bool], ...]], ...]:
    """What is chosen out of a list, not typed."""
    if field != "modes" and field not in TERMS:
        return ()
    chosen = set(value) if isinstance(value, list) else set()
    if field == "modes":
        return ((field, tuple((slug, str(name), slug in chosen) for slug, name in MODES.items())),)
    terms = deciding.terms_to_choose(the_world(), current_actor())
    return tuple(
        (named(TAXONOMY_NAMES, taxonomy), tuple((term, name, term in chosen) for term, name in listed))
        for taxonomy, listed in terms.items()
    )
