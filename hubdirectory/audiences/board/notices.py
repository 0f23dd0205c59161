"""Notices for everybody: snow, flood, heat or anything."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import abort, flash, redirect, request, url_for
from flask_babel import LazyString, gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response

from hubdirectory.actions import board as boards
from hubdirectory.actions import notices as told
from hubdirectory.actions import showing
from hubdirectory.actions.notices import NoSuchNotice, NoticeKind, Wanted, WrongNotice
from hubdirectory.audiences.board import blueprint
from hubdirectory.audiences.board.helping import clock_of, crumbs, typed
from hubdirectory.audiences.board.pages import NoticesPage
from hubdirectory.domain.days import moment_of
from hubdirectory.web.access import current_actor
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.times import clock, full_day, local
from hubdirectory.web.world import the_world

KINDS: dict[NoticeKind, tuple[LazyString, LazyString, LazyString]] = {
    NoticeKind.SNOW: (
        lazy_gettext("Snow"), lazy_gettext("Snow: some things are off today."), lazy_gettext("because of snow")
    ),
    NoticeKind.FLOOD: (
        lazy_gettext("Flood"), lazy_gettext("Flood: some things are off today."), lazy_gettext("because of flood")
    ),
    NoticeKind.HEAT: (
        lazy_gettext("Heat"), lazy_gettext("Very hot today: keep cool and drink."), lazy_gettext("because of heat")
    ),
    NoticeKind.OTHER: (
        lazy_gettext("Something else"), lazy_gettext("Some things are off today."), lazy_gettext("off today")
    ),
}  # fmt: skip
TYPED = ("kind", "heading", "words", "reason", "from_date", "from", "until_date", "until")
WHY: dict[tuple[str, str], LazyString] = {
    ("heading", "missing"): lazy_gettext("Write what everybody should know"),
    ("services", "unknown"): lazy_gettext("Write each service as it is called, with commas between"),
    ("ends", "order"): lazy_gettext("It has to end after it begins"),
    ("ends", "past"): lazy_gettext("It has to end in the future"),
    ("ends", "length"): lazy_gettext("It may last 60 days at most"),
}


@blueprint.get("/desk/notices")
def notices() -> str:
    return _page()


@blueprint.post("/desk/notices")
def start_notice() -> str | Response:
    try:
        told.start(the_world(), current_actor(), _wanted())
    except WrongNotice as error:
        words = str(WHY.get((error.field, error.why), gettext("Use fewer words")))
        return _page((({"ends": "until"}.get(error.field, error.field), words),))
    flash(gettext("The notice stands on every page from its first moment on."))
    return redirect(url_for("board.notices"), 303)


@blueprint.post("/desk/notices/<notice_id>/end")
def end_notice(notice_id: str) -> Response:
    try:
        again = told.end(the_world(), current_actor(), notice_id)
    except NoSuchNotice:
        abort(404)
    flash(gettext("The notice has ended."))
    if again:
        flash(ngettext("%(num)s date is on again.", "%(num)s dates are on again.", again))
    return redirect(url_for("board.notices"), 303)


def _wanted() -> Wanted:
    kind = NoticeKind(typed("kind")) if typed("kind") in tuple(NoticeKind) else NoticeKind.OTHER
    places, needs = request.form.getlist("hubs"), request.form.getlist("needs")
    return Wanted(
        kind, typed("heading") or str(KINDS[kind][1]), _moment("from_date", "from", "starts"),
        _moment("until_date", "until", "ends"), words=typed("words"), reason=typed("reason") or str(KINDS[kind][2]),
        warm=request.form.get("warm") == "y", places=tuple(places), needs=tuple(needs),
        services=told.services_named(the_world(), typed("services")),
    )  # fmt: skip


def _moment(day: str, at: str, field: str) -> datetime:
    """Raises WrongNotice where it is none."""
    try:
        return moment_of(date.fromisoformat(typed(day)), clock_of(typed(at)) or _raise())
    except ValueError as error:
        raise WrongNotice(field, "order") from error


def _raise() -> time:
    raise ValueError("no time")


def _page(wrong: tuple[tuple[str, str], ...] = ()) -> str:
    world, actor = the_world(), current_actor()
    now = local(world.now())
    stands = {
        "kind": NoticeKind.SNOW.value, "from_date": f"{now:%Y-%m-%d}", "from": f"{now:%H:%M}",
        "until_date": f"{now + timedelta(days=1):%Y-%m-%d}", "until": "06:00",
    }  # fmt: skip
    given = {name: typed(name) for name in (*TYPED, "services")}
    chosen = frozenset([*request.form.getlist("hubs"), *request.form.getlist("needs"), request.form.get("warm", "")])
    page = NoticesPage(
        title=gettext("Notices for everybody"), indexable=False, crumbs=crumbs(),
        lines=tuple((line, _span(line.banner)) for line in told.notices(world, actor)),
        kinds=tuple((kind.value, str(names[0]), str(names[1])) for kind, names in KINDS.items()),
        hubs=tuple((id_, name) for id_, _, name in boards.hubs_of(world, actor)),
        needs=tuple((term.slug, term.name) for term in showing.terms(world, "need", current_locale())),
        typed={name: value or stands.get(name, "") for name, value in given.items()},
        chosen=chosen if wrong else frozenset({"y"}), wrong=wrong,
    )  # fmt: skip
    return render(page)


def _span(one: told.Banner) -> str:
    return gettext("%(start)s to %(end)s", start=_when(one.starts_at), end=_when(one.ends_at))


def _when(moment: datetime) -> str:
    here = local(moment)
    return f"{full_day(here.date(), here.year)}, {clock(here.time())}"
