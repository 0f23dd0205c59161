"""A change's life, and where one no longer fits the record that it was made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ChangeState(StrEnum):
    """Draft: being typed. In review: with the manager. Sent back: with its author again, and a reason.

    Published, discarded (its author threw it away) and merged (into another change) are the ends.
    """

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    DISCARDED = "discarded"
    MERGED = "merged"


# Still somebody's work: one for each account and record.
OPEN = frozenset({ChangeState.DRAFT, ChangeState.IN_REVIEW, ChangeState.SENT_BACK})
# With its author, who may go on typing.
WITH_AUTHOR = frozenset({ChangeState.DRAFT, ChangeState.SENT_BACK})


@dataclass(frozen=True)
class FieldConflict:
    """Two values for one field. `base` is what both began with, None where that is not known."""

    field: str
    base: Any
    yours: Any
    theirs: Any


def conflicts(base: Mapping[str, Any], now: Mapping[str, Any], proposed: Mapping[str, Any]) -> tuple[FieldConflict, ...]:
    """The proposed fields that somebody else has changed since, to something else. In the order of `proposed`."""
    return tuple(
        FieldConflict(field, base.get(field), value, now.get(field))
        for field, value in proposed.items()
        if now.get(field) != base.get(field) and now.get(field) != value
    )
