"""Values of a record as people read them, and as the desk's plain fields take them in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from hubdirectory.audiences.manager.names import FIELD_NAMES, STATE_NAMES, named
from hubdirectory.domain.record_data import ITEMS, blank
from hubdirectory.web.names import BOOKINGS
from hubdirectory.web.record_words import value_lines

Called = Mapping[str, str]
_DAY_OF_A_MONTH = re.compile(r"-?\d{1,2}", re.ASCII)
LONG_TEXTS = ("description", "conditions", "application_process", "fees_description", "transport", "summary")
# By field, or field.key of an item.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "booking": ("unknown", "drop-in", "appointment", "either"), "kind": ("venue", "hub", "surgery"),
    "schedules.freq": ("ONCE", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"), "phones.kind": ("voice", "text", "minicom"),
    "service_areas.kind": ("nation", "region", "borough", "ward"), "costs.currency": ("GBP", "EUR"),
}  # fmt: skip
# Rows for new items at the end of a list.
SPARE = 1


def lines_of(field: str, value: Any, called: Called) -> tuple[str, ...]:
    """The value as one line or several; none for nothing."""
    if field == "state":
        return (named(STATE_NAMES, value),)
    return value_lines(field, value, called)


def item_words(field: str, item: Any, called: Called) -> str:
    """One item of a list in one line."""
    return " ".join(value_lines(field, [item], called))


# plain fields


@dataclass(frozen=True)
class Input:
    """One field of a form. `shape`: text, long, number, tick, list, choice. `key` as in problems: phones.0.number."""

    key: str
    label: str
    shape: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    ticked: bool = False

    @property
    def id(self) -> str:
        return "f-" + self.key.replace(".", "-")


@dataclass(frozen=True)
class InputGroup:
    """A field of a record as inputs: one, or those of each item."""

    field: str
    name: str
    items: tuple[tuple[Input, ...], ...]
    many: bool


def inputs_of(kind: str, field: str, value: Any, places: Mapping[str, str] | None = None) -> InputGroup:
    """The inputs for a field. places: what may be chosen as a place, by id."""
    name = named(FIELD_NAMES, field)
    if field not in ITEMS:
        return InputGroup(field, name, ((_input(field, field, value, blank(kind)[field], places),),), False)
    shape = ITEMS[field]
    items = [*(value or []), *([shape] * SPARE)]
    rows = tuple(
        tuple(_input(f"{field}.{number}.{key}", key, item.get(key, empty), empty, places) for key, empty in shape.items())
        for number, item in enumerate(items)
    )
    return InputGroup(field, name, rows, True)


def _input(key: str, name: str, value: Any, empty: Any, places: Mapping[str, str] | None) -> Input:
    label = named(FIELD_NAMES, name)
    if name == "location" and places is not None:
        options = (("", gettext("None")), *sorted(places.items(), key=lambda one: one[1].casefold()))
        return Input(key, label, "choice", str(value or ""), options)
    choices = CHOICES.get(".".join(part for part in key.split(".") if not part.isdigit()), ())
    if choices:
        return Input(key, label, "choice", str(value), tuple((one, _choice_name(one)) for one in choices))
    if isinstance(empty, bool):
        return Input(key, label, "tick", "yes", ticked=bool(value))
    if isinstance(empty, list):
        return Input(key, label, "list", ", ".join(str(one) for one in value or ()))
    shape = "number" if isinstance(value, int | float) else "long" if name in LONG_TEXTS else "text"
    return Input(key, label, shape, "" if value is None else str(value))


def _choice_name(value: str) -> str:
    return str(BOOKINGS[value]) if value in BOOKINGS else value.replace("_", " ").lower()


def value_from(kind: str, field: str, form: MultiDict[str, str]) -> Any:
    """A field's value out of the inputs above, in the form of domain.record_data; wrong ones come as typed."""
    if field not in ITEMS:
        return _read(form, field, field, blank(kind)[field])
    numbers = sorted({int(number) for number in _numbers(form, field)})
    shape = ITEMS[field]
    items = [{key: _read(form, f"{field}.{number}.{key}", key, empty) for key, empty in shape.items()} for number in numbers]
    return [item for item in items if _says_something(field, item)]


def _numbers(form: MultiDict[str, str], field: str) -> Iterator[str]:
    for key in form:
        parts = key.split(".")
        if len(parts) == 3 and parts[0] == field and parts[1].isascii() and parts[1].isdigit():
            yield parts[1]


def _says_something(field: str, item: Mapping[str, Any]) -> bool:
    """An item of which only its presets are there is an empty row."""
    shape = ITEMS[field]
    return any(value != shape[key] for key, value in item.items())


def _read(form: MultiDict[str, str], key: str, name: str, empty: Any) -> Any:
    typed = form.get(key, "").replace("\x00", "").replace("\r\n", "\n").strip()
    if isinstance(empty, bool):
        return typed == "yes"
    if isinstance(empty, list):
        parts = [part for part in typed.replace(",", " ").split() if part]
        return [int(part) if name == "bymonthday" and _DAY_OF_A_MONTH.fullmatch(part) else part for part in parts]
    if name in ("minimum_age", "maximum_age", "interval", "count"):
        return _whole(typed, empty)
    if name in ("latitude", "longitude"):
        return _decimal(typed)
    return typed or (None if empty is None else "")


def _whole(typed: str, empty: Any) -> Any:
    if not typed:
        return empty
    # Longer than any age or number of weeks: Python itself refuses to read thousands of digits.
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else typed


def _decimal(typed: str) -> Any:
    try:
        return float(typed) if typed else None
    except ValueError:
        return typed
