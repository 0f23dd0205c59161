"""What the fields of a record are called, what is wrong with a value, and what a value says: for forms and for comparisons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext

from hubdirectory.domain.sections import Section
from hubdirectory.domain.validity import Problem, Wrong
from hubdirectory.web.formatting import money
from hubdirectory.web.names import BOOKINGS, MODES, access_name, spoken_language
from hubdirectory.web.said_rules import schedule_words
from hubdirectory.web.times import short_date

Names = Mapping[str, LazyString]

SECTION_NAMES: Mapping[Section, LazyString] = {
    Section.WHAT: lazy_gettext("What it is"),
    Section.WHO: lazy_gettext("Who it is for"),
    Section.WHEN_WHERE: lazy_gettext("When and where"),
    Section.COST: lazy_gettext("Cost"),
    Section.CONTACT: lazy_gettext("Getting in touch"),
    Section.ACCESS: lazy_gettext("Coming along"),
    Section.LANGUAGES: lazy_gettext("Languages"),
    Section.PICTURES: lazy_gettext("Pictures"),
    Section.ABOUT: lazy_gettext("About you"),
    Section.PLACE: lazy_gettext("Where it is"),
    Section.OPENING: lazy_gettext("Opening hours"),
}

FIELD_NAMES: Names = {
    "name": lazy_gettext("Name"), "alternate_name": lazy_gettext("Other names"), "summary": lazy_gettext("In one sentence"),
    "description": lazy_gettext("More about it"), "minimum_age": lazy_gettext("Youngest age"),
    "maximum_age": lazy_gettext("Oldest age"), "conditions": lazy_gettext("Who may come"),
    "service_areas": lazy_gettext("Where people have to live"), "modes": lazy_gettext("How people get it"),
    "places": lazy_gettext("Places"), "schedules": lazy_gettext("Times"), "costs": lazy_gettext("Prices"),
    "fees_description": lazy_gettext("About the cost"), "phones": lazy_gettext("Telephone"), "email": lazy_gettext("E-mail"),
    "url": lazy_gettext("Website"), "website": lazy_gettext("Website"), "contacts": lazy_gettext("People to ask for"),
    "booking": lazy_gettext("Do people have to book?"), "application_process": lazy_gettext("How to join"),
    "accepts_referrals": lazy_gettext("Can somebody else ask for a person?"), "languages": lazy_gettext("Languages"),
    "texts": lazy_gettext("In other languages"),
    "suggested": lazy_gettext("What it helps with, suggested"), "confirmed": lazy_gettext("What it helps with, confirmed"),
    "organisation": lazy_gettext("Organisation"), "state": lazy_gettext("State"),
    "paused_until": lazy_gettext("Closed until"), "paused_reason": lazy_gettext("Why it is closed"),
    "legal_status": lazy_gettext("What kind of organisation"), "charity_number": lazy_gettext("Charity number"),
    "trusted": lazy_gettext("Trusted"), "kind": lazy_gettext("Kind of place"), "transport": lazy_gettext("How to get there"),
    "address_1": lazy_gettext("Address"), "address_2": lazy_gettext("Address, second line"), "city": lazy_gettext("Town"),
    "postcode": lazy_gettext("Postcode"), "latitude": lazy_gettext("Latitude"), "longitude": lazy_gettext("Longitude"),
    "area": lazy_gettext("Part of town"), "confidential": lazy_gettext("Address kept private"),
    "accessibility": lazy_gettext("What it has"),
}  # fmt: skip

_WRONG: Mapping[Wrong, LazyString] = {
    Wrong.MISSING: lazy_gettext("Write something here"),
    Wrong.NO_WAY_TO_GET_IN_TOUCH: lazy_gettext(
        "Give one way to get in touch: a telephone number, an e-mail, a website or a place"
    ),
    Wrong.TOO_LONG: lazy_gettext("Use at most %(limit)s letters"),
    Wrong.SHAPE: lazy_gettext("We could not read this"),
    Wrong.PHONE: lazy_gettext("Write a telephone number, like 01632 960 123"),
    Wrong.EMAIL: lazy_gettext("Write an e-mail address, like name@example.org"),
    Wrong.URL: lazy_gettext("Write a web address, like https://example.org"),
    Wrong.POSTCODE: lazy_gettext("Write a whole postcode, like TS24 7PW"),
    Wrong.TIME: lazy_gettext("Write a time, like 10:00 or 2pm"),
    Wrong.DATE: lazy_gettext("Write a date, like 24 November 2026"),
    Wrong.DATES_ORDER: lazy_gettext("The last day has to come after the first"),
    Wrong.AGE: lazy_gettext("Write an age in years, like 18"),
    Wrong.AGES_ORDER: lazy_gettext("The oldest age has to be more than the youngest"),
    Wrong.AMOUNT: lazy_gettext("Write pounds and pence, like 3.50"),
    Wrong.NUMBER: lazy_gettext("Write a number from %(low)s to %(high)s"),
    Wrong.NO_DAY: lazy_gettext("Choose a day"),
    Wrong.CHOICE: lazy_gettext("Choose one of these"),
    Wrong.TWICE: lazy_gettext("This is there twice"),
    Wrong.TOO_MANY: lazy_gettext("There are too many: at most %(limit)s"),
    Wrong.UNKNOWN: lazy_gettext("This is not there any more: choose again"),
    Wrong.TWO_VERSIONS: lazy_gettext("There are two versions of this: pick one"),
}


def field_name(key: str) -> str:
    """What a field is called, or the field that the key of an item belongs to."""
    name = key.partition(".")[0]
    return str(FIELD_NAMES.get(name, name.replace("_", " ").capitalize()))


def problem_words(problem: Problem) -> str:
    """What is wrong and what to do, in a sentence without an end."""
    return str(_WRONG[problem.code]) % dict(problem.values)


def value_lines(field: str, value: Any, names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What a value says, a line for each item; nothing for an empty one.

    names: of places, areas, organisations and terms, by their ids and slugs
    """
    known = names or {}
    if value in (None, "", []):
        return ()
    if isinstance(value, bool):
        return (gettext("Yes") if value else gettext("No"),)
    if isinstance(value, list):
        say = _ITEMS.get(field)
        return tuple(line for item in value if (line := say(item, known) if say else known.get(str(item), str(item))))
    if field == "booking":
        return (str(BOOKINGS.get(value, "")),) if value in BOOKINGS else ()
    if field == "paused_until":
        return (short_date(date.fromisoformat(value)),)
    return (known.get(str(value), str(value)),)


def _cost(item: Mapping[str, Any], _known: Mapping[str, str]) -> str:
    try:
        amount = None if item.get("amount") is None else Decimal(item["amount"])
    except InvalidOperation:
        return " ".join(filter(None, (str(item["amount"]), item.get("amount_description"), item.get("option"))))
    price = "" if amount is None else money(amount) if amount else gettext("Free")
    return " ".join(filter(None, (price, item.get("amount_description"), item.get("option"))))


def _phone(item: Mapping[str, Any], _known: Mapping[str, str]) -> str:
    extension = gettext("extension %(number)s", number=item["extension"]) if item.get("extension") else ""
    return ", ".join(filter(None, (item.get("number"), extension, item.get("description"))))


def _place(item: Mapping[str, Any], known: Mapping[str, str]) -> str:
    if item.get("location"):
        where = known.get(item["location"], gettext("A place whose address is kept private"))
    else:
        where = ", ".join(filter(None, (item.get(part) for part in ("name", "address_1", "address_2", "city", "postcode"))))
    return " – ".join(filter(None, (where, item.get("description"))))


def _joined(*keys: str) -> Callable[[Mapping[str, Any], Mapping[str, str]], str]:
    return lambda item, _known: ", ".join(str(item[key]) for key in keys if item.get(key))


def _language(item: Mapping[str, Any], _known: Mapping[str, str]) -> str:
    return ": ".join(filter(None, (spoken_language(item.get("code", "")), item.get("note"))))


def _text(item: Mapping[str, Any], _known: Mapping[str, str]) -> str:
    said = [str(value) for part, value in item.items() if part != "code" and value]
    return ": ".join(filter(None, (spoken_language(item.get("code", "")), " – ".join(said))))


def _feature(item: Mapping[str, Any], _known: Mapping[str, str]) -> str:
    return ": ".join(filter(None, (access_name(item.get("slug", "")), item.get("details"))))


_ITEMS: Mapping[str, Callable[[Any, Mapping[str, str]], str]] = {
    "phones": _phone, "contacts": _joined("name", "title", "email"), "costs": _cost, "languages": _language,
    "texts": _text, "service_areas": _joined("name"), "places": _place, "accessibility": _feature,
    "schedules": lambda item, known: schedule_words(item, known),
    "modes": lambda item, _known: str(MODES.get(item, item)),
}  # fmt: skip
