"""Dated happenings: rolled from the schedules, changed for one day, shown by day and as calendars."""

from .changing import (
    NoSuchOccurrence,
    NothingToUndo,
    Standing,
    WrongValue,
    add_one_off,
    cancel_occurrence,
    feature,
    mark_full,
    mark_late,
    move_occurrence,
    note,
    undo,
)
from .rolling import Rolled, roll, roll_all

__all__ = [
    "NoSuchOccurrence", "NothingToUndo", "Rolled", "Standing", "WrongValue", "add_one_off", "cancel_occurrence", "feature",
    "mark_full", "mark_late", "move_occurrence", "note", "roll", "roll_all", "undo",
]  # fmt: skip
