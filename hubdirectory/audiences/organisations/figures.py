"""Figures for an organisation: how often it was found, and what people did then."""

from __future__ import annotations

from flask import request
from flask_babel import gettext

from hubdirectory.actions.organisations import counting, figures
from hubdirectory.audiences.organisations import blueprint
from hubdirectory.audiences.organisations.helping import crumbs, me, or_404
from hubdirectory.audiences.organisations.pages import FiguresPage
from hubdirectory.domain.figures import FEWEST, told
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

SPANS = (30, 90, 365)


@blueprint.get("/organisations/<slug:record_id>/figures", endpoint="figures")
def figures_page(record_id: str) -> str:
    days = int(asked) if (asked := request.args.get("days", "")) in map(str, SPANS) else SPANS[0]
    world = the_world()
    counting.book_of(world).write()
    with or_404():
        seen = figures.figures(world, me(), record_id, days, current_locale())
    page = FiguresPage(
        title=gettext("Figures of %(name)s", name=seen.organisation), crumbs=crumbs(), indexable=False, figures=seen,
        spans=SPANS, record_id=record_id, told=told, fewest=FEWEST,
    )  # fmt: skip
    return render(page)
