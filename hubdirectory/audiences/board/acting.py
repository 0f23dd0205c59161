"""One date: cancelled, moved, full, late, put forward; undone; told of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import board as boards
from hubdirectory.actions import occurrences
from hubdirectory.actions.occurrences import NoSuchOccurrence, NothingToUndo, WrongValue
from hubdirectory.audiences.board import blueprint
from hubdirectory.audiences.board.cards import card_view, told_words
from hubdirectory.audiences.board.helping import (
    clock_of,
    crumbs,
    day_of,
    must_run_a_hub,
    runs_everything,
    span_of,
    typed,
)
from hubdirectory.audiences.board.pages import CardPage
from hubdirectory.audiences.board.today import value_words
from hubdirectory.web.access import current_actor
from hubdirectory.web.pages import render
from hubdirectory.web.times import full_day, local
from hubdirectory.web.world import the_world

if TYPE_CHECKING:
    from hubdirectory.actions.acting import Actor
    from hubdirectory.actions.world import World

TYPED = ("words", "minutes", "date", "from", "to", "hub")


@blueprint.get("/desk/today/<day>/<occurrence_id>")
def card(day: str, occurrence_id: str) -> str:
    return _card(day_of(day), occurrence_id)


@blueprint.post("/desk/today/<day>/<occurrence_id>")
def act(day: str, occurrence_id: str) -> str | Response:
    wanted = day_of(day)
    must_run_a_hub()
    verb = VERBS.get(typed("do"))
    if verb is None:
        abort(400)
    try:
        verb(the_world(), current_actor(), occurrence_id)
    except NoSuchOccurrence:
        abort(404)
    except NothingToUndo:
        flash(gettext("There is nothing left to undo."))
    except WrongValue as error:
        field = {"starts": "from", "ends": "to", "location_id": "hub"}.get(error.field, error.field)
        field = field if field in TYPED else "words"
        return _card(wanted, occurrence_id, ((field, value_words(error)),))
    there = url_for("board.day", day=wanted.isoformat(), did=occurrence_id)
    return redirect(f"{there}#card-{occurrence_id}", 303)


def _move(world: World, actor: Actor, occurrence_id: str) -> None:
    """What was left empty stays."""
    day, starts, ends = typed("date"), typed("from"), typed("to")
    begins = until = None
    if day or starts or ends:
        begins_at, ends_at = clock_of(starts), clock_of(ends)
        if begins_at is None:
            raise WrongValue("starts", "clock")
        if ends_at is None:
            raise WrongValue("ends", "clock")
        try:
            begins, until = span_of(date.fromisoformat(day), begins_at, ends_at)
        except ValueError as error:
            raise WrongValue("date", "day") from error
    occurrences.move_occurrence(
        world, actor, occurrence_id, starts=begins, ends=until, location_id=typed("hub") or None, words=typed("words")
    )


def _late(world: World, actor: Actor, occurrence_id: str) -> None:
    minutes = typed("minutes") or "15"
    if not (minutes.isascii() and minutes.isdigit()):
        raise WrongValue("minutes", "range")
    occurrences.mark_late(world, actor, occurrence_id, min(int(minutes), 9999), typed("words"))


def _tell(world: World, actor: Actor, occurrence_id: str) -> None:
    told = boards.tell(world, actor, occurrence_id)
    flash(gettext("They had been told already.") if told.again else f"{told_words(told.people)}.")


VERBS: dict[str, Callable[[World, Actor, str], object]] = {
    "cancel": lambda world, actor, id_: occurrences.cancel_occurrence(world, actor, id_, typed("words")),
    "full": lambda world, actor, id_: occurrences.mark_full(world, actor, id_, True, typed("words")),
    "not_full": lambda world, actor, id_: occurrences.mark_full(world, actor, id_, False, typed("words")),
    "on_time": lambda world, actor, id_: occurrences.mark_late(world, actor, id_, 0, typed("words")),
    "feature": lambda world, actor, id_: occurrences.feature(world, actor, id_),
    "unfeature": lambda world, actor, id_: occurrences.feature(world, actor, id_, False),
    "note": lambda world, actor, id_: occurrences.note(world, actor, id_, typed("words")),
    "undo": lambda world, actor, id_: occurrences.undo(world, actor, id_),
    "late": _late,
    "move": _move,
    "tell": _tell,
}


def _card(wanted: date, occurrence_id: str, wrong: tuple[tuple[str, str], ...] = ()) -> str:
    must_run_a_hub()
    world, actor = the_world(), current_actor()
    found = boards.card(world, actor, occurrence_id)
    if found is None:
        abort(404)
    line = found.line
    stands = {
        "words": line.note, "minutes": str(line.late_minutes or 15), "date": line.day.isoformat(),
        "from": f"{local(line.starts):%H:%M}", "to": f"{local(line.ends):%H:%M}", "hub": line.place.id if line.place else "",
    }  # fmt: skip
    given = {name: typed(name) for name in TYPED} if wrong else {}
    untold = found.last is not None and found.last.told is None
    page = CardPage(
        title=line.name, indexable=False, day=wanted.isoformat(), card=card_view(found, wanted.isoformat()),
        hubs=tuple((id_, name) for id_, _, name in boards.hubs_of(world, actor)),
        typed={name: given.get(name) or value for name, value in stands.items()}, wrong=wrong,
        people=boards.who_would_be_told(world, actor, occurrence_id) if untold else None,
        service=url_for("residents.service", slug=line.offer.slug), manager=runs_everything(),
        crumbs=crumbs((full_day(wanted), url_for("board.day", day=wanted.isoformat()))),
    )  # fmt: skip
    return render(page)
