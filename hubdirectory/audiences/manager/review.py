"""One change, field by field: approve, mend small things, pick where the record has moved on, or send back."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import changes
from hubdirectory.actions.changes import Review
from hubdirectory.actions.desk import deciding, overview
from hubdirectory.actions.records import RecordMissing
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs, text
from hubdirectory.audiences.manager.names import FIELD_NAMES, HEAP_NAMES, named
from hubdirectory.audiences.manager.pages import FieldChange, ReviewPage
from hubdirectory.audiences.manager.problems import problem_lines
from hubdirectory.audiences.manager.values import Called, inputs_of, item_words, lines_of, value_from
from hubdirectory.domain.changes import ChangeState
from hubdirectory.domain.differences import FieldDifference
from hubdirectory.domain.record_data import OF_VERBS
from hubdirectory.domain.validity import Problems
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

MENDED_ELSEWHERE = OF_VERBS | {"suggested", "modes"}


@blueprint.get("/desk/review/<change_id>")
def review(change_id: str) -> str:
    return _shown(_found(change_id), {})


@blueprint.post("/desk/review/<change_id>")
def decide(change_id: str) -> str | Response:
    seen, following = _found(change_id), _following(change_id)
    version = request.form.get("version", type=int)
    try:
        if text("do") == "back":
            changes.send_back(the_world(), current_actor(), change_id, text("reason"), version=version)
            flash(gettext("Sent back. They get your reason by mail."))
            return redirect(following or url_for("manager.work_list", name="review"), 303)
        done = deciding.approve_one(
            the_world(), current_actor(), change_id, version=version, fixes=_fixes(seen), picks=_picks(seen)
        )
        flash(gettext("Approved. It is public now."))
        return redirect(url_for("manager.work_list", name="review", did=done.id), 303)
    except changes.Invalid as wrong:
        return _shown(seen, wrong.problems)
    except changes.ReasonMissing:
        return _shown(seen, {}, (("reason", gettext("Say why, so that they know what to change")),))
    except changes.NotInReview:
        flash(gettext("The change was decided or changed while you looked. Look at it again."))
        return redirect(url_for("manager.review", change_id=change_id), 303)


def _found(change_id: str) -> Review:
    try:
        return changes.review(the_world(), current_actor(), change_id)
    except (changes.NoChange, RecordMissing):
        abort(404)


def _following(change_id: str) -> str:
    """The next one in the queue, after this one is decided."""
    ids = [line.id for line in changes.waiting(the_world(), current_actor())]
    after = ids[ids.index(change_id) + 1 :] if change_id in ids else ids
    return url_for("manager.review", change_id=after[0]) if after else ""


def _fixes(seen: Review) -> dict[str, object]:
    """What the reviewer made of the fields; one that was left as proposed is no fix."""
    kind, found = seen.line.kind, {}
    for name in request.form.getlist("mend"):
        if name in seen.proposed and name not in MENDED_ELSEWHERE:
            value = value_from(kind, name, request.form)
            if value != seen.proposed[name]:
                found[name] = value
    confirmed = request.form.getlist("term")
    if "terms" in request.form:
        known = set(seen.proposed.get("suggested", ()))
        found["confirmed"] = sorted({*seen.stands.get("confirmed", ()), *(term for term in confirmed if term in known)})
        found["suggested"] = [term for term in seen.proposed["suggested"] if term not in found["confirmed"]]
    return {name: value for name, value in found.items() if value != seen.proposed.get(name)}


def _picks(seen: Review) -> dict[str, str]:
    return {one.field: pick for one in seen.conflicts if (pick := text(f"pick.{one.field}")) in ("change", "record")}


def _shown(seen: Review, problems: Problems, errors: tuple[tuple[str, str], ...] = ()) -> str:
    called = overview.names_for(the_world(), seen.stands, seen.proposed)
    typed = {**seen.proposed, **_fixes(seen)} if request.method == "POST" else dict(seen.proposed)
    wrong = {**seen.problems, **problems}
    here = {one.field for one in seen.differences}
    others = {key: one for key, one in wrong.items() if key.partition(".")[0] not in here}
    ticked = set(request.form.getlist("term")) if "terms" in request.form else set(seen.proposed.get("suggested", ()))
    line = seen.line
    page = ReviewPage(
        title=line.name or gettext("No name yet"), indexable=False,
        crumbs=crumbs((named(HEAP_NAMES, "review"), url_for("manager.work_list", name="review"))),
        line=line, version=seen.version, note=seen.note, reason=text("reason"),
        fields=tuple(_field(seen, one, typed, called, wrong) for one in seen.differences if one.field != "suggested"),
        suggested=tuple((term, called.get(term, term), term in ticked) for term in seen.proposed.get("suggested", ())),
        others=problem_lines(others), errors=(*errors, *problem_lines(problems)),
        following=_following(line.id), decided=line.state is not ChangeState.IN_REVIEW,
    )  # fmt: skip
    return render(page)


def _field(seen: Review, one: FieldDifference, typed: dict[str, object], called: Called, wrong: Problems) -> FieldChange:
    kind = seen.line.kind

    def said(item: object) -> str:
        return "" if item is None else item_words(one.field, item, called)

    lines = tuple((item.how.value, said(item.before), said(item.after)) for item in one.items)
    inputs = None if one.field in MENDED_ELSEWHERE else inputs_of(kind, one.field, typed[one.field], _places(called, one))
    problems = {key: problem for key, problem in wrong.items() if key.partition(".")[0] == one.field}
    return FieldChange(
        one.field, named(FIELD_NAMES, one.field), lines_of(one.field, one.before, called), lines_of(one.field, one.after, called),
        lines, inputs, problem_lines(problems), one.field in {conflict.field for conflict in seen.conflicts},
    )  # fmt: skip


def _places(called: Called, one: FieldDifference) -> dict[str, str]:
    """Those that the change names: others are chosen on the record's own page."""
    items = [item for value in (one.before, one.after) if isinstance(value, list) for item in value if isinstance(item, dict)]
    return {item["location"]: called.get(item["location"], "") for item in items if item.get("location")}
