"""The front page."""

from __future__ import annotations

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext

from hubdirectory.audiences.residents import blueprint
from hubdirectory.audiences.residents.counting import need_groups, needs_with_counts
from hubdirectory.audiences.residents.pages import HomePage, PopularSearch
from hubdirectory.web.locales import current_locale
from hubdirectory.web.pages import render
from hubdirectory.web.world import the_world

# Words that a person would say, and the need that they come to.
POPULAR: tuple[tuple[LazyString, str], ...] = (
    (lazy_gettext("Somewhere warm to sit"), "warm-space"),
    (lazy_gettext("Food when money is short"), "food"),
    (lazy_gettext("Somebody to talk to"), "talking-therapy"),
    (lazy_gettext("Company"), "befriending"),
    (lazy_gettext("Help with debt"), "debt"),
    (lazy_gettext("Things to do with a toddler"), "early-years"),
    (lazy_gettext("A break from caring"), "carers"),
    (lazy_gettext("Getting online"), "digital"),
)


@blueprint.get("/")
def home() -> str:
    world = the_world()
    town = world.settings.town
    page = HomePage(
        title=gettext("Find help, or something to do, in %(town)s", town=town),
        summary=gettext("Free help, groups and things to do in %(town)s. Search in your own words.", town=town),
        groups=need_groups(needs_with_counts(world, current_locale())),
        popular=tuple(PopularSearch(str(words), url_for("residents.need", slug=need)) for words, need in POPULAR),
    )
    return render(page)
