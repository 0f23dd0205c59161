"""A list of one's own: kept with an account, followed from a phone's calendar without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from hubdirectory.actions import lists, showing
from hubdirectory.actions.lists import ListFull, SavedLine
from hubdirectory.actions.occurrences import Whose
from hubdirectory.actions.showing import ServiceView
from hubdirectory.audiences.residents.calendars import calendar_answer
from hubdirectory.audiences.residents.day_lines import DayLine, day_line
from hubdirectory.audiences.residents.helping import crumbs
from hubdirectory.domain.states import State
from hubdirectory.web.access import current_actor
from hubdirectory.web.addresses import absolute
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.locales import DEFAULT, LANGUAGES, current_locale
from hubdirectory.web.pages import Page, render
from hubdirectory.web.speaking import speaking
from hubdirectory.web.times import capital, day_words, local
from hubdirectory.web.world import the_world

blueprint = Blueprint("lists", __name__)

MOST_DATES = 3


@dataclass(frozen=True)
class ListedService:
    """A service on the list. `says` is what is not as usual, in words; `dates` the next ones with their day in words."""

    slug: str
    name: str
    organisation: str
    address: str
    says: str
    dates: tuple[tuple[str, DayLine], ...]


@dataclass(frozen=True, kw_only=True)
class MyListPage(Page):
    """The services that somebody keeps.

    services: what comes next first
    calendar: the address to follow in a calendar; "" until they ask for one
    feed: the same as an Atom feed
    taken_off: slug and name of what was just taken off, to be put back
    """

    template: ClassVar[str] = "residents/my_list.html"
    services: tuple[ListedService, ...]
    calendar: str
    feed: str
    taken_off: tuple[str, str] | None


@dataclass(frozen=True, kw_only=True)
class KeepPage(Page):
    """Asks whether a service is to be on one's list.

    name: of the service
    back: its page
    """

    template: ClassVar[str] = "residents/keep.html"
    name: str
    back: str


@blueprint.get("/list")
def my_list() -> str:
    world, actor = the_world(), current_actor()
    token = lists.calendar_token(world, actor)
    page = MyListPage(
        title=gettext("My list"), crumbs=crumbs(), indexable=False,
        services=tuple(_listed(line) for line in lists.look(world, actor)), taken_off=_taken_off(),
        calendar=absolute("lists.calendar", token=token, form="ics", lang=None) if token else "",
        feed=absolute("lists.calendar", token=token, form="atom", lang=None) if token else "",
    )  # fmt: skip
    return render(page)


@blueprint.route("/list/keep/<slug:slug>", methods=["GET", "POST"])
def keep(slug: str) -> str | Response:
    view = showing.service(the_world(), slug, current_locale())
    if not isinstance(view, ServiceView):
        abort(404)
    if ButtonForm().validate_on_submit():
        return _kept(slug)
    page = KeepPage(
        title=gettext("Keep it on your list?"), indexable=False, name=view.name, back=url_for("residents.service", slug=slug),
        crumbs=crumbs((view.name, url_for("residents.service", slug=slug))),
    )  # fmt: skip
    return render(page)


@blueprint.post("/list/off/<slug:slug>")
def take_off(slug: str) -> Response:
    name = lists.take_off(the_world(), current_actor(), slug)
    return redirect(url_for("lists.my_list", off=slug if name else None), 303)


@blueprint.post("/list/calendar")
def change_calendar() -> Response:
    if request.form.get("calendar") == "stop":
        lists.stop_calendar(the_world(), current_actor())
        flash(gettext("The calendar’s address leads nowhere from now on."))
    else:
        lists.start_calendar(the_world(), current_actor())
        flash(gettext("Your list has a calendar. Whoever has its address can see your list: keep it to yourself."))
    return redirect(url_for("lists.my_list", _anchor="calendar"), 303)


@blueprint.get("/lists/<token>.<any(ics,atom):form>")
def calendar(token: str, form: str) -> Response:
    world = the_world()
    found = lists.of_calendar(world, token)
    if found is None:
        abort(404)
    locale, service_ids = found
    with speaking(locale if locale in LANGUAGES else DEFAULT):
        whose = Whose(gettext("My list"), service_ids)
        return calendar_answer(whose, form, absolute("lists.my_list", lang=None))


def _kept(slug: str) -> Response:
    try:
        name = lists.keep(the_world(), current_actor(), slug)
    except ListFull:
        flash(gettext("Your list is full. Take something off first."))
        return redirect(url_for("lists.my_list"), 303)
    if name is None:
        abort(404)
    flash(gettext("On your list: %(name)s.", name=name))
    return redirect(url_for("lists.my_list"), 303)


def _taken_off() -> tuple[str, str] | None:
    """What the page before took off, while it still has a page of its own."""
    slug = request.args.get("off", "")
    view = showing.service(the_world(), slug, current_locale()) if slug else None
    return (view.slug, view.name) if isinstance(view, ServiceView) else None


def _listed(line: SavedLine) -> ListedService:
    today = local(the_world().now()).date()
    dates = tuple((capital(day_words(one.day, today)), day_line(one, one.day, today)) for one in line.dates[:MOST_DATES])
    return ListedService(
        line.slug, line.name, line.organisation, url_for("residents.service", slug=line.slug) if line.open else "",
        _says(line), dates,
    )  # fmt: skip


def _says(line: SavedLine) -> str:
    if not line.open:
        return gettext("This has closed, or is not in the directory any more.")
    return "" if line.state == State.PUBLISHED else gettext("Temporarily closed.")
