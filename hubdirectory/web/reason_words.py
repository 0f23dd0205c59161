"""Why something fits, what is not so there, and what was let go: the front door's facts in words."""

from __future__ import annotations

from collections.abc import Mapping

from babel.numbers import format_decimal
from flask_babel import LazyString, gettext, lazy_gettext

from hubdirectory.domain.front_door import Loose
from hubdirectory.domain.reasons import Reason, Why
from hubdirectory.web.formatting import travel_times
from hubdirectory.web.locales import current_locale
from hubdirectory.web.names import AGES, spoken_language
from hubdirectory.web.recurrences import and_list

STEPS_AWAY = 0.15
# Terms' names by their slugs: needs and audiences.
TermNames = Mapping[str, str]

PLAIN: Mapping[Why, LazyString] = {
    Why.NAMED: lazy_gettext("The best place to begin"),
    Why.FREE: lazy_gettext("Free"),
    Why.GIFT: lazy_gettext("You give what you can"),
    Why.PHONE: lazy_gettext("By phone, so you need not leave the house"),
    Why.ONLINE: lazy_gettext("Online, so you need not leave the house"),
    Why.HOME: lazy_gettext("They come to your home"),
    Why.DROP_IN: lazy_gettext("Just come: no appointment needed"),
    Why.GO_THERE: lazy_gettext("You have to go there"),
    Why.TALKING: lazy_gettext("You talk to somebody"),
}
WITH_VALUE: Mapping[Why, LazyString] = {
    Why.LANGUAGE: lazy_gettext("Speaks %(value)s"),
    Why.NOT_LANGUAGE: lazy_gettext("Does not say that it speaks %(value)s"),
    Why.NEED: lazy_gettext("Helps with: %(value)s"),
    Why.AUDIENCE: lazy_gettext("For: %(value)s"),
    Why.ONLY_FOR: lazy_gettext("Made for: %(value)s"),
    Why.AGE: lazy_gettext("For your age: %(value)s"),
    Why.NOT_AGE: lazy_gettext("Not for your age: %(value)s"),
}
# Where nothing was found with it: what was let go, and what is shown instead.
NOTHING: Mapping[Loose, LazyString] = {
    Loose.AUDIENCE: lazy_gettext("Nothing is only for the people you ticked. These are for others too"),
    Loose.NEAR: lazy_gettext("Nothing near you. These are farther away"),
    Loose.PEOPLE: lazy_gettext("Nothing without talking. Here somebody talks with you"),
    Loose.COST: lazy_gettext("Nothing free for this. These cost something, or do not say"),
    Loose.LANGUAGE: lazy_gettext("Nothing in your language. These are in English"),
    Loose.HOME: lazy_gettext("Nothing by phone or online. For these you leave the house"),
    Loose.NEED: lazy_gettext("Nothing is listed for this yet. Begin here"),
}
MORE: Mapping[Loose, LazyString] = {
    Loose.AUDIENCE: lazy_gettext("More, not only for the people you ticked"),
    Loose.NEAR: lazy_gettext("More, if you can go farther"),
    Loose.PEOPLE: lazy_gettext("More, if you can talk to somebody"),
    Loose.COST: lazy_gettext("More, not all of it free"),
    Loose.LANGUAGE: lazy_gettext("More, in English"),
    Loose.HOME: lazy_gettext("More, if you can leave the house"),
    Loose.NEED: lazy_gettext("Also good to know"),
}
LEFT_OUT: Mapping[Loose, LazyString] = {
    Loose.AUDIENCE: lazy_gettext("who it is for"), Loose.NEAR: lazy_gettext("that it is near"),
    Loose.PEOPLE: lazy_gettext("that you need not talk"), Loose.COST: lazy_gettext("that it is free"),
    Loose.LANGUAGE: lazy_gettext("the language"), Loose.HOME: lazy_gettext("that you can stay at home"),
    Loose.NEED: lazy_gettext("what it helps with"),
}  # fmt: skip


def reason_words(reason: Reason, terms: TermNames, cost_words: str = "") -> str:
    """A reason or a near miss: `Free`, `Speaks Polish`, `Costs something: £2`, `0.4 miles away in a straight line`."""
    if reason.miles is not None:
        return away_words(reason.miles)
    if reason.why is Why.COSTS:
        return _cost(reason, cost_words)
    if reason.value == "writing":
        return gettext("Online: ask whether you may write instead of talking")
    if reason.why in PLAIN:
        return str(PLAIN[reason.why])
    return str(WITH_VALUE[reason.why]) % {"value": _value(reason, terms)}


def away_words(miles: float) -> str:
    """How far it is, and how long that takes on foot and by bus, roughly."""
    if miles < STEPS_AWAY:
        return gettext("A few minutes’ walk away")
    far = format_decimal(round(miles, 1) if miles < 10 else round(miles), locale=current_locale())
    times = travel_times(miles)
    if not times:
        return gettext("%(miles)s miles away in a straight line", miles=far)
    return gettext("%(miles)s miles away in a straight line, %(times)s", miles=far, times=times)


def loosened_words(loosened: tuple[Loose, ...], first: bool, costs: str = "") -> str:
    """The heading of a group. `first`: nothing fitted all answers. `costs`: what the only one in it costs, if it says so."""
    if not loosened:
        return gettext("These fit what you said")
    if loosened == (Loose.COST,) and first and costs:
        return gettext("Nothing free for this. This one costs something: %(cost)s", cost=costs)
    if Loose.NEED in loosened:
        return str(NOTHING[Loose.NEED])
    if len(loosened) == 1:
        return str((NOTHING if first else MORE)[loosened[0]])
    return gettext(
        "Nothing fits all you said. Without %(what)s there is this", what=and_list([str(LEFT_OUT[one]) for one in loosened])
    )


def _cost(reason: Reason, cost_words: str) -> str:
    if cost_words:
        return gettext("Costs something: %(cost)s", cost=cost_words)
    return gettext("Costs something") if reason.value == "paid" else gettext("Does not say what it costs")


def _value(reason: Reason, terms: TermNames) -> str:
    if reason.why in (Why.LANGUAGE, Why.NOT_LANGUAGE):
        return spoken_language(reason.value)
    if reason.why in (Why.AGE, Why.NOT_AGE):
        return str(AGES[reason.value]) if reason.value in AGES else reason.value
    return terms.get(reason.value, reason.value)
