"""Lists that are worked through: one page for all of them, one form for each item, one letter for each verb."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions.desk.deeds import Done
from hubdirectory.audiences.manager import blueprint
from hubdirectory.audiences.manager.helping import crumbs, done_now, text
from hubdirectory.audiences.manager.names import HEAP_NAMES, named
from hubdirectory.audiences.manager.pages import Verb, WorkListPage
from hubdirectory.audiences.manager.work import LISTS, WordsMissing, WorkList
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.get("/desk/review", defaults={"name": "review"})
@blueprint.get("/desk/lists/<name>")
def work_list(name: str) -> str:
    return _shown(_known(name))


@blueprint.post("/desk/lists/<name>")
def work(name: str) -> str | Response:
    """One verb for one item, or for several."""
    kind = _known(name)
    slug, _, item = text("do").partition(":")
    verb = next((one for one in kind.verbs if one.slug == slug), None)
    ids = [item] if item else request.form.getlist("item")
    if verb is None or (not item and not verb.several):
        abort(400)
    if not ids:
        flash(gettext("Nothing was ticked, so nothing was done."))
        return redirect(url_for("manager.work_list", name=name), 303)
    try:
        done = kind.do(the_world(), current_actor(), verb.slug, ids, text("words"), request.form.getlist("term"))
    except WordsMissing as missing:
        return _shown(kind, wrong=(item, str(missing)), typed=text("words"))
    _say(verb, done)
    return redirect(_next_address(name, ids, done), 303)


def _known(name: str) -> WorkList:
    if name not in LISTS:
        abort(404)
    return LISTS[name]


def _shown(kind: WorkList, wrong: tuple[str, str] = ("", ""), typed: str = "") -> str:
    world, number = the_world(), max(1, request.args.get("page", 1, int))
    loaded = kind.load(world, current_actor(), number)
    pages = max(1, -(-loaded.total // loaded.per_page))

    def to(page: int) -> str:
        return url_for("manager.work_list", name=kind.name, page=page) if 1 <= page <= pages and pages > 1 else ""

    page = WorkListPage(
        title=named(HEAP_NAMES, kind.name), indexable=False, crumbs=crumbs(), name=kind.name, items=loaded.items,
        verbs=kind.verbs, total=loaded.total, done=done_now(), wrong=wrong, typed=typed,
        earlier=to(number - 1), later=to(number + 1), about=str(kind.about),
    )  # fmt: skip
    return render(page)


def _say(verb: Verb, done: Done) -> None:
    if done.count:
        flash(f"{verb.name}: " + ngettext("done for %(num)s.", "done for %(num)s.", done.count))
    else:
        flash(f"{verb.name}: " + gettext("nothing was done."))


def _next_address(name: str, ids: Sequence[str], done: Done) -> str:
    """The list again, at what follows the last that was worked on."""
    following = text("following")
    anchor = f"item-{following}" if following and following not in ids else None
    number = request.args.get("page", type=int)
    return url_for("manager.work_list", name=name, did=done.id or None, page=number, _anchor=anchor)
