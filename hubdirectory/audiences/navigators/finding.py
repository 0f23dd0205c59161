"""What fits, in one column: picked from the keyboard or with ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask import request
from flask_babel import gettext, ngettext

from hubdirectory.actions.finding import SearchIsDown
from hubdirectory.actions.navigating.favourites import favourites_of
from hubdirectory.actions.navigating.places import Workplace
from hubdirectory.actions.navigating.seeking import Sought, seek
from hubdirectory.actions.results import Facet, FacetValue, Result
from hubdirectory.audiences.navigators import blueprint
from hubdirectory.audiences.navigators.asked import GROUPS, SORTS, Wish, pairs_of, wish_from
from hubdirectory.audiences.navigators.form import ask_form, miles_words, most_words
from hubdirectory.audiences.navigators.helping import address_of, place_of, their_places
from hubdirectory.audiences.navigators.lines import lines_of
from hubdirectory.audiences.navigators.pages import Box, FindPage, Line, Wrong
from hubdirectory.domain.distance import Point
from hubdirectory.web.access import current_actor
from hubdirectory.web.addresses import query_address, with_changes
from hubdirectory.web.errors import SearchAway
from hubdirectory.web.formatting import number_words
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import FACET_GROUPS, value_name
from hubdirectory.web.names import SORTS as SORT_NAMES
from hubdirectory.web.pages import Link, render
from hubdirectory.web.world import the_world

# How many values of a group are seen before "show more".
FIRST_VALUES = 6


@blueprint.get("/find")
def find() -> str:
    return find_page(wish_from(request.args))


def find_page(wish: Wish, postcode: str = "", wrong: Wrong = ()) -> str:
    place = place_of(wish.place, their_places())
    wish = replace(wish, place=place.slug if place else "")
    sought = _sought(wish, measured_from(wish, place))
    found, names = sought.page, names_in(sought.page.facets)
    starred = {one.slug for one in favourites_of(the_world(), current_actor())}

    def lines(results: Iterable[Result]) -> tuple[Line, ...]:
        return lines_of(results, sought.fits, names, wish.picks, starred)

    page = FindPage(
        title=_title(found.total), indexable=False, asked=ask_form(wish, postcode), wrong=wrong,
        lines=lines(found.results), anywhere_total=found.anywhere_total, anywhere=lines(found.anywhere),
        nearly=lines(sought.nearly), boxes=_boxes(found.facets), sorts=_sorts(wish, place),
        earlier=address_of("find", wish, page=wish.page - 1) if wish.page > 1 else "",
        later=address_of("find", wish, page=wish.page + 1) if wish.page < found.pages else "",
        anywhere_address=address_of("find", wish, where="anywhere"), picked=len(wish.picks), off=_off(wish, names),
        read_as=found.read_as, relaxed=found.relaxed,
    )  # fmt: skip
    return render(page)


def measured_from(wish: Wish, place: Workplace | None) -> Point | None:
    """Where the person comes from, else where the navigator is."""
    return wish.spot or (place.point if place else None)


def names_in(facets: Iterable[Facet]) -> dict[tuple[str, str], str]:
    return {(facet.group, value.slug): value.name for facet in facets for value in facet.values}


def _sought(wish: Wish, point: Point | None) -> Sought:
    try:
        return seek(
            the_world(), current_actor(), wish.asking, words=wish.words, point=point, sort=wish.sort, page=wish.page,
            anywhere=wish.anywhere, locale=current_locale(),
        )  # fmt: skip
    except SearchIsDown as away:
        raise SearchAway() from away


def _title(total: int) -> str:
    if not total:
        return gettext("Nothing fits all of it")
    return ngettext("%(count)s service fits", "%(count)s services fit", total, count=number_words(total))


def _boxes(facets: Iterable[Facet]) -> tuple[Box, ...]:
    by_group = {facet.group: facet for facet in facets}
    return tuple(_box(by_group[group]) for group in GROUPS if group in by_group and by_group[group].values)


def _box(facet: Facet) -> Box:
    values = tuple(
        FacetValue(value.slug, value_name(facet.group, value.slug, value.name), value.count, value.chosen)
        for value in facet.values if value.count or value.chosen
    )  # fmt: skip
    chosen = sum(value.chosen for value in values)
    ordered = tuple(sorted(values, key=lambda one: not one.chosen))
    cut = max(FIRST_VALUES, chosen) if len(values) > FIRST_VALUES + 1 else len(values)
    return Box(facet.group, str(FACET_GROUPS[facet.group]), ordered[:cut], ordered[cut:], chosen)


def _sorts(wish: Wish, place: Workplace | None) -> tuple[Link, ...]:
    sorts = SORTS if measured_from(wish, place) else tuple(sort for sort in SORTS if sort != "distance")
    return tuple(Link(str(SORT_NAMES[sort]), address_of("find", wish, sort=sort), sort == wish.sort) for sort in sorts)


def _off(wish: Wish, names: dict[tuple[str, str], str]) -> tuple[Link, ...]:
    """Everything that narrows it, each with the page without it."""
    asking = wish.asking
    chosen = [
        (value_name(group, slug, names.get((group, slug), "")), [(group, slug)])
        for group, field in GROUPS.items() for slug in getattr(asking, field)
    ]  # fmt: skip
    single = {
        "q": gettext("“%(words)s”", words=wish.words) if wish.words else "",
        "age": "" if asking.age is None else gettext("Aged %(age)s", age=asking.age),
        "within": "" if asking.miles is None else miles_words(asking.miles),
        "wait": "" if asking.weeks is None else most_words(asking.weeks),
        "referrals": gettext("Takes referrals") if asking.referrals else "",
        "where": gettext("By phone, online or at home") if wish.anywhere else "",
    }  # fmt: skip
    pairs, path = pairs_of(wish), request.path
    found = [Link(name, query_address(path, with_changes(pairs, without=gone))) for name, gone in chosen]
    return (*found, *(Link(name, query_address(path, with_changes(pairs, {key: None}))) for key, name in single.items() if name))
