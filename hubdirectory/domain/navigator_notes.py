"""What navigators note of a service for one another."""

from __future__ import annotations

from enum import StrEnum

LONGEST_NOTE = 600
MOST_WEEKS = 156


class Kind(StrEnum):
    DIRECT_LINE = "direct_line"
    HOW_TO_REFER = "how_to_refer"
    WAIT = "wait"  # in weeks
    OTHER = "other"
