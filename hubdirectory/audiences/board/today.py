"""The board of a day: looking at it, asking whether it changed, adding, copying last week's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zlib import crc32

from babel.dates import format_date
from flask import abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from hubdirectory.actions import board as boards
from hubdirectory.actions import occurrences
from hubdirectory.actions.board import Board
from hubdirectory.actions.occurrences import WrongValue
from hubdirectory.audiences.board import blueprint
from hubdirectory.audiences.board.cards import card_view
from hubdirectory.audiences.board.helping import (
    clock_of,
    crumbs,
    day_of,
    must_run_a_hub,
    runs_everything,
    span_of,
    today_here,
    typed,
)
from hubdirectory.audiences.board.pages import BoardPage, ColumnView, CopyPage, DoneView
from hubdirectory.web.access import current_actor
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import Link, render
from hubdirectory.web.times import capital, clock, day_words, full_day, local, span_words
from hubdirectory.web.world import the_world

ADDED = ("what", "hub", "from", "to", "words")
DAYS_AROUND = range(-1, 7)


@blueprint.get("/desk/today")
def today() -> str:
    return _board(today_here())


@blueprint.get("/desk/today/<day>")
def day(day: str) -> str:
    return _board(day_of(day))


@blueprint.get("/desk/today/changes")
def changes() -> AnyResponse:
    """Whether the board looks different from when it had the stamp `since`: 304 where the asker knows it already."""
    must_run_a_hub()
    stamp = boards.stamp(the_world(), current_actor(), day_of(request.args.get("day", "")))
    answer = jsonify(stamp=stamp, changed=stamp != request.args.get("since", ""))
    answer.set_etag(f"{crc32(stamp.encode()):08x}")
    # Asked with the stamp of an older board, a browser that knows the answer still needs to hear it.
    return answer.make_conditional(request)


@blueprint.post("/desk/today/<day>/add")
def add(day: str) -> str | AnyResponse:
    wanted = day_of(day)
    must_run_a_hub()
    given = {name: typed(name) for name in ADDED}
    wrong = _wrong(given)
    if not wrong:
        try:
            return _added(wanted, given)
        except boards.NoSuchPlace:
            wrong = (("hub", gettext("Choose a hub")),)
        except WrongValue as error:
            wrong = ((_field_of(error), value_words(error)),)
    return _board(wanted, given, wrong)


def _added(wanted: date, given: Mapping[str, str]) -> AnyResponse:
    starts, ends = clock_of(given["from"]), clock_of(given["to"])
    if starts is None or ends is None:
        abort(400)
    begins, until = span_of(wanted, starts, ends)
    added = boards.add(
        the_world(), current_actor(), given["what"], place_id=given["hub"], starts=begins, ends=until, words=given["words"]
    )
    if added.titled:
        flash(gettext("Added: %(name)s. It has a title of its own, and is found under “%(service)s”.",
                      name=given["what"], service=added.service))  # fmt: skip
    else:
        flash(gettext("Added: %(name)s", name=added.service))
    return redirect(url_for("board.day", day=wanted.isoformat(), did=added.standing.id), 303)


def _wrong(given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found = []
    if not given["what"]:
        found.append(("what", gettext("Write the name of a service, or a title")))
    if not given["hub"]:
        found.append(("hub", gettext("Choose a hub")))
    for name, words in (
        ("from", gettext("Write when it begins, such as 14:00")),
        ("to", gettext("Write when it ends, such as 15:30")),
    ):
        if clock_of(given[name]) is None:
            found.append((name, words))
    return tuple(found)


def _field_of(error: WrongValue) -> str:
    return {"title": "what", "note": "words", "starts": "from", "ends": "to", "location_id": "hub"}.get(error.field, "what")


def value_words(error: WrongValue) -> str:
    """What is wrong with a value, and what to do."""
    return {
        "long": gettext("Use fewer words"), "order": gettext("It has to end after it begins"),
        "length": gettext("It may last a day at most"), "horizon": gettext("Choose a day of the next 12 weeks"),
        "place": gettext("Choose a place that everybody may know of"), "range": gettext("Choose up to 600 minutes"),
        "clock": gettext("Write a time such as 14:00"), "day": gettext("Write a day such as 2026-11-24"),
    }.get(error.why, error.why)  # fmt: skip


@blueprint.post("/desk/today/rooms")
def rooms() -> AnyResponse:
    must_run_a_hub()
    given = typed("rooms")
    try:
        boards.set_rooms(the_world(), current_actor(), typed("place"), int(given) if given else None)
    except ValueError:
        flash(gettext("Write a number of rooms from 1 to 99, or nothing."))
    return redirect(url_for("board.day", day=day_of(typed("day")).isoformat()), 303)


@blueprint.get("/desk/today/<day>/copy")
def copy(day: str) -> str:
    wanted = day_of(day)
    must_run_a_hub()
    found = boards.copyable(the_world(), current_actor(), wanted)
    lines = tuple(
        (
            one.line.id,
            f"{clock(local(one.line.starts).time())} {one.line.name}"
            + (f", {one.line.public_place.name}" if one.line.public_place else ""),
            gettext("Is added") if one.add else gettext("Is marked as last week: %(words)s", words=_marks(one)),
        )
        for one in found
    )
    page = CopyPage(
        title=gettext("Copy last week’s"), indexable=False, day=wanted.isoformat(), lines=lines, manager=runs_everything(),
        crumbs=crumbs((full_day(wanted), url_for("board.day", day=wanted.isoformat()))),
    )  # fmt: skip
    return render(page)


def _marks(one: boards.Copyable) -> str:
    return ", ".join(filter(None, (gettext("put forward") if one.line.featured else "", one.line.note)))


@blueprint.post("/desk/today/<day>/copy")
def do_copy(day: str) -> AnyResponse:
    wanted = day_of(day)
    must_run_a_hub()
    number = boards.copy(the_world(), current_actor(), wanted, request.form.getlist("item"))
    flash(ngettext("%(num)s copied.", "%(num)s copied.", number))
    return redirect(url_for("board.day", day=wanted.isoformat()), 303)


def _board(wanted: date, given: Mapping[str, str] | None = None, wrong: tuple[tuple[str, str], ...] = ()) -> str:
    must_run_a_hub()
    world, actor = the_world(), current_actor()
    with_others = request.args.get("elsewhere") == "1"
    found = boards.board(world, actor, wanted, elsewhere=with_others)
    here, now = today_here(), local(world.now())
    title = gettext("The board for %(day)s", day=day_words(wanted, here))
    page = BoardPage(
        title=title, indexable=False, day=wanted.isoformat(), days=_days(wanted, here),
        columns=tuple(_column(column, wanted) for column in found.columns), holiday=found.holiday,
        looks=_looks(found),
        elsewhere=_elsewhere(found, with_others), stamp=found.stamp,
        changes=url_for("board.changes", day=wanted.isoformat(), lang=None),
        hubs=tuple((id_, name) for id_, _, name in boards.hubs_of(world, actor)), names=boards.services_at_hubs(world, actor),
        add={**dict.fromkeys(ADDED, ""), **_next_hour(now.hour), **(given or {})}, wrong=wrong,
        done=_done(wanted), manager=runs_everything(),
    )  # fmt: skip
    return render(page)


def _next_hour(hour: int) -> dict[str, str]:
    return {"from": f"{min(hour + 1, 22):02}:00", "to": f"{min(hour + 2, 23):02}:00"}


def _column(column: boards.Column, wanted: date) -> ColumnView:
    name = column.name or gettext("Elsewhere")
    cards = tuple(card_view(card, wanted.isoformat()) for card in column.cards)
    return ColumnView(column.place_id, column.slug, name, cards, column.rooms)


def _looks(found: Board) -> tuple[str, ...]:
    """How many of what kind need a look, the most pressing first."""
    clashing = sum(bool(card.clashes_with) for card in found.cards)
    old = sum(card.unconfirmed for card in found.cards)
    words = (
        (clashing, ngettext("%(num)s is double-booked", "%(num)s are double-booked", clashing)),
        (old, ngettext("%(num)s is not confirmed for long", "%(num)s are not confirmed for long", old)),
    )
    return tuple(said for number, said in words if number)


def _elsewhere(found: Board, shown: bool) -> Link | None:
    if not found.elsewhere:
        return None
    if shown:
        return Link(gettext("Show the hubs alone"), url_for("board.day", day=found.day.isoformat()))
    name = ngettext("Show %(num)s more elsewhere", "Show %(num)s more elsewhere", found.elsewhere)
    return Link(name, url_for("board.day", day=found.day.isoformat(), elsewhere=1))


def _days(wanted: date, here: date) -> tuple[Link, ...]:
    kept = occurrences.horizon(the_world())
    first = wanted if abs((wanted - here).days) > 6 else here
    days = [first + timedelta(days=n) for n in DAYS_AROUND]
    return tuple(
        Link(_short_day(day, here), url_for("board.day", day=day.isoformat()), day == wanted)
        for day in days if day in kept
    )  # fmt: skip


def _short_day(day: date, here: date) -> str:
    if abs((day - here).days) <= 1 and day >= here:
        return capital(day_words(day, here))
    return format_date(day, "EEE d MMM", locale=current_locale())


def _done(wanted: date) -> DoneView | None:
    """What was just done, from the address that its form led to."""
    done = request.args.get("did", "")
    card = boards.card(the_world(), current_actor(), done) if done else None
    if card is None or card.last is None:
        return None
    people = None if card.last.told is not None else boards.who_would_be_told(the_world(), current_actor(), done)
    view = card_view(card, wanted.isoformat())
    words = f"{view.name}, {span_words(card.line.starts, card.line.ends)}: {view.did}"
    return DoneView(view.address, f"{words}. {view.told}" if view.told else words, people)
