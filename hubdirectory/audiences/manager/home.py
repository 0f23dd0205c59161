"""The morning page, undo, and what is edited at the desk."""

from __future__ import annotations

from flask import abort, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions.desk import deeds
from hubdirectory.actions.desk.morning import morning
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import age_words, back_to, crumbs
from hubdirectory.audiences.manager.names import HEAP_NAMES, WHY_NOT, named
from hubdirectory.audiences.manager.pages import DeskPage, DonePage, HeapLine
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.get("/desk")
def desk() -> str:
    world = the_world()
    found = morning(world, current_actor())
    addresses = {heap.name: url_for("manager.work_list", name=heap.name) for heap in found}
    heaps = tuple(
        HeapLine(heap, named(HEAP_NAMES, heap.name), addresses[heap.name], age_words(heap.oldest, world.now())) for heap in found
    )
    words = (
        (gettext("Find any record"), url_for("manager.records")), (gettext("Words and texts"), url_for("manager.words")),
        (gettext("Accounts"), url_for("accounts.people")), (gettext("Who did what"), url_for("manager.audit")),
        (gettext("Imports"), url_for("manager.imports")),
        (gettext("Searches that led nowhere"), url_for("manager.searches")),
        (gettext("What is missing here"), url_for("manager.gaps")),
        (gettext("Needs that texts speak of"), url_for("manager.work_list", name="proposed")),
    )  # fmt: skip
    return render(DeskPage(title=gettext("The desk"), indexable=False, heaps=heaps, words=words))


@blueprint.post("/desk/undo/<deed_id>")
def undo(deed_id: str) -> Response:
    try:
        done = deeds.undo(the_world(), current_actor(), deed_id)
    except deeds.NoDeed:
        abort(404)
    flash(ngettext("Undone for %(num)s.", "Undone for %(num)s.", done.count))
    stayed = [f"{result.name}: {named(WHY_NOT, result.why_not)}" for result in done.results if result.why_not]
    if stayed:
        flash(gettext("Left as they are: %(names)s", names="; ".join(stayed[:10])))
    return back_to(url_for("manager.desk"))


@blueprint.get("/desk/done/<deed_id>")
def done(deed_id: str) -> str:
    found = deeds.done(the_world(), current_actor(), deed_id)
    if found is None:
        abort(404)
    results = tuple((one.kind, one.id, one.name, named(WHY_NOT, one.why_not) if one.why_not else "") for one in found.results)
    page = DonePage(
        title=gettext("What was done"), indexable=False, crumbs=crumbs((gettext("Records"), url_for("manager.records"))),
        done=found, results=results, back=url_for("manager.records"),
    )  # fmt: skip
    return render(page)
