"""What the form about the person shows."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, ngettext

from hubdirectory.actions.navigating.whence import ward_name
from hubdirectory.audiences.navigators.asked import DISTANCES, WAITS, Wish
from hubdirectory.audiences.navigators.helping import place_of, their_places
from hubdirectory.audiences.navigators.pages import AskForm, Choices
from hubdirectory.web.formatting import number_words
from hubdirectory.web.world import the_world


def ask_form(wish: Wish, postcode: str = "") -> AskForm:
    places = their_places()
    place = place_of(wish.place, places)
    return AskForm(
        wish=wish, postcode=postcode, place=place.name if place else "",
        places=tuple((one.slug, one.name, one is place) for one in places),
        ward=ward_name(the_world(), wish.ward) if wish.ward else "",
        distances=_choices(wish.asking.miles, {miles: miles_words(miles) for miles in DISTANCES}, gettext("Any distance")),
        waits=_choices(wish.asking.weeks, {weeks: most_words(weeks) for weeks in WAITS}, gettext("Any wait")),
    )  # fmt: skip


def _choices(chosen: float | None, values: dict[Any, str], nothing: str) -> Choices:
    return (("", nothing, chosen is None), *((f"{value:g}", name, value == chosen) for value, name in values.items()))


def miles_words(miles: float) -> str:
    if miles == 0.5:
        return gettext("Within half a mile")
    return ngettext("Within %(miles)s mile", "Within %(miles)s miles", 1 if miles == 1 else 2, miles=number_words(miles))


def most_words(weeks: int) -> str:
    return ngettext("%(num)s week at most", "%(num)s weeks at most", weeks) if weeks else gettext("No wait")
