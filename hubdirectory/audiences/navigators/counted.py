"""A month's figures, as a page and as a file: record once, report light."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from flask import Response, abort, request, url_for
from flask_babel import gettext

from hubdirectory.actions.desk.exporting import safe_cell
from hubdirectory.actions.navigating.figures import MonthFigures, figures_of, months
from hubdirectory.actions.navigating.places import Workplace
from hubdirectory.actions.navigating.whence import ward_names
from hubdirectory.audiences.navigators import blueprint
from hubdirectory.audiences.navigators.following import need_names, outcome_names, way_names
from hubdirectory.audiences.navigators.helping import crumbs, place_of, their_places
from hubdirectory.audiences.navigators.pages import FiguresPage
from hubdirectory.domain.figures import FEWEST
from hubdirectory.domain.light_figures import Hidden, Table, Told
from hubdirectory.web.access import current_actor
from hubdirectory.web.formatting import number_words
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import AGES
from hubdirectory.web.pages import Link, render
from hubdirectory.web.world import the_world

Rows = tuple[tuple[str, str], ...]


@blueprint.get("/figures", endpoint="figures")
def figures_page() -> str:
    places = their_places()
    place = place_of(request.args.get("place", ""), places)
    if place is None:
        abort(404)
    known = months(the_world(), current_actor(), place.id)
    month = _month(known)
    seen = figures_of(the_world(), current_actor(), place.id, month)
    page = FiguresPage(
        title=gettext("Figures of %(name)s", name=place.name), indexable=False, crumbs=crumbs(), month=_month_words(month),
        places=tuple(Link(one.name, url_for("navigators.figures", place=one.slug), one is place) for one in places),
        months=tuple(
            Link(_month_words(one), url_for("navigators.figures", place=place.slug, month=_written(one)), one == month)
            for one in known
        ),
        total=told_words(seen.total), tables=_tables(seen),
        csv=url_for("navigators.figures_csv", place=place.slug, month=_written(month)),
    )  # fmt: skip
    return render(page)


@blueprint.get("/figures.csv", endpoint="figures_csv")
def figures_csv() -> Response:
    place = place_of(request.args.get("place", ""), their_places())
    if place is None:
        abort(404)
    month = _month(months(the_world(), current_actor(), place.id))
    seen = figures_of(the_world(), current_actor(), place.id, month)
    answer = Response(_file(place, month, seen), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="signposts-{place.slug}-{_written(month)}.csv"'
    return answer


def told_words(told: Told) -> str:
    if told is Hidden.FEW:
        return gettext("fewer than %(fewest)s", fewest=FEWEST)
    return gettext("not told") if told is Hidden.LEFT_OUT else number_words(int(told))


def _tables(seen: MonthFigures) -> tuple[tuple[str, str, Rows], ...]:
    more = gettext("Somebody may have several, so these add up to more.")
    found: tuple[tuple[str, str, Table, Mapping[str, str]], ...] = (
        (gettext("What for"), more, seen.needs, need_names()),
        (gettext("Age"), "", seen.ages, {slug: str(name) for slug, name in AGES.items()}),
        (gettext("Part of town"), "", seen.wards, ward_names(the_world(), seen.wards.rows)),
        (gettext("How it was handed over"), "", seen.ways, way_names()),
        (gettext("What was suggested"), more, seen.services, {}),
        (gettext("What became of it"), more, seen.outcomes, outcome_names()),
    )
    return tuple((name, about, _rows(table, names)) for name, about, table, names in found)


def _rows(table: Table, names: Mapping[str, str]) -> Rows:
    """Nothing where there are too few to tell any."""
    return tuple((names.get(slug, slug) or gettext("Not said"), told_words(told)) for slug, told in table.rows.items())


def _file(place: Workplace, month: date, seen: MonthFigures) -> str:
    """With the mark by which spreadsheet programs know that it is Unicode."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["place", "month", "question", "answer", "signposts"])
    lines = [("all", "all", told_words(seen.total))]
    lines += [(name, answer, told) for name, _, answers in _tables(seen) for answer, told in answers]
    rows.writerows([safe_cell(cell) for cell in (place.name, _written(month), *line)] for line in lines)
    return "\ufeff" + written.getvalue()


def _month(known: tuple[date, ...]) -> date:
    """The month that the address names, of those there are; else the newest."""
    wanted = request.args.get("month", "")
    return next((month for month in known if _written(month) == wanted), known[0])


def _written(month: date) -> str:
    return f"{month:%Y-%m}"


def _month_words(month: date) -> str:
    return format_date(month, "LLLL y", locale=current_locale())
