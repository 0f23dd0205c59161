"""A record as plain data: which fields each kind has, what an empty one looks like, and the one form of each value.

Values are JSON: texts, whole numbers, true and false, null, and lists of these or of items. Days are ISO dates, clock
times HH:MM (or HH:MM:SS), amounts texts such as "3.50", other records their ids, terms "taxonomy/slug".
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

Data = dict[str, Any]
KINDS = ("service", "organisation", "location")

PHONE: Data = {"number": "", "extension": "", "kind": "voice", "description": ""}
CONTACT: Data = {"name": "", "title": "", "email": ""}
# `amount` None: only words are known. 0 is free.
COST: Data = {"option": "", "amount": None, "currency": "GBP", "amount_description": ""}
LANGUAGE: Data = {"code": "", "note": ""}
# `area`: the id of an area of this directory, or None for one that only has a name.
SERVES: Data = {"kind": "borough", "name": "", "area": None}
# `location`: an id. A draft may hold a place that is not known yet: None, and the six fields of NEW_PLACE.
PLACE: Data = {"location": None, "description": ""}
NEW_PLACE: Data = {"name": "", "address_1": "", "address_2": "", "city": "", "postcode": "", "confidential": False}
# The record's own words once more, in the language of that code; "" for what is not there in it.
TEXT: Data = {
    "code": "", "summary": "", "description": "", "conditions": "", "fees_description": "", "application_process": "",
}  # fmt: skip
FEATURE: Data = {"slug": "", "details": ""}
# domain.schedules.Recurrence in JSON; `location`: at which of its places, None for any.
SCHEDULE: Data = {
    "freq": "WEEKLY", "interval": 1, "byday": [], "bymonthday": [], "start": None, "until": None, "count": None,
    "opens": "", "closes": "", "extra_dates": [], "exceptions": [], "term_time_only": False, "not_bank_holidays": False,
    "description": "", "location": None,
}  # fmt: skip

# Field -> what one of its items looks like.
ITEMS: Mapping[str, Data] = {
    "phones": PHONE, "contacts": CONTACT, "costs": COST, "languages": LANGUAGE, "service_areas": SERVES,
    "places": PLACE, "schedules": SCHEDULE, "accessibility": FEATURE,
    "texts": TEXT,
}  # fmt: skip

_BLANK: Mapping[str, Data] = {
    "service": {
        "name": "", "alternate_name": "", "summary": "", "description": "",
        "minimum_age": None, "maximum_age": None, "conditions": "", "service_areas": [],
        "modes": [], "places": [], "schedules": [],
        "costs": [], "fees_description": "",
        "phones": [], "email": "", "url": "", "contacts": [],
        "booking": "unknown", "application_process": "", "accepts_referrals": False,
        "languages": [], "texts": [], "confirmed": [], "suggested": [],
        "organisation": None, "state": "draft", "paused_until": None, "paused_reason": "",
    },
    "organisation": {
        "name": "", "alternate_name": "", "summary": "", "description": "", "legal_status": "", "charity_number": "",
        "phones": [], "email": "", "website": "", "contacts": [], "texts": [],
        "confirmed": [], "suggested": [], "state": "draft", "trusted": False,
    },
    "location": {
        "name": "", "kind": "venue", "description": "", "transport": "",
        "address_1": "", "address_2": "", "city": "", "postcode": "", "latitude": None, "longitude": None, "area": None,
        "confidential": False, "accessibility": [], "schedules": [],
        "phones": [], "email": "", "website": "", "contacts": [], "state": "published",
    },
}  # fmt: skip

# Nobody proposes these by typing: verbs of their own change them, or only the manager.
OF_VERBS = frozenset({"organisation", "state", "paused_until", "paused_reason", "trusted", "confirmed"})
# Lists whose order means nothing.
_UNORDERED = ("languages", "texts", "service_areas", "accessibility", "confirmed", "suggested", "modes")


class UnknownField(KeyError):
    """A kind of record has no such field."""


def blank(kind: str) -> Data:
    """A record of that kind with nothing in it, in the order in which people read it."""
    return deepcopy(_BLANK[kind])


def fields_of(kind: str) -> tuple[str, ...]:
    return tuple(_BLANK[kind])


def whole(kind: str, data: Mapping[str, Any]) -> Data:
    """The data with every field of its kind: what an older revision did not know yet is empty."""
    return {field: data.get(field, empty) for field, empty in blank(kind).items()}


def normalised(kind: str, data: Mapping[str, Any]) -> Data:
    """The one form of each value: items with all their keys, no empty items, lists without an order sorted.

    Values of a wrong shape come back as they are: `validity.problems` says so. Raises UnknownField.
    """
    unknown = [field for field in data if field not in _BLANK[kind]]
    if unknown:
        raise UnknownField(f"A {kind} has no {', '.join(map(str, unknown))}.")
    result = {field: _value(field, data[field]) for field in _BLANK[kind] if field in data}
    if isinstance(result.get("suggested"), list) and isinstance(result.get("confirmed"), list):
        result["suggested"] = [term for term in result["suggested"] if term not in result["confirmed"]]
    return result


def _value(field: str, value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").replace("\r\n", "\n").strip()
    if not isinstance(value, list | tuple):
        return value
    items = [_item(field, item) for item in value]
    items = [item for item in items if item != "" and item != ITEMS.get(field)]
    return _sorted(items) if field in _UNORDERED else items


def _item(field: str, item: Any) -> Any:
    if not isinstance(item, Mapping):
        return _value("", item) if isinstance(item, str) else item
    shape = ITEMS.get(field, {})
    extra = {key: value for key, value in item.items() if key not in shape}
    return {key: _value("", deepcopy(item.get(key, empty))) for key, empty in shape.items()} | extra


def _sorted(items: list[Any]) -> list[Any]:
    """In order and each once."""
    once = [item for number, item in enumerate(items) if item not in items[:number]]
    return sorted(once, key=lambda item: [str(value) for value in item.values()] if isinstance(item, dict) else [str(item)])
