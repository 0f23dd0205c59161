"""One record with everything, and what can be done to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import records as acting
from hubdirectory.actions.desk import bulk, deciding, duplicates, following, notes, overview, reports
from hubdirectory.actions.desk.overview import Overview
from hubdirectory.actions.records import NotPossible, RecordMissing, RevisionLine, RevisionMissing
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs, done_now, known_kind, text
from hubdirectory.audiences.manager.names import ACTION_NAMES, FIELD_NAMES, STATE_NAMES, agrees_words, named
from hubdirectory.audiences.manager.pages import HistoryLine, RecordPage
from hubdirectory.audiences.manager.problems import problem_lines
from hubdirectory.audiences.manager.values import Called, lines_of
from hubdirectory.audiences.manager.work import merge_address, rang_them
from hubdirectory.domain.record_data import UnknownField
from hubdirectory.domain.states import State
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

PUBLIC = {"service": "residents.service", "organisation": "residents.organisation"}
SHOWN_REVISIONS = 50
# What may be done in which state.
STATE_VERBS = {
    State.PUBLISHED: ("pause", "close", "hide"), State.PAUSED: ("resume", "pause", "close", "hide"),
    State.CLOSED: ("reopen", "hide"), State.DRAFT: ("publish",), State.IN_REVIEW: (),
}  # fmt: skip


@blueprint.get("/desk/records/<kind>/<record_id>")
def record(kind: str, record_id: str) -> str | Response:
    try:
        return _shown(kind, record_id)
    except RecordMissing:
        return _moved(kind, record_id)


@blueprint.post("/desk/records/<kind>/<record_id>")
def act(kind: str, record_id: str) -> str | Response:
    """One verb of the page."""
    verb = VERBS.get(text("do")) or abort(400)
    try:
        deed = verb(known_kind(kind), record_id)
    except NotPossible as not_possible:
        return _shown(kind, record_id, gettext("It is: %(state)s", state=named(STATE_NAMES, not_possible.state)))
    except acting.Invalid as wrong:
        return _shown(kind, record_id, "; ".join(words for _, words in problem_lines(wrong.problems)))
    except ValueError:
        return _shown(kind, record_id, gettext("Write something, and a day as 2026-11-24"))
    except (RecordMissing, RevisionMissing, UnknownField):
        abort(404)
    return redirect(url_for("manager.record", kind=kind, record_id=record_id, did=deed or None), 303)


def _moved(kind: str, record_id: str) -> Response:
    """A saved link to a record that was merged leads to the one that it became."""
    lines = acting.mergings(the_world(), current_actor(), known_kind(kind), record_id)
    line = next((one for one in lines if one.gone_id == record_id and one.undone_at is None), None)
    if line is None:
        abort(404)
    return redirect(url_for("manager.record", kind=kind, record_id=line.kept_id), 302)


# verbs


def _confirm(kind: str, record_id: str) -> str:
    by = text("by").strip() or rang_them(the_world())
    done = bulk.do(the_world(), current_actor(), bulk.Asked(bulk.CONFIRM, by=by), [(kind, record_id)])
    flash(gettext("Confirmed today."))
    return done.id


def _pause(kind: str, record_id: str) -> str:
    until = date.fromisoformat(text("until").strip()) if text("until").strip() else None
    acting.pause(the_world(), current_actor(), kind, record_id, until, text("reason"))
    flash(gettext("Closed for now. Its page says so."))
    return ""


def _turn(verb: Any, sentence: str) -> Any:
    def turn(kind: str, record_id: str) -> str:
        verb(the_world(), current_actor(), kind, record_id)
        flash(sentence)
        return ""

    return turn


def _publish(kind: str, record_id: str) -> str:
    deciding.publish(the_world(), current_actor(), kind, record_id)
    flash(gettext("It is public now."))
    return ""


def _note(kind: str, record_id: str) -> str:
    notes.add(the_world(), current_actor(), kind, record_id, text("note"))
    flash(gettext("Noted. Nobody but managers reads it."))
    return ""


def _remove_note(kind: str, record_id: str) -> str:
    notes.remove(the_world(), current_actor(), text("note_id"))
    flash(gettext("The note is gone."))
    return ""


def _watch(kind: str, record_id: str) -> str:
    on = text("on") == "yes"
    following.follow(the_world(), current_actor(), kind, record_id, on)
    flash(gettext("You get a mail when it changes, once a day at most.") if on else gettext("You get no more mails about it."))
    return ""


def _restore(kind: str, record_id: str) -> str:
    number = request.form.get("number", 0, int)
    done = acting.restore(the_world(), current_actor(), kind, record_id, number, text("field"))
    flash(gettext("Restored.") if done.changed else gettext("It says that already."))
    return ""


def _terms(kind: str, record_id: str) -> str:
    world, actor = the_world(), current_actor()
    if text("how") == "refuse":
        return deciding.refuse_terms(world, actor, [record_id]).id
    return deciding.confirm_terms(world, actor, [record_id], set(request.form.getlist("term"))).id


def _trust(kind: str, record_id: str) -> str:
    trusted = text("on") == "yes"
    acting.edit(the_world(), current_actor(), "organisation", record_id, {"trusted": trusted}, action="trusted")
    flash(gettext("Their changes are public at once.") if trusted else gettext("Their changes go to review first."))
    return ""


def _unmerge(kind: str, record_id: str) -> str:
    try:
        undone = acting.undo_merge(the_world(), current_actor(), text("merging"))
    except (acting.NotMergeable, acting.NotUndoable):
        flash(gettext("It was undone already."))
        return ""
    flash(gettext("They are two records again."))
    if not undone.kept_restored:
        flash(gettext("This one was changed since, so it stays as it is."))
    return ""


VERBS = {
    "confirm": _confirm, "pause": _pause, "publish": _publish, "note": _note, "remove_note": _remove_note, "watch": _watch,
    "restore": _restore, "terms": _terms, "trust": _trust, "unmerge": _unmerge,
    "resume": lambda kind, id_: _turn(acting.resume, gettext("Open again."))(kind, id_),
    "close": lambda kind, id_: _turn(acting.close, gettext("Closed for good. Its address says so."))(kind, id_),
    "reopen": lambda kind, id_: _turn(acting.reopen, gettext("Public again."))(kind, id_),
    "hide": lambda kind, id_: _turn(acting.hide, gettext("Hidden. Nobody else sees it."))(kind, id_),
}  # fmt: skip


# the page


def _shown(kind: str, record_id: str, error: str = "") -> str:
    world, actor = the_world(), current_actor()
    found = overview.overview(world, actor, known_kind(kind), record_id)
    data, called = found.data, found.names
    page = RecordPage(
        title=found.name or gettext("No name yet"), indexable=False,
        crumbs=crumbs((gettext("Records"), url_for("manager.records"))), record=found, error=error, now=world.now(),
        fields=tuple((name, named(FIELD_NAMES, name), lines_of(name, value, called)) for name, value in data.items()),
        history=_history(kind, record_id, called), notes=notes.notes(world, actor, kind, record_id),
        watching=following.follows(world, actor, kind, record_id), pairs=_pairs(record_id),
        reports=reports.reports(world, actor, record_id=record_id), mergings=_mergings(kind, record_id),
        public=_public(found), own=_own(found),
        suggested=tuple((term, called.get(term, term)) for term in data.get("suggested", ())),
        verbs=_state_verbs(found), done=done_now(),
    )  # fmt: skip
    return render(page)


def _state_verbs(found: Overview) -> tuple[str, ...]:
    """A place is hidden or public; nothing more happens to it."""
    verbs = STATE_VERBS[State(found.state)]
    return tuple(verb for verb in verbs if found.kind != "location" or verb in ("publish", "hide", "reopen", "close"))


def _history(kind: str, record_id: str, called: Called) -> tuple[HistoryLine, ...]:
    lines = acting.history(the_world(), current_actor(), kind, record_id, limit=SHOWN_REVISIONS)
    return tuple(_revision(line, called) for line in lines)


def _revision(line: RevisionLine, called: Called) -> HistoryLine:
    differences = tuple(
        (
            one.field, named(FIELD_NAMES, one.field), " · ".join(lines_of(one.field, one.before, called)),
            " · ".join(lines_of(one.field, one.after, called)),
        )
        for one in line.differences
    )  # fmt: skip
    return HistoryLine(line.number, line.at, named(ACTION_NAMES, line.action), line.by, line.approved_by, line.note, differences)


def _pairs(record_id: str) -> tuple[tuple[Any, ...], ...]:
    found = []
    for pair in duplicates.likely(the_world(), current_actor(), record_id):
        other = 1 if pair.ids[0] == record_id else 0
        why = tuple(agrees_words(reason.agrees, reason.value) for reason in pair.reasons)
        who = (pair.id, pair.kind, pair.ids[other], pair.names[other], pair.owners[other])
        found.append((*who, pair.score, why, merge_address(pair)))
    return tuple(found)


def _mergings(kind: str, record_id: str) -> tuple[Any, ...]:
    return () if kind == "location" else acting.mergings(the_world(), current_actor(), kind, record_id)


def _public(found: Overview) -> str:
    if found.state not in (State.PUBLISHED, State.PAUSED) or found.data.get("confidential"):
        return ""
    hub = "residents.hub" if found.data.get("kind") == "hub" else "residents.place"
    return url_for(PUBLIC.get(found.kind, hub), slug=found.slug)


def _own(found: Overview) -> str:
    """The organisation's own form for it: sections, schedules in words, pictures."""
    return url_for("organisations.record", part=f"{found.kind}s", record_id=found.id) if found.kind in PUBLIC else ""
