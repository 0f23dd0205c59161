"""A hub's timetable on paper, and the screen in its foyer."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

import segno
from flask import Response, abort, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from hubdirectory.actions import showing
from hubdirectory.actions.showing import PlaceView
from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.day_lines import DayLine
from hubdirectory.audiences.residents.day_pages import DayLink
from hubdirectory.audiences.residents.helping import crumbs, shown
from hubdirectory.audiences.residents.programme import ScreenLine, Timetable, changed_lines, screen_lines, timetable
from hubdirectory.web.addresses import absolute
from hubdirectory.web.assets import built_file
from hubdirectory.web.pages import Page, render
from hubdirectory.web.times import full_day, local
from hubdirectory.web.world import the_world

SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class TimetablePage(Page):
    """A hub's week on paper.

    view: the hub
    week: the days with what is on
    large: large print: a list by day instead of columns
    span: the days that it is for, in words
    other_print: the same in the other print
    before: the week before
    after: the week after
    code: a QR code of the hub's page, which is never out of date
    """

    template: ClassVar[str] = "residents/timetable.html"
    view: PlaceView
    week: Timetable
    large: bool
    span: str
    other_print: str
    before: DayLink | None
    after: DayLink | None
    code: Markup


@dataclass(frozen=True, kw_only=True)
class ScreenPage(Page):
    """The screen in a hub's foyer.

    view: the hub
    now: this moment, for the screen's own clock
    lines: today's and tomorrow's lines
    changes: what is not as usual today
    code: a QR code of the hub's page
    address: that page's address in words
    """

    template: ClassVar[str] = "residents/screen.html"
    view: PlaceView
    now: str
    lines: tuple[ScreenLine, ...]
    changes: tuple[DayLine, ...]
    code: Markup
    address: str


@blueprint.get("/hubs/<slug:slug>/timetable")
def timetable_page(slug: str) -> str | AnyResponse:
    world = the_world()
    view = shown(showing.place(world, slug), "residents.timetable_page")
    if not isinstance(view, PlaceView):
        return view
    today = local(world.now()).date()
    monday = _monday(request.args.get("week", ""), today)
    large = request.args.get("print") == "large"
    last = monday + timedelta(days=6)
    page = TimetablePage(
        title=gettext("%(hub)s: the week", hub=view.place.name), view=view, large=large, indexable=False,
        crumbs=crumbs((gettext("Hubs"), url_for("residents.hubs")), (view.place.name, url_for("residents.hub", slug=slug))),
        week=timetable(world, view.id, monday),
        span=gettext("%(first)s to %(last)s", first=full_day(monday), last=full_day(last)),
        other_print=_address(slug, monday, not large), sample=view.sample, code=_code(slug),
        before=DayLink(gettext("The week before"), _address(slug, monday - timedelta(days=7), large)),
        after=DayLink(gettext("The week after"), _address(slug, monday + timedelta(days=7), large)),
    )  # fmt: skip
    return render(page)


def _monday(given: str, today: date) -> date:
    """The Monday of the week asked for; else of this one, from Saturday on of the next."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = today + timedelta(days=2) if today.weekday() >= SATURDAY else today
    if abs((day - today).days) > 366:
        abort(404)
    return day - timedelta(days=day.weekday())


def _address(slug: str, monday: date, large: bool) -> str:
    return url_for("residents.timetable_page", slug=slug, week=monday.isoformat(), print="large" if large else None)


def _code(slug: str) -> Markup:
    """Black on white whatever the scheme, so that every telephone reads it."""
    drawn = io.BytesIO()
    segno.make(absolute("residents.hub", slug=slug, lang=None), micro=False).save(
        drawn,
        kind="svg",
        scale=4,
        border=2,
        light="#fff",
        svgclass="code",
        lineclass=None,
        xmldecl=False,
        svgns=True,
        omitsize=True,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn just now, of an address of ours


@blueprint.get("/hubs/<slug:slug>/screen")
def screen(slug: str) -> str | AnyResponse:
    world = the_world()
    view = shown(showing.place(world, slug), "residents.screen")
    if not isinstance(view, PlaceView):
        return view
    page = ScreenPage(
        title=view.place.name, view=view, indexable=False, now=world.now().isoformat(), lines=screen_lines(world, view.id),
        changes=changed_lines(world, view.id), code=_code(slug), sample=view.sample,
        address=absolute("residents.hub", slug=slug, lang=None).partition("://")[2],
    )  # fmt: skip
    return render(page)


@blueprint.get("/hubs/<slug:slug>/screen-worker.js")
def screen_worker(slug: str) -> Response:
    """What keeps the screen when the network is away. It stands here because a worker may only look after what is below it."""
    return Response(built_file("screen-worker.js"), mimetype="text/javascript")
