"""What was typed into a section, as a record's data holds it. Nothing is thrown away: what is wrong stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from hubdirectory.domain import forms
from hubdirectory.domain.record_data import ITEMS, Data

from .fields import Field, Input, Items

Form = MultiDict[str, str]


def values_of(form: Form, fields: tuple[Field, ...], before: Mapping[str, Any], areas: Mapping[str, Data]) -> Data:
    """The section's values. `before`: the draft as it was, for what the form does not show; `areas`: those offered, by key."""
    values: Data = {}
    for field in fields:
        match field:
            case Input():
                values[field.name] = _one(field, form.get(field.name, ""))
            case Items():
                values[field.name] = items_of(form, field, before.get(field.name, []))
            case _ if field.kind == "radios":
                values[field.name] = form.get(field.name) or before.get(field.name)
            case _ if field.kind == "terms":
                values[field.name] = form.getlist(field.name)
            case _ if field.kind == "areas":
                values[field.name] = [areas[key] for key in form.getlist(field.name) if key in areas]
            case _:
                values[field.name] = _languages(form, before.get("languages", []))
    return values


def items_of(form: Form, field: Items, before: list[Data]) -> list[Data]:
    """The items in their order. What an item has besides, such as a phone's kind, stays with its number in the list."""
    items = []
    for number in range(_how_many(form, field.name)):
        kept = before[number] if number < len(before) else ITEMS[field.name]
        typed = {part.name: _one(part, form.get(f"{field.name}-{number}-{part.name}", "")) for part in field.parts}
        if any(value not in ("", None) for value in typed.values()):
            items.append({**kept, **typed})
    return items


def _how_many(form: Form, name: str) -> int:
    numbers = [int(found[1]) for key in form if (found := re.fullmatch(rf"{name}-(\d{{1,2}})-\w+", key))]
    return max(numbers, default=-1) + 1


def _one(field: Input, typed: str) -> Any:
    text = typed.strip()
    match field.kind:
        case "tick":
            return bool(text)
        case "number":
            return (int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text) if text else None
        case "money":
            return money_of(text)
        case "url":
            return web_of(text)
        case _:
            return text


def money_of(text: str) -> str | None:
    """`£3` is `3.00`; "free" is 0; what is no amount stays as it was typed."""
    plain = text.strip().lower().replace("£", "").replace(",", ".").replace(" ", "")
    if plain in ("free", "nothing", "none"):
        return "0.00"
    if re.fullmatch(r"\d{1,3}p", plain):
        return f"{Decimal(plain[:-1]) / 100:.2f}"
    return f"{Decimal(plain):.2f}" if forms.is_amount(plain) else text or None


def web_of(text: str) -> str:
    """`example.org` gets its https:// in front."""
    if text and "://" not in text and re.match(r"[\w-]+(\.[\w-]+)+(/|$|:|\?)", text):
        return f"https://{text}"
    return text


def _languages(form: Form, before: list[Data]) -> list[Data]:
    notes = {item["code"]: item.get("note", "") for item in before}
    return [
        {"code": code, "note": form.get(f"languages-note-{code}", notes.get(code, "")).strip()}
        for code in dict.fromkeys(form.getlist("languages"))
    ]
