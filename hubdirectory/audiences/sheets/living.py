"""A sheet by its link: as things are now. Opening it does nothing; its buttons say one thing each, and can be undone."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, make_response, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import sheets
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.sheets import LinkOver, LivingPart, LivingSheet
from hubdirectory.audiences.sheets import blueprint
from hubdirectory.audiences.sheets.pages import LinkOverPage, LivingSheetPage, Part
from hubdirectory.domain.sheets import Standing
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.locales import chosen_locale
from hubdirectory.web.pages import render
from hubdirectory.web.sheet_changes import change_words
from hubdirectory.web.sheet_making import sheet_view
from hubdirectory.web.sheet_views import Occasion, SheetView
from hubdirectory.web.sources import source
from hubdirectory.web.speaking import speaking
from hubdirectory.web.times import local, short_date
from hubdirectory.web.world import the_world


@blueprint.get("/s/<link>")
def sheet(link: str) -> Response:
    chosen = chosen_locale(request) or ""
    try:
        found = sheets.by_link(the_world(), link, chosen)
    except LinkOver as over:
        return _over(over.standing)
    with speaking(chosen or found.locale):
        return make_response(render(_page(found, link)))


@blueprint.post("/s/<link>/<int:position>/<any(helped, shut, not_helped, not_shut):what>")
def say(link: str, position: int, what: str) -> Response:
    """One tap says it, another takes it back."""
    world = the_world()
    try:
        if what.startswith("not_"):
            sheets.undo(world, link, position, what.removeprefix("not_"))
        elif what == "helped":
            sheets.helped(world, link, position, source())
        else:
            sheets.shut(world, link, position, source())
    except LinkOver as over:
        return _over(over.standing)
    except LookupError:
        abort(404)
    except TooSoon:
        abort(429)
    return redirect(url_for("sheets.sheet", link=link, _anchor=f"entry-{position}"), 303)


def _page(found: LivingSheet, link: str) -> LivingSheetPage:
    views = [part.view for part in found.parts if part.view]
    whole = sheet_view(views, Occasion(found.made_at, found.place), found.style)
    parts = tuple(_parts(found.parts, whole))
    return LivingSheetPage(
        title=whole.heading, indexable=False, sheet=whole, parts=parts, link=link, form=ButtonForm(),
        changed=any(part.changes for part in parts), until=short_date(local(found.expires_at).date()),
    )  # fmt: skip


def _parts(given: tuple[LivingPart, ...], whole: SheetView) -> list[Part]:
    """In the sheet's own order, each with what it is now."""
    now = iter(whole.entries)
    entries = [replace(next(now), position=part.position) if part.view else None for part in given]
    return [
        Part(part.position, part.before.name, entry, change_words(part), part.helped, part.shut)
        for part, entry in zip(given, entries, strict=True)
    ]


def _over(standing: Standing) -> Response:
    words = (
        gettext("Whoever gave it to you has ended it.") if standing is Standing.REVOKED
        else gettext("A link works for 90 days. This one is over, or it is not whole.")
    )  # fmt: skip
    return make_response(render(LinkOverPage(title=gettext("This sheet is over"), indexable=False, words=words)), 410)
