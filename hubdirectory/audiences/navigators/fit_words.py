"""Why a service fits and what it misses, as somebody would say it across a desk."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext, ngettext

from hubdirectory.domain.fitting import Criterion, Point
from hubdirectory.web.formatting import age_words, distance
from hubdirectory.web.names import value_name
from hubdirectory.web.recurrences import and_list

# (group, slug) -> what a term is called, where it has a name of its own.
TermNames = Mapping[tuple[str, str], str]
MOST_VALUES = 4


def reason_words(point: Point, names: TermNames) -> str:
    """`Ages 18 and over`, `about half a mile`, `Free`."""
    match point.criterion:
        case Criterion.AGE:
            return age_words(point.low, point.high) or gettext("Any age")
        case Criterion.DISTANCE:
            return distance(point.number) if point.number is not None else gettext("No way to go: by phone, online or at home")
        case Criterion.WAIT:
            return wait_words(point.number)
        case Criterion.REFERRALS:
            return gettext("Takes referrals")
    return _values(point, names)


def miss_words(point: Point, names: TermNames) -> str:
    """`from 55, you said 52`."""
    match point.criterion:
        case Criterion.AGE:
            return _age(point)
        case Criterion.DISTANCE:
            far = distance(point.number or 0.0)
            return gettext("farther than you said: %(far)s", far=far)
        case Criterion.WAIT:
            return gettext("nobody has noted how long people wait") if point.number is None else wait_words(point.number).lower()
        case Criterion.REFERRALS:
            return gettext("takes no referrals: people get in touch themselves")
    return _other(point, names)


def wait_words(weeks: float | None) -> str:
    if not weeks:
        return gettext("No wait")
    return ngettext("A wait of about %(num)s week", "A wait of about %(num)s weeks", int(weeks))


def _age(point: Point) -> str:
    said = int(point.number or 0)
    if point.low is not None and said < point.low:
        return gettext("from %(low)s, you said %(said)s", low=point.low, said=said)
    return gettext("up to %(high)s, you said %(said)s", high=point.high, said=said)


def _other(point: Point, names: TermNames) -> str:
    values = _values(point, names)
    if point.criterion is Criterion.DAY:
        return gettext("on other days: %(days)s", days=values) if values else gettext("no day is known: ask them")
    if point.criterion is Criterion.COST:
        return gettext("the cost: %(cost)s", cost=values.lower()) if values else gettext("nobody has said what it costs")
    if point.criterion is Criterion.LANGUAGE:
        said = gettext("known languages: %(languages)s", languages=values)
        return said if values else gettext("nobody has said which languages they speak")
    said = gettext("known about getting in: %(access)s", access=values.lower())
    return said if values else gettext("nobody has said how easy it is to get in")


def _values(point: Point, names: TermNames) -> str:
    group = point.criterion.value
    return and_list([value_name(group, slug, names.get((group, slug), "")) for slug in point.values[:MOST_VALUES]])
