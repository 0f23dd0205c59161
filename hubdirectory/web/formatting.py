"""Distances, money, telephone numbers and freshness, as people say them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

import phonenumbers
from babel.numbers import format_decimal
from flask import current_app
from markupsafe import Markup

from hubdirectory.domain.freshness import Limits, Part, Standing, standing
from hubdirectory.domain.travel import travel
from hubdirectory.web.locales import current_locale
from hubdirectory.web.translating import gettext, ngettext

_REGION = "GB"

# Up to these miles -> the words for it, as far as a person would say it.
_NEAR = ((0.15, "steps"), (0.375, "quarter"), (0.625, "half"), (0.875, "three"), (1.2, "mile"))


def distance(miles: float) -> str:
    """`about half a mile`; from a mile and a bit on `2.3 miles in a straight line`."""
    words = {
        "steps": gettext("a few minutes' walk"),
        "quarter": gettext("about a quarter of a mile"),
        "half": gettext("about half a mile"),
        "three": gettext("about three quarters of a mile"),
        "mile": gettext("about a mile"),
    }
    for limit, key in _NEAR:
        if miles < limit:
            return words[key]
    rounded = round(miles, 1) if miles < 10 else round(miles)
    return gettext("%(miles)s miles in a straight line", miles=format_decimal(rounded, locale=current_locale()))


def travel_times(miles: float) -> str:
    """`about 15 minutes on foot`, `about 40 minutes on foot, or 25 by bus`; "" where both are too far."""
    on_foot, by_bus = travel(miles)
    if on_foot and by_bus:
        return gettext("about %(walk)s minutes on foot, or %(bus)s by bus", walk=on_foot, bus=by_bus)
    if on_foot:
        return gettext("about %(walk)s minutes on foot", walk=on_foot)
    return gettext("about %(bus)s minutes by bus", bus=by_bus) if by_bus else ""


def money(amount: Decimal) -> str:
    """`£3`, `£3.50`."""
    if amount == amount.to_integral_value():
        return f"£{amount:,.0f}"
    return f"£{amount:,.2f}"


@lru_cache(maxsize=20_000)
def phone_link(number: str) -> str:
    """A `tel:` address, "" for what cannot be dialled. Short numbers (999, 111) and drama numbers too."""
    digits = re.sub(r"[^\d+]", "", number.split("ext")[0])
    if len(digits.lstrip("+")) < 3:
        return ""
    try:
        parsed = phonenumbers.parse(digits, _REGION)
    except phonenumbers.NumberParseException:
        return f"tel:{digits}"
    if len(digits) <= 6 or phonenumbers.is_valid_short_number(parsed):
        return f"tel:{digits}"
    return f"tel:{phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)}"


def text_link(number: str) -> str:
    """An `sms:` address."""
    return phone_link(number).replace("tel:", "sms:", 1)


@lru_cache(maxsize=20_000)
def phone_words(number: str) -> str:
    """A number in groups, as it is read aloud: `01632 960 123`. Written in groups already, it stays as it is."""
    if re.search(r"\d[\s()-]+\d", number.strip()):
        return number.strip()
    try:
        parsed = phonenumbers.parse(number, _REGION)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_valid_number(parsed):
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def unbroken(word: str) -> Markup:
    """A word with hyphens in it that is to be read, or typed, as one."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(word)


def phone_shown(number: str) -> Markup:
    """The same for a page: in one piece on its line, and never with its groups read from right to left.

    On an English page too: a panel for a crisis may stand there in Arabic.
    """
    return unbroken(phone_words(number))


def age_words(minimum: int | None, maximum: int | None) -> str:
    """`Ages 11 to 17`, `18 and over`, `Up to 4 years old`, "" for any age."""
    if minimum and maximum is not None:
        return gettext("Ages %(low)s to %(high)s", low=minimum, high=maximum)
    if minimum:
        return gettext("%(low)s and over", low=minimum)
    if maximum is not None:
        return gettext("Up to %(high)s years old", high=maximum)
    return ""


def stale_words(confirmed_at: datetime | None, now: datetime, kind: str = "service") -> str:
    """A warning where nobody confirmed a record of that kind for as long as that holds here; "" where it is fresh."""
    return stale_at(now, kind)(confirmed_at)


def stale_at(now: datetime, kind: str = "service") -> Callable[[datetime | None], str]:
    """The same for many records at one moment. By the minute: within one it is worked out once for each moment of confirming."""
    minute, months = now.replace(second=0, microsecond=0), current_app.extensions["world"].settings.fresh_months
    return lambda confirmed_at: _stale_words(_standing(confirmed_at, minute, months, kind))


def _stale_words(found: Standing) -> str:
    if found.months is None:
        return gettext("Not confirmed yet: ring first")
    if not found.stale:
        return ""
    return ngettext("Not confirmed for %(num)s month: ring first", "Not confirmed for %(num)s months: ring first", found.months)


def stale_times_words(confirmed_at: datetime | None, times_confirmed_at: datetime | None, now: datetime) -> str:
    """The same for the times of a service that is fresh as a whole: they are believed for less long than the rest."""
    whole = standing(confirmed_at, now, _limits().of("service"))
    times = standing(times_confirmed_at, now, _limits().of("service", Part.TIMES))
    if whole.stale or not times.stale or times.months is None:
        return ""
    return ngettext(
        "Times not confirmed for %(num)s month: ring first", "Times not confirmed for %(num)s months: ring first", times.months
    )


@lru_cache(maxsize=8_000)
def _standing(confirmed_at: datetime | None, minute: datetime, months: tuple[tuple[str, int], ...], kind: str) -> Standing:
    return standing(confirmed_at, minute, Limits(dict(months)).of(kind))


def _limits() -> Limits:
    return _limits_of(current_app.extensions["world"].settings.fresh_months)


@lru_cache(maxsize=4)
def _limits_of(months: tuple[tuple[str, int], ...]) -> Limits:
    return Limits(dict(months))


def number_words(number: float) -> str:
    """`1,234`."""
    return _number_words(number, current_locale())


@lru_cache(maxsize=20_000)
def _number_words(number: float, locale: str) -> str:
    return format_decimal(number, locale=locale)


def host(address: str) -> str:
    """What a link to a website says: `example.org`."""
    return re.sub(r"^https?://(www\.)?", "", address).split("/")[0]


def web_address(address: str) -> str:
    """An address that a link may open, "" for anything else than http and https."""
    address = address.strip()
    if re.match(r"^https?://[^\s]+$", address, re.IGNORECASE):
        return address
    return f"https://{address}" if re.match(r"^[\w-]+(\.[\w-]+)+(/\S*)?$", address) else ""
