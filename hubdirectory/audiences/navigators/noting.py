"""What navigators know of a service, for one another: never on a page that anybody else can open."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions.navigating import notes
from hubdirectory.actions.navigating.favourites import favourites_of, star
from hubdirectory.actions.navigating.services import NoSuchService
from hubdirectory.audiences.navigators import blueprint
from hubdirectory.audiences.navigators.helping import crumbs, typed
from hubdirectory.audiences.navigators.lines import kind_name, said_in
from hubdirectory.audiences.navigators.pages import NotesPage, Wrong
from hubdirectory.domain.navigator_notes import LONGEST_NOTE, MOST_WEEKS, Kind
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world


@blueprint.get("/services/<slug:slug>", endpoint="notes")
def notes_page(slug: str) -> str:
    return _page(slug)


@blueprint.post("/services/<slug:slug>", endpoint="add_note")
def add_note(slug: str) -> str | Response:
    given = {name: typed(name, LONGEST_NOTE + 100) for name in ("kind", "text", "weeks")}
    weeks = int(given["weeks"]) if given["weeks"].isascii() and given["weeks"].isdigit() and len(given["weeks"]) < 6 else None
    try:
        notes.add(the_world(), current_actor(), slug, given["kind"], given["text"], weeks)
    except notes.BadNote as problem:
        return _page(slug, given, ((problem.field, _wrong(problem)),))
    except NoSuchService:
        abort(404)
    flash(gettext("Noted, with today’s date."))
    return redirect(url_for("navigators.notes", slug=slug), 303)


@blueprint.post("/notes/<uuid:note_id>", endpoint="change_note")
def change_note(note_id: object) -> Response:
    """Takes a note away, or puts it back."""
    back = typed("do") == "put_back"
    try:
        service = notes.remove(the_world(), current_actor(), str(note_id), back)
    except notes.NoSuchNote:
        abort(404)
    flash(gettext("The note is back.") if back else gettext("The note is taken away. You can put it back below."))
    return redirect(url_for("navigators.notes", slug=service.slug), 303)


@blueprint.post("/favourites/<slug:slug>", endpoint="star")
def star_it(slug: str) -> Response:
    on = typed("on") == "yes"
    try:
        service = star(the_world(), current_actor(), slug, on)
    except NoSuchService:
        abort(404)
    said = gettext("Among your favourites: %(name)s", name=service.name)
    flash(said if on else gettext("No longer among your favourites: %(name)s", name=service.name))
    return redirect(url_for("navigators.notes", slug=slug), 303)


def _page(slug: str, given: Mapping[str, str] | None = None, wrong: Wrong = ()) -> str:
    world, actor = the_world(), current_actor()
    try:
        found = notes.notes_of(world, actor, slug)
    except NoSuchService:
        abort(404)
    page = NotesPage(
        title=gettext("Notes on %(name)s", name=found.service.name), indexable=False, crumbs=crumbs(), notes=found,
        said={note.id: said_in(note) for note in (*found.current, *found.earlier)},
        kinds=tuple((kind.value, kind_name(kind)) for kind in Kind),
        favourite=slug in {one.slug for one in favourites_of(world, actor)}, typed=given or {}, wrong=wrong,
    )  # fmt: skip
    return render(page)


def _wrong(problem: notes.BadNote) -> str:
    if problem.field == "weeks":
        return gettext("Write how many weeks, from 0 to %(most)s", most=MOST_WEEKS)
    if problem.field == "kind":
        return gettext("Choose what the note is about")
    return gettext("Use fewer words") if problem.why == "long" else gettext("Write the note")
