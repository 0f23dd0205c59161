"""What a record's values must look like: the one check that forms, actions and imports by hand share.

Required are a name, a sentence and one way to get in touch of any kind. Nothing else: small groups have no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from . import forms
from .limits import CHOICES, CHOICES_IN, LONGEST, LONGEST_IN, LONGEST_LIST
from .record_data import ITEMS, NEW_PLACE, Data, blank
from .states import Mode


class Wrong(StrEnum):
    """What is wrong with a value; pages have a sentence for each."""

    MISSING = "missing"
    NO_WAY_TO_GET_IN_TOUCH = "no_way_to_get_in_touch"
    TOO_LONG = "too_long"  # limit
    SHAPE = "shape"  # not the kind of value that belongs here
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"  # http and https only
    POSTCODE = "postcode"
    TIME = "time"
    DATE = "date"
    DATES_ORDER = "dates_order"
    AGE = "age"
    AGES_ORDER = "ages_order"
    AMOUNT = "amount"
    NUMBER = "number"  # low, high
    NO_DAY = "no_day"  # a schedule that never happens
    CHOICE = "choice"  # not one of those offered
    TWICE = "twice"
    TOO_MANY = "too_many"  # limit
    UNKNOWN = "unknown"  # names a record or term that is not there
    TWO_VERSIONS = "two_versions"  # of a draft: pick one first


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `values` fill the sentence: a limit, a lowest and a highest."""

    code: Wrong
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> Data:
        return {"code": self.code.value, **self.values}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Problem:
        return cls(Wrong(kept["code"]), {name: value for name, value in kept.items() if name != "code"})


# By field, or field.number.key for one key of an item: "phones.0.number". In the order of the form.
Problems = dict[str, Problem]
Found = Iterator[tuple[str, Problem]]

_BETWEEN = {"interval": (1, 99), "count": (1, 999), "bymonthday": (-31, 31)}
_MAY_BE: Mapping[str, Any] = {"location": str | None, "area": str | None}
# What records are written in before anybody writes them in another.
FIRST_LANGUAGE = "en"
# What must not be said twice in one list.
_ONCE: Mapping[str, str] = {"languages": "code", "texts": "code", "accessibility": "slug", "places": "location"}


def problems(kind: str, data: Mapping[str, Any], beside: Mapping[str, Any] | None = None) -> Problems:
    """What is wrong with these values: some fields, or all of them. Says nothing of what is missing.

    `beside`: the record's other values, for what is only wrong together.
    """
    found: Problems = {}
    for name in blank(kind):
        if name in data:
            for key, problem in _field(name, data[name], blank(kind)[name]):
                found.setdefault(key, problem)
    for key, problem in _together(data, {**(beside or {}), **data}):
        found.setdefault(key, problem)
    return found


def lacking(kind: str, data: Mapping[str, Any], organisation: Mapping[str, Any] | None = None) -> Problems:
    """What a whole record lacks to be published; `organisation` is that of a service, whole."""
    found: Problems = {name: Problem(Wrong.MISSING) for name in ("name", "summary") if name in blank(kind) and not data.get(name)}
    if kind != "location" and not (reachable(kind, data) or (organisation and reachable("organisation", organisation))):
        found["phones"] = Problem(Wrong.NO_WAY_TO_GET_IN_TOUCH)
    return found


def reachable(kind: str, data: Mapping[str, Any]) -> bool:
    """One way to get in touch, of any kind: telephone, e-mail, web address, a contact, a place to go to."""
    contacts = any(contact.get("email") for contact in data.get("contacts", []))
    web = data.get("url") if kind == "service" else data.get("website")
    return bool(data.get("phones") or data.get("email") or web or contacts or data.get("places"))


def _field(name: str, value: Any, empty: Any) -> Found:
    if isinstance(empty, list):
        yield from _list(name, value)
    elif isinstance(empty, str):
        yield from _text(name, value, LONGEST.get(name), CHOICES.get(name))
    elif isinstance(empty, bool):
        if not isinstance(value, bool):
            yield name, Problem(Wrong.SHAPE)
    elif value is not None:
        yield from _optional(name, value)


def _text(name: str, value: Any, longest: int | None, choices: frozenset[str] | None) -> Found:
    """`name` is the key; its last part says which form the text has."""
    if not isinstance(value, str):
        yield name, Problem(Wrong.SHAPE)
    elif longest and len(value) > longest:
        yield name, Problem(Wrong.TOO_LONG, {"limit": longest})
    elif choices is not None and value not in choices:
        yield name, Problem(Wrong.CHOICE)
    elif value:
        form = forms.BY_NAME.get(name.rpartition(".")[2])
        if form and not form[1](value):
            yield name, Problem(Wrong(form[0]))


def _optional(name: str, value: Any) -> Found:
    """What may be null: ages, a point, a day, another record's id."""
    if name in ("minimum_age", "maximum_age"):
        if not forms.is_age(value):
            yield name, Problem(Wrong.AGE)
    elif name in ("latitude", "longitude"):
        limit = 90 if name == "latitude" else 180
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > limit:
            yield name, Problem(Wrong.NUMBER, {"low": -limit, "high": limit})
    elif name == "paused_until":
        if not forms.is_date(value):
            yield name, Problem(Wrong.DATE)
    elif not isinstance(value, str):
        yield name, Problem(Wrong.SHAPE)


def _list(name: str, value: Any) -> Found:
    if not isinstance(value, list):
        yield name, Problem(Wrong.SHAPE)
        return
    if len(value) > LONGEST_LIST:
        yield name, Problem(Wrong.TOO_MANY, {"limit": LONGEST_LIST})
    for number, item in enumerate(value):
        yield from _item(name, f"{name}.{number}", item)
    once = _ONCE.get(name)
    said = [item.get(once) for item in value if isinstance(item, Mapping)] if once else []
    for number, key in enumerate(said):
        if key and key in said[:number]:
            yield f"{name}.{number}.{once}", Problem(Wrong.TWICE)


def _item(name: str, key: str, item: Any) -> Found:
    if name == "modes":
        if not (isinstance(item, str) and item in frozenset(Mode)):
            yield key, Problem(Wrong.CHOICE)
    elif name not in ITEMS:
        if not (isinstance(item, str) and "/" in item):
            yield key, Problem(Wrong.SHAPE)
    elif not isinstance(item, Mapping):
        yield key, Problem(Wrong.SHAPE)
    else:
        yield from _keys_of(name, key, item)
        yield from _ITEM_RULES.get(name, _nothing)(key, item)


def _keys_of(name: str, key: str, item: Mapping[str, Any]) -> Found:
    shape = {**ITEMS[name], **(NEW_PLACE if name == "places" and not item.get("location") else {})}
    for part, value in item.items():
        if part not in shape:
            yield f"{key}.{part}", Problem(Wrong.SHAPE)
        elif isinstance(shape[part], str):
            yield from _text(f"{key}.{part}", value, LONGEST_IN[name].get(part), CHOICES_IN.get((name, part)))
        elif isinstance(value, bool) != isinstance(shape[part], bool) or not isinstance(value, _MAY_BE.get(part, object)):
            yield f"{key}.{part}", Problem(Wrong.SHAPE)


def _nothing(key: str, item: Mapping[str, Any]) -> Found:
    return iter(())


def _phone(key: str, item: Mapping[str, Any]) -> Found:
    if not item.get("number"):
        yield f"{key}.number", Problem(Wrong.MISSING)


def _cost(key: str, item: Mapping[str, Any]) -> Found:
    if item.get("amount") is not None and not forms.is_amount(item["amount"]):
        yield f"{key}.amount", Problem(Wrong.AMOUNT)


def _language(key: str, item: Mapping[str, Any]) -> Found:
    if not forms.is_language(item.get("code")):
        yield f"{key}.code", Problem(Wrong.CHOICE)


def _words(key: str, item: Mapping[str, Any]) -> Found:
    """In a language that is not the record's first, and with something said in it."""
    if not forms.is_language(item.get("code")) or item.get("code") == FIRST_LANGUAGE:
        yield f"{key}.code", Problem(Wrong.CHOICE)
    elif not any(value for part, value in item.items() if part != "code"):
        yield f"{key}.summary", Problem(Wrong.MISSING)


def _area(key: str, item: Mapping[str, Any]) -> Found:
    if not item.get("name"):
        yield f"{key}.name", Problem(Wrong.MISSING)


def _place(key: str, item: Mapping[str, Any]) -> Found:
    if not (item.get("location") or item.get("name") or item.get("address_1")):
        yield f"{key}.address_1", Problem(Wrong.MISSING)


def _feature(key: str, item: Mapping[str, Any]) -> Found:
    if not item.get("slug"):
        yield f"{key}.slug", Problem(Wrong.MISSING)


def _schedule(key: str, item: Mapping[str, Any]) -> Found:
    for part, code in forms.wrong_in_schedule(item):
        low, high = _BETWEEN.get(part, (None, None))
        yield f"{key}.{part}", Problem(Wrong(code), {"low": low, "high": high} if code == Wrong.NUMBER else {})


_ITEM_RULES = {
    "phones": _phone, "costs": _cost, "languages": _language, "texts": _words, "service_areas": _area, "places": _place,
    "accessibility": _feature, "schedules": _schedule,
}  # fmt: skip


def _together(data: Mapping[str, Any], all_values: Mapping[str, Any]) -> Found:
    low, high = all_values.get("minimum_age"), all_values.get("maximum_age")
    asked = bool({"minimum_age", "maximum_age"} & set(data))
    if asked and low is not None and high is not None and forms.is_age(low) and forms.is_age(high) and low > high:
        yield "maximum_age", Problem(Wrong.AGES_ORDER)
