"""What differs between two states of a record, field by field, as a person would say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .pairing import pairs


class Difference(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # of an item: the same, at another place of its list


@dataclass(frozen=True)
class ItemDifference:
    """One item of a list: a phone, a schedule, a term. `keys`: what of it changed, for items with several values."""

    how: Difference
    before: Any
    after: Any
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldDifference:
    """One field. For a list, `items` says which of its items were added, removed, changed or moved."""

    field: str
    how: Difference
    before: Any
    after: Any
    items: tuple[ItemDifference, ...] = ()


def differences(before: Mapping[str, Any], after: Mapping[str, Any], fields: Iterable[str] = ()) -> tuple[FieldDifference, ...]:
    """Every field that differs, in the order of `after` (or only these fields).

    A schedule that moved from 10 to 11 is one changed schedule, not one gone and one new.
    """
    wanted = tuple(fields) or tuple(dict.fromkeys([*after, *before]))
    return tuple(
        _field(name, before.get(name), after.get(name)) for name in wanted if before.get(name) != after.get(name)
    )  # fmt: skip


def _field(name: str, before: Any, after: Any) -> FieldDifference:
    items: tuple[ItemDifference, ...] = ()
    if isinstance(before or [], list) and isinstance(after or [], list):
        items = _items(before or [], after or [])
    return FieldDifference(name, _how(before, after), before, after, items)


def _how(before: Any, after: Any) -> Difference:
    if _empty(before):
        return Difference.ADDED
    return Difference.REMOVED if _empty(after) else Difference.CHANGED


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _items(before: list[Any], after: list[Any]) -> tuple[ItemDifference, ...]:
    """Removed ones first, then in the order of the new list."""
    paired = pairs(before, after)
    found = [ItemDifference(Difference.REMOVED, item, None) for old, item in enumerate(before) if old not in paired.values()]
    stayed = _in_order([paired[new] for new in sorted(paired)])
    for new, item in enumerate(after):
        if new not in paired:
            found.append(ItemDifference(Difference.ADDED, None, item))
        elif before[paired[new]] != item:
            found.append(ItemDifference(Difference.CHANGED, before[paired[new]], item, _keys(before[paired[new]], item)))
        elif paired[new] not in stayed:
            found.append(ItemDifference(Difference.MOVED, item, item))
    return tuple(found)


def _keys(before: Any, after: Any) -> tuple[str, ...]:
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return ()
    return tuple(key for key in dict.fromkeys([*after, *before]) if before.get(key) != after.get(key))


def _in_order(numbers: list[int]) -> set[int]:
    """The most of these that still follow each other as before: the others were moved."""
    runs: list[list[int]] = [[]]
    for number in numbers:
        before = [run for run in runs if not run or run[-1] < number]
        runs.append([*max(before, key=len), number])
    longest: list[int] = max(runs, key=len)
    return set(longest)
