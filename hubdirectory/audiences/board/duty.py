"""Who is on duty at a hub for a chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from flask import abort, flash, redirect, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import board as boards
from hubdirectory.actions.board import DutyLine, WrongDuty
from hubdirectory.audiences.board import blueprint
from hubdirectory.audiences.board.helping import clock_of, crumbs, day_of, must_run_a_hub, runs_everything, today_here, typed
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import Page, render
from hubdirectory.web.times import capital, clock_range, day_words, full_day
from hubdirectory.web.world import the_world

DAYS_SHOWN = 7
TAKEN_OFF = "duty_taken_off"
FIELDS = ("day", "name", "opens", "closes", "note", "weekly")


@dataclass(frozen=True)
class DutyDay:
    """A day with who is there: each with the times in words."""

    day: str
    name: str
    lines: tuple[tuple[DutyLine, str], ...]


@dataclass(frozen=True, kw_only=True)
class DutyPage(Page):
    """Who is at a hub for a chat over the next seven days.

    slug: the hub's
    days: the days
    choices: day and its words, to choose from
    given: what was typed, by field
    wrong: what is wrong with it, (field, sentence) each
    manager: whether they run every hub
    """

    template: ClassVar[str] = "board/duty.html"
    slug: str
    days: tuple[DutyDay, ...]
    choices: tuple[tuple[str, str], ...]
    given: dict[str, str]
    wrong: tuple[tuple[str, str], ...]
    manager: bool


@blueprint.route("/desk/duty/<slug:slug>", methods=["GET", "POST"])
def duty(slug: str) -> str | Response:
    place_id, name = _hub(slug)
    given = {field: typed(field) for field in FIELDS}
    wrong: tuple[tuple[str, str], ...] = ()
    if ButtonForm().validate_on_submit():
        wrong = _add(place_id, given)
        if not wrong:
            flash(gettext("%(name)s is down for that time.", name=given["name"]))
            return redirect(url_for("board.duty", slug=slug), 303)
    else:
        given |= session.pop(TAKEN_OFF, {})
    return render(_page(slug, place_id, name, given, wrong))


@blueprint.post("/desk/duty/<slug:slug>/remove")
def remove_duty(slug: str) -> Response:
    _hub(slug)
    gone = boards.remove_duty(the_world(), current_actor(), typed("duty"))
    if gone:
        flash(_taken_off(gone))
        # So that one press puts it back.
        session[TAKEN_OFF] = {
            "day": typed("day"), "name": gone.name, "note": gone.note, "weekly": "1" if gone.weekly else "",
            "opens": f"{gone.opens:%H:%M}", "closes": f"{gone.closes:%H:%M}",
        }  # fmt: skip
    return redirect(url_for("board.duty", slug=slug), 303)


def _taken_off(gone: DutyLine) -> str:
    said = {"name": gone.name, "times": clock_range(gone.opens, gone.closes)}
    if gone.weekly:
        return gettext("Taken off every week: %(name)s, %(times)s. To put it back, press “Put down”.", **said)
    return gettext("Taken off: %(name)s, %(times)s.", **said)


def _hub(slug: str) -> tuple[str, str]:
    must_run_a_hub()
    found = {own: (place_id, name) for place_id, own, name in boards.hubs_of(the_world(), current_actor())}
    if slug not in found:
        abort(404)
    return found[slug]


def _add(place_id: str, given: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What is wrong, nothing where it is added."""
    try:
        boards.add_duty(
            the_world(), current_actor(), place_id, day_of(given["day"]), name=given["name"], note=given["note"],
            opens=clock_of(given["opens"]), closes=clock_of(given["closes"]), weekly=bool(given["weekly"]),
        )  # fmt: skip
    except WrongDuty as error:
        return ((error.field, _words(error.field)),)
    return ()


def _words(field: str) -> str:
    return {
        "name": gettext("Write a first name, or what people are to ask for"), "note": gettext("Use fewer words"),
        "opens": gettext("Write when they come, such as 10:00"), "closes": gettext("Write when they go, such as 13:00"),
    }[field]  # fmt: skip


def _page(slug: str, place_id: str, name: str, given: dict[str, str], wrong: tuple[tuple[str, str], ...]) -> DutyPage:
    today = today_here()
    days = [today + timedelta(days=number) for number in range(DAYS_SHOWN)]
    found = boards.on_duty(the_world(), place_id, days)
    return DutyPage(
        title=gettext("On duty for a chat: %(hub)s", hub=name), indexable=False, slug=slug, given=given, wrong=wrong,
        manager=runs_everything(),
        crumbs=crumbs(), choices=tuple((day.isoformat(), full_day(day)) for day in days),
        days=tuple(
            DutyDay(day.isoformat(), capital(day_words(day, today)),
                    tuple((line, clock_range(line.opens, line.closes)) for line in found[day]))
            for day in days
        ),
    )  # fmt: skip
