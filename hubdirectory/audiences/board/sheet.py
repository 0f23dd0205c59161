"""The day as a sheet to print, and as a text to post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import request, url_for
from flask_babel import gettext

from hubdirectory.actions import board as boards
from hubdirectory.actions.board import Card
from hubdirectory.actions.occurrences.views import SESSION
from hubdirectory.audiences.board import blueprint
from hubdirectory.audiences.board.cards import card_view, says_of
from hubdirectory.audiences.board.helping import crumbs, day_of, must_run_a_hub, runs_everything, today_here
from hubdirectory.audiences.board.pages import ColumnView, SheetPage
from hubdirectory.web.access import current_actor
from hubdirectory.web.addresses import absolute
from hubdirectory.web.pages import render
from hubdirectory.web.times import capital, clock, day_words, full_day, local
from hubdirectory.web.world import the_world


@blueprint.get("/desk/today/<day>/sheet")
def sheet(day: str) -> str:
    wanted = day_of(day)
    must_run_a_hub()
    found = boards.board(the_world(), current_actor(), wanted)
    only = request.args.get("hub", "")
    chosen = [column for column in found.columns if not only or column.slug == only]
    columns = tuple(
        ColumnView(one.place_id, one.slug, one.name, tuple(card_view(card, wanted.isoformat()) for card in one.cards), one.rooms)
        for one in chosen
    )
    page = SheetPage(
        title=gettext("What’s on, %(day)s", day=full_day(wanted)), indexable=False, day=wanted.isoformat(), columns=columns,
        social=_social(wanted, chosen), manager=runs_everything(),
        crumbs=crumbs((full_day(wanted), url_for("board.day", day=wanted.isoformat()))),
    )  # fmt: skip
    return render(page)


def _social(wanted: date, columns: Sequence[boards.Column]) -> str:
    """What somebody may come to, in the order of time; featured ones first marked; what is open all day left out."""
    parts = [gettext("What’s on at our hubs: %(day)s", day=capital(day_words(wanted, today_here())))]
    for column in columns:
        lines = [_post_line(card) for card in column.cards if card.line.what == SESSION]
        if lines:
            parts.append("\n".join([column.name, *lines]))
    parts.append(absolute("residents.day", day=wanted.isoformat(), lang=None))
    return "\n\n".join(parts)


def _post_line(card: Card) -> str:
    said = "; ".join([*says_of(card.line), card.line.note]).strip("; ")
    star = "★ " if card.line.featured else ""
    line = f"{star}{clock(local(card.line.starts).time())} {card.line.name}"
    return f"{line} ({said})" if said else line
