"""Two people, or two tabs, wrote to the same field: both versions side by side, and a choice for each."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import changes
from hubdirectory.actions.changes import Draft
from hubdirectory.audiences.organisations import blueprint
from hubdirectory.audiences.organisations.editing import RECORD
from hubdirectory.audiences.organisations.helping import KIND, Names, draft_of, me, names_for, or_404, record_crumbs, to
from hubdirectory.audiences.organisations.pages import ComparePage
from hubdirectory.audiences.organisations.parts import Two
from hubdirectory.domain.changes import FieldConflict
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.record_words import field_name, value_lines
from hubdirectory.web.world import the_world

PICKS = ("yours", "theirs")


@blueprint.route(f"{RECORD}/compare", methods=["GET", "POST"])
def compare(part: str, record_id: str) -> str | Response:
    draft, form = draft_of(part, record_id), ButtonForm()
    if not (draft.conflicts or draft.moved_on):
        return to("record", part=part, record_id=record_id)
    if form.validate_on_submit():
        picks = {name: pick for name in _fields(draft) if (pick := request.form.get(f"pick-{name}", "")) in PICKS}
        try:
            with or_404():
                left = changes.settle(the_world(), me(), KIND[part], record_id, picks)
        except (changes.NoChange, changes.NotWithAuthor):
            return to("record", part=part, record_id=record_id)
        if left.conflicts or left.moved_on:
            return to("compare", part=part, record_id=record_id, left=1)
        flash(gettext("Kept, as you picked. Look it over, then send it."))
        return to("record", part=part, record_id=record_id)
    names = names_for(draft.data, draft.stands)
    left_out = gettext("Problem: ") if request.args.get("left") else ""
    page = ComparePage(
        title=gettext("Two versions: pick one of each"), crumbs=record_crumbs(draft), indexable=False, form=form,
        pairs=_pairs(draft, names), problem=left_out,
    )  # fmt: skip
    return render(page)


def _fields(draft: Draft) -> list[str]:
    return list(dict.fromkeys([one.field for one in (*draft.conflicts, *draft.moved_on)]))


def _pairs(draft: Draft, names: Names) -> tuple[Two, ...]:
    pairs = {one.field: _two(one, names, False) for one in draft.moved_on}
    return tuple({**pairs, **{one.field: _two(one, names, True) for one in draft.conflicts}}.values())


def _two(one: FieldConflict, names: Names, from_tab: bool) -> Two:
    yours, theirs = (value_lines(one.field, value, names) for value in (one.yours, one.theirs))
    return Two(one.field, field_name(one.field), yours, theirs, from_tab)
