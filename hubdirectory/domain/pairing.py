"""Which item of a list is which item of a later list: so that rows keep their ids, and differences read as people see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# An item becomes another where at least so much of what they say is the same.
ALIKE = 0.5


def pairs(before: Sequence[Any], after: Sequence[Any], alike: float = ALIKE) -> dict[int, int]:
    """Places in `after` -> places in `before`. Equal items first, then the most alike; each item is used once."""
    paired: dict[int, int] = {}
    left = dict(enumerate(before))
    for number, item in enumerate(after):
        same = next((old for old, value in left.items() if value == item), None)
        if same is not None:
            paired[number] = same
            del left[same]
    likeness = [
        (-likeness_of(left[old], item), abs(old - number), number, old)
        for number, item in enumerate(after) if number not in paired
        for old in left
    ]  # fmt: skip
    for negative, _, number, old in sorted(likeness):
        if -negative >= alike and number not in paired and old in left:
            paired[number] = old
            del left[old]
    return paired


def likeness_of(one: Any, other: Any) -> float:
    """0 for nothing in common, 1 for the same: how much of what either item says, both say."""
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return float(one == other)
    said = [key for key in {*one, *other} if one.get(key) or other.get(key)]
    return sum(one.get(key) == other.get(key) for key in said) / len(said) if said else 1.0
