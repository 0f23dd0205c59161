"""What is on: today, tomorrow, this week, any day that is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import Response, abort, jsonify, redirect, request, url_for
from flask_babel import gettext

from hubdirectory.actions import occurrences
from hubdirectory.actions.occurrences import DayAsked, DaysFound, OccurrenceLine
from hubdirectory.audiences.residents import blueprint, day_parts
from hubdirectory.audiences.residents.asked import Unreadable
from hubdirectory.audiences.residents.day_asked import day_asked_from, day_pairs, forgiven_day
from hubdirectory.audiences.residents.day_json import as_json, day_of
from hubdirectory.audiences.residents.day_lines import DayLine, day_line, first_of_a_day
from hubdirectory.audiences.residents.day_pages import BeyondPage, DayLink, DayPage, WeekDay, WeekPage
from hubdirectory.audiences.residents.day_parts import address_of
from hubdirectory.audiences.residents.helping import crumbs
from hubdirectory.audiences.residents.outcome import boxes
from hubdirectory.web.addresses import query_address, with_changes
from hubdirectory.web.locales import chosen_locale, current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.times import capital, day_words, full_day, local
from hubdirectory.web.world import the_world

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from hubdirectory.actions.world import World

PER_PAGE = 60
MOST_EARLIER = 80
A_DAY_OF_A_WEEK = 10
DAYS_OF_A_WEEK = 7


@blueprint.get("/today")
def today() -> str:
    return _day(_today(the_world()))


@blueprint.get("/tomorrow")
def tomorrow() -> str:
    return _day(_today(the_world()) + timedelta(days=1))


@blueprint.get("/today/<day>")
def day(day: str) -> str | AnyResponse:
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        abort(404)
    if wanted.isoformat() != day:
        abort(404)
    if wanted not in occurrences.horizon(the_world()):
        return _beyond(wanted)
    return _day(wanted)


@blueprint.get("/today.json")
def today_json() -> Response | tuple[Response, int]:
    world = the_world()
    try:
        asked, wanted = day_asked_from(request.args), day_of(request.args, _today(world))
    except Unreadable as problem:
        return jsonify(error=str(problem), parameter=problem.key), 400
    found = occurrences.days(world, wanted, wanted, asked, current_locale())
    return jsonify(as_json(wanted, [line for line in found.lines if line.day == wanted or line.was]))


@blueprint.get("/this-week")
def this_week() -> str:
    world, asked = the_world(), _asked()
    first = _today(world)
    found = _found(world, first, first + timedelta(days=DAYS_OF_A_WEEK - 1), asked)
    path = url_for("residents.this_week", lang=None)
    page = WeekPage(
        title=gettext("What’s on this week"), crumbs=crumbs((gettext("Today"), url_for("residents.today"))),
        summary=gettext("Groups, classes and drop-ins in %(town)s over the next seven days.", town=world.settings.town),
        days=tuple(_of_the_week(found, first + timedelta(days=n), first, asked) for n in range(DAYS_OF_A_WEEK)),
        whats=day_parts.whats(found, asked, path), boxes=boxes(found.facets), chips=day_parts.chips(asked, found.facets, path),
        clear_address=path, near=day_parts.near_box(asked, found, path), hidden=_hidden(asked),
    )  # fmt: skip
    return render(page)


def _of_the_week(found: DaysFound, day: date, today: date, asked: DayAsked) -> WeekDay:
    lines = [line for line in found.lines if line.day == day]
    lines.sort(key=lambda line: line.starts)
    shown = first_of_a_day(lines, A_DAY_OF_A_WEEK) if _is_long(found) else lines
    name = capital(day_words(day, today))
    name = name if day > today + timedelta(days=1) else gettext("%(word)s, %(day)s", word=name, day=full_day(day, today.year))
    address = query_address(address_of(day, today), day_pairs(asked))
    return WeekDay(day, name, address, len(lines), tuple(day_line(line, day, today) for line in shown))


def _is_long(found: DaysFound) -> bool:
    return len(found.lines) > DAYS_OF_A_WEEK * A_DAY_OF_A_WEEK


# one day


def _today(world: World) -> date:
    return local(world.now()).date()


def _asked() -> DayAsked:
    """What is chosen; of the kinds of things one, the first of them unless somebody says so."""
    asked = forgiven_day(request.args)
    return replace(asked, chosen={**asked.chosen, "what": asked.chosen.get("what", (day_parts.SESSION,))[:1]})


def _found(world: World, first: date, last: date, asked: DayAsked) -> DaysFound:
    return occurrences.days(world, first, last, asked, current_locale())


def _day(day: date) -> str:
    world, asked = the_world(), _asked()
    now, path = world.now(), request.path
    found = _found(world, day, day, asked)
    is_today = day == local(now).date()
    lines = [line for line in found.lines if not (is_today and day_parts.over(line, now))]
    page = _number()
    shown = lines[(page - 1) * PER_PAGE : page * PER_PAGE]
    kept = occurrences.horizon(world)
    page_ = DayPage(
        title=_title(day, kept.today), day=full_day(day), crumbs=crumbs(), indexable=is_today and not request.args,
        summary=gettext("Groups, classes and drop-ins in %(town)s, by time.", town=world.settings.town),
        count=day_parts.count_words(len(found.lines)),
        sections=day_parts.sections_of_today(shown, now) if is_today else day_parts.sections_of_day(shown, day, kept.today),
        earlier=_earlier(found, day, lines, MOST_EARLIER - len(shown)) if page == 1 else (),
        whats=day_parts.whats(found, asked, path),
        strip=day_parts.strip(kept.today, day),
        before=_other(day - timedelta(days=1), kept.today, asked) if day > kept.first else None,
        after=_other(day + timedelta(days=1), kept.today, asked) if day < kept.last else None,
        boxes=boxes(found.facets), chips=day_parts.chips(asked, found.facets, path), clear_address=_clear(path, asked),
        near=day_parts.near_box(asked, found, path), hidden=_hidden(asked), more=_more(asked, path, page, len(lines)),
        ways_out=() if found.lines else _ways_out(world, day, asked), calendar_address=_calendar(asked),
    )  # fmt: skip
    return render(page_)


def _title(day: date, today: date) -> str:
    if day == today:
        return gettext("What’s on today")
    if day == today + timedelta(days=1):
        return gettext("What’s on tomorrow")
    if day == today - timedelta(days=1):
        return gettext("What was on yesterday")
    said = full_day(day, today.year)
    return gettext("What’s on: %(day)s", day=said) if day > today else gettext("What was on: %(day)s", day=said)


def _earlier(found: DaysFound, day: date, still: list[OccurrenceLine], most: int) -> tuple[DayLine, ...]:
    """What is over, the latest first, as far as the page has room."""
    left = {line.id for line in still}
    gone = [line for line in found.lines if line.id not in left]
    return tuple(day_line(line, day, day) for line in gone[: -most - 1 : -1])


def _number() -> int:
    given = request.args.get("page", "1")
    return int(given) if given.isascii() and given.isdigit() and 1 <= len(given) <= 4 and int(given) else 1


def _more(asked: DayAsked, path: str, page: int, total: int) -> DayLink | None:
    if total <= page * PER_PAGE:
        return None
    rest = with_changes(day_pairs(asked), {"page": page + 1, "lang": chosen_locale(request)})
    return DayLink(gettext("Show the next %(number)s", number=min(PER_PAGE, total - page * PER_PAGE)), query_address(path, rest))


def _other(day: date, today: date, asked: DayAsked) -> DayLink:
    return DayLink(capital(day_words(day, today)), query_address(address_of(day, today), day_pairs(asked)))


def _ways_out(world: World, day: date, asked: DayAsked) -> tuple[DayLink, ...]:
    """The next three days on which something fits."""
    kept = occurrences.horizon(world)
    last = min(day + timedelta(days=14), kept.last)
    if day >= last:
        return ()
    found = _found(world, day + timedelta(days=1), last, asked)
    days = sorted({line.day for line in found.lines if line.day > day})[:3]
    counts = {one: sum(line.day == one for line in found.lines) for one in days}
    return tuple(replace(_other(one, kept.today, asked), count=counts[one]) for one in days)


def _clear(path: str, asked: DayAsked) -> str:
    what = asked.chosen["what"][0]
    return query_address(path, with_changes((), {"what": what if what != day_parts.SESSION else None}))


def _hidden(asked: DayAsked) -> tuple[tuple[str, str], ...]:
    what = asked.chosen["what"][0]
    return (("what", what),) if what != day_parts.SESSION else ()


def _calendar(asked: DayAsked) -> str:
    """A calendar to follow of what is chosen; "" where nothing is, for it would be the whole town."""
    pairs = tuple(pair for pair in day_pairs(asked) if pair[0] not in ("what", "near", "within"))
    return query_address(url_for("residents.days_calendar", form="ics"), pairs) if pairs else ""


def _beyond(day: date) -> str | AnyResponse:
    kept = occurrences.horizon(the_world())
    if day.year < kept.today.year - 100 or day.year > kept.today.year + 100:
        return redirect(url_for("residents.today"))
    page = BeyondPage(
        title=gettext("We do not know that day yet") if day > kept.today else gettext("That day is long gone"),
        crumbs=crumbs((gettext("Today"), url_for("residents.today"))), indexable=False,
        first=full_day(kept.first), last=full_day(kept.last),
    )  # fmt: skip
    return render(page)
