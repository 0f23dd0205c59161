"""A service's life: paused until a day, closed, opened again, copied, given to another organisation. Withdrawing is at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import abort, flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import changes, records
from hubdirectory.actions.organisations import claiming, handing
from hubdirectory.actions.records import beginning, life
from hubdirectory.audiences.organisations import blueprint
from hubdirectory.audiences.organisations.editing import RECORD
from hubdirectory.audiences.organisations.helping import (
    KIND,
    draft_of,
    me,
    name_of,
    or_404,
    organisation_of,
    paused_until,
    record_crumbs,
    said,
    to,
)
from hubdirectory.audiences.organisations.pages import LifePage
from hubdirectory.audiences.organisations.parts import Option
from hubdirectory.audiences.organisations.time_words import dates_typed
from hubdirectory.domain import forms
from hubdirectory.domain.days import LONDON
from hubdirectory.domain.validity import Problem, Wrong
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.record_words import problem_words
from hubdirectory.web.world import the_world


@blueprint.get(f"{RECORD}/state")
def state(part: str, record_id: str) -> str:
    return _page(part, record_id)


def _page(part: str, record_id: str, wrong: str = "") -> str:
    draft = draft_of(part, record_id)
    world, words = the_world(), request.args.get("q", "").strip()[:200]
    own = [one for one in me().memberships if one != organisation_of(draft)]
    found = [one for one in claiming.found_by_name(world, me(), words) if one.id != organisation_of(draft)]
    options = {one.id: one.name for one in found}
    with or_404():
        ours_to_open = life.only_the_manager_reopens(world, me(), KIND[part], record_id)
        options |= {one: changes.draft(world, me(), "organisation", one).data["name"] for one in own}
    page = LifePage(
        title=gettext("Pause, close or move: %(name)s", name=name_of(draft)), crumbs=record_crumbs(draft),
        indexable=False, part=part, record_id=record_id, state=str(draft.stands["state"]),
        paused_until=paused_until(draft), ours_to_open=ours_to_open, wrong=wrong,
        until=said("until"), reason=said("reason"), name=name_of(draft),
        to=tuple(Option(id_, name, False) for id_, name in options.items()), words=words,
        problem=gettext("Problem: ") if wrong else "",
    )  # fmt: skip
    return render(page)


@blueprint.post(f"{RECORD}/pause")
def pause(part: str, record_id: str) -> str | Response:
    """Out of search at once, its page says until when."""
    until = None
    if said("until"):
        typed = dates_typed(said("until"), the_world().now().astimezone(LONDON).date())[0]
        if not forms.is_date(typed):
            return _page(part, record_id, problem_words(Problem(Wrong.DATE)))
        until = date.fromisoformat(typed)
    try:
        return _turned(
            part, record_id, lambda: life.pause(the_world(), me(), KIND[part], record_id, until, said("reason")),
            gettext("Paused. Its page says so from now on."),
        )  # fmt: skip
    except changes.Invalid as invalid:
        return _page(part, record_id, _sentence(invalid))


def _sentence(invalid: changes.Invalid) -> str:
    key, problem = next(iter(invalid.problems.items()))
    return gettext("Choose a day after today") if key == "paused_until" else problem_words(problem)


@blueprint.post(f"{RECORD}/resume")
def resume(part: str, record_id: str) -> Response:
    return _turned(part, record_id, lambda: life.resume(the_world(), me(), KIND[part], record_id), gettext("It is open again."))


@blueprint.post(f"{RECORD}/close")
def close(part: str, record_id: str) -> Response:
    return _turned(
        part, record_id, lambda: life.close(the_world(), me(), KIND[part], record_id, said("reason")),
        gettext("Closed. Nobody finds it any more, and its address says that it has closed."),
    )  # fmt: skip


@blueprint.post(f"{RECORD}/reopen")
def reopen(part: str, record_id: str) -> Response:
    return _turned(part, record_id, lambda: life.reopen(the_world(), me(), KIND[part], record_id), gettext("It is listed again."))


def _turned(part: str, record_id: str, turn: Callable[[], object], then: str) -> Response:
    if ButtonForm().validate_on_submit():
        try:
            with or_404():
                turn()
            flash(then)
        except life.NotPossible:
            flash(gettext("That was done already. This is how it stands now."))
    return to("record", part=part, record_id=record_id)


@blueprint.post(f"{RECORD}/copy")
def copy(part: str, record_id: str) -> str | Response:
    """A draft that says the same, to change where it differs."""
    if part != "services":
        abort(404)
    if not ButtonForm().validate_on_submit():
        return to("state", part=part, record_id=record_id)
    try:
        with or_404():
            made = beginning.copy_service(the_world(), me(), record_id, said("name")[:200])
    except records.UnknownReference:
        abort(404)
    flash(gettext("This is the copy. Change what is different; nobody else sees it yet."))
    return to("record", part=part, record_id=made)


@blueprint.post(f"{RECORD}/hand")
def hand(part: str, record_id: str) -> str | Response:
    """To another organisation: at once where one belongs to both, else when its owner says yes."""
    if part != "services":
        abort(404)
    draft_of(part, record_id)  # whoever may not edit it goes no further
    if not ButtonForm().validate_on_submit() or not said("to"):
        return to("state", part=part, record_id=record_id)
    try:
        with or_404():
            asked = handing.hand_service(the_world(), me(), record_id, said("to"))
    except handing.NowhereToGo:
        return _page(part, record_id, gettext("Nobody looks after that organisation yet. Ask us to move it."))
    if asked:
        flash(gettext("We asked its owner. The service stays with you until they say yes."))
        return to("home")
    flash(gettext("It has moved."))
    return to("record", part=part, record_id=record_id)


@blueprint.post("/handings/<slug:handing_id>/<any(accept, refuse, take_back):answer>")
def answer_handing(handing_id: str, answer: str) -> Response:
    if ButtonForm().validate_on_submit():
        try:
            with or_404():
                if answer == "take_back":
                    handing.take_back(the_world(), me(), handing_id)
                else:
                    handing.answer(the_world(), me(), handing_id, answer == "accept")
            flash(gettext("Done. The other side is told."))
        except handing.HandingOver:
            flash(gettext("It was answered, or taken back, meanwhile."))
    return to("home")
